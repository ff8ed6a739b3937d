"""Serving: ready is said when the app answers, and nothing is left running when it cannot be."""

import asyncio
import os
import shlex
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dreamdot_app.core.children import ENDING
from dreamdot_app.serve import answers, run
from tests.core.embedded_folder import kill, lives, until_gone

pytestmark = pytest.mark.pure


async def test_an_app_is_asked_again_until_it_answers_well() -> None:
    asked = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        assert await reader.readline() == b"GET /ping HTTP/1.0\r\n"
        if asked == 1:
            await reader.read()  # says nothing until the one who asks is gone
        elif asked == 2:
            writer.write(b"x" * 100_000)  # no line
        else:
            writer.write(b"HTTP/1.1 503 Busy\r\n" if asked == 3 else b"HTTP/1.1 200 OK\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1")
    async with server, asyncio.timeout(20):
        await answers("127.0.0.1", server.sockets[0].getsockname()[1], within_s=0.2)
    assert asked == 4


@pytest.fixture
async def pipe(tmp_path: Path) -> AsyncIterator[Path]:
    """A pipe between a command and the test; what handles signals meanwhile is taken away."""
    os.mkfifo(tmp_path / "pipe")
    yield tmp_path / "pipe"
    for sign in ENDING:
        asyncio.get_running_loop().remove_signal_handler(sign)


async def test_ready_is_said_and_the_exit_code_told(
    pipe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def ready() -> None:
        return None

    def on_ready() -> str:
        pipe.write_text("you may go")
        return "ready"

    command = ["sh", "-c", f"read line < {shlex.quote(str(pipe))}; exit 7"]
    assert await run(command, ready=ready(), on_ready=on_ready) == 7
    assert capsys.readouterr().out == "ready\n"


async def test_what_cannot_be_told_to_be_ready_is_ended_and_not_called_so(
    pipe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pids: list[int] = []

    async def ready() -> None:
        pids.append(int(await asyncio.to_thread(pipe.read_text)))
        raise ZeroDivisionError

    command = ["sh", "-c", f"echo $$ > {shlex.quote(str(pipe))}; exec sleep 1000"]
    with pytest.raises(ZeroDivisionError):
        await run(command, ready=ready(), on_ready=lambda: "ready")
    assert not lives(pids[0])
    assert capsys.readouterr().out == ""


async def test_what_a_killed_command_leaves_is_ended(pipe: Path) -> None:
    pids: list[int] = []

    async def ready() -> None:
        pids.extend(map(int, (await asyncio.to_thread(pipe.read_text)).split()))
        kill(pids[0])

    command = ["sh", "-c", f"sleep 1000 & echo $$ $! > {shlex.quote(str(pipe))}; wait"]
    assert await run(command, ready=ready(), on_ready=str) == -9
    until_gone({"left behind": pids[1]})
