"""Websockets: how many one address may open and hold open, and how much they may say."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from dreamdot_app.core.web.sockets import MOST_OPEN, Limits, SocketLimit, most_open_of
from tests.clock import Clock

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

    def say(self, *texts: str) -> None:
        for text in texts:
            self.sent.put_nowait({"type": "websocket.receive", "text": text})

    async def said(self) -> list[str]:
        """What it has been told once nothing more is on its way."""
        while not self.served.done() and (not self.told or not self.sent.empty()):  # noqa: ASYNC110
            await asyncio.sleep(0)
        return [message["type"].removeprefix("websocket.") for message in self.told]

    async def leave(self) -> None:
        self.sent.put_nowait({"type": "websocket.disconnect"})
        await self.served


class Listening:
    """An application that accepts and listens until the client has gone."""

    def __init__(self) -> None:
        self.heard = 0

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            self.heard += 1


async def test_an_address_holds_so_many_and_no_more() -> None:
    app = SocketLimit(Listening(), limits=Limits(most_open=2))
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


async def test_an_address_opens_so_many_in_a_while_however_few_stay() -> None:
    clock = Clock()
    app = SocketLimit(Listening(), limits=Limits(opened=(3, 0.5)), clock=clock)

    async def come_and_go(address: str) -> list[str]:
        socket = Socket(app, address)
        said = await socket.said()
        if said == ["accept"]:
            await socket.leave()
        return said

    tries = [await come_and_go("198.51.100.7") for _ in range(5)]
    assert tries == [["accept"]] * 3 + [["close"]] * 2
    assert await come_and_go("198.51.100.8") == ["accept"]
    clock.now += 2
    assert await come_and_go("198.51.100.7") == ["accept"]


async def test_nothing_is_kept_of_addresses_that_have_gone() -> None:
    clock = Clock()
    app = SocketLimit(Listening(), clock=clock)
    gone, there = Socket(app, "198.51.100.7"), Socket(app, "198.51.100.8")
    assert [await one.said() for one in (gone, there)] == [["accept"]] * 2
    await gone.leave()
    clock.now += 3_600
    late = Socket(app, "198.51.100.9")
    assert await late.said() == ["accept"]
    assert app._addresses.keys() == {"198.51.100.8", "198.51.100.9"}
    for socket in (there, late):
        await socket.leave()


@pytest.mark.parametrize("processes", [1, 2, 3, 8, 64])
def test_several_processes_admit_hardly_more_than_one(processes: int) -> None:
    of_each = most_open_of(processes)
    assert of_each <= MOST_OPEN
    assert MOST_OPEN <= of_each * processes <= 2 * MOST_OPEN + processes


async def test_a_network_of_one_customer_is_one_address() -> None:
    app = SocketLimit(Listening(), limits=Limits(most_open=1))
    first, second = Socket(app, "2001:db8::1"), Socket(app, "2001:db8::2")
    assert [await first.said(), await second.said()] == [["accept"], ["close"]]
    await first.leave()


@pytest.mark.parametrize("text", ["event", "x" * 10_200], ids=["frames", "bytes"])
async def test_a_socket_that_floods_is_closed(text: str) -> None:
    weight = 1 + len(text) // 1_024
    limits = Limits(said_by_socket=(20 * weight, 1))
    app = SocketLimit(Listening(), limits=limits, clock=Clock())
    socket = Socket(app, "198.51.100.7")
    socket.say(*[text] * 20)
    assert await socket.said() == ["accept"]
    socket.say(text)
    await socket.served
    assert await socket.said() == ["accept", "close"]


async def test_what_an_address_says_too_fast_waits_whichever_socket_says_it() -> None:
    heard = Listening()
    limits = Limits(said_by_address=(4, 20))
    app = SocketLimit(heard, limits=limits)
    began = asyncio.get_running_loop().time()
    sockets = [Socket(app, "198.51.100.7") for _ in range(3)]
    for socket in sockets:
        socket.say(*["event"] * 4)
        await socket.said()
    while heard.heard < 12:  # noqa: ASYNC110 nothing is told when a frame is handed on
        await asyncio.sleep(0)
    assert asyncio.get_running_loop().time() - began >= 0.35  # eight of them, at 20 a second
    for socket in sockets:
        await socket.leave()
        assert await socket.said() == ["accept"]


async def test_what_would_wait_too_long_is_closed() -> None:
    app = SocketLimit(Listening(), limits=Limits(said_by_address=(1, 0.01)), clock=Clock())
    first, second = Socket(app, "198.51.100.7"), Socket(app, "198.51.100.7")
    first.say("event")
    assert [await one.said() for one in (first, second)] == [["accept"]] * 2
    second.say("event")  # a hundred seconds ahead
    await second.served
    assert await second.said() == ["accept", "close"]
    await first.leave()


async def test_while_developing_everybody_has_one_address() -> None:
    app = SocketLimit(Listening(), limits=Limits(most_open=1, opened=(1, 1)))
    sockets = [Socket(app, "127.0.0.1") for _ in range(5)]
    assert {tuple(await socket.said()) for socket in sockets} == {("accept",)}
    for socket in sockets:
        await socket.leave()
