"""The ground of all tests: real servers, five databases for each xdist worker, no network.

The first process of a session makes a folder and takes it away at the end; the others learn of it
from the environment. The servers are shared and stop by themselves when nobody uses them.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

import hypothesis
import pytest

from dreamdot_app.core import mongo, wake
from dreamdot_app.core.db import close_databases, open_databases
from dreamdot_app.core.drain import Failure, drain
from dreamdot_app.core.embedded import EmbeddedServersError, Servers, open_servers_now, reset
from dreamdot_app.core.settings import Settings, variable_of
from dreamdot_app.core.settings import settings as read_settings_once
from tests.databases import copy_templates, drop_copies, make_templates

_FOLDER = "TESTS_OF_DREAMDOT_FOLDER"
_IS_FIRST = _FOLDER not in os.environ
FOLDER = Path(os.environ.get(_FOLDER) or tempfile.mkdtemp(prefix="dreamdot-tests-"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

# What the developer's own DreamDot uses is none of the tests' business.
for _field in Settings.model_fields:
    os.environ.pop(variable_of(_field), None)
    os.environ.pop(variable_of(_field).replace("POSTGRES_", "POSTGRESS_"), None)
os.environ |= {
    _FOLDER: str(FOLDER),
    "DREAMDOT_ENV": "test",
    "DREAMDOT_DATA_DIR": str(FOLDER / WORKER),
    "DREAMDOT_BCRYPT_COST": "4",
}

# How long an example takes says nothing on a shared machine.
hypothesis.settings.register_profile("dreamdot", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("dreamdot")

RunOutbox = Callable[..., Awaitable[list[Failure]]]


@pytest.hookimpl(tryfirst=True)  # before pytest-socket reads its options
def pytest_configure(config: pytest.Config) -> None:
    config.option.allow_hosts = "127.0.0.1,::1,localhost"
    config.option.allow_unix_socket = True
    config.addinivalue_line("markers", "pure: needs no databases, so none are opened for it")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Nobody would notice a group whose tests run side by side, until they disturb each other."""
    if getattr(config.option, "loadgroup", False):
        for item in items:
            if item.get_closest_marker("xdist_group") and "@" not in item.nodeid:
                raise pytest.UsageError(f"{item.nodeid}: xdist does not keep its group together")


def pytest_unconfigure() -> None:
    """The first process of the session stops the servers and takes the folder away."""
    if _IS_FIRST:
        with suppress(EmbeddedServersError):
            reset(FOLDER / "shared")
        shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """The embedded servers of the session, with migrated templates."""
    with open_servers_now(FOLDER / "shared") as running:
        make_templates(running, FOLDER)
        yield running


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of the tests' process."""
    return read_settings_once()


@pytest.fixture(scope="session")
async def databases(servers: Servers, settings: Settings) -> AsyncGenerator[dict[str, str]]:
    """This worker's databases, open; the addresses of the five by name."""
    # Who listens to what, in every test alike, whatever the test itself imports.
    from dreamdot_app import consumers as _  # noqa: F401

    urls = await asyncio.to_thread(copy_templates, servers, WORKER)
    open_databases(urls, pool_size=4)
    mongo_name = f"test_{WORKER}"
    mongo.open_mongo(servers.mongodb_uri, name=mongo_name)
    await mongo.ensure_indexes()
    yield urls
    await mongo.collection("any").database.client.drop_database(mongo_name)
    await mongo.close_mongo()
    await wake.settled()
    await close_databases()
    await asyncio.to_thread(drop_copies, servers, WORKER)


@pytest.fixture(autouse=True)
def _open_databases(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("pure") is None:
        request.getfixturevalue("databases")


_copies = count(1)


@pytest.fixture
def fresh_databases(servers: Servers) -> Iterator[dict[str, str]]:
    """Five more migrated databases for one test alone; their addresses by name."""
    prefix = f"{WORKER}_{next(_copies)}"
    yield copy_templates(servers, prefix)
    drop_copies(servers, prefix)


@pytest.fixture
async def run_outbox(databases: dict[str, str]) -> RunOutbox:
    """Hand out all events and do all due jobs, in order, until nothing is left.

    What tests before this one left to be done is done first, whatever comes of it.

    ``await run_outbox(at=…)`` counts jobs as due that wait for a time until then. What consumers
    and jobs raise at the first try is raised, unless ``failing=True``, which returns it.
    """

    await drain()

    async def run(*, at: datetime | None = None, failing: bool = False) -> list[Failure]:
        failures = await drain(at=at)
        if not failing:
            # What is tried again was another test's failure.
            fresh = [failure for failure in failures if failure.attempt == 1]
            if fresh:
                raise BaseExceptionGroup("consumers or jobs failed", [f.error for f in fresh])
        return failures

    return run
