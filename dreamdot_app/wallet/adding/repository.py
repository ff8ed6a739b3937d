"""Queries about top-ups."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.adding.models import TopUp

_ASK = text("""
    insert into top_up (id, user_id, currency, amount_minor, request_key, state, asked_at,
                        changed_at)
    values (:id, :user_id, :currency, :amount_minor, :request_key, 'asked', :at, :at)
    on conflict (user_id, request_key) do nothing
""")


async def ask(
    session: AsyncSession,
    *,
    id: UUID,
    user_id: UserId,
    currency: str,
    amount_minor: int,
    request_key: str,
    at: datetime,
) -> TopUp:
    """Write a wish down, or find the one of the same click."""
    values = {
        "id": id,
        "user_id": user_id,
        "currency": currency,
        "amount_minor": amount_minor,
        "request_key": request_key,
        "at": at,
    }
    await session.execute(_ASK, values)
    query = select(TopUp).where(col(TopUp.user_id) == user_id)
    return (await session.scalars(query.where(col(TopUp.request_key) == request_key))).one()


async def held(session: AsyncSession, top_up_id: UUID) -> TopUp | None:
    """A top-up, held for the transaction, as it is now."""
    query = select(TopUp).where(col(TopUp.id) == top_up_id).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def of_person(session: AsyncSession, *, user_id: UserId, top_up_id: UUID) -> TopUp | None:
    """One of somebody's top-ups."""
    query = select(TopUp).where(col(TopUp.id) == top_up_id, col(TopUp.user_id) == user_id)
    return await session.scalar(query)


async def of_payment(session: AsyncSession, payment_intent: str) -> TopUp | None:
    """The top-up that a payment at Stripe was credited to, held for the transaction."""
    credited = (col(TopUp.payment_intent) == payment_intent, col(TopUp.state) == "paid")
    query = select(TopUp).where(*credited).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def unfinished(
    session: AsyncSession, *, currency: str, before: datetime, limit: int
) -> Sequence[TopUp]:
    """Top-ups with a session at Stripe, asked for before then, whose end nobody knows.

    The one that was not looked at for the longest is the first.
    """
    query = (
        select(TopUp)
        .where(
            col(TopUp.state).in_(("asked", "open", "pending")),
            col(TopUp.currency) == currency,
            col(TopUp.session_id).is_not(None),
            col(TopUp.asked_at) < before,
        )
        .order_by(col(TopUp.changed_at))
        .limit(limit)
    )
    return (await session.scalars(query)).all()
