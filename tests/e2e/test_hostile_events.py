"""Every handler of every state, called by hand: refused, and nothing of anybody's has changed."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import psycopg
import pytest
import reflex as rx
import socketio
from reflex.state import BaseState

from dreamdot_app.core import ids
from dreamdot_app.core.embedded import open_servers
from dreamdot_app.dreamdot_app import app
from dreamdot_app.world import seed
from dreamdot_app.world.content import world
from tests.e2e.conftest import Running
from tests.e2e.people import PASSWORD, somebody

pytestmark = pytest.mark.xdist_group("e2e")

FOREIGN = ids.short(seed.work_id(world().works[0]))
NONSENSE: list[Any] = [
    None, "", "abc", -5, 1.5, 10**400, True, [], {}, FOREIGN, str(uuid.uuid4()), "../../etc/passwd",
    "<script>alert(1)</script>", "\u0000", "x" * 100_000, {"__proto__": 1}, [FOREIGN] * 3,
]  # fmt: skip
COOKIE = "__Host-dreamdot"
PAGES = ("/", f"/work/x-{FOREIGN}", f"/read/x-{FOREIGN}", f"/write/{FOREIGN}", "/wallet")


def states(parent: type[BaseState] = rx.State) -> list[type[BaseState]]:
    """Every state of ours, by walking down from Reflex's root."""
    below = [state for child in parent.get_substates() for state in (child, *states(child))]
    return [state for state in below if state.__module__.startswith("dreamdot_app")]


def handlers() -> list[tuple[str, list[str]]]:
    """Full names of all handlers with the names of their arguments."""
    assert app is not None  # the composition root registers every state
    found = []
    for state in set(states()):
        for name, handler in state.event_handlers.items():
            code = handler.fn.__code__
            arguments = list(code.co_varnames[1 : code.co_argcount])
            found.append((f"{state.get_full_name()}.{name}", arguments))
    return sorted(found)


def payloads(arguments: list[str]) -> list[dict[str, Any]]:
    """Missing, wrong and foreign arguments."""
    tries: list[dict[str, Any]] = [{}, {"no_such_argument": 1}]
    tries += [dict.fromkeys(arguments, value) for value in NONSENSE] if arguments else []
    return tries


@asynccontextmanager
async def connection(running: Running, path: str, token: str) -> AsyncGenerator[Any]:
    client = socketio.AsyncClient(reconnection=False)
    headers = {"Origin": running.address} | ({"Cookie": f"{COOKIE}={token}"} if token else {})
    where = {"pathname": path, "asPath": path, "query": {}}
    await client.connect(
        f"{running.address}/?token={uuid.uuid4()}",
        headers=headers,
        socketio_path="/_event",
        namespaces=["/_event"],
        transports=["websocket"],
        auth={"event": {"name": "reflex___state____state.hydrate_and_load", "router_data": where}},
    )

    async def send(name: str, payload: dict[str, Any]) -> None:
        message = {"name": name, "payload": payload, "router_data": where}
        await client.emit("event", message, namespace="/_event")

    yield send
    await client.disconnect()


COUNTED = {
    "items": (
        "select 'work', count(*), md5(string_agg(t::text, '' order by id)) from work t"
        " where creator_id::text <> %(me)s",
        "select 'purchase', count(*), md5(string_agg(t::text, '' order by id)) from purchase t",
        "select 'transfer', count(*), md5(string_agg(t::text, '' order by id))"
        " from ledger_transfer t where t::text not like '%%' || %(me)s || '%%'",
        "select 'picture', count(*), md5(string_agg(t::text, '' order by id)) from picture t",
        "select 'place', count(*), md5(string_agg(t::text, '' order by user_id, work_id))"
        " from reading_place t",
    ),
    "user": (
        "select 'account', count(*), md5(string_agg(t::text, '' order by id)) from account t",
    ),
}


async def snapshot(running: Running, me: str) -> list[Any]:
    """What must not change: everybody's works, purchases, money, pictures, places, accounts."""
    servers = await open_servers(running.data_dir)
    rows: list[Any] = []
    try:
        for database, queries in COUNTED.items():
            url = servers.postgres_urls[database].replace("+psycopg", "")
            async with await psycopg.AsyncConnection.connect(url) as open_connection:
                for query in queries:
                    cursor = await open_connection.execute(query, {"me": me})
                    rows += await cursor.fetchall()
    finally:
        servers.close()
    return rows


async def join_by_hand(running: Running) -> str:
    person = somebody("mallory")
    async with httpx.AsyncClient(base_url=running.address) as client:
        answer = await client.post(
            "/auth/join",
            json={
                "username": person.username, "email": person.email, "password": PASSWORD,
                "terms": True,
            },
            headers={"Origin": running.address},
        )  # fmt: skip
    assert answer.status_code == 200, answer.text
    return answer.cookies.get(COOKIE) or answer.headers["set-cookie"].split("=", 1)[1].split(";")[0]


@pytest.mark.parametrize("is_member", [False, True], ids=["visitor", "member"])
async def test_events_called_by_hand_change_nothing(dreamdot: Running, is_member: bool) -> None:
    token = await join_by_hand(dreamdot) if is_member else ""
    everything = handlers()
    assert len(everything) > 15
    await asyncio.sleep(0)
    before = await snapshot(dreamdot, "nobody")
    for path in PAGES:
        async with connection(dreamdot, path, token) as send:
            for name, arguments in everything:
                for payload in payloads(arguments):
                    await send(name, payload)
            await send("reflex___state____state.no_such_handler", {"x": 1})
    async with httpx.AsyncClient(base_url=dreamdot.address) as client:
        assert (await client.get("/ping")).status_code == 200
    after = await snapshot(dreamdot, "nobody")
    if not is_member:
        assert after == before
        return
    # A member may begin drafts of their own and nothing else: all other rows are as they were.
    assert [row for row in after if row[0] not in ("work", "transfer")] == [
        row for row in before if row[0] not in ("work", "transfer")
    ]
