"""Bringing the five databases up to date: a history of revisions each, under ``alembic/<name>/``.

Revisions are numbered ``0001``, ``0002``, … without gaps and form one line. There is no
``alembic.ini`` and no ``env.py``; all that they would say is here. To write a revision from
changed models: ``python -m dreamdot_app.core.migrations revision items "what changes"``.
"""

import re
import sys
import time
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import Connection, NullPool, create_engine, text

from dreamdot_app.core.db import Database, sqlalchemy_url
from dreamdot_app.core.failures import summary

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

FOLDER = Path(__file__).resolve().parents[2] / "alembic"
_LOCK = 0x44_52_45_41_4D  # "DREAM"; advisory locks are counted in each database by itself
_REVISION = re.compile(r"^(revision|down_revision)\b[^=\n]*=\s*(?:[\"'](\w+)[\"']|None)", re.M)
_LINE_S = 10  # how long a change may stand in line behind a table's users before it gives up


class MigrationRefused(Exception):
    """A database cannot be brought up to date; the message says which one and why."""


def head(database: Database) -> str:
    """The newest revision of a history, found without loading Alembic.

    Raises:
        MigrationRefused: the history is not one line.
    """
    return line(FOLDER / database.value)[-1]


def line(folder: Path) -> list[str]:
    """The revisions of the history in a folder, in their order.

    Raises:
        MigrationRefused: there are none, or two follow the same one.
    """
    after: dict[str | None, str] = {}
    for path in sorted(folder.glob("[0-9]*.py")):
        found = {name: value or None for name, value in _REVISION.findall(path.read_text())}
        if (before := found["down_revision"]) in after:
            raise MigrationRefused(
                f"{folder.name}: the revisions {after[before]} and {found['revision']} both"
                f" follow {before}; let the later one follow the other"
            )
        after[before] = str(found["revision"])
    revisions: list[str] = []
    while (following := after.get(revisions[-1] if revisions else None)) is not None:
        revisions.append(following)
    if not revisions or len(revisions) != len(after):
        raise MigrationRefused(f"{folder.name}: the revisions do not form one line")
    return revisions


def version(url: str) -> str | None:
    """The revision that a database is at; None when it is empty.

    Raises:
        psycopg.OperationalError: it cannot be reached.
    """
    address = sqlalchemy_url(url).replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(address, autocommit=True, connect_timeout=10) as connection:
        if connection.execute("select to_regclass('alembic_version')").fetchone() == (None,):
            return None
        found = connection.execute("select version_num from alembic_version").fetchone()
        return str(found[0]) if found else None


def migrate_all(urls: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Bring all five databases to their newest revision; ``say`` is told what is being done.

    Blocks, so a loop calls it in a thread. When there is nothing to do it only asks each database
    for its version. Of several processes that start at once, one migrates and the others wait.

    Raises:
        MigrationRefused: a database cannot be reached, or is newer than this program.
    """
    with ThreadPoolExecutor(len(Database)) as threads:
        versions = list(threads.map(_version, Database, repeat(urls)))
    for database, present in zip(Database, versions, strict=True):
        if present != head(database):
            what = "Making" if present is None else "Updating"
            say(f"{what} the tables of the {database.value} database")
            upgrade(database, urls[database.value], say=say)


def _version(database: Database, urls: Mapping[str, str]) -> str | None:
    try:
        return version(urls[database.value])
    except psycopg.ProgrammingError:  # its text would repeat the address
        raise MigrationRefused(
            f"POSTGRES_DB_{database.name}: this address cannot be read. Allowed:"
            " postgresql://user:password@host/name, special letters percent-encoded"
        ) from None
    except psycopg.OperationalError as error:
        raise MigrationRefused(
            f"POSTGRES_DB_{database.name}: the database cannot be used. {summary(error)}"
        ) from None


def upgrade(
    database: Database,
    url: str,
    revision: str = "head",
    *,
    say: Callable[[str], None] = lambda _line: None,
) -> None:
    """Bring a database up to a revision; each revision wholly or not at all.

    Raises:
        MigrationRefused: it is at a revision that this program does not know.
    """
    with _alone(url, say) as connection:
        _require_known(database, connection)
        _run(database, connection, lambda script, present: script._upgrade_revs(revision, present))  # pyright: ignore[reportPrivateUsage] what alembic.command does


def downgrade(database: Database, url: str, revision: str = "base") -> None:
    """Take a database back to a revision; ``base`` is the empty database.

    Raises:
        MigrationRefused: it is at a revision that this program does not know.
    """
    with _alone(url, lambda _line: None) as connection:
        _require_known(database, connection)
        _run(
            database,
            connection,
            lambda script, present: script._downgrade_revs(revision, present),  # pyright: ignore[reportPrivateUsage] what alembic.command does
        )


def _require_known(database: Database, connection: Connection) -> None:
    from alembic.runtime.migration import MigrationContext

    present = MigrationContext.configure(connection).get_current_revision()
    connection.rollback()
    if present is not None and present not in line(FOLDER / database.value):
        raise MigrationRefused(
            f"The {database.value} database is at revision {present}, which this version of"
            " DreamDot does not know: a newer one has used it. Start that one."
        )


Steps = Callable[["ScriptDirectory", Any], Any]  # the revisions to run, from the present one


def _run(database: Database, connection: Connection, steps: Steps) -> None:
    from alembic.config import Config  # not loaded when there is nothing to do
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER / database.value)])

    def remaining(present: Any, _context: object) -> Any:
        return steps(script, present)

    with EnvironmentContext(Config(), script, fn=remaining) as environment:
        environment.configure(connection=connection, transaction_per_migration=True)
        with environment.begin_transaction():
            environment.run_migrations()


@contextmanager
def _alone(url: str, say: Callable[[str], None]) -> Generator[Connection]:
    """A connection that holds the database's migration lock until it is closed."""
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        # Asked for again and again: a session that waits inside pg_advisory_lock() holds a
        # snapshot, for which CREATE INDEX CONCURRENTLY in the other one would wait in turn.
        told = False
        while not connection.scalar(text("select pg_try_advisory_lock(:key)"), {"key": _LOCK}):
            connection.rollback()
            if not told:
                say("Waiting for another process that changes the tables")
                told = True
            time.sleep(0.1)
        connection.execute(text(f"set lock_timeout = '{_LINE_S}s'"))
        connection.commit()
        yield connection


if __name__ == "__main__":
    from dreamdot_app.core.revisions import main

    sys.exit(main(sys.argv[1:]))
