"""Run the app in the foreground: Reflex in a process group of its own, ended with this process.

The terminal speaks to this process only. Ctrl-C, a closed terminal (SIGHUP) and SIGTERM all end
the whole group in order; a group that does not end is killed.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from dreamdot_app.core.settings import Settings

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE_S = 10
_PR_SET_PDEATHSIG = 1


def _ending_with(parent: int) -> Callable[[], None]:
    """What the child runs first: Linux sends it SIGTERM when the parent dies, even by kill -9."""

    def ask() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died before it could be asked for
                os._exit(1)

    return ask


def _command(settings: Settings, *, hot_reload: bool) -> list[str]:
    if not hot_reload:
        return [sys.executable, "-m", "dreamdot_app.built"]
    reflex = [sys.executable, "-m", "reflex", "run", "--loglevel", "warning"]
    return [*reflex, "--frontend-port", str(settings.port), "--backend-host", settings.host]


async def _answers(settings: Settings) -> None:
    """Return once the app accepts connections and answers its health check."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(host, settings.port)
            writer.write(b"GET /ping HTTP/1.0\r\nHost: localhost\r\n\r\n")
            answered = b"200" in await reader.readline()
            writer.close()
            if answered:
                return
        await asyncio.sleep(0.2)


async def _end(child: asyncio.subprocess.Process) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, sign)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), _GRACE_S)
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)  # whatever the group's leader left behind


async def serve(settings: Settings, *, hot_reload: bool, on_ready: Callable[[], str]) -> int:
    """Build and serve the app until it ends or somebody ends it; the exit code.

    What ``on_ready`` returns is printed when the app answers.
    """
    told_to_end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in _ENDING:
        loop.add_signal_handler(sign, told_to_end.set)
    child = await asyncio.create_subprocess_exec(
        *_command(settings, hot_reload=hot_reload),
        cwd=Path(__file__).parent.parent,
        start_new_session=True,
        preexec_fn=_ending_with(os.getpid()),
    )
    ended = asyncio.create_task(child.wait())
    asked = asyncio.create_task(told_to_end.wait())
    ready = asyncio.create_task(_answers(settings))
    waiting = {ended, asked, ready}
    while not (ended.done() or asked.done()):
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if ready in done:
            print(on_ready(), flush=True)
    ready.cancel()
    asked.cancel()
    if not ended.done():
        print("\nStopping …", flush=True)
        await _end(child)
        return 0
    return ended.result()
