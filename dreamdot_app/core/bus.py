"""Publish and subscribe by topic, between all processes; nothing is kept for later.

For what may be missed: telling an open page that something is new, forgetting a cached card. What
must not be missed is an event (`core.outbox`). In the process that publishes everybody hears at
once; where there is Redis, `core.wire` carries it to the other processes.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

QUEUE_SIZE = 100

Message = None | bool | int | float | str
"""A hint, as JSON has it: an id, a word. ``None`` says: look again, something may be new."""

Heard = TypeVar("Heard")


class Subscriber(AsyncIterator[Heard], Generic[Heard]):
    """A bounded queue: when its reader is slow, the oldest messages are dropped."""

    def __init__(self, size: int) -> None:
        self._messages: deque[Heard] = deque(maxlen=size)
        self._has_dropped = False
        self._loop = asyncio.get_running_loop()
        self._ready = asyncio.Event()

    def put(self, message: Heard) -> None:
        """Keep one more, on the subscriber's own loop."""
        self._has_dropped |= len(self._messages) == self._messages.maxlen
        self._messages.append(message)
        self._ready.set()

    def put_from_anywhere(self, message: Heard) -> None:
        """From its own loop at once, so that order is kept; from another thread through it."""
        try:
            here = asyncio.get_running_loop()
        except RuntimeError:
            here = None
        if here is self._loop:
            self.put(message)
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.put, message)

    def take_dropped(self) -> bool:
        """Whether messages have been dropped since this was asked."""
        dropped, self._has_dropped = self._has_dropped, False
        return dropped

    def __aiter__(self) -> AsyncIterator[Heard]:
        return self

    async def __anext__(self) -> Heard:
        while not self._messages:
            self._ready.clear()
            await self._ready.wait()
        return self._messages.popleft()


class Bus:
    """What the subscribers of one process share."""

    def __init__(self) -> None:
        self._subscribers: dict[str, set[Subscriber[Message]]] = {}
        self._overhearing: set[Subscriber[tuple[str, Message]]] = set()

    def publish(self, topic: str, message: Message) -> int:
        """Hand a message to everybody who is subscribed now, without waiting.

        Returns how many of this process hear it; those of others are not counted.
        """
        for listener in tuple(self._overhearing):
            listener.put_from_anywhere((topic, message))
        return self.deliver(topic, message)

    def deliver(self, topic: str, message: Message) -> int:
        """Hand on what another process published, to those of this one; to how many."""
        subscribers = tuple(self._subscribers.get(topic, ()))
        for subscriber in subscribers:
            subscriber.put_from_anywhere(message)
        return len(subscribers)

    def have_all_look_again(self) -> None:
        """Tell every subscriber ``None``: something may have been missed."""
        for topic in tuple(self._subscribers):
            self.deliver(topic, None)

    @asynccontextmanager
    async def subscribe(
        self, topic: str, *, size: int = QUEUE_SIZE
    ) -> AsyncGenerator[AsyncIterator[Message]]:
        """The messages of a topic from now on: ``async with subscribe(t) as m: async for x in m``.

        At most ``size`` unread messages are kept, the newest ones.
        """
        subscriber = Subscriber[Message](size)
        self._subscribers.setdefault(topic, set()).add(subscriber)
        try:
            yield subscriber
        finally:
            self._subscribers[topic].discard(subscriber)
            if not self._subscribers[topic]:
                del self._subscribers[topic]

    @asynccontextmanager
    async def overhear(self, *, size: int) -> AsyncGenerator[Subscriber[tuple[str, Message]]]:
        """Everything that this process publishes from now on, with its topic."""
        listener = Subscriber[tuple[str, Message]](size)
        self._overhearing.add(listener)
        try:
            yield listener
        finally:
            self._overhearing.discard(listener)


here = Bus()
publish = here.publish
subscribe = here.subscribe
