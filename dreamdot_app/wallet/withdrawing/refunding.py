"""Giving money that was added and not spent back to its card, within thirty days.

As with payouts the row comes first: it is written with the ledger's transfer, then Stripe is asked
with a key that is made of it, then the row says what became of it.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import ids, jobs, money, outbox
from dreamdot_app.core.clicks import parse_request_id
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.errors import InsufficientFunds, KeyReused
from dreamdot_app.wallet.ledger import returning
from dreamdot_app.wallet.stripe.outcomes import StripeRefused, StripeUnclear
from dreamdot_app.wallet.telling import tell_on_commit
from dreamdot_app.wallet.withdrawing import payments, policy, repository, trying
from dreamdot_app.wallet.withdrawing.contract import RefundableView
from dreamdot_app.wallet.withdrawing.errors import NotRefundable
from dreamdot_app.wallet.withdrawing.events import CardRefunded, CardRefundReturned
from dreamdot_app.wallet.withdrawing.models import CardRefund, RefundState
from dreamdot_app.wallet.withdrawing.payments import Payment
from dreamdot_app.wallet.withdrawing.sides import side_of
from dreamdot_app.wallet.withdrawing.stripe_side import RefundSeen
from dreamdot_app.wallet.withdrawing.wanted import REFUND, RefundNamed


async def refundable(
    session: AsyncSession,
    *,
    user_id: UserId,
    currency: str,
    deposited_minor: int,
    now: datetime,
) -> tuple[RefundableView, ...]:
    """What of somebody's payments can go back to the card; ``deposited_minor`` is not spent yet."""
    since = now - policy.REFUND_WITHIN
    paid = await payments.payments_since(session, user_id=user_id, currency=currency, since=since)
    named = [one.id for one in paid]
    gone = await repository.refunded_minor(session, named)
    made = await repository.refunds_made(session, named)
    shown = (
        RefundableView(
            top_up_id=one.id,
            amount_minor=one.amount_minor,
            left_minor=min(deposited_minor, one.amount_minor - gone.get(one.id, 0)),
            added_at=one.paid_at,
            until=one.paid_at + policy.REFUND_WITHIN,
            click=f"back:{ids.short(one.id)}:{made.get(one.id, 0)}",
        )
        for one in paid
    )
    return tuple(one for one in shown if one.left_minor > 0)


async def give_back(
    *, viewer: Viewer, top_up_id: UUID, amount: object, request_id: object, now: datetime
) -> UUID:
    """Send an amount (as typed, in dollars) of a payment back to its card; the refund's id.

    Idempotent for ``request_id``.

    Raises:
        BadInput: no amount, more than the payment, or no name for the click.
        ProofNeeded: they have to prove once more who they are.
        NotFound: no payment of theirs.
        NotRefundable: too long ago, spent, or given back already.
        BlockedByDebt: they owe.
        KeyReused: the same click came with other details.
    """
    wanted_minor, click = money.parse_minor(amount, field="amount"), parse_request_id(request_id)
    if not wanted_minor:
        raise BadInput("Write an amount such as 2.50.", field="amount")
    await accounts.require_strong_proof(viewer, now=now)
    async with transaction(Database.ITEMS, actor=viewer.id) as session:
        paid = await payments.payment(session, user_id=viewer.id, top_up_id=top_up_id)
        if paid is None:
            raise NotFound
        request_key = f"{viewer.id}:{click}"
        earlier = await repository.refund_asked(session, request_key)
        if earlier is not None:
            return _same(earlier, paid, wanted_minor)
        await _require_refundable(session, paid, wanted_minor, now)
        refund = _row(viewer.id, paid, wanted_minor, request_key, now)
        session.add(refund)
        await _move(session, refund, now)
        await jobs.enqueue(session, REFUND, RefundNamed(refund.id), dedupe=str(refund.id))
        asked = CardRefunded(refund.id, viewer.id, refund.currency, wanted_minor)
        outbox.add(session, asked)
        tell_on_commit(session, viewer.id)
        return refund.id


def _same(earlier: CardRefund, paid: Payment, wanted_minor: int) -> UUID:
    if (earlier.top_up_id, earlier.amount_minor) != (paid.id, wanted_minor):
        raise KeyReused
    return earlier.id


async def _require_refundable(
    session: AsyncSession, paid: Payment, wanted_minor: int, now: datetime
) -> None:
    if now >= paid.paid_at + policy.REFUND_WITHIN:
        raise NotRefundable
    gone = await repository.refunded_minor(session, [paid.id])
    if wanted_minor > paid.amount_minor - gone.get(paid.id, 0):
        raise NotRefundable


def _row(
    user_id: UserId, paid: Payment, amount_minor: int, request_key: str, now: datetime
) -> CardRefund:
    return CardRefund(
        user_id=user_id,
        top_up_id=paid.id,
        payment_intent=paid.intent,
        currency=paid.currency,
        amount_minor=amount_minor,
        request_key=request_key,
        state=RefundState.MOVED,
        asked_at=now,
        changed_at=now,
    )


async def _move(session: AsyncSession, refund: CardRefund, now: datetime) -> None:
    try:
        await returning.refund_deposit(
            session,
            key=_key(refund.id),
            owner=UserId(refund.user_id),
            currency=refund.currency,
            amount_minor=refund.amount_minor,
            reference=refund.id,
            at=now,
        )
    except InsufficientFunds as refusal:
        raise NotRefundable from refusal


async def advance(*, refund_id: UUID, now: datetime) -> None:
    """Do what is left to do of a refund, or ask how it stands; again and again changes nothing.

    Raises:
        StripeUnclear: Stripe has not answered; try again later.
    """
    async with reading(Database.ITEMS) as session:
        refund = await session.get(CardRefund, refund_id)
    if refund is None or refund.state == RefundState.RETURNED:
        return
    try:
        seen = await _asked(refund, now)
    except StripeRefused as refusal:
        seen = RefundSeen("", "failed", refusal.code)
    async with transaction(Database.ITEMS, actor=None) as session:
        held = await repository.refund(session, refund_id)
        if held is not None:
            await _note(session, held, seen, now)


async def _asked(refund: CardRefund, now: datetime) -> RefundSeen:
    side = side_of(refund.currency)
    async with transaction(Database.ITEMS, actor=None) as session:
        held = await repository.refund(session, refund.id)
        was_tried = held is not None and trying.begin_try(held, now=now)
    if was_tried:
        if found := await side.refund_of(refund.id, refund.payment_intent):
            return found
        if refund.stripe_refund_id:
            raise StripeUnclear("a refund that was made is not listed")
        async with transaction(Database.ITEMS, actor=None) as session:
            refund = await repository.refund(session, refund.id) or refund
            trying.take_another_key(refund, now=now)
    return await side.refund(
        key=f"card_refund:{refund.id}:{refund.round}",
        refund_id=refund.id,
        payment_intent=refund.payment_intent,
        amount_minor=refund.amount_minor,
    )


async def _note(session: AsyncSession, refund: CardRefund, seen: RefundSeen, now: datetime) -> None:
    """A refund may fail after it was said to have succeeded."""
    if refund.state == RefundState.RETURNED:
        return
    refund.stripe_refund_id = refund.stripe_refund_id or seen.id or None
    if seen.status in ("failed", "canceled"):
        await _return(session, refund, seen.failure or seen.status, now)
    elif seen.status == "succeeded" and refund.state != RefundState.PAID:
        refund.state, refund.ended_at = RefundState.PAID, now
    elif refund.state == RefundState.MOVED:
        refund.state = RefundState.SENT
    refund.changed_at = now
    tell_on_commit(session, UserId(refund.user_id))


async def _return(session: AsyncSession, refund: CardRefund, failure: str, now: datetime) -> None:
    await returning.return_deposit(session, key=_key(refund.id), at=now)
    refund.state, refund.ended_at, refund.failure = RefundState.RETURNED, now, failure
    event = CardRefundReturned(
        refund.id, UserId(refund.user_id), refund.currency, refund.amount_minor
    )
    outbox.add(session, event)


async def payment_changed(
    session: AsyncSession, payment_intent: str, *, may_have_failed: bool
) -> None:
    """Stripe has told something of a payment: look how its refunds stand.

    ``may_have_failed``: those that were paid are looked at too.
    """
    states = [RefundState.MOVED, RefundState.SENT]
    if may_have_failed:
        states.append(RefundState.PAID)
    for refund_id in await repository.refunds_of_payment(session, payment_intent, states=states):
        await jobs.enqueue(session, REFUND, RefundNamed(refund_id), dedupe=str(refund_id))


def _key(refund_id: UUID) -> str:
    return f"card_refund:{refund_id}"
