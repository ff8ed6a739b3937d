"""Queries of what leaves; nothing else."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.at_stripe import AT_STRIPE
from dreamdot_app.wallet.withdrawing.models import (
    CardRefund,
    Payout,
    PayoutAccount,
    PayoutBatch,
    PayoutState,
    RefundState,
)

_ON_THEIR_WAY = (PayoutState.RELEASED, PayoutState.TRANSFERRED, PayoutState.FAILED)
_UNDER_WAY = (PayoutState.MOVED, *_ON_THEIR_WAY)
_AT_STRIPE = text(f"select {AT_STRIPE}")


async def account(
    session: AsyncSession, user_id: UUID, currency: str, *, lock: bool = False
) -> PayoutAccount | None:
    """Somebody's account at Stripe; ``lock`` holds it for the transaction."""
    query = select(PayoutAccount).where(
        col(PayoutAccount.user_id) == user_id, col(PayoutAccount.currency) == currency
    )
    return await session.scalar(query.with_for_update() if lock else query)


async def account_named(session: AsyncSession, stripe_account_id: str) -> PayoutAccount | None:
    """The account with this name at Stripe, held for the transaction."""
    named = col(PayoutAccount.stripe_account_id) == stripe_account_id
    return await session.scalar(select(PayoutAccount).where(named).with_for_update())


async def payout(session: AsyncSession, payout_id: UUID) -> Payout | None:
    """A payout, held for the transaction and as it is now."""
    query = select(Payout).where(col(Payout.id) == payout_id).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def payout_asked(session: AsyncSession, request_key: str) -> Payout | None:
    """The payout of a click."""
    return await session.scalar(select(Payout).where(col(Payout.request_key) == request_key))


async def payouts_of(
    session: AsyncSession, user_id: UserId, currency: str, *, limit: int
) -> Sequence[Payout]:
    """Somebody's payouts, newest first."""
    mine = (col(Payout.user_id) == user_id, col(Payout.currency) == currency)
    query = select(Payout).where(*mine).order_by(col(Payout.id).desc()).limit(limit)
    return (await session.scalars(query)).all()


async def all_payouts(session: AsyncSession, user_id: UserId) -> AsyncIterator[Payout]:
    """Everything that somebody ever asked for, in every currency, oldest first."""
    query = select(Payout).where(col(Payout.user_id) == user_id).order_by(col(Payout.id))
    async for row in await session.stream_scalars(query.execution_options(yield_per=500)):
        yield row


async def withdrawn_minor(
    session: AsyncSession, user_id: UUID, currency: str, *, since: datetime
) -> int:
    """What somebody has asked for since then and has not got back."""
    found = await session.scalar(
        select(func.coalesce(func.sum(Payout.amount_minor), 0)).where(
            col(Payout.user_id) == user_id,
            col(Payout.currency) == currency,
            col(Payout.asked_at) > since,
            col(Payout.state) != PayoutState.RETURNED,
        )
    )
    return int(found or 0)


async def waiting(
    session: AsyncSession, currency: str, *, after: UUID, limit: int
) -> Sequence[Payout]:
    """What waits for a batch from after an id on, oldest first, held for the transaction."""
    query = (
        select(Payout)
        .where(
            col(Payout.state) == PayoutState.MOVED,
            col(Payout.currency) == currency,
            col(Payout.id) > after,
        )
        .order_by(col(Payout.id))
        .limit(limit)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def left_behind(
    session: AsyncSession, *, unchanged_since: datetime, limit: int
) -> Sequence[UUID]:
    """Payouts on their way of which nothing was heard since then."""
    query = (
        select(col(Payout.id))
        .where(
            col(Payout.state).in_(_ON_THEIR_WAY),
            col(Payout.changed_at) < unchanged_since,
        )
        .order_by(col(Payout.id))
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def on_their_way_minor(
    session: AsyncSession, currency: str, *, states: Sequence[PayoutState] = _ON_THEIR_WAY
) -> int:
    """What payouts in these states come to."""
    found = await session.scalar(
        select(func.coalesce(func.sum(Payout.amount_minor), 0)).where(
            col(Payout.state).in_(states), col(Payout.currency) == currency
        )
    )
    return int(found or 0)


async def at_stripe_minor(session: AsyncSession, currency: str) -> int:
    """What lies at Stripe by our own books."""
    return int((await session.execute(_AT_STRIPE, {"currency": currency})).scalar_one())


async def batch(
    session: AsyncSession, day: date, currency: str, *, lock: bool = False
) -> PayoutBatch | None:
    """A day's batch."""
    query = select(PayoutBatch).where(
        col(PayoutBatch.day) == day, col(PayoutBatch.currency) == currency
    )
    return await session.scalar(query.with_for_update() if lock else query)


async def refund(session: AsyncSession, refund_id: UUID) -> CardRefund | None:
    """A refund to a card, held for the transaction and as it is now."""
    query = select(CardRefund).where(col(CardRefund.id) == refund_id).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def refund_asked(session: AsyncSession, request_key: str) -> CardRefund | None:
    """The refund of a click."""
    query = select(CardRefund).where(col(CardRefund.request_key) == request_key)
    return await session.scalar(query)


async def refunds_of_payment(
    session: AsyncSession, payment_intent: str, *, states: Sequence[RefundState]
) -> Sequence[UUID]:
    """The refunds of a payment that are in these states."""
    query = select(col(CardRefund.id)).where(
        col(CardRefund.payment_intent) == payment_intent, col(CardRefund.state).in_(states)
    )
    return (await session.scalars(query)).all()


async def refunds_left_behind(
    session: AsyncSession, *, unchanged_since: datetime, limit: int
) -> Sequence[UUID]:
    """Refunds that are not over and of which nothing was heard since then."""
    query = select(col(CardRefund.id)).where(
        col(CardRefund.changed_at) < unchanged_since,
        col(CardRefund.state).in_((RefundState.MOVED, RefundState.SENT)),
    )
    return (await session.scalars(query.order_by(col(CardRefund.id)).limit(limit))).all()


async def refunds_made(session: AsyncSession, top_up_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many refunds of each payment were asked for, whatever became of them."""
    query = (
        select(col(CardRefund.top_up_id), func.count())
        .where(col(CardRefund.top_up_id).in_(top_up_ids))
        .group_by(col(CardRefund.top_up_id))
    )
    return {top_up: int(made) for top_up, made in (await session.execute(query)).all()}


async def refunded_minor(session: AsyncSession, top_up_ids: Sequence[UUID]) -> dict[UUID, int]:
    """What of each payment went back to its card, or is on its way there."""
    query = (
        select(col(CardRefund.top_up_id), func.sum(CardRefund.amount_minor))
        .where(
            col(CardRefund.top_up_id).in_(top_up_ids),
            col(CardRefund.state) != RefundState.RETURNED,
        )
        .group_by(col(CardRefund.top_up_id))
    )
    return {top_up: int(amount) for top_up, amount in (await session.execute(query)).all()}
