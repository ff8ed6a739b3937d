"""Databases for tests: one set of embedded servers for a session, copies of migrated templates.

Every xdist worker has five databases of its own. They are not emptied between tests: a test makes
its own people and works and never assumes an empty table.
"""

import fcntl
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from dreamdot_app.core import migrations
from dreamdot_app.core.db import Database
from dreamdot_app.core.embedded import Servers


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock against the other xdist workers."""
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def admin(servers: Servers) -> Generator[psycopg.Connection[tuple[object, ...]]]:
    """A superuser's connection, committing each statement."""
    address = servers.postgres_admin_url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


def make_templates(servers: Servers, folder: Path) -> None:
    """Make and migrate the five templates, unless another xdist worker has done it."""
    with alone(folder / "templates.lock"), admin(servers) as connection:
        for database in Database:
            name = f"template_{database.value}"
            if connection.execute(
                "select 1 from pg_database where datname = %s", [name]
            ).fetchone():
                continue
            fresh = f"fresh_{database.value}"  # a migration that was broken off is begun anew
            drop(connection, fresh)
            _create(connection, fresh, sql.SQL("owner dreamdot"))
            migrations.upgrade(database, servers.postgres_url(fresh))
            connection.execute(
                sql.SQL("alter database {} rename to {}").format(
                    sql.Identifier(fresh), sql.Identifier(name)
                )
            )


def copy_templates(servers: Servers, prefix: str) -> dict[str, str]:
    """Make five databases named ``<prefix>_<name>``; their addresses by name."""
    with admin(servers) as connection:
        for database in Database:
            name = f"{prefix}_{database.value}"
            template = sql.Identifier(f"template_{database.value}")
            drop(connection, name)
            _create(connection, name, sql.SQL("owner dreamdot template {}").format(template))
            # What a test wrote need not survive a power cut; a killed process loses nothing.
            connection.execute(
                sql.SQL("alter database {} set synchronous_commit = off").format(
                    sql.Identifier(name)
                )
            )
    return {
        database.value: servers.postgres_url(f"{prefix}_{database.value}") for database in Database
    }


def drop_copies(servers: Servers, prefix: str) -> None:
    """Drop what `copy_templates` made, whoever is still connected."""
    with admin(servers) as connection:
        for database in Database:
            drop(connection, f"{prefix}_{database.value}")


def make_empty(servers: Servers, name: str) -> str:
    """Make a database without tables; its address."""
    with admin(servers) as connection:
        drop(connection, name)
        _create(connection, name, sql.SQL("owner dreamdot"))
    return servers.postgres_url(name)


def drop(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Drop a database if there is one."""
    statement = sql.SQL("drop database if exists {} with (force)")
    connection.execute(statement.format(sql.Identifier(name)))


def _create(
    connection: psycopg.Connection[tuple[object, ...]], name: str, options: sql.Composable
) -> None:
    connection.execute(sql.SQL("create database {} ").format(sql.Identifier(name)) + options)


def environment_of(urls: Mapping[str, str]) -> dict[str, str]:
    """The variables that give a process of its own these databases."""
    return {f"POSTGRES_DB_{name.upper()}": url for name, url in urls.items()}
