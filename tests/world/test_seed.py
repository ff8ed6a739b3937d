"""Planting: once, however often and by however many, and to the end, however often it is killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from pymongo import MongoClient

from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.settings import variable_of
from dreamdot_app.world.content import world
from tests.conftest import WORKER
from tests.core.doomed import ended, start
from tests.databases import copy_templates, drop_copies, environment_of
from tests.world.planting import Death, Ground, plant

ALIVE = Death()
KILLED = -signal.SIGKILL
SALES = len(world().purchases)


@contextmanager
def fresh_ground(servers: Servers, name: str) -> Iterator[Ground]:
    prefix = f"{WORKER}_{name}"
    yield Ground(copy_templates(servers, prefix), servers.mongodb_uri, f"test_{prefix}")
    drop_copies(servers, prefix)
    with MongoClient(servers.mongodb_uri) as client:
        client.drop_database(f"test_{prefix}")


@pytest.fixture(scope="module")
async def planted(servers: Servers) -> AsyncIterator[Ground]:
    """Two districts, planted undisturbed."""
    with fresh_ground(servers, "planted") as ground:
        assert await ended(start(plant, ground, 2, ALIVE)) == 0
        yield ground


@pytest.fixture
def ground(servers: Servers) -> Iterator[Ground]:
    with fresh_ground(servers, "ground") as fresh:
        yield fresh


def command(ground: Ground) -> str:
    """What ``make seed SIZE=2`` says."""
    return subprocess.run(
        [sys.executable, "-m", "dreamdot_app", "seed", "--size", "2"],
        env=os.environ
        | environment_of(ground.urls)
        | {"MONGODB_URI": ground.mongodb_uri, variable_of("mongodb_name"): ground.mongodb_name},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


async def test_planting_again_or_less_changes_nothing(planted: Ground) -> None:
    before = planted.rows()
    assert [len(rows) for rows in before[:1]] == [80]
    for size in (2, 1):
        assert await ended(start(plant, planted, size, ALIVE)) == 0
    assert planted.rows() == before


async def test_those_who_plant_at_once_plant_once(planted: Ground, ground: Ground) -> None:
    plantings = [start(plant, ground, size, ALIVE) for size in (1, 2)]
    assert await asyncio.gather(*map(ended, plantings)) == [0, 0]
    assert ground.figures() == planted.figures()


async def test_a_first_district_that_was_broken_off_is_continued(
    planted: Ground, ground: Ground
) -> None:
    # Its works are there; half of its sales are.
    for death in (Death(commits=1), Death(told=("Sales", SALES // 2))):
        assert await ended(start(plant, ground, 2, death)) == KILLED
    assert await ended(start(plant, ground, 2, ALIVE)) == 0
    assert ground.figures() == planted.figures()


def test_the_command_says_what_is_there(planted: Ground) -> None:
    before = planted.rows()
    said = command(planted)
    assert "there already, 80 people and 240 works." in said
    assert "make seed SIZE=3" in said
    assert planted.rows() == before


async def test_the_command_adds_what_is_missing(planted: Ground, ground: Ground) -> None:
    # The first district is whole; the second one's works are there, and who has taken them.
    for death in (Death(told=("Districts", 1)), Death(commits=2)):
        assert await ended(start(plant, ground, 2, death)) == KILLED
    said = await asyncio.to_thread(command, ground)
    assert "There are 40 people and 120 works; the rest is added." in said
    assert "Planted: there are 80 people and 240 works now." in said
    assert ground.figures() == planted.figures()
