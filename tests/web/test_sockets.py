"""Websockets: how many one address may hold open, and how fast each may speak."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from dreamdot_app.core.web.sockets import MOST_OPEN, SocketLimit, most_open_of

pytestmark = pytest.mark.pure


class Socket:
    """A client's side of a websocket: what it sends is put, what it is told is kept."""

    def __init__(self, app: SocketLimit, address: str) -> None:
        self.sent: asyncio.Queue[Message] = asyncio.Queue()
        self.told: list[Message] = []
        self.sent.put_nowait({"type": "websocket.connect"})
        scope: Scope = {"type": "websocket", "headers": [], "client": (address, 5000)}
        self.served = asyncio.ensure_future(app(scope, self.sent.get, self._hear))

    async def _hear(self, message: Message) -> None:
        self.told.append(message)

    async def said(self) -> list[str]:
        """What it has been told once nothing more is on its way."""
        while not self.served.done() and (not self.told or not self.sent.empty()):  # noqa: ASYNC110
            await asyncio.sleep(0)
        return [message["type"].removeprefix("websocket.") for message in self.told]

    async def leave(self) -> None:
        self.sent.put_nowait({"type": "websocket.disconnect"})
        await self.served


async def listening(_scope: Scope, receive: Receive, send: Send) -> None:
    """An application that accepts and listens until the client has gone."""
    await receive()
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        pass


async def test_an_address_holds_so_many_and_no_more() -> None:
    app = SocketLimit(listening, most_open=2)
    first, second, third = (Socket(app, "198.51.100.7") for _ in range(3))
    assert [await one.said() for one in (first, second, third)] == [
        ["accept"], ["accept"], ["close"],
    ]  # fmt: skip
    other = Socket(app, "198.51.100.8")
    assert await other.said() == ["accept"]
    await first.leave()
    again = Socket(app, "198.51.100.7")
    assert await again.said() == ["accept"]
    for socket in (second, again, other):
        await socket.leave()
    assert not app._open  # nothing is kept of addresses that have gone


@pytest.mark.parametrize("processes", [1, 2, 3, 8, 64])
def test_several_processes_admit_hardly_more_than_one(processes: int) -> None:
    of_each = most_open_of(processes)
    assert of_each <= MOST_OPEN
    assert MOST_OPEN <= of_each * processes <= 2 * MOST_OPEN + processes


async def test_a_network_of_one_customer_is_one_address() -> None:
    app = SocketLimit(listening, most_open=1)
    first, second = Socket(app, "2001:db8::1"), Socket(app, "2001:db8::2")
    assert [await first.said(), await second.said()] == [["accept"], ["close"]]
    await first.leave()


async def test_a_socket_that_floods_is_closed() -> None:
    app = SocketLimit(listening, burst=20)
    socket = Socket(app, "198.51.100.7")
    for _ in range(20):
        socket.sent.put_nowait({"type": "websocket.receive", "text": "event"})
    assert await socket.said() == ["accept"]
    for _ in range(20):
        socket.sent.put_nowait({"type": "websocket.receive", "text": "event"})
    await socket.served
    assert await socket.said() == ["accept", "close"]


async def test_while_developing_everybody_has_one_address() -> None:
    app = SocketLimit(listening, most_open=1)
    sockets = [Socket(app, "127.0.0.1") for _ in range(5)]
    assert {tuple(await socket.said()) for socket in sockets} == {("accept",)}
    for socket in sockets:
        await socket.leave()
