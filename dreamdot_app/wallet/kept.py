"""Rows about somebody's money beside the ledger, as an export holds them, and what is not in the
buckets at the moment. Amounts are minor units, times UTC.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import TextClause, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId

_AT_ONCE = 500


def _of_somebody(query: str) -> TextClause:
    return text(query).bindparams(bindparam("who", type_=Uuid))


TOP_UPS = _of_somebody("""
    select id, state, currency, amount_minor, asked_at, paid_at, changed_at
      from top_up where user_id = :who order by id
""")
CARD_REFUNDS = _of_somebody("""
    select id, top_up_id, state, currency, amount_minor, asked_at, ended_at, failure
      from card_refund where user_id = :who order by id
""")
PROMO_CODES = _of_somebody("""
    select c.code, c.currency, c.amount_minor, r.created_at as redeemed_at
      from promo_redemption r join promo_code c on c.id = r.code_id
     where r.owner = :who order by r.created_at
""")
PAYOUT_ACCOUNTS = _of_somebody("""
    select currency, stripe_account_id, has_submitted, payouts_enabled,
           requirements_due as still_asked, disabled_reason, created_at, updated_at
      from payout_account where user_id = :who order by currency
""")


async def rows(query: TextClause, *, user_id: UserId) -> AsyncIterator[dict[str, Any]]:
    """What one of these queries finds of somebody."""
    async with reading(Database.ITEMS) as session:
        streamed = query.execution_options(yield_per=_AT_ONCE)
        async for row in (await session.stream(streamed, {"who": user_id})).mappings():
            yield dict(row)


@dataclass(frozen=True, slots=True)
class Away:
    """Cash that is in none of somebody's buckets and may come back to them."""

    held_minor: int
    on_its_way_minor: int


_AWAY = text("""
    select
      (select coalesce(sum(o.deposited + o.earned), 0) from ledger_hold h
        cross join lateral ledger_of_hold(h.key, h.currency) o
        where h.payer = :who and h.currency = :currency and h.state = 'open')::bigint as held,
      ((select coalesce(sum(amount_minor), 0) from payout
         where user_id = :who and currency = :currency and state not in ('paid', 'returned'))
       + (select coalesce(sum(amount_minor), 0) from card_refund
           where user_id = :who and currency = :currency and state in ('moved', 'sent'))
      )::bigint as on_its_way
""").bindparams(bindparam("who", type_=Uuid))


async def away(session: AsyncSession, *, owner: UserId, currency: str) -> Away:
    """Cash held for purchases, and cash on its way to a bank or a card."""
    found = (await session.execute(_AWAY, {"who": owner, "currency": currency})).one()
    return Away(found.held, found.on_its_way)
