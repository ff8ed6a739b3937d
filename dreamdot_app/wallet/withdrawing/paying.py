"""Taking a payout on, step by step, as far as it can be taken now.

Before each step the row says what is to be done, after it what was; in between, Stripe is asked
with a key that is made of the row. Should anything end in between, the step is done again: the key
makes it happen once. Stripe forgets keys after a day; so a step that may have been tried before
looks first whether it was done.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.log import logger
from dreamdot_app.wallet.ledger.stopping import payouts_are_stopped
from dreamdot_app.wallet.stripe.outcomes import StripeRefused
from dreamdot_app.wallet.telling import tell_on_commit
from dreamdot_app.wallet.withdrawing import outcomes, repository, trying
from dreamdot_app.wallet.withdrawing.events import PayoutsHeld
from dreamdot_app.wallet.withdrawing.models import Payout, PayoutState
from dreamdot_app.wallet.withdrawing.sides import side_of
from dreamdot_app.wallet.withdrawing.stripe_side import (
    TOO_LITTLE_THERE,
    PayoutSeen,
    StripeSide,
    TransferSeen,
)

_MOST_STEPS = 5
_GIVEN_UP_AFTER = timedelta(days=10)
_log = logger(slice="wallet")
type_step = Callable[[Payout, StripeSide, datetime], Awaitable[bool]]


async def advance(*, payout_id: UUID, now: datetime) -> None:
    """Do what can be done now of what is left to do; again and again changes nothing.

    Raises:
        StripeUnclear: Stripe has not answered; try again later.
    """
    for _ in range(_MOST_STEPS):
        async with reading(Database.ITEMS) as session:
            payout = await session.get(Payout, payout_id)
        step = _STEPS.get(payout.state) if payout else None
        if payout is None or step is None:
            return
        if not await step(payout, side_of(payout.currency), now):
            return


async def _transfer(payout: Payout, side: StripeSide, now: datetime) -> bool:
    if not await _may_leave():
        return False
    try:
        seen = await _transferred(payout, side, now)
    except StripeRefused as refusal:
        return await _transfer_refused(payout.id, refusal.code, now)
    async with transaction(Database.ITEMS, actor=None) as session:
        held = await repository.payout(session, payout.id)
        if held is None:
            return False
        held.stripe_transfer_id = held.stripe_transfer_id or seen.id
        if held.state != PayoutState.RELEASED:
            return True
        if seen.reversed_minor:
            await _reversed(session, held, seen, now)
            return False
        outcomes.go_on(held, PayoutState.TRANSFERRED, now=now)
        tell_on_commit(session, UserId(held.user_id))
    return True


async def _may_leave() -> bool:
    """What a batch has let go waits as well, when payouts were stopped since."""
    async with reading(Database.ITEMS) as session:
        return not await payouts_are_stopped(session)


async def _transferred(payout: Payout, side: StripeSide, now: datetime) -> TransferSeen:
    if await _was_tried(payout.id, now):
        if found := await side.transfer_of(payout.id, payout.destination):
            return found
        payout = await _with_fresh_key(payout, now)
    return await side.transfer(
        key=_key(payout, "transfer"),
        payout_id=payout.id,
        account_id=payout.destination,
        currency=payout.currency,
        amount_minor=payout.amount_minor,
    )


async def _was_tried(payout_id: UUID, now: datetime) -> bool:
    async with transaction(Database.ITEMS, actor=None) as session:
        held = await repository.payout(session, payout_id)
        return held is not None and trying.begin_try(held, now=now)


async def _with_fresh_key(payout: Payout, now: datetime) -> Payout:
    async with transaction(Database.ITEMS, actor=None) as session:
        held = await repository.payout(session, payout.id)
        if held is None:
            return payout
        trying.take_another_key(held, now=now)
        return held


async def _transfer_refused(payout_id: UUID, code: str, now: datetime) -> bool:
    """Too little there: it waits for another batch, under another key, for Stripe repeats its
    answer to this one. Anything else is about the person's account: it is theirs again.
    """
    _log.warning("a transfer was refused", payout=str(payout_id), code=code)
    async with transaction(Database.ITEMS, actor=None) as session:
        held = await repository.payout(session, payout_id)
        if held is None or held.state != PayoutState.RELEASED:
            return True
        if code != TOO_LITTLE_THERE:
            await outcomes.give_back(session, held, code, now=now)
            return False
        held.round += 1
        outcomes.go_on(held, PayoutState.MOVED, now=now)
        outbox.add(session, PayoutsHeld("short", held.currency, 1, held.amount_minor))
        tell_on_commit(session, UserId(held.user_id))
    return False


async def _to_bank(payout: Payout, side: StripeSide, now: datetime) -> bool:
    try:
        seen = await _sent_to_bank(payout, side, now)
    except StripeRefused as refusal:
        seen = _refused_by_bank(payout, refusal.code, now)
    async with transaction(Database.ITEMS, actor=None) as session:
        held = await repository.payout(session, payout.id)
        if held is None or held.state != PayoutState.TRANSFERRED:
            return True
        await bank_said(session, held, seen, now=now)
        return held.state == PayoutState.FAILED


def _refused_by_bank(payout: Payout, code: str, now: datetime) -> PayoutSeen:
    """Nothing was sent. What was transferred may take a day until it may go on; then it is tried
    again, under another key.
    """
    if code == TOO_LITTLE_THERE and now - payout.asked_at < _GIVEN_UP_AFTER:
        return PayoutSeen("", "later")
    return PayoutSeen("", "failed", code)


async def _sent_to_bank(payout: Payout, side: StripeSide, now: datetime) -> PayoutSeen:
    if payout.stripe_payout_id:
        return await side.payout(payout.stripe_payout_id, payout.destination)
    if await _was_tried(payout.id, now):
        since = payout.asked_at
        if found := await side.payout_of(payout.id, payout.destination, since=since):
            return found
        payout = await _with_fresh_key(payout, now)
    return await side.pay_out(
        key=_key(payout, "bank"),
        payout_id=payout.id,
        account_id=payout.destination,
        currency=payout.currency,
        amount_minor=payout.amount_minor,
    )


async def bank_said(
    session: AsyncSession, payout: Payout, seen: PayoutSeen, *, now: datetime
) -> None:
    """Note what is known of the way to the bank; the row is held."""
    payout.stripe_payout_id = payout.stripe_payout_id or seen.id or None
    payout.changed_at = now
    if seen.status == "later":
        payout.round, payout.tried_at = payout.round + 1, None
    elif seen.status == "paid" and payout.state == PayoutState.RETURNED:
        outcomes.puzzle(session, payout, "the bank has it, and it came back")
    elif seen.status == "paid":
        await outcomes.settle(session, payout, now=now)
    elif seen.status in ("failed", "canceled"):
        await outcomes.fail(session, payout, seen.failure or seen.status, now=now)


async def _bring_back(payout: Payout, side: StripeSide, now: datetime) -> bool:
    """What the bank did not take comes back from the person's account at Stripe."""
    seen = await _brought_back(payout, side, now)
    async with transaction(Database.ITEMS, actor=None) as session:
        held = await repository.payout(session, payout.id)
        if held is not None and held.state == PayoutState.FAILED:
            await _reversed(session, held, seen, now)
    return False


async def _brought_back(payout: Payout, side: StripeSide, now: datetime) -> TransferSeen | None:
    if await _was_tried(payout.id, now):
        seen = await side.transfer_of(payout.id, payout.destination)
        if seen is None or seen.reversed_minor >= payout.amount_minor:
            return seen
        payout = await _with_fresh_key(payout, now)
    try:
        return await side.reverse(
            key=_key(payout, "reversal"),
            transfer_id=payout.stripe_transfer_id or "",
            payout_id=payout.id,
            amount_minor=payout.amount_minor,
        )
    except StripeRefused as refusal:
        _log.warning("a reversal was refused", payout=str(payout.id), code=refusal.code)
        return await side.transfer_of(payout.id, payout.destination)


async def _reversed(
    session: AsyncSession, payout: Payout, seen: TransferSeen | None, now: datetime
) -> None:
    if seen is not None and seen.reversed_minor >= payout.amount_minor:
        await outcomes.give_back(session, payout, "reversed", now=now)
    else:
        payout.changed_at = now
        outcomes.puzzle(session, payout, "not all of the transfer came back")


def _key(payout: Payout, what: str) -> str:
    return f"payout:{payout.id}:{payout.round}:{what}"


_STEPS: Mapping[str, type_step] = {
    PayoutState.RELEASED: _transfer,
    PayoutState.TRANSFERRED: _to_bank,
    PayoutState.FAILED: _bring_back,
}
