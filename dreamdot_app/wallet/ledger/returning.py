"""Money that goes back: of a sale, of a deposit, by a chargeback and after one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.post import Bucket, Kind, Leg, Posted, post, transfer_id
from dreamdot_app.wallet.ledger.refusals import needs_amount, refusals

_REFUND = text("select * from ledger_refund_sale(:id, :key, :sale, :amount, :at)").bindparams(
    bindparam("id", type_=Uuid), bindparam("sale", type_=Uuid)
)
_RETURN_DEPOSIT = text("select * from ledger_return_deposit(:id, :key, :at)").bindparams(
    bindparam("id", type_=Uuid)
)
_CHARGE_BACK = text("""
    select * from ledger_charge_back(
        :id, :key, :currency, :owner, :amount, :reference, :memo, :at)
""").bindparams(
    bindparam("id", type_=Uuid), bindparam("owner", type_=Uuid), bindparam("reference", type_=Uuid)
)
_REINSTATE = text("select * from ledger_reinstate(:id, :key, :at)").bindparams(
    bindparam("id", type_=Uuid)
)


@dataclass(frozen=True, slots=True)
class Refunded:
    """A part of a sale that was given back, in minor units.

    ``promo``, ``deposited`` and ``earned`` are what the buyer gets again, by the bucket that paid;
    ``to_debt`` of the cash repaid what they owed. Of it the platform returned its fees, the seller
    the rest: cash ``from_pending`` of this sale, ``from_earned``, ``from_debt`` (owed from now on).
    """

    transfer_id: UUID
    happened_before: bool
    promo: int
    deposited: int
    earned: int
    fee_promo: int
    fee_cash: int
    from_pending: int
    from_earned: int
    from_debt: int
    to_debt: int


@dataclass(frozen=True, slots=True)
class ChargedBack:
    """Where a payment that was charged back was taken from, in minor units."""

    transfer_id: UUID
    happened_before: bool
    from_deposited: int
    from_pending: int
    from_earned: int
    to_debt: int


@dataclass(frozen=True, slots=True)
class CameBack:
    """Money that is a person's again, in minor units; ``to_debt`` of it repaid what they owed."""

    transfer_id: UUID
    happened_before: bool
    to_debt: int
    to_bucket: int


async def refund(
    session: AsyncSession, *, key: str, sale: UUID, amount_minor: int, at: datetime
) -> Refunded:
    """Give back a part of the price (minor units) of a sale or a capture, by its transfer's id.

    Each part goes back to the bucket it came from, in proportion; the platform's fees come back in
    proportion too. The seller's cash is taken from what of this sale is maturing, then from
    earnings, then as a debt. Refunds in parts come to the same as one refund of their sum, and
    all of them together to the sale. Idempotent for ``key``.

    Raises:
        RefundTooLarge: less of the sale is left.
        InsufficientFunds: the seller's promotional credit is short.
        TransferMissing: there is no such sale.
        KeyReused: the key belongs to another transfer.
        LegsRefused: the amount is not above zero.
    """
    wanted = {"id": transfer_id(at), "key": key, "sale": sale, "amount": amount_minor, "at": at}
    with refusals():
        result = await session.execute(_REFUND, wanted)
    return Refunded(**result.mappings().one())


async def refund_deposit(
    session: AsyncSession,
    *,
    key: str,
    owner: UserId,
    currency: str,
    amount_minor: int,
    reference: UUID | None,
    at: datetime,
) -> Posted:
    """Take money that was added and not spent (minor units) out of a wallet, back to the card.

    Idempotent for ``key``.

    Raises:
        InsufficientFunds: less of what was added is left.
        BlockedByDebt: the person owes.
        KeyReused: the key belongs to another transfer.
        LegsRefused: the amount is not above zero.
    """
    needs_amount(amount_minor)
    return await post(
        session,
        key=key,
        kind=Kind.CARD_REFUND,
        currency=currency,
        legs=[
            Leg(owner, Bucket.DEPOSITED, -amount_minor),
            Leg(None, Bucket.STRIPE_IN, amount_minor),
        ],
        at=at,
        payer=owner,
        reference=reference,
    )


async def return_deposit(session: AsyncSession, *, key: str, at: datetime) -> CameBack:
    """Undo `refund_deposit` of this ``key``, which Stripe says has failed. Once; a debt first.

    Raises:
        TransferMissing: no deposit was refunded under this key.
    """
    with refusals():
        result = await session.execute(
            _RETURN_DEPOSIT, {"id": transfer_id(at), "key": key, "at": at}
        )
    return CameBack(**result.mappings().one())


async def charge_back(
    session: AsyncSession,
    *,
    key: str,
    owner: UserId,
    currency: str,
    amount_minor: int,
    reference: UUID | None,
    at: datetime,
    memo: str = "",
) -> ChargedBack:
    """Take a payment (minor units) that a bank took back out of the wallet that got it.

    What was added goes first, then what is maturing, then earnings; what they do not cover is a
    debt, which blocks spending and payouts until later cash has repaid it. Idempotent for ``key``.

    Raises:
        KeyReused: the key belongs to another transfer.
        LegsRefused: the amount is not above zero.
    """
    with refusals():
        result = await session.execute(
            _CHARGE_BACK,
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
    return ChargedBack(**result.mappings().one())


async def reinstate(session: AsyncSession, *, key: str, at: datetime) -> CameBack:
    """Undo `charge_back` of this ``key``: the dispute was won. Once; a debt first, then deposited.

    Raises:
        TransferMissing: nothing was charged back under this key (its news may come later).
    """
    with refusals():
        result = await session.execute(_REINSTATE, {"id": transfer_id(at), "key": key, "at": at})
    return CameBack(**result.mappings().one())
