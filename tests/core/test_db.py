"""Transactions: one database, an actor, all or nothing."""

import pytest
from sqlalchemy import text

from dreamdot_app.core import db, ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.mongo import collection
from tests.clock import NOON
from tests.core.work import RefusedOnPurpose, leave_trace, traces

pytestmark = pytest.mark.usefixtures("traces_kept")

ACTOR = text("select current_setting('app.actor', true)")


@pytest.mark.parametrize("database", list(Database))
async def test_a_transaction_is_all_or_nothing(database: Database):
    kept, undone = ids.new(), ids.new()
    async with transaction(database, actor=None) as session:
        await leave_trace(session, "kept", kept)

    async def write_and_fail() -> None:
        async with transaction(database, actor=None) as session:
            await leave_trace(session, "undone", undone)
            raise RefusedOnPurpose

    with pytest.raises(RefusedOnPurpose):
        await write_and_fail()
    assert await traces(database, kept) == ["kept"]
    assert await traces(database, undone) == []


async def test_the_actor_is_known_within_the_transaction_and_gone_after_it():
    mira = UserId(ids.new())
    async with transaction(Database.USER, actor=mira) as session:
        assert (await session.execute(ACTOR)).scalar_one() == str(mira)
    for _ in range(10):  # whichever connection of the pool it is
        async with transaction(Database.USER, actor=None) as session:
            assert not (await session.execute(ACTOR)).scalar_one()


async def test_reading_commits_nothing():
    key = ids.new()
    async with reading(Database.USER) as session:
        await leave_trace(session, "read", key)
    assert await traces(Database.USER, key) == []


async def test_the_five_databases_are_five():
    names: set[str] = set()
    for database in Database:
        async with reading(database) as session:
            names.add((await session.execute(text("select current_database()"))).scalar_one())
    assert len(names) == len(set(map(id, map(db.metadata, Database)))) == 5


def test_a_time_without_zone_is_refused():
    assert db.as_utc(NOON) == NOON
    with pytest.raises(ValueError, match="UTC"):
        db.as_utc(NOON.replace(tzinfo=None))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_postgresql_address_gets_the_driver(scheme: str):
    assert db.sqlalchemy_url(f"{scheme}://u:p@h/d") == "postgresql+psycopg://u:p@h/d"


async def test_documents_keep_ids_and_times_and_are_acknowledged_by_the_journal():
    works = collection("core_tests")
    assert works.write_concern.document == {"w": "majority", "j": True}
    work_id = ids.new()
    await works.insert_one({"_id": work_id, "at": NOON})
    assert await works.find_one({"_id": work_id}) == {"_id": work_id, "at": NOON}
