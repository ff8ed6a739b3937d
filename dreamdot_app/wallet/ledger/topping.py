"""Money that comes from outside, and what Stripe keeps of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.post import Bucket, Kind, Leg, Posted, post, transfer_id
from dreamdot_app.wallet.ledger.refusals import needs_amount, refusals

_TOP_UP = text("""
    select transfer_id, happened_before, to_debt, to_bucket as to_deposited from ledger_cash_in(
        :id, :key, 'top_up', :currency, :owner, :amount, :reference, :memo, 'stripe_in',
        'deposited', :at)
""").bindparams(
    bindparam("id", type_=Uuid), bindparam("owner", type_=Uuid), bindparam("reference", type_=Uuid)
)


@dataclass(frozen=True, slots=True)
class ToppedUp:
    """Money that was added, in minor units; ``to_debt`` of it repaid what the person owed."""

    transfer_id: UUID
    happened_before: bool
    to_debt: int
    to_deposited: int


async def top_up(
    session: AsyncSession,
    *,
    key: str,
    owner: UserId,
    currency: str,
    amount_minor: int,
    reference: UUID | None,
    memo: str,
    at: datetime,
) -> ToppedUp:
    """Add money that came through Stripe (minor units): a debt is repaid first.

    Idempotent for ``key``: the same person, amount and reference again give the first transfer.

    Raises:
        KeyReused: the key belongs to another transfer.
        LegsRefused: the amount is not above zero.
    """
    with refusals():
        result = await session.execute(
            _TOP_UP,
            {
                "id": transfer_id(at),
                "key": key,
                "currency": currency,
                "owner": owner,
                "amount": amount_minor,
                "reference": reference,
                "memo": memo,
                "at": at,
            },
        )
    return ToppedUp(**result.mappings().one())


async def stripe_fee(
    session: AsyncSession,
    *,
    key: str,
    currency: str,
    amount_minor: int,
    reference: UUID | None,
    at: datetime,
) -> Posted:
    """Write down what Stripe kept for itself (minor units): less lies there, and it is our cost.

    Below zero it is what Stripe gave back of that. Idempotent for ``key``.

    Raises:
        KeyReused: the key belongs to another transfer.
        LegsRefused: the amount is zero.
    """
    needs_amount(abs(amount_minor))
    return await post(
        session,
        key=key,
        kind=Kind.STRIPE_FEE,
        currency=currency,
        legs=[
            Leg(None, Bucket.STRIPE_FEE, -amount_minor),
            Leg(None, Bucket.STRIPE_IN, amount_minor),
        ],
        at=at,
        reference=reference,
    )
