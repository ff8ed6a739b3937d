"""What somebody has paid in, as far as it may go back to the card it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.wallet.adding.models import TopUp


@dataclass(frozen=True, slots=True)
class Payment:
    """A top-up that was paid; ``intent`` is Stripe's name for the payment."""

    id: UUID
    intent: str
    currency: str
    amount_minor: int
    paid_at: datetime


async def payments_since(
    session: AsyncSession, *, user_id: UUID, currency: str, since: datetime
) -> Sequence[Payment]:
    """Somebody's payments since then, newest first."""
    query = (
        select(TopUp)
        .where(
            col(TopUp.user_id) == user_id,
            col(TopUp.currency) == currency,
            col(TopUp.paid_at) > since,
        )
        .order_by(col(TopUp.paid_at).desc())
        .limit(100)
    )
    found = (_payment(row) for row in await session.scalars(query))
    return [one for one in found if one is not None]


async def payment(session: AsyncSession, *, user_id: UUID, top_up_id: UUID) -> Payment | None:
    """One of somebody's payments, held for the transaction."""
    mine = (col(TopUp.id) == top_up_id, col(TopUp.user_id) == user_id)
    row = await session.scalar(select(TopUp).where(*mine).with_for_update())
    return _payment(row) if row is not None else None


def _payment(row: TopUp) -> Payment | None:
    if row.paid_at is None or row.payment_intent is None:
        return None
    return Payment(row.id, row.payment_intent, row.currency, row.amount_minor, row.paid_at)
