"""Removing what is done: old events, the notes of consumers, finished jobs. Hourly, in batches."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import TextClause, text

from dreamdot_app.core import clock, jobs, outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.jobs import JobContext
from dreamdot_app.core.log import logger
from dreamdot_app.core.schedules import every

EVENTS_STAY = timedelta(days=30)
# Longer than any delivery could still be repeated: without the note it would have its effect twice.
NOTES_STAY = timedelta(days=90)
JOBS_STAY = timedelta(days=7)
_BATCH = 1_000

_log = logger(part="tidy")

# Ids are ordered by time, so "before that day" is a range of the primary key.
_EVENTS = text("""
    delete from outbox_event where id in (
        select id from outbox_event e
        where id < :before and fanned_out_at is not null and not exists (
            select from outbox_delivery d where d.event_id = e.id and d.state <> 'done')
        order by id limit :batch)
""")
# A note is as old as its effect, which for a job may be long after the id was given; the id, never
# younger than the note, is what there is an index for.
_NOTES = text("""
    delete from consumed_event where (event_id, consumer) in (
        select event_id, consumer from consumed_event
        where event_id < :before and consumed_at < :moment
        order by event_id limit :batch)
""")
# What was given up is kept for an administrator, but for ticks: another one follows.
_JOBS = text("""
    delete from job where id in (
        select id from job
        where finished_at < :moment and (state <> 'exhausted' or kind like 'every %')
        order by finished_at limit :batch)
""")
_UNKNOWN = text("""
    select 'event ' || name as what, count(*) as how_many from outbox_event
    where fanned_out_at is null and created_at < :moment and name <> all(cast(:events as text[]))
    group by name
    union all
    select 'job ' || kind, count(*) from job
    where state = 'waiting' and run_at < :moment and kind <> all(cast(:jobs as text[]))
    group by kind
""")


def _first_id(age: timedelta) -> UUID:
    """The smallest UUIDv7 of the moment that was ``age`` ago."""
    since = clock.now() - age
    return UUID(int=int(since.timestamp() * 1_000) << 80)


async def _delete(database: Database, statement: TextClause, **values: object) -> int:
    total = 0
    while True:
        async with transaction(database, actor=None) as session:
            result = await session.execute(statement, {**values, "batch": _BATCH})
            deleted = int(getattr(result, "rowcount", 0))
        total += deleted
        if deleted < _BATCH:
            return total


async def tidy(database: Database) -> None:
    """Remove what is old and done from core's tables of a database."""
    events = await _delete(database, _EVENTS, before=_first_id(EVENTS_STAY))
    notes = await _delete(
        database, _NOTES, before=_first_id(NOTES_STAY), moment=clock.now() - NOTES_STAY
    )
    finished = await _delete(database, _JOBS, moment=clock.now() - JOBS_STAY)
    _log.info("tidied", database=database.value, events=events, notes=notes, jobs=finished)


async def unknown(database: Database) -> dict[str, int]:
    """What waits for ten minutes and more because no code of this process does it."""
    values = {
        "moment": clock.now() - timedelta(minutes=10),
        "events": list(outbox.KINDS),
        "jobs": list(jobs.KINDS),
    }
    async with reading(database) as session:
        rows = (await session.execute(_UNKNOWN, values)).all()
    return {row.what: row.how_many for row in rows}


def _register(database: Database) -> None:
    @every(seconds=3_600, name=f"core.tidy_{database.value}", in_=database, outside=True)
    async def _tidy(_context: JobContext) -> None:  # pyright: ignore[reportUnusedFunction] registered
        await tidy(database)
        for what, how_many in (await unknown(database)).items():
            _log.error("nobody does this", database=database.value, what=what, waiting=how_many)


for _database in Database:
    _register(_database)
