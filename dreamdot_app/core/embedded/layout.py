"""Where the embedded servers keep their data, locks, logs and sockets.

Data, locks and logs lie in the data folder. Sockets lie in a short private folder elsewhere,
since a socket's path may have about 100 bytes and a project's folder may be deeper than that.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import stat
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from dreamdot_app.core.embedded.errors import EmbeddedServersError

POSTGRES_PORT = 5432  # names the socket file only; nothing listens on it
MONGO_PORT = 27017
SOCKET_PATH_MAX_BYTES = 100  # Linux takes 107, macOS 103
_LONGEST_SOCKET_NAME = f"/.s.PGSQL.{POSTGRES_PORT}"


@dataclass(frozen=True)
class Folder:
    """The embedded servers' part of a data folder."""

    root: Path

    @classmethod
    def within(cls, data_dir: Path) -> Folder:
        """The servers' folder of ``data_dir``; nothing is made yet."""
        return cls(data_dir.expanduser().resolve() / "servers")

    def make(self) -> None:
        """Make the folder, readable by its owner alone."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def users_lock(self) -> Path:
        """Shared by everybody who uses the servers; alone by whoever stops or removes them."""
        return self.root / "users.lock"

    @property
    def start_lock(self) -> Path:
        """Held by the one process that is starting the servers."""
        return self.root / "start.lock"

    @property
    def supervisor_lock(self) -> Path:
        """Held by the supervisor as long as it lives; holds its process id."""
        return self.root / "supervisor.lock"

    def supervisor_id(self) -> int | None:
        """The supervisor's process id once it has settled; of use only while the lock is held."""
        try:
            return int(self.supervisor_lock.read_text())
        except (FileNotFoundError, ValueError):
            return None

    @property
    def place(self) -> Path:
        """Tells where the running servers can be reached."""
        return self.root / "place.json"

    @property
    def postgres_data(self) -> Path:
        """PostgreSQL's cluster."""
        return self.root / "postgres"

    @property
    def mongo_data(self) -> Path:
        """MongoDB's data."""
        return self.root / "mongo"

    @property
    def mongo_complete(self) -> Path:
        """Exists once MongoDB's data can hold something worth keeping."""
        return self.root / "mongo.complete"

    def log(self, name: str) -> Path:
        """The log of ``postgres``, ``mongod`` or ``supervisor``."""
        return self.root / f"{name}.log"


@dataclass(frozen=True)
class Place:
    """Where running servers are reached.

    ``sockets`` is the private folder of the sockets; ``mongo`` is a socket's path or, where
    ``listens_on_loopback``, ``127.0.0.1:port``.
    """

    sockets: str
    mongo: str

    @property
    def mongo_is_socket(self) -> bool:
        """Whether MongoDB listens on a Unix socket."""
        return self.mongo.startswith("/")

    @property
    def mongodb_uri(self) -> str:
        """MongoDB's address; writes are acknowledged by the journal."""
        host = quote(self.mongo, safe="") if self.mongo_is_socket else self.mongo
        return f"mongodb://{host}/?directConnection=true&w=majority&journal=true"

    def postgres_url(self, database: str, role: str) -> str:
        """The SQLAlchemy address of a database, for a role."""
        sockets = quote(self.sockets, safe="/")
        return f"postgresql+psycopg://{role}@/{database}?host={sockets}&port={POSTGRES_PORT}"

    def write(self, folder: Folder) -> None:
        """Leave word for the processes that will use the servers; never half-written."""
        fresh = folder.place.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)))
        fresh.replace(folder.place)

    @classmethod
    def read(cls, folder: Folder) -> Place | None:
        """What the last supervisor left; None when there is nothing usable."""
        try:
            found = json.loads(folder.place.read_text())
            return cls(sockets=str(found["sockets"]), mongo=str(found["mongo"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def listens_on_loopback() -> bool:
    """MongoDB's Unix socket is proven on Linux only; elsewhere it takes a port on loopback."""
    return sys.platform != "linux"


def choose_place(folder: Folder) -> Place:
    """The place of the last start while it can still be used, else a new one.

    Staying where one was lets pools that are still open find the restarted servers.
    """
    last = Place.read(folder)
    if last and last.sockets.endswith(_folder_name(folder)) and _make_private(Path(last.sockets)):
        sockets = Path(last.sockets)
    else:
        sockets = _new_sockets_folder(folder)
    if not listens_on_loopback():
        return Place(str(sockets), str(sockets / "mongod.sock"))
    return Place(str(sockets), f"127.0.0.1:{_loopback_port(last)}")


def remove_sockets_folder(place: Place) -> None:
    """Remove the private folder of the sockets."""
    shutil.rmtree(place.sockets, ignore_errors=True)


def _folder_name(folder: Folder) -> str:
    digest = hashlib.sha256(os.fsencode(folder.root)).hexdigest()[:12]
    return f"dreamdot-{os.geteuid()}-{digest}"


def _new_sockets_folder(folder: Folder) -> Path:
    bases = [os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"]  # noqa: S108 the folder in it is private
    for base in filter(os.path.isabs, bases):
        path = Path(base) / _folder_name(folder)
        too_long = len(os.fsencode(f"{path}{_LONGEST_SOCKET_NAME}")) > SOCKET_PATH_MAX_BYTES
        if not too_long and _make_private(path):
            return path
    raise EmbeddedServersError(
        "No folder for the servers' sockets: neither XDG_RUNTIME_DIR nor the temporary folder"
        f" has a short path where {_folder_name(folder)} could be made."
    )


def _make_private(path: Path) -> bool:
    """Make a folder that only we may enter; False where that is impossible or it is foreign."""
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
    except OSError:
        return False
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return is_ours and not found.st_mode & 0o077 and os.access(path, os.W_OK)


def _loopback_port(last: Place | None) -> int:
    """The port of the last start when it is free, else any free one."""
    wanted = [int(last.mongo.rpartition(":")[2])] if last and not last.mongo_is_socket else []
    for port in [*wanted, 0]:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise EmbeddedServersError("No free port on loopback for MongoDB.")
