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
_WAIT_AND_KILL = "read -r _; kill -s KILL 0"


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
def _group_killed_with_us() -> Generator[int]:
    """A group of processes that is killed when this process is, or when something is raised.

    Its leader watches, from before there is a command until nothing of it is left; and as long as
    it is there, its number is no other group's.
    """
    watching = ["/bin/sh", "-c", _WAIT_AND_KILL]
    with subprocess.Popen(  # noqa: S603 ours
        watching,
        stdin=subprocess.PIPE,
        process_group=0,
        preexec_fn=_unmoved,  # noqa: PLW1509 there is one thread
    ) as watcher:
        try:
            yield watcher.pid
        except BaseException:
            if watcher.poll() is None:
                os.killpg(watcher.pid, signal.SIGKILL)
            raise
        finally:
            watcher.kill()


def _unmoved() -> None:
    """What the watcher runs first: it is in the group that is asked to end, and stays."""
    for sign in ENDING:
        signal.signal(sign, signal.SIG_IGN)


def run_to_its_end(command: Sequence[str], *, cwd: Path, grace_s: float = _GRACE_S) -> None:
    """Run a command and wait for it; when this process is told to end, the command ends first.

    With it end the processes that it started: they are one group, which is killed when it has
    not ended after ``grace_s`` seconds, and at once when this process is killed. For the main
    thread, which alone may handle signals.

    Raises:
        subprocess.CalledProcessError: the command failed.
        SystemExit: SIGINT, SIGTERM or SIGHUP came meanwhile.
    """
    before = {sign: signal.signal(sign, _leave) for sign in ENDING}
    try:
        with _group_killed_with_us() as group:
            child = subprocess.Popen(command, cwd=cwd, process_group=group)  # noqa: S603 whoever calls says what is run
            try:
                code = child.wait()
            except SystemExit:
                _end(child, group, grace_s)
                raise
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
    if code:
        raise subprocess.CalledProcessError(code, command)


def _leave(sign: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + sign)


def _end(child: subprocess.Popen[bytes], group: int, grace_s: float) -> None:
    for sign in ENDING:  # whoever asks again has been heard
        signal.signal(sign, signal.SIG_IGN)
    os.killpg(group, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(grace_s)
    os.killpg(group, signal.SIGKILL)  # whatever the command left behind
    child.wait()
