"""Jobs: with the caller's transaction, their effect once, never two of a key at a time."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import clock, ids, job_runs, jobs
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.jobs import JobContext, job
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.core.work import Note, RefusedOnPurpose, leave_trace, traces

pytestmark = pytest.mark.usefixtures("traces_kept")

SOURCE = Database.AUDIT


async def ask(kind: str, payload: Any, *, source: Database = SOURCE, **options: Any) -> UUID:
    async with transaction(source, actor=None) as session:
        return await jobs.enqueue(session, kind, payload, **options)


async def row(job_id: UUID, source: Database = SOURCE) -> dict[str, Any]:
    async with reading(source) as session:
        found = await session.execute(text("select * from job where id = :id"), {"id": job_id})
        return dict(found.mappings().one())


async def set_row(job_id: UUID, what: str) -> None:
    async with transaction(SOURCE, actor=None) as session:
        await session.execute(text(f"update job set {what} where id = :id"), {"id": job_id})


@pytest.mark.parametrize("kind", ["core_tests.here", "core_tests.elsewhere"])
@pytest.mark.parametrize("source", [Database.ITEMS, Database.SOCIAL, Database.AUDIT])
async def test_a_job_from_any_database_has_its_effect_once(
    run_outbox: RunOutbox, kind: str, source: Database
):
    key = ids.new()
    job_id = await ask(kind, Note(key), source=source)
    await run_outbox()
    await run_outbox()
    done = await traces(Database.ITEMS, key) + await traces(Database.SOCIAL, key)
    assert done == [kind.replace("core_tests.", "job ")]
    assert (await row(job_id, source))["state"] == "done"


async def test_a_rollback_leaves_no_job(run_outbox: RunOutbox):
    key = ids.new()

    async def ask_and_fail() -> None:
        async with transaction(Database.ITEMS, actor=None) as session:
            await jobs.enqueue(session, "core_tests.here", Note(key))
            raise RefusedOnPurpose

    with pytest.raises(RefusedOnPurpose):
        await ask_and_fail()
    await run_outbox()
    assert await traces(Database.ITEMS, key) == []


async def test_a_job_waits_for_its_time(run_outbox: RunOutbox):
    key, later = ids.new(), clock.now() + timedelta(days=14)
    await ask("core_tests.here", Note(key), source=Database.ITEMS, run_at=later)
    await run_outbox(at=later - timedelta(seconds=1))
    assert await traces(Database.ITEMS, key) == []
    await run_outbox(at=later)
    assert await traces(Database.ITEMS, key) == ["job here"]
    with pytest.raises(ValueError, match="UTC"):
        await ask("core_tests.here", Note(key), run_at=NOON.replace(tzinfo=None))


seen: list[dict[str, Any]] = []
outside: list[JobContext] = []


@job("core_tests.see", in_=SOURCE)
async def see(_session: AsyncSession, payload: dict[str, Any]) -> None:
    seen.append(payload)


@job("core_tests.call", in_=SOURCE, outside=True, attempts=2)
async def call(context: JobContext, payload: dict[str, Any]) -> None:
    outside.append(context)
    if payload["fails"] >= context.attempt:
        raise RefusedOnPurpose


async def test_one_job_of_a_key_waits_with_the_newest_payload(run_outbox: RunOutbox):
    key, tomorrow = str(ids.new()), clock.now() + timedelta(days=1)
    first = await ask("core_tests.see", {"key": key, "n": 1}, dedupe=key, run_at=tomorrow)
    again = await ask("core_tests.see", {"key": key, "n": 2}, dedupe=key)
    assert first == again
    assert (await row(first))["run_at"] < tomorrow
    await run_outbox()
    assert [payload for payload in seen if payload["key"] == key] == [{"key": key, "n": 2}]
    assert await ask("core_tests.see", {"key": key, "n": 3}, dedupe=key) != first
    await run_outbox()
    assert seen[-1] == {"key": key, "n": 3}


async def test_what_is_asked_while_one_runs_is_done_after_it_and_not_beside_it():
    key = str(ids.new())
    first = await ask("core_tests.see", {"key": key, "n": 1}, dedupe=key)
    (running,) = [run for run in await claimed() if run.id == first]
    second = await ask("core_tests.see", {"key": key, "n": 2}, dedupe=key)
    assert second != first
    assert second not in [run.id for run in await claimed()]
    await job_runs.run(SOURCE, running)
    (after,) = [run for run in await claimed() if run.id == second]
    await job_runs.run(SOURCE, after)
    assert [payload["n"] for payload in seen if payload["key"] == key] == [1, 2]


async def claimed() -> list[job_runs.Run]:
    return await job_runs.claim(SOURCE, limit=1_000)


async def test_an_asker_that_has_not_committed_is_waited_for():
    """Else the job would read what was before, and the asker's change would be missed."""
    key = str(ids.new())
    job_id = await ask("core_tests.see", {"key": key}, dedupe=key)
    async with transaction(SOURCE, actor=None) as session:
        await jobs.enqueue(session, "core_tests.see", {"key": key}, dedupe=key)
        assert job_id not in [run.id for run in await claimed()]
    mine = [run for run in await claimed() if run.id == job_id]
    assert len(mine) == 1
    await job_runs.run(SOURCE, mine[0])


async def test_a_job_that_failed_gives_way_to_its_newer_twin():
    key = str(ids.new())
    first = await ask("core_tests.refuse", {"key": key}, dedupe=key)
    (running,) = [run for run in await claimed() if run.id == first]
    second = await ask("core_tests.refuse", {"key": key}, dedupe=key)
    await job_runs.run(SOURCE, running)
    assert (await row(first))["state"] == "superseded"
    assert (await row(second))["state"] == "waiting"


async def test_a_job_that_keeps_failing_is_kept_listed_and_done_again_on_request(
    run_outbox: RunOutbox,
):
    key = str(ids.new())
    job_id = await ask("core_tests.refuse", {"key": key})
    with pytest.raises(BaseExceptionGroup):
        await run_outbox()
    kept = await row(job_id)
    assert (kept["state"], kept["attempts"]) == ("waiting", 1)
    assert kept["run_at"] > clock.now()
    await set_row(job_id, "run_at = now()")
    await run_outbox(failing=True)
    listed = {failed.id: failed for failed in await jobs.exhausted(SOURCE)}
    assert (listed[job_id].attempts, listed[job_id].last_error) == (2, "RefusedOnPurpose: no")
    assert await traces(SOURCE, key) == []
    assert await jobs.retry(SOURCE, job_id)
    assert not await jobs.retry(SOURCE, job_id)
    await run_outbox(failing=True)
    assert (await row(job_id))["attempts"] == 1


async def test_a_job_outside_keeps_its_key_over_its_attempts(run_outbox: RunOutbox):
    job_id = await ask("core_tests.call", {"fails": 1})
    await run_outbox(failing=True)
    await set_row(job_id, "run_at = now()")
    await run_outbox()
    assert [one for one in outside if one.id == job_id] == [
        JobContext(job_id, 1, False),
        JobContext(job_id, 2, True),
    ]
    assert (await row(job_id))["state"] == "done"


async def test_of_two_workers_that_run_the_same_job_one_has_an_effect():
    key = ids.new()
    job_id = await ask("core_tests.here", Note(key), source=Database.ITEMS)
    first = await job_runs.claim(Database.ITEMS, limit=1_000)
    async with transaction(Database.ITEMS, actor=None) as session:
        await session.execute(
            text("update job set lease_until = now() - interval '1 second' where id = :id"),
            {"id": job_id},
        )
    await job_runs.recover(Database.ITEMS)
    async with transaction(Database.ITEMS, actor=None) as session:
        await session.execute(text("update job set run_at = now() where id = :id"), {"id": job_id})
    second = await job_runs.claim(Database.ITEMS, limit=1_000)
    both = [run for run in [*first, *second] if run.id == job_id]
    assert [run.attempt for run in both] == [1, 2]
    await asyncio.gather(*(job_runs.run(Database.ITEMS, run) for run in both))
    assert await traces(Database.ITEMS, key) == ["job here"]
    assert (await row(job_id, Database.ITEMS))["state"] == "done"


@job("core_tests.slow", in_=SOURCE, timeout_s=0.05)
async def slow(session: AsyncSession, payload: dict[str, Any]) -> None:
    await leave_trace(session, "slow", payload["key"])
    await session.execute(text("select pg_sleep(30)"))


async def test_a_job_that_takes_too_long_is_broken_off_and_undone(run_outbox: RunOutbox):
    key = str(ids.new())
    job_id = await ask("core_tests.slow", {"key": key})
    failures = await run_outbox(failing=True)
    errors = [failure.error for failure in failures if failure.name == "core_tests.slow"]
    assert [type(error) for error in errors] == [TimeoutError]
    assert await traces(SOURCE, key) == []
    assert (await row(job_id))["state"] == "waiting"


def test_a_kind_is_registered_once_and_takes_two_parameters():
    with pytest.raises(ValueError, match="two kinds"):
        job("core_tests.see", in_=SOURCE)(see)

    async def takes_one(_session: AsyncSession) -> None:
        return None

    with pytest.raises(TypeError, match="payload"):
        job("core_tests.takes_one", in_=SOURCE)(takes_one)
