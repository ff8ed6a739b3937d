"""Telling workers that there is something to do, as soon as it is committed.

The work itself is a row of the transaction; what is told here is only a hint that saves waiting
for the next look (every 2 s), so nothing is lost when it is. It is told after the commit and not
by NOTIFY within the transaction, since PostgreSQL commits notifying transactions one at a time:
that halved the rate of 16 clients.
"""

import asyncio
from contextlib import suppress
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from dreamdot_app.core import db
from dreamdot_app.core.db import Database

CHANNEL = "dreamdot_work"
_KEY = "dreamdot_work_in"

_workers: dict[Database, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {
    database: set() for database in Database
}
_untold: set[Database] = set()
_telling: dict[Database, asyncio.Task[None]] = {}


def database_of(session: AsyncSession) -> Database:
    """The database that a session works in.

    Raises:
        ValueError: the session is not one of `db.transaction`.
    """
    for database in Database:
        with suppress(KeyError):
            if session.bind is db.engine(database):
                return database
    raise ValueError("not a session of the five databases")


def on_commit(session: AsyncSession) -> None:
    """Wake the workers of the session's database when it commits."""
    session.info[_KEY] = database_of(session)


@event.listens_for(Session, "after_commit")
def _after_commit(session: Session) -> None:  # pyright: ignore[reportUnusedFunction] called by SQLAlchemy
    if session.info and not session.in_nested_transaction():
        database = session.info.pop(_KEY, None)
        if database is not None:
            wake(database)


def wake(database: Database) -> None:
    """Wake this process's worker, or where it has none the workers of other processes."""
    for worker in list(_workers[database]):
        loop, waiting = worker
        try:
            loop.call_soon_threadsafe(waiting.set)
        except RuntimeError:  # its loop is closed
            _workers[database].discard(worker)
    if not _workers[database]:
        _tell_others(database)


def listen(database: Database, waiting: asyncio.Event) -> Any:
    """Have ``waiting`` set when there is work; returns what `unlisten` wants."""
    worker = (asyncio.get_running_loop(), waiting)
    _workers[database].add(worker)
    return worker


def unlisten(database: Database, worker: Any) -> None:
    """End `listen`."""
    _workers[database].discard(worker)


def _tell_others(database: Database) -> None:
    _untold.add(database)
    running = _telling.get(database)
    if running is not None and not running.done():
        return
    with suppress(RuntimeError):  # no loop runs: the next look finds the row
        _telling[database] = asyncio.get_running_loop().create_task(_notify(database))


async def _notify(database: Database) -> None:
    """Tell once for all commits that came before; again for those that come meanwhile."""
    while database in _untold:
        _untold.discard(database)
        with suppress(SQLAlchemyError, KeyError, OSError):
            async with db.engine(database).connect() as connection:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(text(f"notify {CHANNEL}"))


async def settled() -> None:
    """Wait until everything is told; before the databases are closed."""
    pending = [task for task in _telling.values() if not task.done()]
    if pending:
        await asyncio.wait(pending)
