"""Jobs that ask Stripe, as they are asked for; `stripe.jobs` does them."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import jobs

REFUNDS = "wallet.look_at_refunds"


@dataclass(frozen=True)
class RefundsWanted:
    """Look at what was refunded of a payment."""

    payment_intent: str


async def look_at_refunds(session: AsyncSession, payment_intent: str) -> None:
    """See what of a payment was refunded at Stripe's own pages."""
    wanted = RefundsWanted(payment_intent)
    await jobs.enqueue(session, REFUNDS, wanted, dedupe=payment_intent)
