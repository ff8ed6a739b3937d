"""The bus between processes: what one publishes, Redis carries to the others.

All topics share one channel, since messages are small and few; each process takes from it what it
has subscribers for. Redis keeps nothing, so whoever was cut off from it for a while has missed
something: then all subscribers of that process are told to look again. And whoever could not send
for a while has others do so.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from random import random
from typing import Any, NamedTuple

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as LostConnection

from dreamdot_app.core import bus, ids
from dreamdot_app.core.bus import Bus, Message, Subscriber
from dreamdot_app.core.log import logger
from dreamdot_app.core.redis import AWAY, Presence, open_redis

_CHANNEL = "dreamdot:bus"
_MOST_UNSENT = 1_000
_PAUSE_S = 1.0
# A connection that is broken without a word looks like one on which nothing happens.
_SILENCE_S = 15.0
_log = logger(part="bus")


class _Told(NamedTuple):
    """What goes over the wire, as a list in JSON."""

    sender: str
    topic: str | None
    message: Message


def _read(data: bytes | str) -> _Told | None:
    """A message of the channel; ``None`` for what is none of ours, or of another version."""
    try:
        match json.loads(data):
            case [str(sender), str(topic), None | bool() | int() | float() | str() as message]:
                return _Told(sender, topic, message)
            case [str(sender), None, None]:  # of all topics
                return _Told(sender, None, None)
            case _:
                return None
    except ValueError:
        return None


class Wire:
    """Carries what a bus publishes to the buses of other processes, and theirs to it."""

    def __init__(self, redis: Redis, of: Bus, *, pause_s: float, silence_s: float) -> None:
        self._redis: Any = redis  # half typed
        self._bus = of
        self._pause_s, self._silence_s = pause_s, silence_s
        self._sender = str(ids.new())
        # Channels are for the whole server, whichever of its databases an address names.
        self._channel = f"{_CHANNEL}:{self._redis.get_connection_kwargs().get('db', 0)}"
        self._presence = Presence("open pages do not hear of other processes", pause_s=pause_s)
        self._has_listened = self._has_lost = False

    async def run(self) -> None:
        """Until cancelled; when Redis goes away, again as soon as it is back."""
        async with self._bus.overhear(size=_MOST_UNSENT) as published, asyncio.TaskGroup() as both:
            both.create_task(self._keep(lambda: self._send(published)))
            both.create_task(self._keep(self._listen))

    async def _keep(self, part: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await part()
            except AWAY as error:
                self._presence.lost(error)
            except Exception:
                _log.exception("the bus between processes broke and begins again")
            await asyncio.sleep(self._pause_s * (0.5 + random()))  # noqa: S311 spreads reconnects

    async def _send(self, published: Subscriber[tuple[str, Message]]) -> None:
        """One after the other, in order. What did not get through is lost, so others look again."""
        while True:
            if self._has_lost:
                await self._tell(None, None)
            topic, message = await anext(published)
            self._has_lost = True  # unless it gets through
            await self._tell(topic, message)
            self._has_lost = published.take_dropped()

    async def _tell(self, topic: str | None, message: Message) -> None:
        told = json.dumps(_Told(self._sender, topic, message))
        await self._redis.publish(self._channel, told)

    async def _listen(self) -> None:
        async with self._redis.pubsub() as channel:
            await channel.subscribe(self._channel)
            await self._hear_all(channel)

    async def _hear_all(self, channel: Any) -> None:
        was_asked = False
        while True:
            heard = await channel.get_message(timeout=self._silence_s)
            if heard is not None:
                self._hear(heard)
            elif was_asked:
                raise LostConnection("Redis does not answer")
            else:
                await channel.ping()
            was_asked = heard is None

    def _hear(self, heard: dict[str, Any]) -> None:
        self._presence.found()
        if heard["type"] == "subscribe":
            if self._has_listened:  # and was cut off since
                self._bus.have_all_look_again()
            self._has_listened = True
        if heard["type"] == "message":
            told = _read(heard["data"])
            # What came from here has been heard here.
            if told is not None and told.sender != self._sender:
                self._pass_on(told)

    def _pass_on(self, told: _Told) -> None:
        if told.topic is None:
            self._bus.have_all_look_again()
        else:
            self._bus.deliver(told.topic, told.message)


@asynccontextmanager
async def wired(
    url: str, of: Bus = bus.here, *, pause_s: float = _PAUSE_S, silence_s: float = _SILENCE_S
) -> AsyncGenerator[None]:
    """Share a bus with the other processes as long as this is open.

    Redis is asked again every ``pause_s`` seconds while it is away, and asked whether it is still
    there after ``silence_s`` seconds without a message.
    """
    async with open_redis(url) as redis:
        running = asyncio.create_task(
            Wire(redis, of, pause_s=pause_s, silence_s=silence_s).run(), name="bus"
        )
        try:
            yield
        finally:
            running.cancel()
            await asyncio.wait({running})
