"""MongoDB: the indexes that are asked for are there, and no operation waits for ever."""

from collections.abc import AsyncIterator, Callable

import pytest
from pymongo.errors import PyMongoError

from dreamdot_app.core import mongo
from dreamdot_app.core.embedded import Servers
from tests.conftest import WORKER

NAME = f"test_{WORKER}"
Reopen = Callable[[str], None]


@pytest.fixture
async def reopen(servers: Servers, databases: dict[str, str]) -> AsyncIterator[Reopen]:
    """Open the tests' MongoDB anew, with options in its address."""
    await mongo.close_mongo()
    yield lambda options: mongo.open_mongo(f"{servers.mongodb_uri}{options}", name=NAME)
    await mongo.close_mongo()
    mongo.open_mongo(servers.mongodb_uri, name=NAME)


async def found(collection: str) -> dict[str, dict[str, object]]:
    """The indexes of a collection by the fields that they are of."""
    known = await mongo.collection(collection).index_information()
    return {" ".join(field for field, _ in one["key"]): one for one in known.values()}


@pytest.mark.parametrize("collection", ["writings", "comics", "digital_art", "items"])
async def test_registered_indexes_are_there(collection: str):
    assert {"_id", "work_id", "created_at"} <= (await found(collection)).keys()


async def test_an_index_is_made_with_its_options_and_once():
    mongo.indexed("core_tests", [("a", 1), ("b", -1)], unique=True)
    try:
        await mongo.ensure_indexes()
        await mongo.ensure_indexes()
    finally:
        mongo._indexes.pop()
    made = await found("core_tests")
    assert made.keys() == {"_id", "a b"}
    assert made["a b"]["key"] == [("a", 1), ("b", -1)]
    assert made["a b"]["unique"] is True


@pytest.mark.parametrize(
    ("options", "limit_s"), [("", 30), ("&socketTimeoutMS=9000", 30), ("&timeoutms=250", 0.25)]
)
async def test_operations_have_a_limit(reopen: Reopen, options: str, limit_s: float):
    reopen(options)
    assert mongo.collection("any").database.client.options.timeout == limit_s


async def test_what_takes_too_long_is_given_up(reopen: Reopen):
    reopen("&timeoutMS=250")
    await mongo.collection("core_tests_slow").insert_one({})
    with pytest.raises(PyMongoError) as refused:
        await mongo.collection("core_tests_slow").find_one({"$where": "sleep(20000) || true"})
    assert refused.value.timeout
