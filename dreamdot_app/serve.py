"""Run the app in the foreground: Reflex in a process group of its own, ended with this process.

The terminal speaks to this process only. Ctrl-C, a closed terminal (SIGHUP) and SIGTERM all end
the whole group in order; a group that does not end is killed.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from dreamdot_app.core.children import ENDING, ending_with
from dreamdot_app.core.settings import Settings

# How a command is told to end, and how long it may take. What the worker does is finished within
# 10 s. A request whose body does not arrive, or whose answer nobody reads, the server would wait
# for as long as that takes, however often it is told.
_WORDS = ((signal.SIGINT, 10.0), (signal.SIGTERM, 1.0), (signal.SIGKILL, 10.0))
_ANSWER_S = 5.0


def _command(settings: Settings, *, hot_reload: bool) -> list[str]:
    if not hot_reload:
        return [sys.executable, "-m", "dreamdot_app.built"]
    reflex = [sys.executable, "-m", "reflex", "run", "--loglevel", "warning"]
    return [*reflex, "--frontend-port", str(settings.port), "--backend-host", settings.host]


async def answers(host: str, port: int, *, within_s: float = _ANSWER_S) -> None:
    """Return once the app accepts connections and answers its health check in time."""
    while True:
        with contextlib.suppress(OSError, ValueError):  # nobody, too late, or another's answer
            async with asyncio.timeout(within_s):
                if b"200" in await _ping(host, port):
                    return
        await asyncio.sleep(0.2)


async def _ping(host: str, port: int) -> bytes:
    """The first line of the answer."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(b"GET /ping HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return await reader.readline()
    finally:
        writer.close()


async def _end(child: asyncio.subprocess.Process) -> None:
    for sign, grace_s in _WORDS:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, sign)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), grace_s)
            break


async def serve(settings: Settings, *, hot_reload: bool, on_ready: Callable[[], str]) -> int:
    """Build and serve the app until it ends or somebody ends it; the exit code.

    What ``on_ready`` returns is printed when the app answers.
    """
    command = _command(settings, hot_reload=hot_reload)
    return await run(command, ready=answers(settings.own_host, settings.port), on_ready=on_ready)


async def run(
    command: Sequence[str], *, ready: Coroutine[Any, Any, None], on_ready: Callable[[], str]
) -> int:
    """Run a command until it ends or somebody ends it; the exit code.

    What ``on_ready`` returns is printed when ``ready`` has come to its end. Whatever these two
    raise is raised, after the command has been ended.
    """
    told_to_end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in ENDING:
        loop.add_signal_handler(sign, told_to_end.set)
    child = await asyncio.create_subprocess_exec(
        *command,
        cwd=Path(__file__).parent.parent,
        start_new_session=True,
        preexec_fn=ending_with(os.getpid()),
    )
    ended = asyncio.create_task(child.wait())
    asked = asyncio.create_task(told_to_end.wait())
    becoming_ready = asyncio.create_task(ready)
    waiting = {ended, asked, becoming_ready}
    try:
        while not (ended.done() or asked.done()):
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if becoming_ready in done and not ended.done():
                becoming_ready.result()
                print(on_ready(), flush=True)
        if ended.done():
            return ended.result()
        print("\nStopping …", flush=True)
        return 0
    finally:
        becoming_ready.cancel()
        asked.cancel()
        if not ended.done():
            await _end(child)
        # Whatever the group's leader left, however it went.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
