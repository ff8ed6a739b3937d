"""Bringing the servers of a data folder up, by the one process that holds its start lock."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import dreamdot_app
from dreamdot_app.core.embedded.errors import EmbeddedServersError, ServersDidNotStart
from dreamdot_app.core.embedded.layout import Folder, Place
from dreamdot_app.core.embedded.locks import FileLock
from dreamdot_app.core.embedded.patience import Patience
from dreamdot_app.core.embedded.readiness import prepare_mongo, prepare_postgres

Say = Callable[[str], None]

_SUPERVISOR = "dreamdot_app.core.embedded.supervisor"
_SPAWNS_MAX = 3
_FATAL_LINES_MAX = 3
_PASSED_ON = ("PATH", "HOME", "XDG_RUNTIME_DIR", "TMPDIR")


class _SupervisorGone(EmbeddedServersError):
    """The supervisor ended while we waited for its servers."""


class Start:
    """One start, or the finding that nothing needs to be started."""

    def __init__(self, folder: Folder, patience: Patience, say: Say) -> None:
        self._folder = folder
        self._patience = patience
        self._say = say
        self._alive = FileLock(folder.supervisor_lock)
        self._log_begins: dict[Path, int] = {}
        self._spawned = 0

    def until_ready(self) -> Place:
        """Return where the servers are once they can be used.

        Raises:
            ServersDidNotStart: with the servers' last words.
        """
        begun = time.monotonic()
        while True:
            if not self._alive.is_held():
                self._spawn()
            try:
                place = self._prepare()
            except _SupervisorGone:
                self._require_another_try()
                continue
            if self._spawned:
                self._say(f"PostgreSQL and MongoDB are ready ({time.monotonic() - begun:.1f} s)")
            return place

    def _require_another_try(self) -> None:
        """Allow a supervisor that went silently (it was killed) to be followed by another."""
        words = self._last_words()
        if words or self._spawned >= _SPAWNS_MAX:
            raise ServersDidNotStart(
                f"The embedded servers did not start. {words}\n"
                f"Their logs are in {self._folder.root}."
            )

    def _spawn(self) -> None:
        is_first = not self._folder.postgres_data.exists()
        where = self._folder.root
        self._say(
            f"Setting up PostgreSQL and MongoDB in {where}"
            if is_first
            else "Starting PostgreSQL and MongoDB"
        )
        self._spawned += 1
        self._log_begins = {log: log.stat().st_size for log in where.glob("*.log")}
        package_parent = Path(dreamdot_app.__file__).parent.parent
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        with self._folder.log("supervisor").open("ab") as log:
            subprocess.run(  # noqa: S603 ourselves
                [sys.executable, "-m", _SUPERVISOR, str(where.parent)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=package_parent,
                env=environment,
                check=False,  # it ends badly only where it does not hold its lock either
            )

    def _prepare(self) -> Place:
        while not self._folder.supervisor_id():
            self._pause("the supervisor")
        place = Place.read(self._folder)
        if place is None:
            raise ServersDidNotStart(f"{self._folder.place} cannot be read.")
        prepare_postgres(place, self._pause)
        prepare_mongo(place, self._pause)
        self._folder.mongo_complete.touch()
        return place

    def _pause(self, waiting_for: str) -> None:
        if not self._alive.is_held():
            raise _SupervisorGone
        self._patience.pause(waiting_for)

    def _last_words(self) -> str:
        """What the supervisor said of this start, and the servers' fatal errors beside it."""
        supervisor = self._fresh_lines("supervisor")
        if not supervisor or not self._spawned:
            return ""
        servers = [*self._fresh_lines("postgres"), *self._fresh_lines("mongod")]
        fatal = [line for line in servers if _is_fatal(line)]
        return "\n".join([supervisor[-1], *fatal[-_FATAL_LINES_MAX:]])

    def _fresh_lines(self, name: str) -> list[str]:
        log = self._folder.log(name)
        if not log.exists():
            return []
        with log.open("rb") as reading:
            reading.seek(self._log_begins.get(log, 0))
            return reading.read().decode(errors="replace").splitlines()


def _is_fatal(line: str) -> bool:
    """Whether a server's line says why it ended; while starting it also turns callers away."""
    turned_away = "FATAL:  the database system is" in line
    return ("FATAL:" in line and not turned_away) or '"s":"F"' in line
