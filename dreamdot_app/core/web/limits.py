"""How large a request's body may be, by the path it is sent to."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreamdot_app.core.web.answers import refusal
from dreamdot_app.core.web.asgi import drain, header

DEFAULT_MAX_BYTES = 1_000_000
_REFUSED = 400
_LISTENS_BYTES, _LISTENS_S = 50_000_000, 10
# A poor line carries this much; who is slower holds a place that others need.
_PATIENCE_S, _SLOWEST_BYTES_PER_S = 30.0, 50_000
_limits: dict[str, int] = {}


class BodyTooLarge(Exception):
    """More bytes arrived than the path may be sent."""


class BodyTooSlow(Exception):
    """A body did not arrive in the time that its path's largest one may take."""


def body_limit(path_prefix: str, max_bytes: int) -> None:
    """Say how many bytes may be sent to paths that begin so; the longest prefix counts."""
    _limits[path_prefix] = max_bytes


def limit_of(path: str, limits: Mapping[str, int] = _limits) -> int:
    """The limit of a path, in bytes."""
    prefixes = [prefix for prefix in limits if path.startswith(prefix)]
    return limits[max(prefixes, key=len)] if prefixes else DEFAULT_MAX_BYTES


class BodyLimit:
    """Answers 413 to a body above its path's limit, told beforehand or counted on the way, and
    408 to one that does not arrive. A body that is refused before it was read is heard out.

    ``patience_s`` is the time that the smallest body has.
    """

    def __init__(self, app: ASGIApp, *, patience_s: float = _PATIENCE_S) -> None:
        self._app = app
        self._patience_s = patience_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request with a counted body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        allowed, told = limit_of(scope["path"]), header(scope, b"content-length")
        if told and not (told.isascii() and told.isdigit()):
            await refusal(400, "The length of what was sent is not a number.")(scope, receive, send)
        elif told and int(told) > allowed:
            await _too_large(scope, receive, send)
        else:
            await self._counted(scope, receive, send, allowed)

    async def _counted(self, scope: Scope, receive: Receive, send: Send, allowed: int) -> None:
        received, started, whole = 0, False, False
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience_s + allowed / _SLOWEST_BYTES_PER_S

        async def count() -> Message:
            nonlocal received, whole
            try:
                # What comes after the body is the client's leaving, which may take its time.
                async with asyncio.timeout_at(None if whole else until):
                    message = await receive()
            except TimeoutError:
                raise BodyTooSlow from None
            whole = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > allowed:
                raise BodyTooLarge
            return message

        async def note(message: Message) -> None:
            nonlocal started
            started = True
            if message.get("status", 0) >= _REFUSED and not whole and _has_body(scope):
                await _hear_out(receive)
            await send(message)

        try:
            await self._app(scope, count, note)
        except BodyTooLarge:
            if started:
                raise
            await _too_large(scope, receive, send)
        except BodyTooSlow:
            if started:
                raise
            await _too_slow(scope, receive, send)


async def _too_slow(scope: Scope, receive: Receive, send: Send) -> None:
    words = "What you sent did not arrive. Try again on a better line."
    await refusal(408, words, headers={"connection": "close"})(scope, receive, send)


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    await _hear_out(receive)
    answer = refusal(413, "This is too large to send.", headers={"connection": "close"})
    await answer(scope, receive, send)


def _has_body(scope: Scope) -> bool:
    told = header(scope, b"content-length")
    return told not in ("", "0") or bool(header(scope, b"transfer-encoding"))


async def _hear_out(receive: Receive) -> None:
    """Read what is still on its way and throw it away, for a while: a client whose connection is
    closed while it sends takes that for a broken network, and its form says so."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_LISTENS_S):
            await drain(receive, max_bytes=_LISTENS_BYTES)
