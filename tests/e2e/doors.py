"""Requests that a certain one of several serving processes answers."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import httpx
import psutil

from dreamdot_app.core.web.cookies import SESSION_COOKIE
from tests.e2e.people import Person, session_in
from tests.e2e.running import DreamDot

_FOUND_S = 60


def _port_of(answer: httpx.Response) -> int:
    """Our end of the connection that a request went over."""
    _, port = answer.extensions["network_stream"].get_extra_info("client_addr")
    return int(port)


class Door:
    """A connection that one process has accepted.

    The server closes one on which nothing is asked for half a minute, so before each request the
    door sees to it that there is one, and that it is the same process's.
    """

    def __init__(self, dreamdot: DreamDot, processes: Sequence[psutil.Process]) -> None:
        self._dreamdot, self._processes = dreamdot, processes
        self._client = self._connection()
        self._port = self._behind = 0
        self.process = 0

    def _connection(self) -> httpx.AsyncClient:
        limits = httpx.Limits(max_connections=1, keepalive_expiry=None)
        return httpx.AsyncClient(base_url=self._dreamdot.address, limits=limits, timeout=30)

    async def close(self) -> None:
        await self._client.aclose()

    async def find(self) -> int:
        """The process that stands behind the connection now."""
        port = _port_of(await self._client.get("/ping"))
        if port != self._port:
            self._port, self._behind = port, self._process_behind(port)
        return self._behind

    def _process_behind(self, port: int) -> int:
        """The process that has accepted the connection from this port of ours."""
        wanted = (self._dreamdot.port, port)
        for process in self._processes:
            with suppress(psutil.NoSuchProcess):  # it ended meanwhile
                for one in process.net_connections("tcp"):
                    if one.raddr and (one.laddr.port, one.raddr.port) == wanted:
                        return process.pid
        raise AssertionError(f"nobody has accepted the connection from port {port}")

    async def _come_back(self) -> None:
        async with asyncio.timeout(_FOUND_S):
            while await self.find() != self.process:
                await self.close()
                self._client = self._connection()

    async def ask(
        self, method: str, path: str, body: object = None, *, cookie: str = ""
    ) -> httpx.Response:
        """Send a request to the process."""
        await self._come_back()
        answer = await self._client.request(method, path, json=body, headers={"cookie": cookie})
        assert _port_of(answer) == self._port, "the connection was closed meanwhile"
        return answer

    async def join(self, person: Person) -> str:
        """Make an account; the session's cookie."""
        sent = {"username": person.username, "email": person.email, "password": person.password}
        answer = await self.ask("POST", "/auth/join", {**sent, "terms": True})
        assert answer.status_code == 200, answer.text
        # The client keeps it to itself, for it is for https alone.
        token = session_in(answer)
        return f"{SESSION_COOKIE}={token}"


@asynccontextmanager
async def doors(dreamdot: DreamDot, *, processes: int) -> AsyncGenerator[list[Door]]:
    """Doors to so many different processes."""
    found: dict[int, Door] = {}
    all_of_it = dreamdot.processes()
    async with AsyncExitStack() as stack:
        async with asyncio.timeout(_FOUND_S):
            while len(found) < processes:
                door = Door(dreamdot, all_of_it)
                stack.push_async_callback(door.close)
                door.process = await door.find()
                found.setdefault(door.process, door)
        yield list(found.values())
