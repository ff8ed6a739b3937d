"""Publish and subscribe within this process, by topic; nothing is kept for later.

For what may be missed: telling an open page that something is new, forgetting a cached card. What
must not be missed is an event (`core.outbox`).
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

QUEUE_SIZE = 100


class _Subscriber(AsyncIterator[Any]):
    """A bounded queue: when its reader is slow, the oldest messages are dropped."""

    def __init__(self, size: int) -> None:
        self._messages: deque[Any] = deque(maxlen=size)
        self._loop = asyncio.get_running_loop()
        self._ready = asyncio.Event()

    def put(self, message: Any) -> None:
        self._messages.append(message)
        self._ready.set()

    def put_from_anywhere(self, message: Any) -> None:
        """From its own loop at once, so that order is kept; from another thread through it."""
        try:
            here = asyncio.get_running_loop()
        except RuntimeError:
            here = None
        if here is self._loop:
            self.put(message)
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.put, message)

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        while not self._messages:
            self._ready.clear()
            await self._ready.wait()
        return self._messages.popleft()


_subscribers: dict[str, set[_Subscriber]] = {}


def publish(topic: str, message: Any) -> int:
    """Hand a message to everybody who is subscribed now, without waiting; to how many."""
    subscribers = tuple(_subscribers.get(topic, ()))
    for subscriber in subscribers:
        subscriber.put_from_anywhere(message)
    return len(subscribers)


@asynccontextmanager
async def subscribe(topic: str, *, size: int = QUEUE_SIZE) -> AsyncGenerator[AsyncIterator[Any]]:
    """The messages of a topic from now on: ``async with subscribe(t) as m: async for x in m``.

    At most ``size`` unread messages are kept, the newest ones.
    """
    subscriber = _Subscriber(size)
    _subscribers.setdefault(topic, set()).add(subscriber)
    try:
        yield subscriber
    finally:
        _subscribers[topic].discard(subscriber)
        if not _subscribers[topic]:
            del _subscribers[topic]
