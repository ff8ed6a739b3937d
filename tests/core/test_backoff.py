"""Waits that double: in one process, and shared in Redis."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from dreamdot_app.core import counts, ids
from dreamdot_app.core.backoff import Backoff, Streaks
from dreamdot_app.core.counts import shared_counts
from dreamdot_app.core.errors import TooManyTries
from tests.clock import Clock
from tests.redis_server import RedisServer, redis_server

pytestmark = pytest.mark.pure


def a_backoff(*, first_s: float = 60, forgotten_s: int = 3_600) -> Backoff:
    name = f"test.{ids.short(ids.new())}"
    return Backoff(name, free=5, first_s=first_s, most_s=900, forgotten_s=forgotten_s)


def test_each_wait_is_twice_the_one_before_up_to_a_quarter_of_an_hour() -> None:
    clock, backoff = Clock(), a_backoff()
    streaks = Streaks(clock_s=clock)
    assert [streaks.count(backoff, "ana") for _ in range(5)] == [0] * 5
    for wait_s in (60, 120, 240, 480, 900, 900, 900):
        assert streaks.look(backoff, "ana") == wait_s
        assert streaks.count(backoff, "ana") == wait_s  # refused, and not counted
        clock.now += wait_s - 1
        assert streaks.count(backoff, "ana") == 1
        clock.now += 1
        assert streaks.count(backoff, "ana") == 0
    assert streaks.look(backoff, "eve") == 0


def test_it_is_forgiven_by_success_and_forgotten_in_time() -> None:
    clock, backoff = Clock(), a_backoff()
    streaks = Streaks(clock_s=clock)
    for _ in range(5):
        streaks.count(backoff, "ana")
        streaks.count(backoff, "ben")
    streaks.forgive(backoff, "ana")
    assert streaks.look(backoff, "ana") == 0
    assert streaks.look(backoff, "ben") > 0
    clock.now += 3_600
    assert [streaks.count(backoff, "ben") for _ in range(5)] == [0] * 5


def test_the_number_of_tries_has_no_end_that_breaks() -> None:
    assert a_backoff().wait_s(1_000_000) == 900


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[RedisServer]:
    async with redis_server() as running:
        yield running


async def tried(backoff: Backoff, key: str) -> int:
    """How long a try has to wait, in whole seconds."""
    try:
        await backoff.count(key)
    except TooManyTries as refusal:
        return refusal.retry_after_s
    return 0


async def test_processes_share_the_waits(server: RedisServer) -> None:
    backoff = a_backoff(first_s=600)
    async with shared_counts(server.url):
        at_once = await asyncio.gather(*(tried(backoff, "ana") for _ in range(20)))
        assert sorted(at_once)[:5] == [0] * 5
        assert all(590 < wait_s <= 600 for wait_s in sorted(at_once)[5:])
        with pytest.raises(TooManyTries, match="Wait 10 minutes"):
            await backoff.look("ana")
        await backoff.forgive("ana")
        assert await tried(backoff, "ana") == 0
    assert counts.shared() is None
