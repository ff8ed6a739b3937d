"""What is kept of a tab: all of it while its socket is open, and nothing a while after."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import socketio
from granian.server.embed import Server
from reflex.istate.manager.memory import StateManagerMemory
from socketio.exceptions import ConnectionError as Unreachable

from dreamdot_app.dreamdot_app import app
from dreamdot_app.market.finding.state import HomeState
from dreamdot_app.ui.gone_tabs import forget
from tests.e2e.running import free_port

HYDRATE = {
    "name": "reflex___state____state.hydrate_and_load",
    "router_data": {"pathname": "/", "asPath": "/", "query": {}},
}
SHOW = f"{HomeState.get_full_name()}.show_kind"
SHORT_S, LONG_S = 1, 60


@pytest.fixture
async def address(databases: dict[str, str]) -> AsyncGenerator[str]:
    """The app's own events, served in this process."""
    kept, port = states(), free_port()
    before = kept.token_expiration
    server = Server(app._api, port=port, interface="asginl", log_enabled=False)  # pyright: ignore[reportArgumentType] its name will do
    async with app._setup_event_processor():
        serving = asyncio.create_task(server.serve())
        yield f"http://localhost:{port}"
        server.stop()
        await serving
    await kept.close()
    kept.token_expiration = before


@asynccontextmanager
async def forgetting(grace_s: int) -> AsyncGenerator[None]:
    """A time in which tabs are forgotten so long after they have gone."""
    await states().close()  # which ends the waiting for a later time
    running = asyncio.create_task(forget(app, grace_s=grace_s))
    yield
    running.cancel()


def states() -> StateManagerMemory:
    assert isinstance(app.state_manager, StateManagerMemory)
    return app.state_manager


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 nobody tells that a state was dropped
            await asyncio.sleep(0.02)


@asynccontextmanager
async def tab(
    address: str, token: str
) -> AsyncGenerator[tuple[socketio.AsyncClient, dict[str, Any]]]:
    """An open home page: its socket, and what it shows of the home page's state."""
    shown: dict[str, Any] = {}
    socket = socketio.AsyncClient(reconnection=False)

    async def hear(update: dict[str, Any]) -> None:
        shown.update((update.get("delta") or {}).get(HomeState.get_full_name(), {}))

    socket.on("event", hear, namespace="/_event")
    async with asyncio.timeout(20):
        while not socket.connected:
            with suppress(Unreachable):  # it does not listen yet
                await socket.connect(
                    f"{address}/?token={token}",
                    socketio_path="/_event",
                    namespaces=["/_event"],
                    transports=["websocket"],
                    auth={"event": HYDRATE},
                )
    await until(lambda: shown.get("is_loading_rx_state_") is False)
    yield socket, shown
    await socket.disconnect()


async def show(socket: socketio.AsyncClient, kind: str) -> None:
    event = {"name": SHOW, "payload": {"kind": kind}, "router_data": HYDRATE["router_data"]}
    await socket.emit("event", event, namespace="/_event")


async def test_a_tab_is_forgotten_a_while_after_it_has_gone(address: str) -> None:
    gone, stays = str(uuid.uuid4()), str(uuid.uuid4())
    async with forgetting(SHORT_S), tab(address, stays) as (socket, shown):
        await show(socket, "comic")
        await until(lambda: shown["kind_rx_state_"] == "comic")
        kept = states().states[stays]
        async with tab(address, gone):
            assert gone in states().states
        await until(lambda: gone not in states().states)
        assert gone not in states()._states_locks
        # The one that is there has done nothing for longer than that, and is as it was.
        assert states().states[stays] is kept
        await show(socket, "art")
        await until(lambda: shown["kind_rx_state_"] == "art")


async def test_who_comes_back_soon_finds_the_same_state_and_later_a_loaded_page(
    address: str,
) -> None:
    token = str(uuid.uuid4())
    async with forgetting(LONG_S):
        async with tab(address, token):
            kept = states().states[token]
        async with tab(address, token):
            assert states().states[token] is kept
    async with forgetting(SHORT_S):
        async with tab(address, token):
            assert states().states[token] is kept
        await until(lambda: token not in states().states)
        async with tab(address, token) as (socket, shown):
            assert shown["kind_rx_state_"] == ""
            await show(socket, "art")
            await until(lambda: shown["kind_rx_state_"] == "art")
        await until(lambda: token not in states().states)
