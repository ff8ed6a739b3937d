"""Schedules: each tick run by one of many workers, missed ones once; old rows are taken away."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from dreamdot_app.core import clock, ids, outbox, schedules, tidy
from dreamdot_app.core.db import Database, reading, transaction
from tests.conftest import RunOutbox
from tests.core.work import Happened, traces

pytestmark = pytest.mark.usefixtures("traces_kept")

NAME = "core_tests.tick"


async def change(database: Database, sql: str, **values: object) -> None:
    async with transaction(database, actor=None) as session:
        await session.execute(text(sql), values)


async def schedule() -> tuple[object, object, bool]:
    async with reading(Database.AUDIT) as session:
        found = await session.execute(
            text("select next_at, last_at, next_at > now() as ahead from schedule where name = :n"),
            {"n": NAME},
        )
        return tuple(found.one())


async def test_a_tick_is_run_once_however_many_were_missed(run_outbox: RunOutbox):
    await schedules.remember(Database.AUDIT)
    assert (await schedule())[2]
    assert NAME not in await schedules.tick(Database.AUDIT)
    before = len(await traces(Database.AUDIT, "tick"))

    await change(
        Database.AUDIT,
        "update schedule set next_at = now() - interval '5 hours 10 minutes' where name = :n",
        n=NAME,
    )
    ticked = await asyncio.gather(*(schedules.tick(Database.AUDIT) for _ in range(5)))
    assert [NAME in names for names in ticked].count(True) == 1
    await run_outbox()
    assert len(await traces(Database.AUDIT, "tick")) == before + 1

    async with reading(Database.AUDIT) as session:
        found = await session.execute(
            text("select next_at - now() from schedule where name = :n"), {"n": NAME}
        )
        pause = found.scalar_one()
    # the rhythm is kept: ten past the full hours that were missed
    assert timedelta(minutes=49) < pause <= timedelta(minutes=50)


async def test_a_schedule_that_was_made_quicker_does_not_wait_its_old_pause_out():
    await schedules.remember(Database.AUDIT)
    await change(
        Database.AUDIT,
        "update schedule set next_at = now() + interval '9 days' where name = :n",
        n=NAME,
    )
    await schedules.remember(Database.AUDIT)
    async with reading(Database.AUDIT) as session:
        found = text("select next_at < now() + interval '1 hour' from schedule where name = :n")
        assert (await session.execute(found, {"n": NAME})).scalar_one()


@pytest.mark.parametrize("database", list(Database))
async def test_every_schedule_of_the_product_ticks(database: Database):
    """One that the database does not take would stop all the work there."""
    await schedules.remember(database)
    await schedules.tick(database)


async def test_a_tick_waits_for_the_one_before_it():
    for _ in range(3):
        await change(
            Database.AUDIT,
            "insert into schedule (name, next_at) values (:n, now())"
            " on conflict (name) do update set next_at = excluded.next_at",
            n=NAME,
        )
        await schedules.tick(Database.AUDIT)
    async with reading(Database.AUDIT) as session:
        waiting = text("select count(*) from job where kind = :kind and state = 'waiting'")
        found = await session.execute(waiting, {"kind": f"every {NAME}"})
        assert found.scalar_one() == 1


def id_of_days_ago(days: int) -> UUID:
    then = int((clock.now() - timedelta(days=days)).timestamp() * 1_000)
    return UUID(int=then << 80 | ids.new().int & (1 << 64) - 1)


async def told_days_ago(days: int) -> UUID:
    """An event as old as its id says, handed out to nobody."""
    event_id = id_of_days_ago(days)
    await change(
        Database.COMMUNITY,
        "insert into outbox_event (id, name, payload, fanned_out_at)"
        " values (:id, :name, '{}', now())",
        id=event_id,
        name=Happened.name,
    )
    return event_id


async def there(table: str, column: str, key: UUID) -> bool:
    async with reading(Database.COMMUNITY) as session:
        statement = text(f"select exists (select from {table} where {column} = :key)")
        return bool((await session.execute(statement, {"key": key})).scalar_one())


async def test_delivered_events_go_after_30_days_and_others_stay():
    old, young, given_up = await told_days_ago(31), await told_days_ago(29), await told_days_ago(90)
    add = "insert into outbox_delivery (event_id, consumer, state) values (:id, 'x', :state)"
    await change(Database.COMMUNITY, add, id=old, state="done")
    await change(Database.COMMUNITY, add, id=given_up, state="exhausted")
    await tidy.tidy(Database.COMMUNITY)
    assert not await there("outbox_event", "id", old)
    assert not await there("outbox_delivery", "event_id", old)
    assert await there("outbox_event", "id", young)
    assert given_up in [one.event_id for one in await outbox.exhausted(Database.COMMUNITY)]


async def test_notes_go_90_days_after_the_effect_whenever_its_job_was_asked_for():
    notes = {days: id_of_days_ago(120) for days in (91, 89, 0)}
    for days, job_id in notes.items():
        await change(
            Database.COMMUNITY,
            "insert into consumed_event (event_id, consumer, consumed_at)"
            " values (:id, 'job x', now() - make_interval(days => :days))",
            id=job_id,
            days=days,
        )
    await tidy.tidy(Database.COMMUNITY)
    left = [days for days, key in notes.items() if await there("consumed_event", "event_id", key)]
    assert left == [89, 0]


async def test_finished_jobs_go_after_a_week_and_given_up_ones_stay():
    states = {"done": ids.new(), "superseded": ids.new(), "exhausted": ids.new()}
    add = (
        "insert into job (id, kind, payload, state, finished_at)"
        " values (:id, :kind, '{}', :state, now() - interval '8 days')"
    )
    for state, job_id in states.items():
        await change(Database.COMMUNITY, add, id=job_id, kind="core_tests.gone", state=state)
    tick = ids.new()
    await change(Database.COMMUNITY, add, id=tick, kind="every core_tests.x", state="exhausted")
    await tidy.tidy(Database.COMMUNITY)
    left = [state for state, job_id in states.items() if await there("job", "id", job_id)]
    assert left == ["exhausted"]
    assert not await there("job", "id", tick)


async def test_what_no_code_does_is_found():
    name = f"nobody.{ids.short(ids.new())}"
    await change(
        Database.COMMUNITY,
        "insert into outbox_event (id, name, payload, created_at)"
        " values (:id, :name, '{}', now() - interval '1 hour')",
        id=ids.new(),
        name=name,
    )
    await change(
        Database.COMMUNITY,
        "insert into job (id, kind, payload, run_at)"
        " values (:id, :name, '{}', now() - interval '1 hour')",
        id=ids.new(),
        name=name,
    )
    found = await tidy.unknown(Database.COMMUNITY)
    assert found[f"event {name}"] == found[f"job {name}"] == 1
