"""What the tests of `core.embedded` do with a data folder: use it, look at it, kill in it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from pymongo import MongoClient

import dreamdot_app
from dreamdot_app.core.embedded.layout import Folder, Place
from dreamdot_app.core.embedded.locks import FileLock
from dreamdot_app.core.embedded.patience import Patience

PROJECT = Path(dreamdot_app.__file__).parent.parent
ORPHANS_END_S = 10.0


class DataFolder:
    """One data folder and the processes that a test started on it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.servers = Folder.within(path)
        self._users: list[subprocess.Popen[str]] = []

    def begin_user(self) -> subprocess.Popen[str]:
        """Start a process that uses the servers, without waiting for it."""
        program = Path(__file__).with_name("embedded_user.py")
        user = subprocess.Popen(
            [sys.executable, str(program), str(self.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
        )
        self._users.append(user)
        return user

    def user(self) -> subprocess.Popen[str]:
        """Start a process that uses the servers; it is using them now."""
        user = self.begin_user()
        assert addresses(user)
        return user

    def pids(self) -> dict[str, int]:
        """The process ids of the supervisor and the servers, as far as they got."""
        files = {
            "supervisor": self.servers.supervisor_lock,
            "postgres": self.servers.postgres_data / "postmaster.pid",
            "mongod": self.servers.mongo_data / "mongod.lock",
        }
        noted = {name: file.read_text() for name, file in files.items() if file.exists()}
        return {name: int(text.split()[0]) for name, text in noted.items() if text}

    @property
    def place(self) -> Place:
        """Where the servers are reached."""
        place = Place.read(self.servers)
        assert place
        return place

    def sql(self, statement: str, role: str = "dreamdot") -> list[tuple[Any, ...]]:
        """Run a statement in the items database."""
        url = self.place.postgres_url("dreamdot_items", role).replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def write_everywhere(self) -> None:
        """Leave one row and one document behind."""
        self.sql("create table kept (n int); insert into kept values (7)")
        with MongoClient[dict[str, Any]](self.place.mongodb_uri) as client:
            client["dreamdot"]["kept"].insert_one({"n": 7})

    def assert_everything_kept(self) -> None:
        """The row and the document are there, once each."""
        assert self.sql("select n from kept") == [(7,)]
        with MongoClient[dict[str, Any]](self.place.mongodb_uri) as client:
            assert [kept["n"] for kept in client["dreamdot"]["kept"].find()] == [7]

    def end(self) -> None:
        """End every process that the test started, and the servers with all they left."""
        for user in self._users:
            user.kill()
            user.communicate()
        supervisor = FileLock(self.servers.supervisor_lock)
        if supervisor.is_held():
            pids = self.pids()
            kill(pids["supervisor"])  # the folder is not needed again, so the quick way will do
            until_gone(pids)
        if place := Place.read(self.servers):
            shutil.rmtree(place.sockets, ignore_errors=True)


def addresses(user: subprocess.Popen[str]) -> str:
    """The addresses that a process printed once it had the servers; empty when it failed."""
    assert user.stdout
    return user.stdout.readline().strip()


def finish(user: subprocess.Popen[str]) -> None:
    """Let a process end in order."""
    user.communicate(timeout=ORPHANS_END_S)
    assert user.returncode == 0


def kill(pid: int) -> None:
    """End a process as the kernel does when memory is short."""
    os.kill(pid, signal.SIGKILL)


def lives(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet buried does not."""
    if not Path("/proc/self").exists():
        found = subprocess.run(["ps", "-p", str(pid)], capture_output=True, check=False)
        return found.returncode == 0
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def until(condition: Callable[[], bool], what: str, seconds: float = ORPHANS_END_S) -> None:
    """Wait for a condition; fails, saying for what, when it does not come in time."""
    patience = Patience(seconds)
    while not condition():
        patience.pause(what)


def until_gone(pids: dict[str, int]) -> None:
    """Wait until none of these processes runs."""
    until(lambda: not any(map(lives, pids.values())), f"the end of {pids}")
