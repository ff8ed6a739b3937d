"""What is read of a seller's earnings. Queries, nothing else."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, RowMapping, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId

_SUMS = """
    coalesce(sum(sales), 0)::bigint as sales, coalesce(sum(promo), 0)::bigint as promo,
    coalesce(sum(cash), 0)::bigint as cash, coalesce(sum(fee_promo), 0)::bigint as fee_promo,
    coalesce(sum(fee_cash), 0)::bigint as fee_cash, coalesce(sum(refunds), 0)::bigint as refunds,
    coalesce(sum(refunded_promo), 0)::bigint as refunded_promo,
    coalesce(sum(refunded_cash), 0)::bigint as refunded_cash
"""

_BY_TIME = text(f"""
    select date_trunc(:unit, slot at time zone :zone)::date as day, {_SUMS}
      from earning_slot
     where owner = :owner and currency = :currency and grain = 'quarter'
       and slot >= :since and slot < :until
     group by 1
""").bindparams(bindparam("owner", type_=Uuid))  # noqa: S608 our own constants

# Whole days in UTC, and of the day in which the span begins the quarters from there on.
_BY_WORK = text(f"""
    with summed as (
        select source, {_SUMS}, max(last_sale::text)::uuid as last_sale
          from (
            select * from earning_slot
             where owner = :owner and currency = :currency and grain = 'work_day'
               and slot >= :next_day and slot < :until
            union all
            select * from earning_slot
             where owner = :owner and currency = :currency and grain = 'work_quarter'
               and slot >= :since and slot < least(:next_day, cast(:until as timestamptz))
          ) as slots
         group by source)
    select summed.*, count(*) over () as among from summed
     order by promo + cash - refunded_promo - refunded_cash desc, source limit :most
""").bindparams(bindparam("owner", type_=Uuid))  # noqa: S608 our own constants

_FIRST = text("""
    select slot from earning_slot
     where owner = :owner and currency = :currency and grain = 'quarter'
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


async def by_time(
    session: AsyncSession,
    *,
    owner: UserId,
    currency: str,
    since: datetime,
    until: datetime,
    unit: str,
    zone: str,
) -> Sequence[RowMapping]:
    """What sales came to by ``unit`` (``day``, ``month``) on a clock; what had none is left out."""
    wanted: dict[str, Any] = {"owner": owner, "currency": currency, "since": since, "until": until}
    wanted |= {"unit": unit, "zone": zone or "UTC"}
    return (await session.execute(_BY_TIME, wanted)).mappings().all()


async def by_work(
    session: AsyncSession,
    *,
    owner: UserId,
    currency: str,
    since: datetime,
    until: datetime,
    most: int,
) -> Sequence[RowMapping]:
    """What sales came to by what was sold, the most first; ``among`` how many there are."""
    next_day = datetime.combine(since.date(), time(), UTC)
    if next_day < since:
        next_day += timedelta(days=1)
    wanted: dict[str, Any] = {"owner": owner, "currency": currency, "since": since, "until": until}
    wanted |= {"next_day": next_day, "most": most}
    return (await session.execute(_BY_WORK, wanted)).mappings().all()


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
