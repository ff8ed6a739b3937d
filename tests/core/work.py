"""Events, consumers, jobs and schedules for the tests of core: each leaves a trace of its effect.

A trace is a row without any unique key, so an effect that happens twice is seen twice. Imported by
the tests and by the processes that they kill (`tests.core.doomed`).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import jobs, outbox
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.jobs import JobContext, job
from dreamdot_app.core.outbox import Envelope, Event, consumer
from dreamdot_app.core.schedules import every

LEASE_S = 0.4  # how long the tests wait for what a killed process had claimed

TRACES = """
    create table if not exists trace (
        id bigint generated always as identity primary key,
        what text not null, key text not null, at timestamptz not null default clock_timestamp())
"""

Here = Callable[[str, AsyncSession | None], Awaitable[None]]


async def _nothing_happens(_point: str, _session: AsyncSession | None) -> None:
    return None


class Points:
    """Where something may happen to a process; nothing does unless a process sets it."""

    reached: Here = staticmethod(_nothing_happens)


async def reach(point: str, session: AsyncSession | None = None) -> None:
    """Come by a point of interest."""
    await Points.reached(point, session)


async def leave_trace(session: AsyncSession, what: str, key: object) -> None:
    """Have an effect."""
    statement = text("insert into trace (what, key) values (:what, :key)")
    await session.execute(statement, {"what": what, "key": str(key)})


async def traces(database: Database, key: object) -> list[str]:
    """The effects on a key, in their order."""
    async with transaction(database, actor=None) as session:
        statement = text("select what from trace where key = :key order by id")
        return list((await session.execute(statement, {"key": str(key)})).scalars())


@dataclass(frozen=True)
class Happened(Event):
    """Leads to an effect in another database, from there to two jobs, and to one outside."""

    name: ClassVar[str] = "core_tests.happened"
    key: UUID


@dataclass(frozen=True)
class Kept(Event):
    """Carries a value of each kind."""

    name: ClassVar[str] = "core_tests.kept"
    key: UUID
    text: str
    number: int
    flag: bool
    at: datetime
    nothing: UUID | None
    several: list[UUID]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused(Event):
    """Its consumer always fails."""

    name: ClassVar[str] = "core_tests.refused"
    key: UUID
    secret: str = ""


@dataclass(frozen=True)
class Note:
    """What the jobs of these tests carry."""

    key: UUID


class RefusedOnPurpose(Exception):
    """What a consumer or job of these tests raises."""


received: dict[UUID, tuple[Envelope, Event]] = {}
attempted: list[UUID] = []


@consumer(Happened, name="core_tests.trace", into=Database.ITEMS)
async def trace_event(session: AsyncSession, event: Happened) -> None:
    await reach("consumer begins", session)
    await leave_trace(session, "event", event.key)
    await jobs.enqueue(session, "core_tests.here", Note(event.key))
    await jobs.enqueue(session, "core_tests.elsewhere", Note(event.key))
    await reach("consumer wrote", session)


@consumer(Happened, name="core_tests.outside", into=None)
async def trace_outside(envelope: Envelope, event: Happened) -> None:
    async with transaction(Database.COMMUNITY, actor=None) as session:
        await leave_trace(session, f"outside {envelope.id}", event.key)
    await reach("consumer outside wrote")


@consumer(Kept, name="core_tests.keep", into=Database.SOCIAL)
async def keep(session: AsyncSession, event: Kept) -> None:
    received[event.key] = (outbox.envelope_of(session), event)


@consumer(Refused, name="core_tests.refuse", into=Database.SOCIAL)
async def refuse(session: AsyncSession, event: Refused) -> None:
    attempted.append(event.key)
    await leave_trace(session, "refused", event.key)
    raise RefusedOnPurpose(f"no\n{event.secret}")


@job("core_tests.here", in_=Database.ITEMS, lease_s=LEASE_S)
async def trace_here(session: AsyncSession, note: Note) -> None:
    await reach("job begins", session)
    await leave_trace(session, "job here", note.key)
    await reach("job wrote", session)


@job("core_tests.elsewhere", in_=Database.SOCIAL, lease_s=LEASE_S)
async def trace_elsewhere(session: AsyncSession, note: Note) -> None:
    await leave_trace(session, "job elsewhere", note.key)
    await reach("job elsewhere wrote", session)


@job("core_tests.outside", in_=Database.USER, outside=True, lease_s=LEASE_S)
async def trace_job_outside(context: JobContext, note: Note) -> None:
    async with transaction(Database.USER, actor=None) as session:
        await leave_trace(session, f"outside {context.id}", note.key)
    await reach("job outside wrote")


@job("core_tests.refuse", in_=Database.AUDIT, attempts=2)
async def refuse_job(session: AsyncSession, payload: dict[str, Any]) -> None:
    await leave_trace(session, "refused", payload["key"])
    raise RefusedOnPurpose("no")


@every(seconds=3_600, name="core_tests.tick", in_=Database.AUDIT, lease_s=LEASE_S)
async def tick(session: AsyncSession) -> None:
    await leave_trace(session, "tick", "tick")
    await reach("tick wrote", session)
