"""Making freshly started servers usable: a role and databases, a replica set of one.

Every step looks first and does only what is missing, so it may be repeated after any crash.
The drivers are imported where they are used: the supervisor, which loads this package too,
stays small without them.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from dreamdot_app.core.embedded.errors import ServersDidNotStart
from dreamdot_app.core.embedded.layout import POSTGRES_PORT, Place
from dreamdot_app.core.embedded.mongo import REPLICA_SET
from dreamdot_app.core.embedded.postgres import ADMIN

if TYPE_CHECKING:
    import psycopg
    from pymongo import MongoClient

OWNER = "dreamdot"
DATABASES = ("user", "social", "items", "community", "audit")
_ALREADY_INITIALIZED = 23
_ATTEMPT_S = 2

Pause = Callable[[str], None]


def prepare_postgres(place: Place, pause: Pause) -> None:
    """Wait until PostgreSQL answers; make the role ``dreamdot`` and its databases if missing.

    ``pause`` is called with what is waited for, and ends the waiting by raising.

    Raises:
        ServersDidNotStart: the server answers, and refuses to make them (a full disk).
    """
    import psycopg

    while True:
        try:
            connection = psycopg.connect(
                host=place.sockets,
                port=POSTGRES_PORT,
                user=ADMIN,
                dbname="postgres",
                connect_timeout=_ATTEMPT_S,
                autocommit=True,
            )
        except psycopg.OperationalError as error:
            pause(f"PostgreSQL ({str(error).strip().splitlines()[-1]})")
            continue
        with connection:
            try:
                return _make_missing(connection)
            except psycopg.Error as error:
                if not connection.broken:
                    raise ServersDidNotStart(f"PostgreSQL: {error}") from error


def _make_missing(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    from psycopg import sql

    owner = sql.Identifier(OWNER)
    if not connection.execute("select 1 from pg_roles where rolname = %s", [OWNER]).fetchone():
        connection.execute(
            sql.SQL("create role {} login nosuperuser nocreatedb nocreaterole").format(owner)
        )
    there = {name for (name,) in connection.execute("select datname from pg_database")}
    for name in (f"{OWNER}_{database}" for database in DATABASES):
        if name not in there:
            connection.execute(
                sql.SQL("create database {} owner {}").format(sql.Identifier(name), owner)
            )


def prepare_mongo(place: Place, pause: Pause) -> None:
    """Wait until MongoDB accepts writes; make it a replica set of one under its address.

    ``pause`` is called with what is waited for, and ends the waiting by raising.
    """
    from pymongo import MongoClient
    from pymongo.errors import PyMongoError

    while True:
        _wait_listening(place, pause)
        client: MongoClient[dict[str, Any]] = MongoClient(
            place.mongodb_uri,
            serverSelectionTimeoutMS=_ATTEMPT_S * 1000,
            connectTimeoutMS=_ATTEMPT_S * 1000,
        )
        with client:
            try:
                while not _accepts_writes(client, place):
                    pause("MongoDB to accept writes")
                return
            except PyMongoError as error:
                pause(f"MongoDB ({str(error)[:200]})")


def _wait_listening(place: Place, pause: Pause) -> None:
    """Wait for the socket by hand: the driver itself tries only twice a second."""
    while True:
        with suppress(OSError):
            if place.mongo_is_socket:
                with socket.socket(socket.AF_UNIX) as probe:
                    probe.connect(place.mongo)
                    return
            host, _, port = place.mongo.rpartition(":")
            with socket.create_connection((host, int(port)), timeout=_ATTEMPT_S):
                return
        pause("MongoDB to listen")


def _accepts_writes(client: MongoClient[dict[str, Any]], place: Place) -> bool:
    hello = client.admin.command("hello")
    if hello.get("isWritablePrimary"):
        return True
    if hello.get("isreplicaset"):  # it wants to be one and has no configuration it fits in
        _configure(client, place)
    return False


def _configure(client: MongoClient[dict[str, Any]], place: Place) -> None:
    """Make the replica set, or tell one that moved with its folder its new address."""
    from pymongo.errors import OperationFailure

    member = {"_id": 0, "host": place.mongo}
    try:
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
    except OperationFailure as error:
        if error.code != _ALREADY_INITIALIZED:
            raise
        config = client.admin.command("replSetGetConfig")["config"]
        config["members"] = [member]
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)
