"""Histories of revisions: up from empty, down to empty, and equal to what the models say."""

import asyncio
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine

import dreamdot_app.models  # noqa: F401 completes the five metadatas
from dreamdot_app.core import migrations
from dreamdot_app.core.db import Database, metadata
from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.migrations import MigrationRefused, migrate_all
from dreamdot_app.core.revisions import what_differs
from tests.conftest import WORKER
from tests.core.catalogue import catalogue, differences
from tests.core.doomed import LOADED_ALEMBIC, ended, migrate, start
from tests.databases import admin, copy_templates, drop, drop_copies, make_empty

every_database = pytest.mark.parametrize("database", list(Database))
_names = count(1)
_A_WORK_AND_A_PLACE = """
    insert into work (id, creator_id, creator_name, kind, form, title, summary, status, price_minor,
        language, tags, revision, words, minutes, pages, sales, readers, earned_promo_minor,
        earned_cash_minor, popularity, created_at, updated_at)
    values (gen_random_uuid(), gen_random_uuid(), '', 'writing', '', '', '', 'draft', 0, 'en', '{}',
        0, 0, 0, 0, 0, 0, 0, 0, 0, now(), now());
    insert into reading_place (user_id, work_id, revision, block, offset_permille, permille,
        updated_at)
    select gen_random_uuid(), id, 0, 0, 0, 640, now() from work"""
_MOVED = """
    insert into reading_place (user_id, work_id, revision, block, offset_permille, permille,
        updated_at)
    select user_id, work_id, 0, 0, 0, %(permille)s, now() from reading_place
    on conflict (user_id, work_id) do update set permille = excluded.permille"""


@pytest.fixture
def empty(servers: Servers) -> Iterator[str]:
    """The address of an empty database."""
    name = f"{WORKER}_empty_{next(_names)}"
    yield make_empty(servers, name)
    with admin(servers) as connection:
        drop(connection, name)


@pytest.fixture
def five_empty(servers: Servers) -> Iterator[dict[str, str]]:
    """The addresses of five empty databases."""
    prefix = f"{WORKER}_five_{next(_names)}"
    names = {database: f"{prefix}_{database.value}" for database in Database}
    yield {database.value: make_empty(servers, name) for database, name in names.items()}
    with admin(servers) as connection:
        for name in names.values():
            drop(connection, name)


@pytest.fixture(scope="module")
def migrated(servers: Servers) -> Iterator[dict[str, str]]:
    """Five databases as the revisions leave them, in which nobody has worked."""
    prefix = f"{WORKER}_migrated"
    yield copy_templates(servers, prefix)
    drop_copies(servers, prefix)


def make_from_models(database: Database, url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        metadata(database).create_all(connection)


@every_database
def test_the_revisions_lead_to_what_the_models_say(
    migrated: dict[str, str], empty: str, database: Database
):
    """Revisions (-) and models (+); what models cannot say they declare with beyond_tables."""
    make_from_models(database, empty)
    assert differences(catalogue(migrated[database.value]), catalogue(empty)) == []


@every_database
def test_up_from_empty_down_to_empty_and_up_again(empty: str, database: Database):
    nothing = catalogue(empty)
    migrations.upgrade(database, empty)
    full = catalogue(empty)
    assert migrations.version(empty) == migrations.head(database)
    migrations.downgrade(database, empty)
    assert differences(catalogue(empty), nothing) == []
    assert migrations.version(empty) is None
    migrations.upgrade(database, empty)
    assert differences(catalogue(empty), full) == []


@every_database
def test_each_revision_can_be_taken_back(empty: str, database: Database):
    line = migrations.line(migrations.FOLDER / database.value)
    for before, revision in zip(["base", *line], line, strict=False):
        there = catalogue(empty)
        migrations.upgrade(database, empty, revision)
        migrations.downgrade(database, empty, before)
        assert differences(catalogue(empty), there) == []
        migrations.upgrade(database, empty, revision)


def test_the_places_of_readers_are_carried_over(empty: str):
    migrations.upgrade(Database.ITEMS, empty, "0006")
    with psycopg.connect(empty.replace("+psycopg", "")) as connection:
        connection.execute(_A_WORK_AND_A_PLACE)
    migrations.upgrade(Database.ITEMS, empty, "0007")
    with psycopg.connect(empty.replace("+psycopg", "")) as connection:
        found = connection.execute("select permille, furthest_permille from reading_place")
        assert found.fetchall() == [(640, 640)]


def test_a_version_that_knows_no_furthest_place_can_still_write(migrated: dict[str, str]):
    """Its processes may still run while those of the next one bring the databases up to date."""
    with psycopg.connect(migrated["items"].replace("+psycopg", "")) as connection:
        connection.execute(_A_WORK_AND_A_PLACE)
        for permille, furthest in ((100, 640), (900, 900)):
            connection.execute(_MOVED, {"permille": permille})
            found = connection.execute("select permille, furthest_permille from reading_place")
            assert found.fetchall() == [(permille, furthest)]
        connection.rollback()


@every_database
def test_a_revision_written_now_would_be_empty(migrated: dict[str, str], database: Database):
    assert what_differs(database, migrated[database.value]) == ("pass", "pass")


def test_the_comparison_sees_what_tables_do_not_show(empty: str, migrated: dict[str, str]):
    """A predicate, a default, a trigger, a policy: each is a difference."""
    migrations.upgrade(Database.SOCIAL, empty)
    reference = catalogue(migrated["social"])
    changes = {
        "drop index ix_job_waiting; create index ix_job_waiting on job (run_at, id)": "indexes",
        "alter table job alter column attempts set default 1": "columns",
        "create function f() returns trigger language plpgsql as 'begin return new; end';"
        "create trigger t before insert on job for each row execute function f()": "triggers",
        "create policy p on job using (true)": "policies",
        "alter table job enable row level security": "relations",
        "alter table job drop constraint ck_job_state": "constraints",
        "grant select on job to public": "relations",
        "comment on table job is 'x'": "comments",
    }
    for change, part in changes.items():
        with psycopg.connect(empty.replace("+psycopg", "")) as connection:
            connection.execute(change.encode())
        assert any(f" {part}: " in line for line in differences(reference, catalogue(empty)))


async def test_processes_that_start_at_once_do_not_race(five_empty: dict[str, str]):
    codes = await asyncio.gather(*(ended(start(migrate, five_empty)) for _ in range(3)))
    assert codes == [0, 0, 0]
    assert await ended(start(migrate, five_empty)) != LOADED_ALEMBIC
    for database in Database:
        assert migrations.version(five_empty[database.value]) == migrations.head(database)


def test_it_is_told_what_is_done_and_nothing_when_nothing_is(five_empty: dict[str, str]):
    told: list[str] = []
    migrate_all(five_empty, say=told.append)
    assert told == [f"Making the tables of the {database} database" for database in Database]
    told.clear()
    migrate_all(five_empty, say=told.append)
    assert told == []


def test_a_newer_database_is_refused(five_empty: dict[str, str]):
    migrate_all(five_empty, say=lambda _line: None)
    with psycopg.connect(five_empty["items"].replace("+psycopg", "")) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(MigrationRefused, match=r"items database is at revision 9999.*newer"):
        migrate_all(five_empty, say=lambda _line: None)


def test_a_database_that_cannot_be_reached_is_named_without_its_password(
    migrated: dict[str, str],
):
    gone = migrated | {"social": "postgresql://someone:hunter2@127.0.0.1:1/nothing"}
    with pytest.raises(MigrationRefused, match="POSTGRES_DB_SOCIAL") as refusal:
        migrate_all(gone, say=lambda _line: None)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.pure
def test_histories_are_one_line_each(tmp_path: Path):
    def put(name: str, revision: str, before: str) -> None:
        text = f'"""x."""\n\nrevision: str = "{revision}"\ndown_revision = {before}\n'
        (tmp_path / name).write_text(text)

    with pytest.raises(MigrationRefused, match="one line"):
        migrations.line(tmp_path)
    put("0001_a.py", "0001", "None")
    put("0002_b.py", "0002", '"0001"')
    put("0003_c.py", "0003", "'0002'")
    assert migrations.line(tmp_path) == ["0001", "0002", "0003"]
    put("0003_d.py", "0003d", '"0002"')
    with pytest.raises(MigrationRefused, match="both follow 0002"):
        migrations.line(tmp_path)
    (tmp_path / "0003_d.py").unlink()
    (tmp_path / "0002_b.py").unlink()
    with pytest.raises(MigrationRefused, match="one line"):
        migrations.line(tmp_path)


@pytest.mark.pure
@every_database
def test_revisions_are_numbered_without_gaps(database: Database):
    line = migrations.line(migrations.FOLDER / database.value)
    assert line == [f"{number:04d}" for number in range(1, len(line) + 1)]
