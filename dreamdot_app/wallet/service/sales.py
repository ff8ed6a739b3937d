"""Selling: one transfer within the transaction of who sells."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.contract import PriceRefused, SaleView, SelfSale, TransferId
from dreamdot_app.wallet.ledger import post
from dreamdot_app.wallet.ledger.post import Sold
from dreamdot_app.wallet.limits import service as limits
from dreamdot_app.wallet.telling import tell_on_commit

_LONGEST_MEMO = 300


async def buy(
    session: AsyncSession,
    *,
    key: str,
    buyer_id: UserId,
    seller_id: UserId,
    price_minor: int,
    reference: UUID,
    memo: str,
    now: datetime,
) -> SaleView:
    """Pay a price (minor units) from buyer to seller, in the caller's transaction of the items
    database: what was bought and the money that paid it are written together, or neither.

    Initial credit pays first, then money added, then earnings. The seller gets what initial
    credit paid as initial credit, and what cash paid as cash that matures. The platform keeps its
    share of each colour, rounded down to the cent; the cent that is left over is the seller's.
    ``reference`` is what was bought, ``memo`` its title. Both people's wallets are opened if need
    be. Idempotent for ``key`` (such as ``purchase:<id>``).

    Raises:
        InsufficientFunds: the buyer can spend less than the price.
        BlockedByDebt: the buyer owes.
        KeyReused: another sale has this key.
        PriceRefused: the price is not above zero.
        MonthlyLimitReached: it goes over what the buyer lets themselves spend in a month.
        SelfSale: buyer and seller are the same.
    After any but a refused price and a sale to oneself the transaction can only be undone.
    """
    if price_minor <= 0:
        raise PriceRefused
    if buyer_id == seller_id:
        raise SelfSale
    terms = policy.terms(settings())
    sold = await post.sell(
        session,
        key=key,
        buyer=buyer_id,
        seller=seller_id,
        price_minor=price_minor,
        reference=reference,
        memo=memo[:_LONGEST_MEMO],
        at=now,
        terms=terms,
    )
    if not sold.happened_before:
        await limits.require_within(session, payer=buyer_id, amount_minor=price_minor, now=now)
    tell_on_commit(session, buyer_id, seller_id)
    return _view(sold, terms.currency)


def _view(sold: Sold, currency: str) -> SaleView:
    return SaleView(
        transfer_id=TransferId(sold.transfer_id),
        currency=currency,
        happened_before=sold.happened_before,
        from_promo_minor=sold.from_promo,
        from_deposited_minor=sold.from_deposited,
        from_earned_minor=sold.from_earned,
        earned_promo_minor=sold.to_promo,
        earned_cash_minor=sold.to_debt + sold.to_pending,
        repaid_minor=sold.to_debt,
        fee_promo_minor=sold.fee_promo,
        fee_cash_minor=sold.fee_cash,
        matures_at=sold.matures_at,
    )
