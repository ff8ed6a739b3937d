"""The bus between processes: everybody hears once, and again after Redis was away."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from structlog.testing import capture_logs

from dreamdot_app.core import ids
from dreamdot_app.core.bus import Bus, Message
from dreamdot_app.core.redis import open_redis
from dreamdot_app.core.wire import wired
from tests.redis_server import RedisServer, redis_server

pytestmark = pytest.mark.pure

_TRYING = "trying"


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[RedisServer]:
    async with redis_server() as running:
        yield running


@pytest.fixture
def topic() -> str:
    return f"tests.{ids.new()}"


@asynccontextmanager
async def process(server: RedisServer, *, silence_s: float = 60) -> AsyncGenerator[Bus]:
    """What a process has: subscribers of its own, wired to those of others."""
    of = Bus()
    async with wired(server.url, of, pause_s=0.02, silence_s=silence_s):
        yield of


async def until_heard(sender: Bus, topic: str, messages: AsyncIterator[Message]) -> None:
    """Publish until it is heard: the other one may not be listening yet."""
    async with asyncio.timeout(20):
        while True:
            sender.publish(topic, _TRYING)
            with suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    while await anext(messages) != _TRYING:
                        pass
                    return


async def heard(messages: AsyncIterator[Message], last: Message) -> list[Message]:
    """What is heard up to the last one, without the tries before."""
    found: list[Message] = []
    async with asyncio.timeout(20):
        while not found or found[-1] != last:
            if (message := await anext(messages)) != _TRYING:
                found.append(message)
    return found


async def test_what_one_publishes_all_hear_once_and_in_order(
    server: RedisServer, topic: str
) -> None:
    async with (
        process(server) as one,
        process(server) as other,
        one.subscribe(topic) as here,
        other.subscribe(topic) as there,
    ):
        await until_heard(one, topic, there)
        await until_heard(other, topic, here)
        said: list[Message] = [None, True, 7, 1.5, "Zoë", "last"]
        assert [one.publish(topic, message) for message in said] == [1] * len(said)
        assert await heard(there, "last") == said
        assert await heard(here, "last") == said
        await asyncio.to_thread(lambda: [one.publish(topic, n) for n in range(50)])
        assert await heard(there, 49) == list(range(50))
        other.publish(topic, "from there")
        assert await heard(here, "from there") == [*range(50), "from there"]


async def test_what_others_put_into_the_channel_is_left_alone(
    server: RedisServer, topic: str
) -> None:
    strange = [b"\xff", b"{}", b"[]", b"[1, 2, 3]", json.dumps(["x", topic, {"a": 1}]).encode()]
    async with (
        process(server) as one,
        process(server) as other,
        other.subscribe(topic) as there,
        open_redis(server.url) as redis,
    ):
        await until_heard(one, topic, there)
        for words in strange:
            await redis.publish("dreamdot:bus:0", words)
        one.publish(topic, "ours")
        assert await heard(there, "ours") == ["ours"]


async def test_another_process_is_heard(server: RedisServer, topic: str) -> None:
    async with process(server) as here, here.subscribe(topic) as messages:
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.core.publisher", server.url, topic, "hello",
            stdin=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert (await heard(messages, "hello"))[-1] == "hello"
        finally:
            await program.communicate(b"")  # its input is at an end, and so is it
        assert program.returncode == 0


async def test_after_redis_was_away_all_look_again_and_hear_again(topic: str) -> None:
    async with (
        redis_server() as server,
        process(server) as one,
        process(server) as other,
        one.subscribe(topic) as here,
        other.subscribe(topic) as there,
    ):
        await until_heard(one, topic, there)
        await server.kill()
        assert one.publish(topic, "missed") == 1
        assert (await heard(here, "missed"))[-1] == "missed"
        await server.start()
        assert None in await heard(here, None)
        assert None in await heard(there, None)
        await until_heard(one, topic, there)


async def looked_again_after_a_hang(server: RedisServer, messages: AsyncIterator[Message]) -> bool:
    server.hang()
    await asyncio.sleep(0.5)  # longer than one that is asked takes to answer
    server.go_on()
    with suppress(TimeoutError):
        async with asyncio.timeout(1):
            while await anext(messages) is not None:
                pass
            return True
    return False


async def test_a_redis_that_hangs_is_noticed(topic: str) -> None:
    async with (
        redis_server() as server,
        process(server, silence_s=0.1) as one,
        process(server) as other,
        one.subscribe(topic) as here,
    ):
        await until_heard(other, topic, here)
        async with asyncio.timeout(20):
            while not await looked_again_after_a_hang(server, here):
                pass
        await until_heard(other, topic, here)


async def test_what_could_not_be_sent_has_the_others_look_again(
    topic: str,
) -> None:
    """A hang too short for those who listen to notice: their connection is as it was."""
    async with (
        redis_server() as server,
        process(server) as one,
        process(server) as other,
        other.subscribe(topic) as there,
        asyncio.timeout(20),
    ):
        await until_heard(one, topic, there)
        server.hang()
        with capture_logs() as lines:
            one.publish(topic, "lost, or late")
            while not lines:  # noqa: ASYNC110 a log calls nobody
                await asyncio.sleep(0.02)
        server.go_on()
        assert None in await heard(there, None)
        one.publish(topic, "afterwards")
        assert (await heard(there, "afterwards"))[-1] == "afterwards"


async def test_more_than_can_be_kept_has_the_others_look_again(
    server: RedisServer, topic: str
) -> None:
    async with (
        process(server) as one,
        process(server) as other,
        other.subscribe(topic, size=5_000) as there,
    ):
        await until_heard(one, topic, there)
        for number in range(3_000):  # at once, so that nothing can be sent meanwhile
            one.publish(topic, number)
        found = await heard(there, None)
        assert 2_999 in found or 2_999 in await heard(there, 2_999)
