"""Workers killed at every interesting point: each effect happens exactly once in its database."""

import asyncio
import signal
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database
from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.outbox import Event
from dreamdot_app.core.payload import encode
from tests.conftest import WORKER
from tests.core.doomed import Doom, ended, start, work
from tests.core.work import TRACES, Happened
from tests.databases import copy_templates, drop_copies

KILLED = -signal.SIGKILL

# One event leads to these, in the database that stands first; two of them by way of jobs.
EFFECTS = {
    (Database.ITEMS, "event"): 1,
    (Database.ITEMS, "job here"): 1,
    (Database.SOCIAL, "job elsewhere"): 1,
}


class Databases:
    """Five databases that nobody else uses, looked at from outside."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self.urls = dict(urls)
        for database in Database:
            self.run(database, TRACES)

    def run(self, database: Database, sql: str, values: Sequence[object] = ()) -> list[Any]:
        address = self.urls[database.value].replace("+psycopg", "")
        with psycopg.connect(address) as connection:
            cursor = connection.execute(sql.encode(), list(values))
            return cursor.fetchall() if cursor.description else []

    def tell(self, *events: Event) -> None:
        for event in events:
            self.run(
                Database.USER,
                "insert into outbox_event (id, name, payload) values (%s, %s, %s)",
                [ids.new(), event.name, Jsonb(encode(event))],
            )

    def ask(self, database: Database, kind: str, key: object) -> None:
        self.run(
            database,
            "insert into job (id, kind, payload) values (%s, %s, %s)",
            [ids.new(), kind, Jsonb({"key": str(key)})],
        )

    def effects(self, key: object) -> Counter[tuple[Database, str]]:
        return Counter(
            (database, what)
            for database in Database
            for (what,) in self.run(
                database, "select what from trace where key = %s order by id", [str(key)]
            )
        )


@pytest.fixture(scope="module")
def alone(servers: Servers) -> Iterator[Databases]:
    yield Databases(copy_templates(servers, f"{WORKER}_crashes"))
    drop_copies(servers, f"{WORKER}_crashes")


async def until_done(databases: Databases) -> None:
    assert await ended(start(work, databases.urls, Doom())) == 0


@pytest.mark.parametrize(
    "doom",
    [
        Doom(at="consumer begins"),
        Doom(at="consumer wrote"),
        Doom(after_commit="consumer wrote"),
        Doom(at="job begins"),
        Doom(at="job wrote"),
        Doom(after_commit="job wrote"),
        Doom(at="job elsewhere wrote"),
        Doom(after_commit="job elsewhere wrote"),
    ],
    ids=lambda doom: doom.at or f"after commit of {doom.after_commit}",
)
async def test_a_killed_worker_leaves_each_effect_happening_once(alone: Databases, doom: Doom):
    key = ids.new()
    alone.tell(Happened(key))
    assert await ended(start(work, alone.urls, doom)) == KILLED
    await until_done(alone)
    effects = alone.effects(key)
    assert {effect: effects[effect] for effect in EFFECTS} == EFFECTS


async def test_effects_outside_happen_again_with_the_same_key(alone: Databases):
    event_key, job_key = ids.new(), ids.new()
    alone.tell(Happened(event_key))
    assert await ended(start(work, alone.urls, Doom(at="consumer outside wrote"))) == KILLED
    alone.ask(Database.USER, "core_tests.outside", job_key)
    assert await ended(start(work, alone.urls, Doom(at="job outside wrote"))) == KILLED
    await until_done(alone)
    for database, key in ((Database.COMMUNITY, event_key), (Database.USER, job_key)):
        outside = [
            what for (where, what), n in alone.effects(key).items() for _ in range(n)
            if where is database
        ]  # fmt: skip
        assert len(outside) == 2
        assert len(set(outside)) == 1


async def test_a_tick_is_run_once_although_its_worker_was_killed(alone: Databases):
    alone.run(
        Database.AUDIT,
        "insert into schedule (name, next_at) values ('core_tests.tick', now() - interval '9 h')"
        " on conflict (name) do update set next_at = excluded.next_at",
    )
    # Something else to do, so that the process does not end before it has looked at schedules.
    alone.tell(Happened(ids.new()))
    assert await ended(start(work, alone.urls, Doom(at="tick wrote"))) == KILLED
    await until_done(alone)
    assert alone.effects("tick") == {(Database.AUDIT, "tick"): 1}


async def test_two_workers_share_the_work(alone: Databases):
    keys = [ids.new() for _ in range(60)]
    alone.tell(*(Happened(key) for key in keys))
    codes = await asyncio.gather(*(ended(start(work, alone.urls, Doom())) for _ in range(2)))
    assert codes == [0, 0]
    assert_once(alone, keys)


async def test_workers_that_die_all_the_time_get_everything_done_once(alone: Databases):
    keys, chance = [ids.new() for _ in range(80)], Random(7)
    alone.tell(*(Happened(key) for key in keys))
    for _ in range(5):
        pair = [Doom(after_s=chance.uniform(0.1, 0.5)) for _ in range(2)]
        codes = await asyncio.gather(*(ended(start(work, alone.urls, doom)) for doom in pair))
        assert set(codes) <= {KILLED, 0}
    await until_done(alone)
    assert_once(alone, keys)


def assert_once(databases: Databases, keys: Sequence[object]) -> None:
    wrong = {
        key: effects
        for key in keys
        if {effect: (effects := databases.effects(key))[effect] for effect in EFFECTS} != EFFECTS
    }
    assert wrong == {}
    for database in Database:
        given_up = "select count(*) from {} where state = 'exhausted'"
        for table in ("job", "outbox_delivery"):
            assert databases.run(database, given_up.format(table)) == [(0,)]
