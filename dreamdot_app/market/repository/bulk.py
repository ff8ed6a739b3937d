"""Many rows at once: COPY into a passing table, and from there what is not there yet.

For the demonstration world and for moving house. The ids come from the caller, so doing it again
adds nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.market.models import Purchase, ReadingPlace, Work


@dataclass(slots=True)
class Figures:
    """What is added to a work: counts, earnings, and interest (`popularity`)."""

    sales: int = 0
    readers: int = 0
    promo_minor: int = 0
    cash_minor: int = 0
    interest: float | None = None


async def _added(
    session: AsyncSession,
    rows: Sequence[Work] | Sequence[Purchase] | Sequence[ReadingPlace],
    returning: Sequence[str],
) -> Sequence[Sequence[Any]]:
    """Add rows whose key is not there yet; the ``returning`` columns of those that were added."""
    if not rows:
        return []
    columns = list(type(rows[0]).model_fields)
    connection = await session.connection()
    raw = await connection.get_raw_connection()
    driver = cast("psycopg.AsyncConnection[tuple[Any, ...]]", raw.driver_connection)
    table = str(rows[0].__tablename__)
    target, passing = sql.Identifier(table), sql.Identifier(f"incoming_{table}")
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    back = sql.SQL(", ").join(map(sql.Identifier, returning))
    async with driver.cursor() as cursor:
        make = sql.SQL("create temporary table {} (like {}) on commit drop")
        await cursor.execute(make.format(passing, target))
        copy_in = sql.SQL("copy {} ({}) from stdin").format(passing, names)
        async with cursor.copy(copy_in) as copy:
            for row in rows:
                await copy.write_row([getattr(row, column) for column in columns])
        move = sql.SQL("insert into {} ({}) select {} from {} on conflict do nothing returning {}")
        await cursor.execute(move.format(target, names, names, passing, back))
        return await cursor.fetchall()


async def add_works(session: AsyncSession, rows: Sequence[Work]) -> int:
    """Add works; how many were not there yet."""
    return len(await _added(session, rows, ["id"]))


async def add_purchases(session: AsyncSession, rows: Sequence[Purchase]) -> set[UUID]:
    """Add purchases; the ids of those that were not there yet."""
    return {row[0] for row in await _added(session, rows, ["id"])}


async def add_places(session: AsyncSession, rows: Sequence[ReadingPlace]) -> set[tuple[UUID, UUID]]:
    """Add reading places; person and work of those that were not there yet."""
    return {(row[0], row[1]) for row in await _added(session, rows, ["user_id", "work_id"])}


_RAISE = text("""
    update work set
        sales = work.sales + more.sales,
        readers = work.readers + more.readers,
        earned_promo_minor = work.earned_promo_minor + more.promo_minor,
        earned_cash_minor = work.earned_cash_minor + more.cash_minor,
        popularity = greatest(work.popularity, more.interest)
            + ln(1 + exp(-least(abs(work.popularity - more.interest), 700)))
    from unnest(cast(:ids as uuid[]), cast(:sales as int[]), cast(:readers as int[]),
                cast(:promo as bigint[]), cast(:cash as bigint[]), cast(:interest as float8[]))
        as more(id, sales, readers, promo_minor, cash_minor, interest)
    where work.id = more.id
""")


async def raise_figures(session: AsyncSession, more: Mapping[UUID, Figures]) -> None:
    """Add to the figures of many works; all of them bring interest."""
    if not more:
        return
    figures = list(more.values())
    await session.execute(
        _RAISE,
        {
            "ids": list(more),
            "sales": [row.sales for row in figures],
            "readers": [row.readers for row in figures],
            "promo": [row.promo_minor for row in figures],
            "cash": [row.cash_minor for row in figures],
            "interest": [row.interest for row in figures],
        },
    )
