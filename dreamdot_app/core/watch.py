"""Noticing that there is work in a database: told by NOTIFY, or seen when looking every 2 s."""

import asyncio
from collections.abc import Callable
from random import random
from typing import NamedTuple

import psycopg
from psycopg.rows import args_row
from sqlalchemy.ext.asyncio import AsyncEngine

from dreamdot_app.core import jobs, outbox, schedules
from dreamdot_app.core.db import Database, engine
from dreamdot_app.core.failures import summary
from dreamdot_app.core.log import logger
from dreamdot_app.core.wake import CHANNEL

_log = logger(part="worker")
_LONGEST_PAUSE_S = 10.0


class Look(NamedTuple):
    """What is due: ``work`` to hand out, ``upkeep`` of schedules and of dead workers' claims."""

    work: bool
    upkeep: bool


# Reads a handful of index entries, whatever lies finished in the tables.
_LOOK = """
    select
        exists (select from outbox_event where fanned_out_at is null and name = any(%(events)s))
        or exists (
            select from unnest(%(consumers)s::text[]) as wanted(consumer), lateral (
                select from outbox_delivery d
                where d.consumer = wanted.consumer and d.state = 'waiting' and d.next_at <= now()
                limit 1) due)
        or exists (
            select from job
            where state = 'waiting' and run_at <= now() and kind = any(%(jobs)s)),
        exists (select from schedule where next_at <= now() and name = any(%(schedules)s))
        or exists (select from outbox_delivery where state = 'claimed' and lease_until < now())
        or exists (
            select from job
            where state = 'running' and lease_until < now() and kind = any(%(jobs)s))
"""


def _registered(database: Database) -> dict[str, list[str]]:
    ticks = schedules.SCHEDULES.values()
    return {
        "events": list(outbox.KINDS),
        "consumers": list(outbox.CONSUMERS),
        "jobs": list(jobs.KINDS),
        "schedules": [tick.name for tick in ticks if tick.into is database],
    }


def _address(of: AsyncEngine) -> str:
    return of.url.set(drivername="postgresql").render_as_string(hide_password=False)


async def watch(database: Database, *, every_s: float, tell: Callable[[Look], None]) -> None:
    """Tell, until cancelled, when something is due in a database.

    Has one connection of its own, on which it listens and looks. When the server goes away it
    comes back with growing pauses, and looks first, since it was deaf meanwhile.
    """
    pause_s = 0.25
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                _address(engine(database)), autocommit=True, keepalives_idle=30
            ) as connection:
                await connection.execute(f"listen {CHANNEL}".encode())
                pause_s = 0.25
                await _listen(connection, database, every_s, tell)
        except psycopg.Error as error:
            _log.warning("a database is away", database=database.value, error=summary(error))
        await asyncio.sleep(pause_s * (0.5 + random()))  # noqa: S311 spreads reconnects
        pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)


async def _listen(
    connection: psycopg.AsyncConnection[tuple[object, ...]],
    database: Database,
    every_s: float,
    tell: Callable[[Look], None],
) -> None:
    while True:
        cursor = connection.cursor(row_factory=args_row(Look))
        found = await (await cursor.execute(_LOOK, _registered(database))).fetchone()
        if found and any(found):
            tell(found)
        async for _ in connection.notifies(timeout=every_s, stop_after=1):
            tell(Look(work=True, upkeep=False))
