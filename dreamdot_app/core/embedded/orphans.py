"""Servers that are still there although their supervisor is not."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from dreamdot_app.core.embedded.errors import ServersDidNotStart

_NATURAL_END_S = 3.0
_KILLED_END_S = 7.0
_PAUSE_S = 0.02


def end_orphans(program: str, folder: Path) -> None:
    """Wait until no ``program`` works in ``folder``; one that does not end by itself is killed.

    For a supervisor before it starts its own: it holds the lock, so what still runs is orphaned
    and has been told to end.

    Raises:
        ServersDidNotStart: a process does not even end when killed.
    """
    begun = time.monotonic()
    while orphans := list(_processes(program, folder)):
        waited = time.monotonic() - begun
        if waited > _NATURAL_END_S + _KILLED_END_S:
            raise ServersDidNotStart(f"{program} of an earlier run does not end: {orphans}.")
        if waited > _NATURAL_END_S:
            for process_id in orphans:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process_id, signal.SIGKILL)
        time.sleep(_PAUSE_S)


def is_anybody(process_id: int) -> bool:
    """Whether the id is taken, be it by a stranger or by a dead process nobody has buried."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _processes(program: str, folder: Path) -> Iterator[int]:
    if Path("/proc/self/cwd").exists():
        return _by_working_folder(program, folder)
    return _by_command_line(program, folder)


def _by_working_folder(program: str, folder: Path) -> Iterator[int]:
    """Servers work in their data folder, PostgreSQL's sessions too."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        with contextlib.suppress(OSError):  # gone meanwhile, dead, or another person's
            name = (entry / "comm").read_text().strip()
            if name == program and (entry / "cwd").readlink() == folder:
                yield int(entry.name)


def _by_command_line(program: str, folder: Path) -> Iterator[int]:
    listing = subprocess.run(
        ["/bin/ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=True
    )
    for line in listing.stdout.splitlines():
        process_id, _, command = line.strip().partition(" ")
        if f"/{program} " in command and str(folder) in command.split():
            yield int(process_id)
