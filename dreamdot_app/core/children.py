"""Processes that end with this one, whatever ends it."""

import contextlib
import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE_S = 3.0
_PR_SET_PDEATHSIG = 1
# Waits for a word that never comes: the line ends when the one who holds it does.
_WAIT_AND_KILL = 'read -r _; kill -s KILL -- "-$0"'


def ending_with(parent: int) -> Callable[[], None]:
    """What the child runs first: Linux sends it SIGTERM when the parent dies, even by kill -9."""

    def ask() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died before it could be asked for
                os._exit(1)

    return ask


def end_with_parent() -> None:
    """For a process of `multiprocessing`, a server's worker among them: end when the one that
    started it does, even by kill -9 (on Linux). Any other process goes on."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        ending_with(parent.pid)()


@contextmanager
def _killed_with_us(group: int) -> Generator[None]:
    """A time in which a group of processes is killed when this process is.

    Linux tells a command that its parent died (`ending_with`), and nobody tells what the command
    has started.
    """
    watching = ["/bin/sh", "-c", _WAIT_AND_KILL, str(group)]
    with subprocess.Popen(watching, stdin=subprocess.PIPE, process_group=0) as watcher:  # noqa: S603 ours
        try:
            yield
        finally:
            watcher.kill()


def run_to_its_end(command: Sequence[str], *, cwd: Path, grace_s: float = _GRACE_S) -> None:
    """Run a command and wait for it; when this process is told to end, the command ends first.

    With it end the processes that it started: they are one group, which is killed when it has
    not ended after ``grace_s`` seconds. For the main thread, which alone may handle signals.

    Raises:
        subprocess.CalledProcessError: the command failed.
        SystemExit: SIGINT, SIGTERM or SIGHUP came meanwhile.
    """
    before = {sign: signal.signal(sign, _leave) for sign in ENDING}
    try:
        child = subprocess.Popen(  # noqa: S603 whoever calls says what is run
            command,
            cwd=cwd,
            process_group=0,
            preexec_fn=ending_with(os.getpid()),  # noqa: PLW1509 there is one thread
        )
        try:
            with _killed_with_us(child.pid):
                code = child.wait()
        except BaseException:
            _end_group(child, grace_s)
            raise
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
    if code:
        raise subprocess.CalledProcessError(code, command)


def _leave(sign: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + sign)


def _end_group(child: subprocess.Popen[bytes], grace_s: float) -> None:
    for sign in ENDING:  # whoever asks again has been heard
        signal.signal(sign, signal.SIG_IGN)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(grace_s)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)  # whatever the group's leader left behind
    child.wait()
