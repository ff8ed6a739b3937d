"""Publish and subscribe in one process: everybody who listens hears; who is slow misses the old."""

import asyncio

import pytest

from dreamdot_app.core import bus, ids

pytestmark = pytest.mark.pure


@pytest.fixture
def topic() -> str:
    return f"tests.{ids.new()}"


async def test_everybody_who_listens_hears_in_order(topic: str):
    async with bus.subscribe(topic) as one, bus.subscribe(topic) as other:
        assert [bus.publish(topic, n) for n in range(3)] == [2, 2, 2]
        for messages in (one, other):
            assert [await anext(messages) for _ in range(3)] == [0, 1, 2]


async def test_topics_are_apart_and_nobody_hears_what_was_before(topic: str):
    assert bus.publish(topic, "early") == 0
    async with bus.subscribe(topic) as messages:
        assert bus.publish(f"{topic}.other", "elsewhere") == 0
        bus.publish(topic, "now")
        assert await anext(messages) == "now"
    assert bus.publish(topic, "late") == 0


async def test_a_slow_subscriber_keeps_the_newest(topic: str):
    async with bus.subscribe(topic, size=3) as slow:
        for n in range(10):
            bus.publish(topic, n)
        assert [await anext(slow) for _ in range(3)] == [7, 8, 9]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(slow), 0.01)


async def test_a_waiting_subscriber_is_woken(topic: str):
    async def first() -> object:
        async with bus.subscribe(topic) as messages:
            subscribed.set()
            async for message in messages:
                return message
        return None

    subscribed = asyncio.Event()
    waiting = asyncio.create_task(first())
    await subscribed.wait()
    bus.publish(topic, "hello")
    assert await asyncio.wait_for(waiting, 5) == "hello"
    assert bus.publish(topic, "gone") == 0


async def test_threads_may_publish(topic: str):
    async with bus.subscribe(topic) as messages:
        await asyncio.to_thread(lambda: [bus.publish(topic, n) for n in range(100)])
        assert [await asyncio.wait_for(anext(messages), 5) for _ in range(100)] == list(range(100))
