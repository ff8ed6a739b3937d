"""Reading our balance at Stripe, line by line; what Stripe keeps for itself goes to the ledger."""

from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.ledger import topping
from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.in_use import CURRENCY

_PAGE = 100
# A line may show up a little later than others of its second.
_OVERLAP = timedelta(hours=1)
_WINDOW = timedelta(days=1)
OUR_REFUND = "dreamdot_refund"
"""The name in a refund's metadata under which our id stands, if we have asked for it."""
_FEE_LINE = "stripe_fee"
"""Lines by which Stripe takes what is not the fee of one payment: monthly fees, for accounts."""


async def walk(api: Stripe, *, since: datetime, now: datetime) -> int:
    """Store all lines from ``since`` on, less an hour, day by day; how many were new.

    A day's lines and their fees are one transaction, so this can end anywhere and begin again.

    Raises:
        StripeUnclear, StripeRefused: as `Stripe.read`.
    """
    begin, stored = since - _OVERLAP, 0
    while begin < now:
        lines = [line async for line in _lines(api, begin, begin + _WINDOW)]
        async with transaction(Database.ITEMS, actor=None) as session:
            stored += await _store(session, lines, now)
        begin += _WINDOW
    return stored


async def _lines(
    api: Stripe, begin: datetime, end: datetime
) -> AsyncGenerator[stripe.BalanceTransaction]:
    created = {"gte": int(begin.timestamp()), "lt": int(end.timestamp())}
    wanted: dict[str, Any] = {"created": created, "limit": _PAGE, "expand": ["data.source"]}
    while True:
        page = await api.read(api.v1.balance_transactions.list_async, wanted)
        for line in page.data:
            yield line
        if not page.has_more:
            return
        wanted = wanted | {"starting_after": page.data[-1].id}


_STORE = text("""
    insert into stripe_balance_line (id, kind, currency, amount_minor, fee_minor, net_minor,
                                     source, payment_intent, is_asked, created_at, stored_at)
    values (:id, :kind, :currency, :amount, :fee, :net, :source, :payment, :is_asked, :created_at,
            :at)
    on conflict (id) do nothing returning id
""")


async def _store(
    session: AsyncSession, lines: Sequence[stripe.BalanceTransaction], now: datetime
) -> int:
    stored = 0
    for line in reversed(lines):  # the oldest first
        source: Any = line.source
        values = {
            "id": line.id,
            "kind": line.type,
            "currency": line.currency,
            "amount": line.amount,
            "fee": line.fee,
            "net": line.net,
            "source": source if isinstance(source, str) or source is None else source.id,
            "payment": payment_of(source),
            "is_asked": is_asked(source),
            "created_at": datetime.fromtimestamp(line.created, UTC),
            "at": now,
        }
        if (await session.execute(_STORE, values)).first() is not None:
            stored += 1
            await _fee(session, line, now)
    return stored


def is_asked(source: Any) -> bool:
    """Whether we have asked for a refund. Other words in its metadata may be anybody's."""
    metadata: Any = getattr(source, "metadata", None)
    return metadata is not None and bool(metadata.to_dict().get(OUR_REFUND))


def payment_of(source: Any) -> str | None:
    """The payment that a line's source belongs to: of charges, refunds and disputes."""
    payment: Any = getattr(source, "payment_intent", None)
    return payment if isinstance(payment, str) or payment is None else str(payment.id)


async def _fee(session: AsyncSession, line: stripe.BalanceTransaction, now: datetime) -> None:
    """Write down in the ledger what Stripe kept, or gave back of it (when a payment failed)."""
    kept = line.fee - line.amount if line.type == _FEE_LINE else line.fee
    if line.currency == CURRENCY and kept:
        await topping.stripe_fee(
            session,
            key=f"fee:{line.id}",
            currency=policy.currency(settings()),
            amount_minor=kept,
            reference=None,
            at=now,
        )
