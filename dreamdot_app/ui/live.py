"""What an open tab is told by the bus, for as long as the tab is there.

A background handler runs on when its tab is closed, for Reflex ends only what a page's loading
began. So whoever waits for news in one waits here: `news` ends with the tab's socket. And it ends
with nothing else: a page whose handler broke once would be deaf until somebody loads it anew.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from random import random
from typing import Any

import reflex as rx
from reflex_base.registry import RegistrationContext

from dreamdot_app.core import bus
from dreamdot_app.core.failures import pause_s, summary
from dreamdot_app.core.log import logger

LOOK_EVERY_S = 30.0
_NOTHING = object()
_log = logger(slice="ui")


class PageForgotten(Exception):
    """The server no longer knows what a tab shows, nor on which page it is: Redis was started
    anew, or nothing was done in the tab for an hour. Its page has to be loaded again.
    """


class News(AsyncIterator[Any]):
    """Messages, until one comes (or none for a while) and it turns out that it is over.

    The first one is ``None``, at once. What is published after a page was loaded and before
    somebody listened for it is heard by nobody; who looks first has not missed it.
    """

    def __init__(
        self,
        state: rx.State,
        messages: AsyncIterator[Any],
        goes_on: Callable[[], Awaitable[bool]],
        look_every_s: float,
    ) -> None:
        self._state, self._messages, self._goes_on = state, messages, goes_on
        self._look_every_s = look_every_s
        self._failures = 0
        self._has_to_look = True

    async def __anext__(self) -> Any:
        message, goes_on = _NOTHING, True
        while message is _NOTHING and goes_on:
            message = await self._next()
            try:
                goes_on = await self._goes_on()
            except Exception as failure:
                message = _NOTHING
                self._failed(failure)
        if not goes_on:
            raise StopAsyncIteration
        return message

    @contextmanager
    def despite_failures(self) -> Generator[None]:
        """For what is done with a message: when it fails, ``None`` follows after a pause.

        Raises:
            PageForgotten: there is no page any more to show anything on.
        """
        try:
            yield
        except Exception as failure:
            self._require_page()
            self._failed(failure)
        else:
            self._require_page()
            self._failures = 0

    def _require_page(self) -> None:
        if not self._state.router.session.session_id:
            raise PageForgotten

    def _failed(self, failure: Exception) -> None:
        if not self._failures:
            _log.warning("an open page cannot be told of news yet", error=summary(failure))
        self._failures += 1
        self._has_to_look = True

    async def _next(self) -> Any:
        """A message, ``None`` when it is time to look, nothing when none came for a while."""
        has_to_look, self._has_to_look = self._has_to_look, False
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience_s() if has_to_look else self._look_every_s):
                return await anext(self._messages)
        return None if has_to_look else _NOTHING

    def _patience_s(self) -> float:
        """How long to wait before looking: not at all at first, longer with each failure."""
        if not self._failures:
            return 0.0
        return min(pause_s(self._failures, random()), self._look_every_s)  # noqa: S311 spreads them


@asynccontextmanager
async def news(
    state: rx.State,
    topic: str,
    *,
    while_: Callable[[], Awaitable[bool]],
    look_every_s: float = LOOK_EVERY_S,
) -> AsyncGenerator[News]:
    """The messages of a topic from now on, the newest only when several came meanwhile.

    They end when the socket that the state's event came from is closed, or when ``while_`` says
    no: both are asked before a message is handed on, and every ``look_every_s`` seconds.

    For handlers with ``@rx.event(background=True, supersedes=True)``: then a tab that asks again,
    or a hundred times, waits once. They act on a message within `News.despite_failures`.
    """
    socket = state.router.session.session_id

    async def goes_on() -> bool:
        return is_open(socket) and await while_()

    async with bus.subscribe(topic, size=1) as messages:
        yield News(state, messages, goes_on, look_every_s)


def is_open(socket: str) -> bool:
    """Whether a tab is connected to this process by this socket."""
    namespace = RegistrationContext.get().app.event_namespace
    return namespace is not None and socket in namespace.sid_to_token
