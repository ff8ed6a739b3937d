"""Requests that a certain one of several serving processes answers."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from dreamdot_app.core.web.cookies import SESSION_COOKIE
from tests.e2e.people import Person
from tests.e2e.running import DreamDot


class Door:
    """A connection that one process has accepted and keeps."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.port = 0

    async def ask(
        self, method: str, path: str, body: object = None, *, cookie: str = ""
    ) -> httpx.Response:
        """Send a request over the connection; it must still be the same one."""
        answer = await self._client.request(method, path, json=body, headers={"cookie": cookie})
        _, port = answer.extensions["network_stream"].get_extra_info("client_addr")
        assert self.port in (0, port), "the connection was closed meanwhile"
        self.port = port
        return answer

    async def join(self, person: Person) -> str:
        """Make an account; the session's cookie."""
        sent = {"username": person.username, "email": person.email, "password": person.password}
        answer = await self.ask("POST", "/auth/join", {**sent, "terms": True})
        assert answer.status_code == 200, answer.text
        # The client keeps it to itself, for it is for https alone.
        token = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
        return f"{SESSION_COOKIE}={token}"


def _process_behind(dreamdot: DreamDot, port: int) -> int:
    """The process that has accepted the connection from this port of ours."""
    for process in dreamdot.processes():
        for one in process.net_connections("tcp"):
            if one.raddr and (one.laddr.port, one.raddr.port) == (dreamdot.port, port):
                return process.pid
    raise AssertionError(f"nobody has accepted the connection from port {port}")


@asynccontextmanager
async def doors(dreamdot: DreamDot, *, processes: int) -> AsyncGenerator[list[Door]]:
    """Doors to so many different processes."""
    found: dict[int, Door] = {}
    async with asyncio.timeout(30), AsyncExitStack() as stack:
        while len(found) < processes:
            limits = httpx.Limits(max_connections=1, keepalive_expiry=None)
            client = httpx.AsyncClient(base_url=dreamdot.address, limits=limits, timeout=30)
            door = Door(await stack.enter_async_context(client))
            await door.ask("GET", "/ping")
            found.setdefault(_process_behind(dreamdot, door.port), door)
        open_longer = stack.pop_all()
    async with open_longer:
        yield list(found.values())
