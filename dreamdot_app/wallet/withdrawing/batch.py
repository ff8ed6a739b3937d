"""The daily batch: what waits leaves once a day, and never more than there is.

What lies at Stripe is known twice: from our own books and from Stripe. The smaller figure counts.
While payouts are stopped, for reconciliation found a difference, nothing leaves at all.
"""

from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import jobs, outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet import repository as wallet
from dreamdot_app.wallet.ledger.post import Bucket
from dreamdot_app.wallet.ledger.stopping import payouts_are_stopped
from dreamdot_app.wallet.telling import tell_on_commit
from dreamdot_app.wallet.withdrawing import outcomes, policy, repository
from dreamdot_app.wallet.withdrawing.events import PayoutsHeld
from dreamdot_app.wallet.withdrawing.models import Payout, PayoutBatch, PayoutState
from dreamdot_app.wallet.withdrawing.sides import currency_now, side_of
from dreamdot_app.wallet.withdrawing.wanted import ADVANCE, PayoutNamed

_PAGE = 500
_FIRST = UUID(int=0)


class Held(StrEnum):
    """Why a batch left some waiting; the empty word: it left none because of that."""

    NOTHING = ""
    STOPPED = "stopped"
    SHORT = "short"


async def run(*, now: datetime) -> bool:
    """Let leave what may leave, unless today's batch has done so already; whether it ran.

    A batch that had to hold something back runs again at the next tick.

    Raises:
        StripeUnclear: it is not known what may leave.
    """
    currency, day = currency_now(), now.astimezone(UTC).date()
    if now.astimezone(UTC).timetz() < policy.BATCH_AT:
        return False
    async with reading(Database.ITEMS) as session:
        done = await repository.batch(session, day, currency)
    if done is not None and not done.held_because:
        return False
    # Asked before the transaction: no lock waits for Stripe. What was there then is there still,
    # but for what this takes: nothing else leaves.
    there_minor = await side_of(currency).available_minor(currency)
    async with transaction(Database.ITEMS, actor=None) as session:
        today = await _open(session, day, currency, now)
        if today is not None:
            await _release(session, today, there_minor, now)
    return True


async def _open(
    session: AsyncSession, day: object, currency: str, now: datetime
) -> PayoutBatch | None:
    """Today's row, held; ``None`` when another worker was quicker."""
    fresh = {
        "day": day,
        "currency": currency,
        "ran_at": now,
        "released": 0,
        "released_minor": 0,
        "waiting": 0,
        "waiting_minor": 0,
        "held_because": "new",
    }
    await session.execute(insert(PayoutBatch).values(fresh).on_conflict_do_nothing())
    today = await repository.batch(session, now.astimezone(UTC).date(), currency, lock=True)
    return today if today is not None and today.held_because else None


async def _release(
    session: AsyncSession, today: PayoutBatch, there_minor: int, now: datetime
) -> None:
    stopped = await payouts_are_stopped(session)
    room = 0 if stopped else await _room(session, today.currency, there_minor)
    left: list[Payout] = []
    why = Held.NOTHING
    async for payout in _waiting(session, today.currency):
        if await _goes_back(session, payout, now):
            continue
        if stopped or payout.amount_minor > room:
            why = Held.STOPPED if stopped else Held.SHORT
            left.append(payout)
            continue
        if not await _is_open(session, payout):
            left.append(payout)
            continue
        room -= payout.amount_minor
        today.released += 1
        today.released_minor += payout.amount_minor
        await _let_go(session, payout, now)
    _note(session, today, left, why, now=now)


async def _waiting(session: AsyncSession, currency: str) -> AsyncGenerator[Payout]:
    """All that waits, oldest first: those behind others that cannot leave have their turn."""
    after = _FIRST
    while page := await repository.waiting(session, currency, after=after, limit=_PAGE):
        for payout in page:
            yield payout
        after = page[-1].id


async def _room(session: AsyncSession, currency: str, there_minor: int) -> int:
    """What may leave: by our books, less what is on its way; by Stripe, less what is let go."""
    by_books = await repository.at_stripe_minor(session, currency)
    on_its_way = await repository.on_their_way_minor(session, currency)
    let_go = await repository.on_their_way_minor(session, currency, states=[PayoutState.RELEASED])
    return min(by_books - on_its_way, there_minor - let_go)


async def _goes_back(session: AsyncSession, payout: Payout, now: datetime) -> bool:
    """Who has come to owe meanwhile is paid nothing: what they earned repays it first."""
    held, _ = await wallet.balances(session, owner=UserId(payout.user_id), currency=payout.currency)
    if not held.get(Bucket.DEBT, 0):
        return False
    await outcomes.give_back(session, payout, "debt", now=now)
    return True


async def _is_open(session: AsyncSession, payout: Payout) -> bool:
    account = await repository.account(session, payout.user_id, payout.currency)
    return account is not None and account.payouts_enabled


async def _let_go(session: AsyncSession, payout: Payout, now: datetime) -> None:
    outcomes.go_on(payout, PayoutState.RELEASED, now=now)
    await jobs.enqueue(session, ADVANCE, PayoutNamed(payout.id), dedupe=str(payout.id))
    tell_on_commit(session, UserId(payout.user_id))


def _note(
    session: AsyncSession, today: PayoutBatch, left: Sequence[Payout], why: Held, *, now: datetime
) -> None:
    today.ran_at, today.waiting = now, len(left)
    today.waiting_minor = sum(payout.amount_minor for payout in left)
    if why and why != today.held_because:
        held = PayoutsHeld(why.value, today.currency, today.waiting, today.waiting_minor)
        outbox.add(session, held)
    today.held_because = why
