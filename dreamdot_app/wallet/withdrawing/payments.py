"""What somebody has paid in, as far as it may go back to the card it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


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
    return ()


async def payment(session: AsyncSession, *, user_id: UUID, top_up_id: UUID) -> Payment | None:
    """One of somebody's payments, held for the transaction."""
    return None
