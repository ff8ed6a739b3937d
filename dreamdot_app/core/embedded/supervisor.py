"""The process that runs both servers for everybody who works in one data folder.

``python -m dreamdot_app.core.embedded.supervisor DATA_DIR`` goes into the background in a
session of its own, so that neither Ctrl-C nor a closing terminal reaches the servers. It
restarts a server that dies, and stops both when nobody has used them for a moment.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from dreamdot_app.core.embedded import mongo, postgres
from dreamdot_app.core.embedded.errors import EmbeddedServersError
from dreamdot_app.core.embedded.layout import (
    Folder,
    Place,
    choose_place,
    remove_sockets_folder,
)
from dreamdot_app.core.embedded.locks import FileLock
from dreamdot_app.core.embedded.patience import Patience
from dreamdot_app.core.embedded.process import Program, Server

IDLE_S = 3.0
STOP_S = 5.0
_TICK_S = 0.2
_RESTART_PAUSE_S = 0.3
_RESTARTS_MAX, _RESTARTS_WINDOW_S = 3, 30.0
_LOG_MAX_BYTES, _LOG_CHECK_S = 4_000_000, 10.0
_FILES = 64_000


class Supervisor:
    """Both servers of one data folder, from their start to their end."""

    def __init__(self, folder: Folder, place: Place, alive: FileLock) -> None:
        self._folder = folder
        self._place = place
        self._alive = alive
        self._servers: dict[str, Server] = {}
        self._restarts: list[float] = []
        self._told_to_stop = False
        self._users = FileLock(folder.users_lock)

    def run(self) -> None:
        """Run the servers until they are told to stop or nobody uses them."""
        signal.signal(signal.SIGTERM, self._stop_soon)
        signal.signal(signal.SIGHUP, self._stop_soon)
        try:
            self._start("mongod", mongo.program)  # first: it starts while initdb works
            self._start("postgres", postgres.program)
            self._watch()
        finally:
            self._stop()

    def _stop_soon(self, _signal: int, _frame: FrameType | None) -> None:
        self._told_to_stop = True

    def _start(self, name: str, program: Callable[[Folder, Place], Program]) -> None:
        self._servers[name] = Server(program(self._folder, self._place))

    def _watch(self) -> None:
        last_used = last_log_check = time.monotonic()
        while not self._told_to_stop and self._alive.is_in_place():
            now = time.monotonic()
            if self._users.try_exclusive():
                if now - last_used >= IDLE_S:
                    return  # the lock is kept: who comes now waits until we are gone
                self._users.release()
            else:
                last_used = now
            if now - last_log_check >= _LOG_CHECK_S:
                last_log_check = now
                bound_logs(self._folder)
            self._revive()
            time.sleep(_TICK_S)

    def _revive(self) -> None:
        for name, program in (("mongod", mongo.program), ("postgres", postgres.program)):
            code = self._servers[name].exit_code
            if code is None:
                continue
            say(f"{name} ended by itself with {code}")
            self._count_restart(name)
            self._servers[name].wait_stopped(0)
            if name == "mongod" and mongo.discard_half_made(self._folder):
                say("its data was never completed and is made anew")
            time.sleep(_RESTART_PAUSE_S)
            self._start(name, program)

    def _count_restart(self, name: str) -> None:
        now = time.monotonic()
        self._restarts = [at for at in self._restarts if now - at < _RESTARTS_WINDOW_S]
        self._restarts.append(now)
        if len(self._restarts) > _RESTARTS_MAX:
            raise EmbeddedServersError(f"{name} does not stay up; see {self._folder.log(name)}")

    def _stop(self) -> None:
        for server in self._servers.values():
            server.ask_to_stop()
        end = time.monotonic() + STOP_S
        for name, server in self._servers.items():
            server.wait_stopped(end - time.monotonic())
            say(f"{name} stopped with {server.exit_code}")


def bound_logs(folder: Folder) -> None:
    """Keep each log below a size, and one older part of it."""
    for log in folder.root.glob("*.log"):
        if log.stat().st_size > _LOG_MAX_BYTES:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)  # servers append, so they go on at the new end


def say(line: str) -> None:
    """Write a line to the supervisor's log, which is its output."""
    print(time.strftime("%Y-%m-%d %H:%M:%S"), line, flush=True)


def main(data_dir: str) -> None:
    """Become the supervisor of a data folder unless it has one.

    The caller's process ends once the place of the servers is known; what supervises is a
    grandchild of whoever started it, so nobody has to bury it.
    """
    folder = Folder.within(Path(data_dir))
    alive = FileLock(folder.supervisor_lock)
    if not alive.try_exclusive():
        return
    alive.write("")  # our number follows when the place can be read
    os.chdir(folder.root)
    _allow_many_files()
    place, sockets = take_place(folder)
    place.write(folder)
    if os.fork() > 0:
        os._exit(0)
    os.setsid()
    alive.write(str(os.getpid()))
    with sockets:
        try:
            Supervisor(folder, place, alive).run()
        except EmbeddedServersError as error:
            say(str(error))
        except Exception:  # the last word of a background process goes to its log
            say(traceback.format_exc())
        finally:
            remove_sockets_folder(place)


def _allow_many_files() -> None:
    """Let the servers open as many files and connections as we may allow them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def take_place(folder: Folder) -> tuple[Place, FileLock]:
    """Choose the folder of the sockets and lock it.

    Servers whose data folder was removed under them may still be ending in it.
    """
    patience = Patience(STOP_S * 2)
    while True:
        place = choose_place(folder)
        sockets = FileLock(Path(place.sockets) / "lock")
        if sockets.try_exclusive():
            return place, sockets
        patience.pause(f"other servers to leave {place.sockets}")


if __name__ == "__main__":
    main(sys.argv[1])
