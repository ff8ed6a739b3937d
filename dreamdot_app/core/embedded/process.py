"""One server as a child of the supervisor."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dreamdot_app.core.embedded.lifeline import Watcher, die_with_parent, has_death_signal

PLAIN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Program:
    """What is run for a server, and how it is told to end.

    ``death_signal`` ends it at once when the supervisor was killed; ``leftovers`` are files of
    an earlier run that would keep it from starting.
    """

    name: str
    command: list[str]
    folder: Path
    log: Path
    stop_signal: signal.Signals
    death_signal: signal.Signals
    leftovers: list[Path] = field(default_factory=list[Path])
    environment: dict[str, str] = field(default_factory=dict[str, str])
    enter: Callable[[], None] | None = None


class Server:
    """A running program: started once, watched, stopped."""

    def __init__(self, program: Program) -> None:
        self.program = program
        for leftover in program.leftovers:
            leftover.unlink(missing_ok=True)
        self._process = spawn(program)
        self._watcher = (
            None if has_death_signal() else Watcher(self._process.pid, program.death_signal)
        )

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Begin an orderly end."""
        if self.exit_code is None:
            self._process.send_signal(self.program.stop_signal)

    def wait_stopped(self, seconds: float) -> None:
        """Wait for the end; what has not ended by then is killed."""
        try:
            self._process.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._watcher:
            self._watcher.dismiss()


def spawn(program: Program) -> subprocess.Popen[bytes]:
    """Start a program whose life is tied to ours; its output is appended to its log."""
    die = die_with_parent(program.death_signal, os.getpid()) if has_death_signal() else None

    def enter() -> None:
        if program.enter:
            program.enter()
        if die:  # last: a change of identity clears the request
            die()

    with program.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 a program of our own wheels
            program.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=program.folder,
            env=PLAIN_ENVIRONMENT | program.environment,
            preexec_fn=enter,  # noqa: PLW1509 the supervisor has one thread
        )
