"""Initial credit beyond the welcome: what a promo code is worth."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.post import Bucket, Kind, Leg, Posted, post
from dreamdot_app.wallet.ledger.refusals import needs_amount


async def issue_promo(
    session: AsyncSession,
    *,
    key: str,
    owner: UserId,
    currency: str,
    amount_minor: int,
    memo: str,
    at: datetime,
) -> Posted:
    """Give a person credit (minor units) that can be spent and never withdrawn.

    Idempotent for ``key``: the same person and amount again give the first transfer.

    Raises:
        KeyReused: the key belongs to another transfer.
        LegsRefused: the amount is not above zero.
    """
    needs_amount(amount_minor)
    return await post(
        session,
        key=key,
        kind=Kind.PROMO_CODE,
        currency=currency,
        legs=[
            Leg(None, Bucket.PROMO_ISSUED, -amount_minor),
            Leg(owner, Bucket.PROMO, amount_minor),
        ],
        at=at,
        payee=owner,
        memo=memo,
    )
