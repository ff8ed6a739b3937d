"""The account at Stripe of somebody who left."""

from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.wallet.withdrawing.models import (
    CardRefund,
    Payout,
    PayoutAccount,
    PayoutState,
    RefundState,
)
from dreamdot_app.wallet.withdrawing.standin import StandInAccount

_OVER = (PayoutState.PAID, PayoutState.RETURNED)
_REFUND_OVER = (RefundState.PAID, RefundState.RETURNED)


async def forget_accounts(session: AsyncSession, user_id: UUID) -> bool:
    """Forget where somebody's money went; False, and nothing yet, while some is on its way."""
    payouts = exists().where(col(Payout.user_id) == user_id, col(Payout.state).not_in(_OVER))
    refunds = exists().where(
        col(CardRefund.user_id) == user_id, col(CardRefund.state).not_in(_REFUND_OVER)
    )
    if await session.scalar(select(payouts | refunds)):
        return False
    await session.execute(delete(PayoutAccount).where(col(PayoutAccount.user_id) == user_id))
    await session.execute(delete(StandInAccount).where(col(StandInAccount.user_id) == user_id))
    return True
