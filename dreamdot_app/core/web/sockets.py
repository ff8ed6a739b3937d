"""How many websockets one address may hold open, and how fast each may speak.

A socket costs memory for its tab's state, and an event costs work, both before anybody has signed
in. Behind one address there may be a school: the limits are wide, and meant for machines.
"""

from collections import Counter
from math import ceil
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreamdot_app.core.rates import address_group, is_shared
from dreamdot_app.core.web.addresses import client_address
from dreamdot_app.core.web.asgi import refuse_websocket

MOST_OPEN = 300
FRAMES_PER_S, BURST = 50, 500
_TOO_FAST = 1008  # RFC 6455: a message that violates the endpoint's policy


def most_open_of(processes: int) -> int:
    """How many one address may hold open in each of so many processes.

    Sockets spread over them as it happens, so each may take twice its even part: over all of them
    an address has between one and two times `MOST_OPEN`.
    """
    return min(MOST_OPEN, ceil(2 * MOST_OPEN / processes))


class SocketLimit:
    """Refuses sockets above the limit of their address, and closes those that flood us."""

    def __init__(self, app: ASGIApp, *, most_open: int = MOST_OPEN, burst: int = BURST) -> None:
        self._app = app
        self._most_open = most_open
        self._burst = burst
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything that is no websocket, and those within the limits."""
        address = client_address(scope) if scope["type"] == "websocket" else ""
        if scope["type"] != "websocket" or is_shared(address):
            await self._app(scope, receive, send)
            return
        group = address_group(address)
        if self._open[group] >= self._most_open:
            await refuse_websocket(receive, send)
            return
        self._open[group] += 1
        try:
            await self._app(scope, _Measured(receive, send, self._burst), send)
        finally:
            self._open[group] -= 1
            if not self._open[group]:
                del self._open[group]


class _Measured:
    """A socket's ``receive`` that ends the socket when frames come faster than it may send.

    A bucket of ``burst`` frames that fills again at `FRAMES_PER_S`.
    """

    def __init__(self, receive: Receive, send: Send, burst: int) -> None:
        self._receive = receive
        self._send = send
        self._burst = burst
        self._left = float(burst)
        self._at = monotonic()

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive" or self._has_room():
            return message
        await self._send({"type": "websocket.close", "code": _TOO_FAST})
        return {"type": "websocket.disconnect", "code": _TOO_FAST}

    def _has_room(self) -> bool:
        now = monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * FRAMES_PER_S)
        self._at = now
        self._left -= 1
        return self._left >= 0
