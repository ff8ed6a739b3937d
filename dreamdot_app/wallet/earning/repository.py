"""What is read of a seller's earnings. Queries, nothing else."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, RowMapping, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId

# Days, works and the whole in one walk over the slots. Of the works only the best.
_SUMMED = text("""
    with summed as (
        select grouping(day, source) as level, day, source,
               sum(sales)::bigint as sales, sum(promo)::bigint as promo, sum(cash)::bigint as cash,
               sum(fee_promo)::bigint as fee_promo, sum(fee_cash)::bigint as fee_cash,
               sum(refunds)::bigint as refunds,
               sum(refunded_promo)::bigint as refunded_promo,
               sum(refunded_cash)::bigint as refunded_cash,
               max(last_sale::text)::uuid as last_sale
          from (select s.*, date_trunc(:unit, s.slot at time zone :zone)::date as day
                  from earning_slot s
                 where s.owner = :owner and s.currency = :currency
                   and s.slot >= :since and s.slot < :until) as slots
         group by grouping sets ((day), (source), ())
    ), placed as (
        select summed.*, count(*) over (partition by level) as among,
               row_number() over (partition by level
                 order by promo + cash - refunded_promo - refunded_cash desc, source) as place
          from summed)
    select * from placed where level <> 2 or place <= :works order by level, day, place
""").bindparams(bindparam("owner", type_=Uuid))

_FIRST = text("""
    select slot from earning_slot where owner = :owner and currency = :currency
     order by slot limit 1
""").bindparams(bindparam("owner", type_=Uuid))

_TITLES = text("select id, memo from ledger_transfer where id = any(:ids)").bindparams(
    bindparam("ids", type_=ARRAY(Uuid))
)

# By the days of the seller's clock: there are never more than a fortnight of them.
_MATURING = text("""
    select (due_at at time zone :zone)::date as day, min(due_at) as due_at,
           sum(remaining)::bigint as amount, count(*) as sales
      from ledger_maturity
     where owner = :owner and currency = :currency and remaining > 0
     group by 1 order by 1 limit :most
""").bindparams(bindparam("owner", type_=Uuid))


async def summed(
    session: AsyncSession,
    *,
    owner: UserId,
    currency: str,
    since: datetime,
    until: datetime,
    unit: str,
    zone: str,
    works: int,
) -> Sequence[RowMapping]:
    """What sales came to: by ``unit`` (``day``, ``month``; ``level`` 1), by what was sold (2), and
    together (3).
    """
    wanted: dict[str, Any] = {"owner": owner, "currency": currency, "since": since, "until": until}
    wanted |= {"unit": unit, "zone": zone or "UTC", "works": works}
    return (await session.execute(_SUMMED, wanted)).mappings().all()


async def first_slot(session: AsyncSession, *, owner: UserId, currency: str) -> datetime | None:
    """When a seller's first sale was, to the quarter of an hour."""
    return await session.scalar(_FIRST, {"owner": owner, "currency": currency})


async def titles(session: AsyncSession, transfers: Iterable[UUID]) -> dict[UUID, str]:
    """What transfers were for, in words."""
    found = await session.execute(_TITLES, {"ids": list(transfers)})
    return {row.id: row.memo for row in found}


async def maturing(
    session: AsyncSession, *, owner: UserId, currency: str, zone: str, most: int
) -> Sequence[RowMapping]:
    """What is on its way to a seller, by the day on which it is theirs."""
    wanted = {"owner": owner, "currency": currency, "zone": zone or "UTC", "most": most}
    return (await session.execute(_MATURING, wanted)).mappings().all()
