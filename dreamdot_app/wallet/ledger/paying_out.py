"""Money that leaves: earned, on its way, gone or come back.

``key`` is the payout's own in all three verbs; each happens once.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.post import Bucket, Kind, Leg, Posted, post, transfer_id
from dreamdot_app.wallet.ledger.refusals import needs_amount, refusals
from dreamdot_app.wallet.ledger.returning import CameBack

_SETTLE = text("select * from ledger_settle_payout(:id, :key, :at)").bindparams(
    bindparam("id", type_=Uuid)
)
_RETURN = text("select * from ledger_return_payout(:id, :key, :at)").bindparams(
    bindparam("id", type_=Uuid)
)


async def begin_payout(
    session: AsyncSession,
    *,
    key: str,
    owner: UserId,
    currency: str,
    amount_minor: int,
    reference: UUID | None,
    at: datetime,
) -> Posted:
    """Take earnings (minor units) out of a wallet, into clearing: nobody can spend them now.

    Idempotent for ``key``: the same person, amount and reference again give the first transfer.

    Raises:
        InsufficientFunds: less is earned.
        BlockedByDebt: the person owes.
        KeyReused: the key belongs to another transfer.
        LegsRefused: the amount is not above zero.
    """
    needs_amount(amount_minor)
    return await post(
        session,
        key=key,
        kind=Kind.PAYOUT,
        currency=currency,
        legs=[
            Leg(owner, Bucket.EARNED, -amount_minor),
            Leg(None, Bucket.PAYOUT_CLEARING, amount_minor),
        ],
        at=at,
        actor=owner,
        payer=owner,
        reference=reference,
    )


async def settle_payout(session: AsyncSession, *, key: str, at: datetime) -> Posted:
    """Write down that a payout has left: out of clearing, and out of what lies at Stripe. Once.

    Raises:
        TransferMissing: no payout was begun under this key.
        AlreadyReturned: it came back before.
    """
    with refusals():
        result = await session.execute(_SETTLE, {"id": transfer_id(at), "key": key, "at": at})
    return Posted(**result.mappings().one())


async def return_payout(session: AsyncSession, *, key: str, at: datetime) -> CameBack:
    """Give a payout back that failed, out of clearing, or from outside if it had settled. Once.

    A debt that came meanwhile is repaid first; the rest is earned again.

    Raises:
        TransferMissing: no payout was begun under this key.
    """
    with refusals():
        result = await session.execute(_RETURN, {"id": transfer_id(at), "key": key, "at": at})
    return CameBack(**result.mappings().one())
