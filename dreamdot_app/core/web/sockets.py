"""How many websockets one address may open and hold open, and how much they may say.

A socket costs memory for its tab's state, and an event costs work, both before anybody has signed
in. Behind one address there may be a school, so what it may do is wide for people: a few hundred
tabs, each pressing something every few seconds. It is a quarter of what a process can do when
events are dear (bench/README.md), and what comes faster waits, which holds up this address alone.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreamdot_app.core.bucket import Bucket
from dreamdot_app.core.rates import address_group, is_shared
from dreamdot_app.core.web.addresses import client_address
from dreamdot_app.core.web.asgi import refuse_websocket

MOST_OPEN = 300
_TOO_FAST = 1008  # RFC 6455: a message that violates the endpoint's policy
_PIECE = 1_024  # a frame counts once, and once more for each so many characters
_PATIENCE_S = 20.0  # a tab that is answered later than this has been given up
_SWEEP_S = 60.0

type_budget = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets are so much at once, and so much again each second."""

    most_open: int = MOST_OPEN
    # As many as may be open, for all of them come back at once when the server was away.
    opened: type_budget = (MOST_OPEN, 1)
    said_by_socket: type_budget = (200, 20)
    said_by_address: type_budget = (1_000, 50)


def most_open_of(processes: int) -> int:
    """How many one address may hold open in each of so many processes of one machine.

    Sockets spread over them as it happens, so each may take twice its even part: over all of them
    an address has between one and two times `MOST_OPEN`. Other machines are not known here.
    """
    return min(MOST_OPEN, ceil(2 * MOST_OPEN / processes))


@dataclass(slots=True)
class _Address:
    opened: Bucket
    said: Bucket
    open: int = field(default=0)

    @property
    def is_forgettable(self) -> bool:
        return not self.open and self.opened.is_full and self.said.is_full


class SocketLimit:
    """Refuses sockets above the limits of their address; holds back, then closes what floods us."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: Limits | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._app = app
        self._limits = limits or Limits()
        self._clock = clock
        self._addresses: dict[str, _Address] = {}
        self._swept_at = clock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything that is no websocket, and those within the limits."""
        address = client_address(scope) if scope["type"] == "websocket" else ""
        if scope["type"] != "websocket" or is_shared(address):
            await self._app(scope, receive, send)
            return
        known = self._known(address_group(address))
        if known.open >= self._limits.most_open or not known.opened.take():
            await refuse_websocket(receive, send)
            return
        known.open += 1
        try:
            own = self._bucket(self._limits.said_by_socket)
            await self._app(scope, _Measured(receive, send, own, known.said), send)
        finally:
            known.open -= 1

    def _known(self, group: str) -> _Address:
        self._sweep()
        if group not in self._addresses:
            opened, said = self._limits.opened, self._limits.said_by_address
            self._addresses[group] = _Address(self._bucket(opened), self._bucket(said))
        return self._addresses[group]

    def _bucket(self, budget: type_budget) -> Bucket:
        return Bucket(*budget, clock=self._clock)

    def _sweep(self) -> None:
        """Keep nothing of addresses that have gone, once their budgets are what they were."""
        now = self._clock()
        if now - self._swept_at < _SWEEP_S:
            return
        self._swept_at = now
        for group, known in list(self._addresses.items()):
            if known.is_forgettable:
                del self._addresses[group]


class _Measured:
    """A socket's ``receive`` that hands frames on as its address may send them.

    It ends the socket when frames come faster than one socket may send, or when the address is so
    far ahead of its budget that waiting is of no use. What waits is not read, so the network holds
    the sender back.
    """

    def __init__(self, receive: Receive, send: Send, own: Bucket, shared: Bucket) -> None:
        self._receive, self._send = receive, send
        self._own, self._shared = own, shared

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        weight = 1 + len(message.get("text") or message.get("bytes") or "") // _PIECE
        fits = self._own.take(weight)
        wait_s = self._shared.take_soon(weight, within_s=_PATIENCE_S) if fits else None
        if wait_s is None:
            await self._send({"type": "websocket.close", "code": _TOO_FAST})
            return {"type": "websocket.disconnect", "code": _TOO_FAST}
        if wait_s:
            await asyncio.sleep(wait_s)
        return message
