"""Buying: one transaction of the items database, which is where the ledger lives too.

Locks are taken in one order by everybody: the work (so that price, state and existence hold until
the end), then the ledger's accounts in the ledger's own order. Two clicks at once meet at the
work's lock, the second finds the first one's purchase; the unique key of purchases is the last
line behind it, and the transfer's key in the ledger another.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids, outbox
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import BadInput, NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import cards, policy
from dreamdot_app.market.contract import (
    OwnWork,
    PriceChanged,
    Purchased,
    PurchaseId,
    WorkId,
    WorkSold,
)
from dreamdot_app.market.models import Purchase, Work
from dreamdot_app.market.repository import purchases, works
from dreamdot_app.wallet import service as wallet


async def purchase(
    *,
    work_id: WorkId,
    buyer_id: UserId,
    expected_price_minor: object,
    now: datetime,
    request_id: str,
) -> Purchased:
    """Buy a work, or take a free one into the library.

    ``expected_price_minor`` is the price that the buyer was shown: it is paid, or nothing is.
    ``request_id`` names the click: the same click told twice gets the same answer, and another
    one for a work that is owned already gets the first purchase with ``happened_before``.

    Raises:
        NotFound: no such work, or it is not for sale.
        OwnWork: it is the buyer's own.
        PriceChanged: it costs something else now.
        InsufficientFunds: the wallet holds less than the price.
        BlockedByDebt: something is owed from a chargeback.
        MonthlyLimitReached: it goes over what the buyer lets themselves spend in a month.
    """
    expected = _price(expected_price_minor)
    async with transaction(Database.ITEMS, actor=buyer_id) as session:
        work = await works.locked_work(session, work_id)
        if work is None:
            raise NotFound
        bought = await purchases.of_work(session, work_id, buyer_id)
        happened_before = bought is not None and bought.request_id != request_id
        if bought is None:
            _require_for_sale(work, buyer_id, expected)
            bought = await _buy(session, work, buyer_id, now, request_id)
    return Purchased(
        purchase_id=ids.short(bought.id),
        card=await cards.card_of(work),
        price_minor=bought.price_minor,
        at=bought.created_at,
        happened_before=happened_before,
    )


def _price(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise BadInput("The price that was shown, in cents.", field="price_minor")
    return value


def _require_for_sale(work: Work, buyer_id: UserId, expected_minor: int) -> None:
    """Refuse what cannot be bought, or not at the price that was shown.

    Raises:
        OwnWork, NotFound, PriceChanged
    """
    who = policy.standing(work, buyer_id, None)
    if who.is_own:
        raise OwnWork
    if not policy.may_buy(work, who):
        raise NotFound
    if work.price_minor != expected_minor:
        raise PriceChanged(work.price_minor)


async def _buy(
    session: AsyncSession, work: Work, buyer_id: UserId, now: datetime, request_id: str
) -> Purchase:
    """Pay, note the purchase, count it, and tell of it: all of it or nothing."""
    paid = await _paid(session, work, buyer_id, now)
    bought = Purchase(
        work_id=work.id,
        buyer_id=buyer_id,
        creator_id=work.creator_id,
        price_minor=work.price_minor,
        transfer_id=paid.transfer_id,
        earned_promo_minor=paid.earned_promo_minor,
        earned_cash_minor=paid.earned_cash_minor,
        request_id=request_id,
        created_at=now,
    )
    session.add(bought)
    work.sales += 1 if work.price_minor else 0
    work.earned_promo_minor += paid.earned_promo_minor
    work.earned_cash_minor += paid.earned_cash_minor
    outbox.add(session, _sold(bought, paid))
    return bought


@dataclass(frozen=True, slots=True)
class _Paid:
    """What moved for a purchase; nothing for a free work."""

    transfer_id: UUID | None = None
    earned_promo_minor: int = 0
    earned_cash_minor: int = 0
    fee_promo_minor: int = 0
    fee_cash_minor: int = 0


async def _paid(session: AsyncSession, work: Work, buyer_id: UserId, now: datetime) -> _Paid:
    """Move the money, if there is a price.

    Raises:
        InsufficientFunds: the wallet holds less than the price.
        BlockedByDebt: something is owed from a chargeback.
        MonthlyLimitReached: it goes over what the buyer lets themselves spend in a month.
    """
    if not work.price_minor:
        return _Paid()
    sale = await wallet.buy(
        session,
        buyer_id=buyer_id,
        seller_id=UserId(work.creator_id),
        price_minor=work.price_minor,
        key=f"purchase:{work.id}:{buyer_id}",
        reference=work.id,
        memo=work.title,
        now=now,
    )
    return _Paid(
        transfer_id=sale.transfer_id,
        earned_promo_minor=sale.earned_promo_minor,
        earned_cash_minor=sale.earned_cash_minor,
        fee_promo_minor=sale.fee_promo_minor,
        fee_cash_minor=sale.fee_cash_minor,
    )


def _sold(bought: Purchase, paid: _Paid) -> WorkSold:
    return WorkSold(
        work_id=WorkId(bought.work_id),
        purchase_id=PurchaseId(bought.id),
        creator_id=UserId(bought.creator_id),
        buyer_id=UserId(bought.buyer_id),
        price_minor=bought.price_minor,
        transfer_id=paid.transfer_id,
        earned_promo_minor=paid.earned_promo_minor,
        earned_cash_minor=paid.earned_cash_minor,
        fee_promo_minor=paid.fee_promo_minor,
        fee_cash_minor=paid.fee_cash_minor,
        sold_at=bought.created_at,
    )
