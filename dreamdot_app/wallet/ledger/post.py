"""A transfer by its legs, the initial credit and a sale: each is one call of a function in the
database, in the caller's transaction. The other verbs stand in modules of their own.

Row locks are taken in ascending id, so one transfer for each transaction never deadlocks.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Text, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import INTERVAL
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.db import as_utc
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.refusals import refusals

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Bucket(StrEnum):
    """What accounts are for: a person's (the first five), or the platform's."""

    PROMO = "promo"
    DEPOSITED = "deposited"
    PENDING = "pending"
    EARNED = "earned"
    DEBT = "debt"
    PROMO_ISSUED = "promo_issued"
    FEES_PROMO = "fees_p"
    FEES_CASH = "fees_c"
    STRIPE_IN = "stripe_in"
    STRIPE_FEE = "stripe_fee"
    PAYOUT_CLEARING = "payout_clearing"
    EQUITY = "equity"


class Kind(StrEnum):
    """Why money moves."""

    WELCOME = "welcome"
    SALE = "sale"
    MATURITY = "maturity"
    TOP_UP = "top_up"
    STRIPE_FEE = "stripe_fee"
    HOLD = "hold"
    CAPTURE = "capture"
    RELEASE = "release"
    REFUND = "refund"
    CARD_REFUND = "card_refund"
    CARD_REFUND_RETURNED = "card_refund_returned"
    CHARGEBACK = "chargeback"
    REINSTATEMENT = "reinstatement"
    PAYOUT = "payout"
    PAYOUT_SETTLED = "payout_settled"
    PAYOUT_RETURNED = "payout_returned"
    PROMO_CODE = "promo_code"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Leg:
    """``amount`` minor units into (below zero: out of) a bucket; no owner: the platform's."""

    owner: UserId | None
    bucket: str
    amount: int


@dataclass(frozen=True, slots=True)
class Posted:
    """A transfer; it may have been done earlier, under the same key."""

    transfer_id: UUID
    happened_before: bool


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale to the cent; amounts in minor units. ``to_debt`` repaid what the seller owed."""

    transfer_id: UUID
    happened_before: bool
    from_promo: int
    from_deposited: int
    from_earned: int
    fee_promo: int
    fee_cash: int
    to_promo: int
    to_debt: int
    to_pending: int
    matures_at: datetime | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a sale: the fee of each colour, when its cash matures, and the initial credit
    (minor units) of people whose wallet nobody has opened yet.
    """

    currency: str
    fee_bp: int
    matures_after: timedelta
    first_matures_after: timedelta
    welcome_minor: int


def transfer_id(at: datetime) -> UUID:
    """A fresh UUIDv7 of a given time, to the quarter of a microsecond (RFC 9562, 6.2, method 3).

    The order of ids is that of time, also for transfers that are brought in from the past.
    """
    return UUID(int=first_id(at).int | (0b10 << 62) | secrets.randbits(62))


def first_id(at: datetime) -> UUID:
    """What no transfer of this time or later is below, and every earlier one is."""
    milliseconds, rest = divmod((as_utc(at) - _EPOCH) // _MICROSECOND, 1_000)
    high = (milliseconds << 16) | (0x7 << 12) | (rest * 4096 // 1_000)
    return UUID(int=high << 64)


_POST = text("""
    select transfer_id, happened_before from ledger_post(
        :id, :key, :kind, :currency, :actor, :payer, :payee, :reference, :memo,
        :owners, :buckets, :amounts, :at)
""").bindparams(
    bindparam("id", type_=Uuid),
    bindparam("actor", type_=Uuid),
    bindparam("payer", type_=Uuid),
    bindparam("payee", type_=Uuid),
    bindparam("reference", type_=Uuid),
    bindparam("owners", type_=ARRAY(Uuid)),
    bindparam("buckets", type_=ARRAY(Text)),
    bindparam("amounts", type_=ARRAY(BigInteger)),
)


async def post(
    session: AsyncSession,
    *,
    key: str,
    kind: str,
    currency: str,
    legs: Sequence[Leg],
    at: datetime,
    actor: UserId | None = None,
    payer: UserId | None = None,
    payee: UserId | None = None,
    reference: UUID | None = None,
    memo: str = "",
) -> Posted:
    """Do one transfer in one round trip. Its legs sum to zero in each colour, in minor units.

    Idempotent for ``key``: the same legs, kind, currency and reference again give the first
    transfer; accounts are made when they are missing.

    Raises:
        InsufficientFunds: a bucket would fall below zero.
        BlockedByDebt: the payer of something that spends owes a debt.
        KeyReused: the key belongs to another transfer.
        ColoursMixed, LegsRefused: the legs are not a transfer.
    """
    with refusals():
        result = await session.execute(
            _POST,
            {
                "id": transfer_id(at),
                "key": key,
                "kind": kind,
                "currency": currency,
                "actor": actor,
                "payer": payer,
                "payee": payee,
                "reference": reference,
                "memo": memo,
                "owners": [leg.owner for leg in legs],
                "buckets": [leg.bucket for leg in legs],
                "amounts": [leg.amount for leg in legs],
                "at": at,
            },
        )
    return Posted(**result.mappings().one())


_WELCOME = text("select ledger_welcome(:id, :owner, :currency, :amount, :at)")


async def welcome(
    session: AsyncSession, *, owner: UserId, currency: str, amount_minor: int, at: datetime
) -> bool:
    """Make a person's accounts and give the initial credit, once; whether that was now."""
    with refusals():
        result = await session.execute(
            _WELCOME,
            {
                "id": transfer_id(at),
                "owner": owner,
                "currency": currency,
                "amount": amount_minor,
                "at": at,
            },
        )
    return bool(result.scalar_one())


_SALE = text("""
    select * from ledger_sale(
        :id, :key, :currency, :actor, :buyer, :seller, :price, :fee_bp, :reference, :memo, :at,
        :mature, :first_mature, :welcome, :welcome_ids)
""").bindparams(
    bindparam("id", type_=Uuid),
    bindparam("actor", type_=Uuid),
    bindparam("reference", type_=Uuid),
    bindparam("mature", type_=INTERVAL),
    bindparam("first_mature", type_=INTERVAL),
    bindparam("welcome_ids", type_=ARRAY(Uuid)),
)


async def sell(
    session: AsyncSession,
    *,
    key: str,
    buyer: UserId,
    seller: UserId,
    price_minor: int,
    reference: UUID,
    memo: str,
    at: datetime,
    terms: Terms,
) -> Sold:
    """Move a price from buyer to seller, split under the buyer's locks, in one round trip.

    Idempotent for ``key``: the same people, price and reference again give the first sale.

    Raises:
        InsufficientFunds, BlockedByDebt, KeyReused: as `post`.
        LegsRefused: no price, or buyer and seller are the same.
    """
    with refusals():
        result = await session.execute(
            _SALE,
            {
                "id": transfer_id(at),
                "key": key,
                "currency": terms.currency,
                "actor": buyer,
                "buyer": buyer,
                "seller": seller,
                "price": price_minor,
                "fee_bp": terms.fee_bp,
                "reference": reference,
                "memo": memo,
                "at": at,
                "mature": terms.matures_after,
                "first_mature": terms.first_matures_after,
                "welcome": terms.welcome_minor,
                "welcome_ids": [transfer_id(at), transfer_id(at)],
            },
        )
    return Sold(**result.mappings().one())
