"""Tying a server's life to its supervisor: whoever kills the supervisor ends its servers too.

Linux sends a child the signal it asked for when its parent dies. Elsewhere a watcher, forked
from the supervisor, sleeps on a pipe that only the supervisor holds open.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def has_death_signal() -> bool:
    """Whether the kernel can signal a child when its parent dies."""
    return sys.platform == "linux"


def die_with_parent(with_signal: signal.Signals, parent: int) -> Callable[[], None]:
    """What a child runs before it becomes the server (after any change of identity).

    ``parent`` is the supervisor's process id: had it died before the request, no signal would
    ever come.
    """

    def request() -> None:
        if _libc.prctl(_PR_SET_PDEATHSIG, int(with_signal)) != 0:
            raise OSError(ctypes.get_errno(), "prctl")
        if os.getppid() != parent:
            os._exit(1)

    return request


class Watcher:
    """A forked process that signals a server when the supervisor is gone.

    The supervisor has one thread and nothing open but its locks, so forking it is safe.
    """

    def __init__(self, server: int, with_signal: signal.Signals) -> None:
        reading, self._writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            _watch(reading, server, with_signal)
        os.close(reading)

    def dismiss(self) -> None:
        """End the watcher; its server ended in another way."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._writing)


def _watch(reading: int, server: int, with_signal: signal.Signals) -> None:
    try:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.closerange(0, reading)
        os.closerange(reading + 1, min(os.sysconf("SC_OPEN_MAX"), 4096))
        os.read(reading, 1)  # returns when the supervisor's end closes
        with contextlib.suppress(ProcessLookupError):
            os.kill(server, with_signal)
    finally:
        os._exit(0)
