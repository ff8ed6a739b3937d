"""A Redis of the tests' own: on a socket in a temporary folder, killed and started as one likes."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from dreamdot_app.core.children import ending_with
from dreamdot_app.core.redis import AWAY, open_redis


class RedisServer:
    """One server process after the other, with nothing kept between them."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "redis.sock"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}?db=0"

    async def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = await asyncio.create_subprocess_exec(
            "redis-server", "--port", "0", "--unixsocket", str(self._socket),
            "--save", "", "--appendonly", "no", "--dir", str(self._socket.parent),
            stdout=asyncio.subprocess.DEVNULL,
            preexec_fn=ending_with(os.getpid()),
        )  # fmt: skip
        async with asyncio.timeout(20), open_redis(self.url) as redis:
            while True:
                try:
                    await redis.ping()  # pyright: ignore[reportGeneralTypeIssues] typed for both kinds of client
                    return
                except AWAY:
                    await asyncio.sleep(0.01)

    async def kill(self) -> None:
        """End it at once, with all that it holds."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def hang(self) -> None:
        """Let it stand still, with its connections open."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)


@asynccontextmanager
async def redis_server() -> AsyncGenerator[RedisServer]:
    """A running server, gone afterwards. Its folder's path is short, as a socket's has to be."""
    folder = Path(tempfile.mkdtemp(prefix="dreamdot-redis-"))
    server = RedisServer(folder)
    try:
        await server.start()
        yield server
    finally:
        await server.kill()
        shutil.rmtree(folder, ignore_errors=True)
