"""Every handler of every state, called by hand: refused, and nothing of others has changed."""

import asyncio
import json
import uuid
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import reflex as rx
import socketio
from reflex.state import BaseState, FrontendEventExceptionState
from reflex.utils.format import format_event_handler

from dreamdot_app.accounts.state import SessionState
from dreamdot_app.core import ids
from dreamdot_app.dreamdot_app import app
from dreamdot_app.market.finding.state import HomeState
from dreamdot_app.world import seed
from dreamdot_app.world.content import world
from tests.e2e.ground import Ground, ground
from tests.e2e.people import PASSWORD, Person, session_in, somebody
from tests.e2e.running import DreamDot

pytestmark = [pytest.mark.xdist_group("e2e, the other half"), pytest.mark.pure]

COOKIE = "__Host-dreamdot"
SECRET = "the-secret-of-a-draft-that-nobody-has-published"
BEARER = "bearer-that-belongs-into-no-log"
MARK = f"{HomeState.get_full_name()}.show_kind"
HYDRATE = "reflex___state____state.hydrate_and_load"
REPORT = format_event_handler(
    FrontendEventExceptionState.event_handlers["handle_frontend_exception"]
)
# What takes the cube or the square of its length to look through, for whoever begins to.
SLOW_REPORTS = [
    "TypeError: can't access property \"" + '", ' * 2_500,
    "\\" * 14_000,
    "cookie:" + "\n" * 14_000 + "]",
]
NO_EVENTS: list[Any] = [
    None,
    7,
    "garbage",
    "{",
    [],
    {},
    {"name": None},
    {"name": MARK, "payload": 3},
]


def states() -> Iterator[type[BaseState]]:
    """Every state of the app, ours and Reflex's own."""
    assert app is not None  # the composition root registers them all
    waiting: list[type[BaseState]] = [rx.State]
    while waiting:
        state = waiting.pop()
        yield state
        waiting += state.get_substates()


def handlers() -> list[tuple[str, list[str]]]:
    """Full names of all handlers, with the names of their arguments."""
    found: set[tuple[str, tuple[str, ...]]] = set()
    for state in states():
        for name, handler in state.event_handlers.items():
            code = handler.fn.__code__
            arguments = code.co_varnames[1 : code.co_argcount]
            found.add((f"{state.get_full_name()}.{name}", arguments))
    return [(name, list(arguments)) for name, arguments in sorted(found)]


@dataclass
class Attacker:
    """Somebody with a session, or with none, and with the ids of what belongs to others."""

    token: str
    foreign: list[str]
    username: str = ""
    me: str = "nobody"
    heard: list[str] = field(default_factory=list)
    shown_names: set[str] = field(default_factory=set)

    def payloads(self, arguments: list[str]) -> Iterator[dict[str, Any]]:
        """Missing, superfluous, wrong and foreign arguments."""
        yield {}
        yield {"no_such_argument": 1}
        forged = f"{SessionState.get_full_name()}.username_rx_state_"
        wrong = [
            None, "", "abc", -5, 1.5, 10**400, True, [], {}, "../../etc/passwd", "\u0000",
            "<script>alert(1)</script>", "\u202e\u200b", "x" * 8_000, {"__proto__": 1},
            {forged: "forged"}, *self.foreign, self.foreign * 2,
        ]  # fmt: skip
        yield from (dict.fromkeys(arguments, value) for value in wrong if arguments)

    def said_to_me(self) -> str:
        """Everything that the server ever answered."""
        return "".join(self.heard)


@dataclass
class Line:
    """An open websocket that speaks Reflex's protocol."""

    socket: socketio.AsyncClient
    where: dict[str, Any]
    attacker: Attacker
    kinds: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def hear(self, update: Any) -> None:
        self.attacker.heard.append(json.dumps(update))
        changed = update.get("delta") or {}
        if kind := changed.get(HomeState.get_full_name(), {}).get("kind_rx_state_"):
            self.kinds.put_nowait(kind)
        name = changed.get(SessionState.get_full_name(), {}).get("username_rx_state_", "")
        self.attacker.shown_names.add(name)

    async def send(self, name: str, payload: dict[str, Any]) -> None:
        message = {"name": name, "payload": payload, "router_data": self.where}
        await self.socket.emit("event", message, namespace="/_event")

    async def handled(self, kind: str) -> None:
        """Wait until everything sent so far was handled: events of one tab are done in turn."""
        await self.send(MARK, {"kind": kind})
        async with asyncio.timeout(60):
            while await self.kinds.get() != kind:
                pass


@asynccontextmanager
async def line(dreamdot: DreamDot, path: str, attacker: Attacker) -> AsyncGenerator[Line]:
    where = {"pathname": path, "asPath": path, "query": {}}
    open_line = Line(socketio.AsyncClient(reconnection=False), where, attacker)
    open_line.socket.on("event", open_line.hear, namespace="/_event")
    headers = {"Origin": dreamdot.address, "Authorization": f"Bearer {BEARER}"}
    if attacker.token:
        headers["Cookie"] = f"{COOKIE}={attacker.token}"
    await open_line.socket.connect(
        f"{dreamdot.address}/?token={uuid.uuid4()}",
        headers=headers,
        socketio_path="/_event",
        namespaces=["/_event"],
        transports=["websocket"],
        auth={"event": {"name": HYDRATE, "router_data": where}},
    )
    try:
        yield open_line
    finally:
        await open_line.socket.disconnect()


@asynccontextmanager
async def joined(dreamdot: DreamDot, person: Person) -> AsyncGenerator[httpx.AsyncClient]:
    """Somebody new, as a client that carries their cookie."""
    address = dreamdot.address
    async with httpx.AsyncClient(
        base_url=address, headers={"Origin": address}, timeout=30
    ) as client:
        known = {"username": person.username, "email": person.email, "terms": True}
        answer = await client.post("/auth/join", json=known | {"password": PASSWORD})
        assert answer.status_code == 200, answer.text
        token = session_in(answer)
        client.headers["Cookie"] = f"{COOKIE}={token}"  # Secure: not kept for plain http
        yield client


async def private_draft(victim: httpx.AsyncClient) -> str:
    """The id of a draft that only its author may see."""
    draft = (await victim.post("/api/works")).json()["id"]
    fields = {"revision": 0, "title": SECRET, "html": f"<p>{SECRET}</p>"}
    answer = await victim.put(f"/api/works/{draft}/draft", json=fields)
    assert answer.status_code == 200, answer.text
    return draft


STORY = next(work for work in world().works if work.kind == "writing" and work.price_minor)
PAID = ids.short(seed.work_id(STORY))


async def member(dreamdot: DreamDot, there: Ground, foreign: list[str]) -> Attacker:
    """Somebody who owns the paid work already: their `buy` is no purchase any more."""
    mallory = somebody("mallory")
    async with joined(dreamdot, mallory) as client:
        sent = {"price_minor": STORY.price_minor, "request_id": str(uuid.uuid4())}
        answer = await client.post(f"/api/works/{PAID}/purchase", json=sent)
        assert answer.status_code in {200, 201}, answer.text
        token = client.headers["Cookie"].partition("=")[2]
    me = await there.account(mallory.username)
    return Attacker(token, foreign, mallory.username, me)


async def attack(dreamdot: DreamDot, attacker: Attacker, path: str) -> None:
    """Call everything there is from one page."""
    async with line(dreamdot, path, attacker) as call:
        for number, (name, arguments) in enumerate(handlers()):
            for payload in attacker.payloads(arguments):
                await call.send(name, payload)
            await call.handled("art" if number % 2 else "comic")
        await call.send("reflex___state____state.no_such_handler", {"x": 1})
        for message in NO_EVENTS:
            await call.socket.emit("event", message, namespace="/_event")
        await call.handled("writing")


async def test_reports_that_are_slow_to_read_hold_nobody_up(dreamdot: DreamDot) -> None:
    attacker, visitor = Attacker("", []), Attacker("", [])
    async with line(dreamdot, "/", attacker) as call, line(dreamdot, "/", visitor) as other:
        for text in SLOW_REPORTS * 30:
            await call.send(REPORT, {"info": text, "component_stack": ""})
        async with asyncio.timeout(20):  # it took half a second for each
            await other.handled("art")
            await call.handled("comic")


async def test_a_message_too_large_to_be_a_pages_ends_its_own_socket(dreamdot: DreamDot) -> None:
    attacker, visitor = Attacker("", []), Attacker("", [])
    async with line(dreamdot, "/", attacker) as call, line(dreamdot, "/", visitor) as other:
        await call.send(MARK, {"kind": "x" * 40_000})
        async with asyncio.timeout(20):
            await call.socket.wait()  # until it is closed
        await other.handled("art")


@pytest.mark.parametrize("is_member", [False, True], ids=["visitor", "member"])
async def test_events_called_by_hand_change_nothing(dreamdot: DreamDot, is_member: bool) -> None:
    assert len(handlers()) > 25
    async with joined(dreamdot, somebody("victim")) as victim, ground(dreamdot) as there:
        draft = await private_draft(victim)
        foreign = [draft, PAID, *await there.ids_of_others()]
        attacker = Attacker("", foreign)
        if is_member:
            attacker = await member(dreamdot, there, foreign)
        before = await there.rows_of_others(attacker.me)
        for path in (
            "/", f"/work/x-{PAID}", f"/read/x-{PAID}", f"/write/{draft}", f"/write/{draft}/preview",
            f"/read/x-{draft}", "/wallet",
        ):  # fmt: skip
            await attack(dreamdot, attacker, path)
        assert await there.rows_of_others(attacker.me) == before
        assert (await victim.get(f"/api/works/{draft}/draft")).json()["title"] == SECRET
    assert SECRET not in attacker.said_to_me()
    assert attacker.shown_names <= {"", attacker.username}
    log = dreamdot.log()
    assert "no_such_handler" in log
    assert BEARER not in log
    assert PASSWORD not in log
    assert not attacker.token or attacker.token not in log
