"""Rates in Redis: processes share them, and go on by themselves while Redis is away."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from dreamdot_app.core import counts, ids, rates
from dreamdot_app.core.counts import OwnCounts, SharedCounts, Spending, shared_counts
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.rates import Rate
from dreamdot_app.core.redis import RedisRefused, open_redis, require_redis
from tests.redis_server import RedisServer, redis_server

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[RedisServer]:
    async with redis_server() as running:
        yield running


@asynccontextmanager
async def process(server: RedisServer, *, pause_s: float = 0) -> AsyncGenerator[SharedCounts]:
    """What a process has: connections and counts of its own."""
    async with open_redis(server.url) as redis:
        yield SharedCounts(redis, OwnCounts(), pause_s=pause_s)


@pytest.fixture
async def one(server: RedisServer) -> AsyncIterator[SharedCounts]:
    async with process(server) as counting:
        yield counting


@pytest.fixture
async def other(server: RedisServer) -> AsyncIterator[SharedCounts]:
    async with process(server) as counting:
        yield counting


def a_rate(allowed: str) -> Rate:
    return Rate(f"test.{ids.short(ids.new())}", allowed)


async def admitted(counting: SharedCounts, *spending: Spending) -> bool:
    return not await counting.spend(spending)


async def test_processes_share_a_rate(one: SharedCounts, other: SharedCounts) -> None:
    rate = a_rate("5/hour")
    for counting in (one, other, one, other, one):
        assert await admitted(counting, rate.spending("ana"))
    for counting in (one, other):
        assert 3_590 < await counting.spend([rate.spending("ana")]) <= 3_600
    assert await admitted(other, rate.spending("eve"))
    await other.forgive([rate.spending("ana")])
    assert await admitted(one, rate.spending("ana"))


async def test_many_at_once_do_not_slip_through(one: SharedCounts, other: SharedCounts) -> None:
    rate = a_rate("5/hour")
    tries = [admitted(counting, rate.spending("ana")) for counting in (one, other) * 25]
    assert sum(await asyncio.gather(*tries)) == 5


@pytest.mark.parametrize("is_shared", [False, True], ids=["own", "shared"])
async def test_all_of_it_is_counted_or_nothing(one: SharedCounts, is_shared: bool) -> None:
    """In a process alone and between processes the same is counted."""
    own = OwnCounts()

    async def admits(*spending: Spending) -> bool:
        return not (await one.spend(spending) if is_shared else own.spend(spending))

    narrow, wide = a_rate("1/hour"), a_rate("4/hour")
    assert await admits(narrow.spending("ana"), wide.spending("all"))
    assert not await admits(wide.spending("all"), narrow.spending("ana"))
    assert not await admits(wide.spending("all", cost=4))
    assert await admits(wide.spending("all", cost=3))
    assert not await admits(wide.spending("all"))
    assert not await admits(wide.spending("none", cost=5))
    assert await admits()


async def test_a_window_moves(one: SharedCounts) -> None:
    rate = a_rate("2/second")
    assert await admitted(one, rate.spending("ana", cost=2))
    waited = 0
    async with asyncio.timeout(20):
        while wait_s := await one.spend([rate.spending("ana", cost=2)]):
            assert 0 < wait_s <= 1
            waited += 1
            await asyncio.sleep(wait_s)
    assert waited


async def test_redis_learns_no_names_and_forgets_by_itself(
    server: RedisServer, one: SharedCounts
) -> None:
    rate = a_rate("5/minute")
    await one.spend([rate.spending("ana@example.org\0198.51.100.7")])
    async with open_redis(server.url) as redis:
        (window,) = await redis.keys(f"dreamdot:rates:{rate.name}:*")
        assert b"ana" not in window
        assert b"198" not in window
        assert 0 < await redis.ttl(window) <= 60


async def test_the_program_counts_in_redis_while_it_is_open(
    server: RedisServer, other: SharedCounts
) -> None:
    rate = a_rate("2/hour")
    async with shared_counts(server.url):
        await rates.spend([(rate, "ana")])
        assert await admitted(other, rate.spending("ana"))
        with pytest.raises(TooManyTries):
            await rates.spend([(rate, "ana")])
        await rates.forgive([(rate, "ana")])
        await rates.spend([(rate, "ana")])
    assert await counts.spend([rate.spending("ana")]) == 0  # by itself again


async def test_without_redis_each_counts_by_itself_and_together_again_afterwards() -> None:
    rate = a_rate("2/hour")
    async with redis_server() as server, AsyncExitStack() as stack:
        both = [await stack.enter_async_context(process(server)) for _ in range(2)]
        for counting in both:
            assert await admitted(counting, rate.spending("ana"))
        await server.kill()
        for counting in both:
            await counting.forgive([rate.spending("ana")])
            allowed = [await admitted(counting, rate.spending("ana")) for _ in range(3)]
            assert allowed == [True, True, False]
        await server.start()
        allowed = [await admitted(counting, rate.spending("ana")) for counting in both * 2]
        assert allowed == [True, True, False, False]


async def test_nobody_waits_long_for_one_that_hangs() -> None:
    rate = a_rate("2/hour")
    async with redis_server() as server, process(server, pause_s=600) as counting:
        assert await admitted(counting, rate.spending("ana"))
        server.hang()
        async with asyncio.timeout(20):
            assert await admitted(counting, rate.spending("ana"))
        async with asyncio.timeout(0.5):  # not asked again for a while
            allowed = [await admitted(counting, rate.spending("ana")) for _ in range(2)]
        assert allowed == [True, False]
        server.go_on()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis://:hunter2@host:port/0", "this address cannot be read"),
        ("unix:///nowhere/redis.sock", "the server cannot be used"),
    ],
)
async def test_a_redis_that_cannot_be_used_is_told_without_its_password(
    url: str, words: str
) -> None:
    with pytest.raises(RedisRefused, match=words) as refusal:
        await require_redis(url)
    assert str(refusal.value).startswith("REDIS_URL: ")
    assert "hunter2" not in str(refusal.value)
