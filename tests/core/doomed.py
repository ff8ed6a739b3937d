"""Worker processes for the crash tests: they kill themselves where they are told to.

They are forked from a process that has everything imported, so one starts in a few milliseconds.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import outbox, wake
from dreamdot_app.core.db import Database, close_databases, open_databases, reading, transaction
from dreamdot_app.core.migrations import migrate_all
from dreamdot_app.core.worker import Pace, run_worker
from tests.core.work import LEASE_S, Event, Points

PACE = Pace(look_every_s=0.1, lease_s=LEASE_S, stop_within_s=2)

LOADED_ALEMBIC = 9

_processes = get_context("forkserver")
_processes.set_forkserver_preload(["tests.core.doomed", "tests.core.work"])

_LEFT = text("""
    select (select count(*) from outbox_event where fanned_out_at is null)
        + (select count(*) from outbox_delivery where state in ('waiting', 'claimed'))
        + (select count(*) from job where state in ('waiting', 'running'))
""")


@dataclass(frozen=True)
class Doom:
    """When a process dies: at a point, after a point's transaction has committed, or at a time."""

    at: str = ""
    after_commit: str = ""
    after_s: float = 0


def die() -> None:
    """As if by ``kill -9``: nothing is closed, nothing is told."""
    os.kill(os.getpid(), signal.SIGKILL)


def _set_points(doom: Doom) -> None:
    async def reached(point: str, session: AsyncSession | None) -> None:
        if point == doom.at:
            die()
        if point == doom.after_commit and session is not None:
            event.listen(session.sync_session, "after_commit", lambda _session: die())

    Points.reached = staticmethod(reached)


async def _is_done() -> bool:
    for database in Database:
        async with reading(database) as session:
            if (await session.execute(_LEFT)).scalar_one():
                return False
    return True


async def _work(urls: Mapping[str, str], doom: Doom) -> None:
    if doom.after_s:
        asyncio.get_running_loop().call_later(doom.after_s, die)
    _set_points(doom)
    open_databases(urls, pool_size=4)
    stop = asyncio.Event()
    working = asyncio.create_task(run_worker(stop, pace=PACE))
    while not await _is_done():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 0.05)
    stop.set()
    await working
    await close_databases()


def work(urls: Mapping[str, str], doom: Doom) -> None:
    """Work until nothing is left in these databases, or until doomed."""
    asyncio.run(_work(urls, doom))


async def _tell(urls: Mapping[str, str], source: Database, told: list[Event]) -> None:
    open_databases(urls, pool_size=1)
    async with transaction(source, actor=None) as session:
        for one in told:
            outbox.add(session, one)
    await wake.settled()
    await close_databases()


def tell(urls: Mapping[str, str], source: Database, told: list[Event]) -> None:
    """Tell of events and end."""
    asyncio.run(_tell(urls, source, told))


def migrate(urls: Mapping[str, str]) -> None:
    """Bring databases up to date; tells when Alembic was loaded without need."""
    told: list[str] = []
    migrate_all(urls, say=told.append)
    if not told and "alembic" in sys.modules:
        sys.exit(LOADED_ALEMBIC)


def start(target: object, *arguments: object) -> BaseProcess:
    """Start a process that runs ``target(*arguments)``."""
    process = _processes.Process(target=target, args=arguments)  # pyright: ignore[reportArgumentType] a callable
    process.start()
    return process


async def ended(process: BaseProcess, *, within_s: float = 60) -> int:
    """Wait for a process; its exit code, negative when a signal ended it."""
    await asyncio.to_thread(process.join, within_s)
    code = process.exitcode
    if code is None:
        process.kill()
        process.join()
        raise TimeoutError("a process did not come to its end")
    process.close()
    return code
