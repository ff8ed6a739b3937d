"""What an open tab is told by the bus, for as long as the tab is there.

A background handler runs on when its tab is closed, for Reflex ends only what a page's loading
began. So whoever waits for news in one waits here: `news` ends with the tab's socket.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import reflex as rx
from reflex_base.registry import RegistrationContext

from dreamdot_app.core import bus

LOOK_EVERY_S = 30.0
_NOTHING = object()


class _News(AsyncIterator[Any]):
    """Messages, until one comes (or none for a while) and it turns out that it is over."""

    def __init__(
        self,
        messages: AsyncIterator[Any],
        goes_on: Callable[[], Awaitable[bool]],
        look_every_s: float,
    ) -> None:
        self._messages, self._goes_on, self._look_every_s = messages, goes_on, look_every_s

    async def __anext__(self) -> Any:
        message = _NOTHING
        while message is _NOTHING:
            message = await self._next()
            if not await self._goes_on():
                raise StopAsyncIteration
        return message

    async def _next(self) -> Any:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._look_every_s):
                return await anext(self._messages)
        return _NOTHING


@asynccontextmanager
async def news(
    state: rx.State,
    topic: str,
    *,
    while_: Callable[[], Awaitable[bool]],
    look_every_s: float = LOOK_EVERY_S,
) -> AsyncGenerator[AsyncIterator[Any]]:
    """The messages of a topic from now on, the newest only when several came meanwhile.

    They end when the socket that the state's event came from is closed, or when ``while_`` says
    no: both are asked before a message is handed on, and every ``look_every_s`` seconds.

    For handlers with ``@rx.event(background=True, supersedes=True)``: then a tab that asks again,
    or a hundred times, waits once.
    """
    socket = state.router.session.session_id

    async def goes_on() -> bool:
        return _is_open(socket) and await while_()

    async with bus.subscribe(topic, size=1) as messages:
        yield _News(messages, goes_on, look_every_s)


def _is_open(socket: str) -> bool:
    namespace = RegistrationContext.get().app.event_namespace
    return namespace is not None and socket in namespace.sid_to_token
