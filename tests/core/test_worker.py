"""The worker in this process: woken, working, stopped; and what it does when the server goes."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids, jobs, outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.jobs import JobContext, job
from dreamdot_app.core.outbox import Event, consumer
from dreamdot_app.core.worker import Pace, run_worker
from tests.core.doomed import ended, start, tell

PATIENCE_S = 30
# Looks so seldom that what is done was told, not seen.
DEAF = Pace(look_every_s=600)


@dataclass(frozen=True)
class Rang(Event):
    name: ClassVar[str] = "core_tests.rang"
    key: UUID


class Bell:
    """Waits until something has happened to a key."""

    def __init__(self) -> None:
        self._rung: dict[UUID, asyncio.Event] = {}

    def of(self, key: UUID) -> asyncio.Event:
        return self._rung.setdefault(key, asyncio.Event())

    async def wait(self, key: UUID) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await self.of(key).wait()


rung, begun, let_go = Bell(), Bell(), Bell()


@consumer(Rang, name="core_tests.ring", into=None)
async def ring(_envelope: object, event: Rang) -> None:
    rung.of(event.key).set()


@job("core_tests.wait", in_=Database.AUDIT, outside=True)
async def wait_for_it(_context: JobContext, payload: dict[str, Any]) -> None:
    key = UUID(payload["key"])
    begun.of(key).set()
    await let_go.of(key).wait()
    rung.of(key).set()


@job("core_tests.chain", in_=Database.AUDIT)
async def chain(session: AsyncSession, payload: dict[str, Any]) -> None:
    """Leads to another of its kind, and in the end to an event."""
    if payload["left"]:
        await jobs.enqueue(session, "core_tests.chain", payload | {"left": payload["left"] - 1})
    else:
        outbox.add(session, Rang(UUID(payload["key"])))


@asynccontextmanager
async def a_worker(pace: Pace) -> AsyncGenerator[asyncio.Event]:
    stop = asyncio.Event()
    working = asyncio.create_task(run_worker(stop, pace=pace))
    try:
        yield stop
    finally:
        stop.set()
        async with asyncio.timeout(PATIENCE_S):
            await working


async def settle(key: UUID) -> None:
    """Wait until a worker is there, by having it do something."""
    async with transaction(Database.AUDIT, actor=None) as session:
        outbox.add(session, Rang(key))
    await rung.wait(key)


async def test_what_this_process_commits_wakes_its_worker():
    async with a_worker(DEAF):
        await settle(ids.new())
        key = ids.new()
        async with transaction(Database.AUDIT, actor=None) as session:
            await jobs.enqueue(session, "core_tests.chain", {"key": str(key), "left": 3})
        await rung.wait(key)


async def test_what_another_process_commits_wakes_this_one(databases: dict[str, str]):
    async with a_worker(DEAF):
        await settle(ids.new())
        key = ids.new()
        assert await ended(start(tell, databases, Database.AUDIT, [Rang(key)])) == 0
        await rung.wait(key)


async def test_what_nobody_told_of_is_seen():
    key = ids.new()
    async with a_worker(Pace(look_every_s=0.05)), transaction(Database.USER, actor=None) as session:
        insert = "insert into outbox_event (id, name, payload) values (:id, :name, :payload)"
        await session.execute(
            text(insert),
            {"id": ids.new(), "name": Rang.name, "payload": f'{{"key": "{key}"}}'},
        )
        await session.commit()
        await rung.wait(key)


async def test_a_worker_outlives_its_connections():
    async with a_worker(Pace(look_every_s=0.05)):
        await settle(ids.new())
        async with transaction(Database.AUDIT, actor=None) as session:
            ended_listeners = await session.execute(
                text(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                    " and query ilike '%from outbox_event where fanned_out_at is null%'"
                )
            )
            assert ended_listeners.all()
        await settle(ids.new())


async def ask_to_wait(key: UUID) -> UUID:
    async with transaction(Database.AUDIT, actor=None) as session:
        job_id = await jobs.enqueue(session, "core_tests.wait", {"key": str(key)})
    await begun.wait(key)
    return job_id


async def state_of(job_id: UUID) -> tuple[str, int]:
    async with reading(Database.AUDIT) as session:
        found = await session.execute(
            text("select state, attempts from job where id = :id"), {"id": job_id}
        )
        return tuple(found.one())


async def test_a_worker_that_stops_finishes_what_runs():
    key = ids.new()
    async with a_worker(Pace()) as stop:
        job_id = await ask_to_wait(key)
        stop.set()
        let_go.of(key).set()
    assert await state_of(job_id) == ("done", 0)


async def test_what_takes_too_long_is_given_back_when_a_worker_stops():
    key = ids.new()
    async with a_worker(Pace(stop_within_s=0.1)):
        job_id = await ask_to_wait(key)
    assert await state_of(job_id) == ("waiting", 0)
    let_go.of(key).set()
    async with a_worker(Pace()):
        await rung.wait(key)


async def test_a_cancelled_worker_stops_as_well():
    key = ids.new()
    working = asyncio.create_task(run_worker(asyncio.Event(), pace=Pace(stop_within_s=0.1)))
    job_id = await ask_to_wait(key)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert await state_of(job_id) == ("waiting", 0)
    let_go.of(key).set()


async def test_a_lease_is_renewed_while_work_goes_on():
    """Longer than the lease, beside another worker that would take it over."""
    key = ids.new()
    pace = Pace(look_every_s=0.05)
    async with a_worker(pace), a_worker(pace):
        async with transaction(Database.AUDIT, actor=None) as session:
            await jobs.enqueue(session, "core_tests.long", {"key": str(key)})
        await rung.wait(key)
    assert started.count(key) == 1


started: list[UUID] = []


@job("core_tests.long", in_=Database.AUDIT, outside=True, lease_s=0.3)
async def take_long(_context: JobContext, payload: dict[str, Any]) -> None:
    key = UUID(payload["key"])
    started.append(key)
    await asyncio.sleep(1)  # three leases
    rung.of(key).set()
