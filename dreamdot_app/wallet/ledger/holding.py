"""Money that is set apart for somebody and paid, or given back, later."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import INTERVAL
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.post import Sold, Terms, transfer_id
from dreamdot_app.wallet.ledger.refusals import refusals

_MOST = 1_000

_HOLD = text("""
    select * from ledger_hold_funds(
        :id, :key, :currency, :payer, :amount, :expires_at, :reference, :memo, :at)
""").bindparams(
    bindparam("id", type_=Uuid), bindparam("payer", type_=Uuid), bindparam("reference", type_=Uuid)
)
_CAPTURE = text("""
    select * from ledger_capture(
        :id, :key, :hold_key, :seller, :amount, :fee_bp, :reference, :memo, :at, :mature,
        :first_mature, :welcome, :welcome_id)
""").bindparams(
    bindparam("id", type_=Uuid),
    bindparam("seller", type_=Uuid),
    bindparam("reference", type_=Uuid),
    bindparam("mature", type_=INTERVAL),
    bindparam("first_mature", type_=INTERVAL),
    bindparam("welcome_id", type_=Uuid),
)
_RELEASE = text("select * from ledger_release(:id, :key, :hold_key, :state, :at)").bindparams(
    bindparam("id", type_=Uuid)
)

# As with what matures (`maturing`): what another run is at is left to it, and all accounts are
# locked before the first of them moves, in ascending id.
_DUE = text("""
    select id, key, payer from ledger_hold
     where state = 'open' and expires_at <= :at
     order by expires_at, id limit :limit for update skip locked
""")
_LOCK = text("""
    select ledger_lock(array(select distinct payer from ledger_hold where key = any(:keys)),
                       currency, array(
             select unnest(o.ids) from ledger_hold h
              cross join lateral ledger_of_hold(h.key, h.currency) o
              where h.key = any(:keys) and h.currency = c.currency))
      from (select distinct currency from ledger_hold where key = any(:keys)) c
""").bindparams(bindparam("keys", type_=ARRAY(Text)))


@dataclass(frozen=True, slots=True)
class Held:
    """Money that is set apart until ``expires_at``: minor units, by bucket."""

    transfer_id: UUID
    happened_before: bool
    from_promo: int
    from_deposited: int
    from_earned: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Released:
    """What was left of a hold and is the payer's again, by bucket, in minor units.

    ``to_debt`` of the cash repaid what they owed. Nothing was left: no ``transfer_id``.
    """

    transfer_id: UUID | None
    happened_before: bool
    promo: int
    deposited: int
    earned: int
    to_debt: int


@dataclass(frozen=True, slots=True)
class Expired:
    """A hold whose time was over, and whose money went back."""

    key: str
    payer: UserId


async def hold(
    session: AsyncSession,
    *,
    key: str,
    payer: UserId,
    currency: str,
    amount_minor: int,
    expires_at: datetime,
    reference: UUID | None,
    memo: str,
    at: datetime,
) -> Held:
    """Set a part of somebody's money (minor units) apart: nothing else can spend it.

    Takes promotional credit, then money added, then earnings, as a sale. What is not captured by
    ``expires_at`` goes back by itself. Idempotent for ``key``: the same payer, amount and reference
    again give the first hold. The payer's wallet has to be open.

    Raises:
        InsufficientFunds: the payer can spend less.
        BlockedByDebt: the payer owes.
        KeyReused: the key belongs to another transfer.
        LegsRefused: the amount is not above zero, or the hold would end before it begins.
    """
    with refusals():
        result = await session.execute(
            _HOLD,
            {
                "id": transfer_id(at),
                "key": key,
                "currency": currency,
                "payer": payer,
                "amount": amount_minor,
                "expires_at": expires_at,
                "reference": reference,
                "memo": memo,
                "at": at,
            },
        )
    return Held(**result.mappings().one())


async def capture(
    session: AsyncSession,
    *,
    hold_key: str,
    key: str,
    seller: UserId,
    amount_minor: int,
    terms: Terms,
    reference: UUID | None,
    memo: str,
    at: datetime,
) -> Sold:
    """Pay a seller out of a hold, whole or in parts (minor units): a sale whose price was held.

    Promotional credit goes first, then what had been added, then what had been earned. Fees, debt
    and maturity are as in a sale; `returning.refund` takes it back. Idempotent for ``key``.

    Raises:
        InsufficientFunds: less of the hold is left.
        HoldClosed: nothing is left of it, or its time is over.
        TransferMissing: there is no such hold.
        KeyReused: the key belongs to another transfer.
        LegsRefused: the amount is not above zero, or the seller is the payer.
    """
    with refusals():
        result = await session.execute(
            _CAPTURE,
            {
                "id": transfer_id(at),
                "key": key,
                "hold_key": hold_key,
                "seller": seller,
                "amount": amount_minor,
                "fee_bp": terms.fee_bp,
                "reference": reference,
                "memo": memo,
                "at": at,
                "mature": terms.matures_after,
                "first_mature": terms.first_matures_after,
                "welcome": terms.welcome_minor,
                "welcome_id": transfer_id(at),
            },
        )
    return Sold(**result.mappings().one())


async def release(session: AsyncSession, *, hold_key: str, key: str, at: datetime) -> Released:
    """Give what is left of a hold back, each part to its bucket; the hold is closed then.

    Of the cash a debt that came meanwhile is repaid first. Idempotent for ``key``; of a hold of
    which nothing is left it gives nothing back.

    Raises:
        TransferMissing: there is no such hold.
        KeyReused: the key belongs to another transfer.
    """
    return await _release(session, hold_key, key, "released", at)


async def _release(
    session: AsyncSession, hold_key: str, key: str, state: str, at: datetime
) -> Released:
    wanted = {"id": transfer_id(at), "key": key, "hold_key": hold_key, "state": state, "at": at}
    with refusals():
        result = await session.execute(_RELEASE, wanted)
    return Released(**result.mappings().one())


async def expire(session: AsyncSession, *, at: datetime) -> list[Expired]:
    """Give back what is left of holds whose time is over, at most a thousand, each exactly once."""
    due = (await session.execute(_DUE, {"at": at, "limit": _MOST})).all()
    await session.execute(_LOCK, {"keys": [one.key for one in due]})
    for one in due:
        await _release(session, one.key, f"expire:{one.id}", "expired", at)
    return [Expired(one.key, one.payer) for one in due]
