"""What the tests of core need besides: a table for the traces of effects, and variables."""

import os
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from dreamdot_app.core.db import Database, engine
from tests.core.work import TRACES

SetVariables = Callable[..., None]


@pytest.fixture(scope="session")
async def traces_kept(databases: dict[str, str]) -> None:
    """A table in each database in which consumers and jobs leave traces."""
    for database in Database:
        async with engine(database).begin() as connection:
            await connection.execute(text(TRACES))


@pytest.fixture
def variables() -> Iterator[SetVariables]:
    """Set environment variables for one test: ``variables(REDIS_URL="…")``."""
    before = dict(os.environ)

    def put(**values: str) -> None:
        os.environ.update(values)

    yield put
    os.environ.clear()
    os.environ.update(before)
