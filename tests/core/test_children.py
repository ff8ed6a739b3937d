"""Commands with processes of their own: whoever ends theirs ends all of them."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.core.embedded_folder import kill, until, until_gone

pytestmark = pytest.mark.pure

# Starts another process as npm does, and says who they are.
COMMAND = "sleep 1000 & echo $$ $! > pids.part && mv pids.part pids && wait"
STUBBORN = f"trap '' TERM; {COMMAND}; wait"
# Says when it was asked to end, and goes on.
DEAF = f"trap 'touch asked' TERM; {COMMAND}; while :; do wait; done"
# Kills whoever runs it: nobody could be killed sooner after starting a command.
REBEL = f"{COMMAND.removesuffix(' && wait')} && kill -s KILL $PPID; wait"
BRIEF_S, LONG_S = "0.5", "1000"
RUNNER = """
import sys
from pathlib import Path
from dreamdot_app.core.children import run_to_its_end
run_to_its_end(["sh", "-c", sys.argv[1]], cwd=Path(sys.argv[-1]), grace_s=float(sys.argv[2]))
"""
# Stands for `make run`, which starts what builds in a session of its own.
STARTER = """
import os, subprocess, sys
from dreamdot_app.core.children import ending_with
runner = subprocess.Popen(
    [sys.executable, "-c", *sys.argv[1:]],
    start_new_session=True, preexec_fn=ending_with(os.getpid()))
sys.exit(runner.wait())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    if (tmp_path / "pids").exists():
        for pid in pids(tmp_path).values():
            try:
                kill(pid)
            except ProcessLookupError:
                continue


def started(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    """A process that runs a command, which has begun."""
    process = subprocess.Popen([sys.executable, "-c", *arguments, str(folder)])
    until((folder / "pids").exists, "the command")
    return process


def pids(folder: Path) -> dict[str, int]:
    command, its_own = (folder / "pids").read_text().split()
    return {"command": int(command), "its own": int(its_own)}


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("command", [COMMAND, STUBBORN], ids=["willing", "stubborn"])
def test_who_is_told_to_end_ends_the_command_first(
    folder: Path, command: str, sign: signal.Signals
) -> None:
    runner = started(RUNNER, command, BRIEF_S, folder=folder)
    runner.send_signal(sign)
    assert runner.wait(20) == 128 + sign
    until_gone(pids(folder))


def test_a_killed_starter_leaves_nothing_behind(folder: Path) -> None:
    starter = started(STARTER, RUNNER, COMMAND, BRIEF_S, folder=folder)
    kill(starter.pid)
    starter.wait()
    until_gone(pids(folder))


def test_what_builds_and_its_starter_killed_at_once_leave_nothing_behind(folder: Path) -> None:
    starter = started(STARTER, RUNNER, COMMAND, BRIEF_S, folder=folder)
    (runner,) = psutil.Process(starter.pid).children()
    kill(starter.pid)
    runner.kill()
    starter.wait()
    until_gone(pids(folder))


def test_what_is_killed_as_soon_as_it_has_begun_leaves_nothing_behind(folder: Path) -> None:
    runner = started(RUNNER, REBEL, BRIEF_S, folder=folder)
    assert runner.wait(20) == -signal.SIGKILL
    until_gone(pids(folder))


def test_what_is_killed_while_it_ends_the_command_leaves_nothing_behind(folder: Path) -> None:
    runner = started(RUNNER, DEAF, LONG_S, folder=folder)
    runner.terminate()
    until((folder / "asked").exists, "the command to be asked")
    runner.kill()
    assert runner.wait(20) == -signal.SIGKILL
    until_gone(pids(folder))


SERVER = """
import multiprocessing, signal, sys
from pathlib import Path
from dreamdot_app.core import children

def serve(ready):
    children.end_with_parent()
    ready.set()
    signal.pause()

forked = multiprocessing.get_context("fork")
ready = forked.Event()
worker = forked.Process(target=serve, args=(ready,))
worker.start()
ready.wait()
(Path(sys.argv[1]) / "pids.part").write_text(f"{worker.pid} {worker.pid}")
(Path(sys.argv[1]) / "pids.part").rename(Path(sys.argv[1]) / "pids")
worker.join()
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a process of its parent's end"
)
def test_a_forked_process_ends_with_the_killed_server(folder: Path) -> None:
    server = started(SERVER, folder=folder)
    kill(server.pid)
    server.wait()
    until_gone(pids(folder))


def test_how_the_command_ended_is_told(tmp_path: Path) -> None:
    for command, told in (("exit 0", ""), ("exit 3", "returned non-zero exit status 3")):
        done = subprocess.run(
            [sys.executable, "-c", RUNNER, command, BRIEF_S, str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert told in done.stderr
        assert (done.returncode == 0) is not bool(told)
