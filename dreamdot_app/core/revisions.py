"""Writing a revision from what the models say now (development only)."""

import argparse
import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from alembic.autogenerate import produce_migrations
from alembic.autogenerate.api import AutogenContext, render_python_code
from alembic.runtime.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, text

from dreamdot_app.core import migrations
from dreamdot_app.core.db import Database, metadata
from dreamdot_app.core.settings import settings

_TEMPLATE = '''"""{message}."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "{number}"
down_revision = "{before}"


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
'''


@contextmanager
def _empty_database() -> Generator[str]:
    """A database of its own on the embedded server, gone afterwards."""
    from dreamdot_app.core.embedded import open_servers_now

    name = f"revision_{uuid4().hex[:12]}"
    with open_servers_now(settings().data_dir, say=print) as servers:
        admin = create_engine(
            servers.postgres_admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        with admin.connect() as connection:
            connection.execute(text(f"create database {name}"))
        try:
            yield servers.postgres_url(name, role="postgres")
        finally:
            with admin.connect() as connection:
                connection.execute(text(f"drop database {name} with (force)"))


def _render_item(_kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """SQLModel's text type is a plain one in the database, so revisions need not know it."""
    if type(item).__name__ == "AutoString":
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def what_differs(database: Database, url: str) -> tuple[str, str]:
    """The code that leads from a database to its models, and back; ``pass`` when they agree."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"target_metadata": metadata(database), "compare_type": True}
        )
        found = produce_migrations(context, metadata(database))
        rendered: list[str] = []
        for operations in (found.upgrade_ops, found.downgrade_ops):
            if operations is None:
                raise RuntimeError("Alembic answered nothing")
            code = render_python_code(
                operations, render_item=_render_item, migration_context=context
            )
            rendered.append("\n".join(part for part in code.splitlines() if "# ###" not in part))
        return rendered[0].strip() or "pass", rendered[1].strip() or "pass"


def _write(database: Database, message: str, up: str, down: str) -> Path:
    before = migrations.head(database)
    number = f"{int(before) + 1:04d}"
    slug = re.sub(r"\W+", "_", message.lower()).strip("_")[:40].strip("_")
    body = _TEMPLATE.format(message=message, number=number, before=before, up=up, down=down)
    path = migrations.FOLDER / database.value / f"{number}_{slug}.py"
    path.write_text(body)
    for arguments in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *arguments, str(path)], check=False)  # noqa: S603 our own tool
    return path


def write_revision(database: Database, message: str) -> Path:
    """Write the next revision of a database; read and edit it before it is committed.

    Compares the models that are imported with a fresh database at the newest revision. What
    `tables.beyond_tables` declares is not compared here (the drift test does), so it is written
    by hand.
    """
    with _empty_database() as url:
        migrations.upgrade(database, url)
        up, down = what_differs(database, url)
    return _write(database, message, up, down)


def main(arguments: list[str]) -> int:
    """``revision <database> <message> [--models module]``."""
    parser = argparse.ArgumentParser(prog="python -m dreamdot_app.core.migrations")
    commands = parser.add_subparsers(dest="command", required=True)
    revision = commands.add_parser("revision", help="write a revision from the models")
    revision.add_argument("database", choices=[database.value for database in Database])
    revision.add_argument("message", help="what changes, in a few words")
    revision.add_argument(
        "--models",
        action="append",
        help="a module that imports the models (default dreamdot_app.models)",
    )
    given = parser.parse_args(arguments)
    import_module("dreamdot_app.core.tables")
    for module in given.models or ["dreamdot_app.models"]:
        import_module(module)
    path = write_revision(Database(given.database), given.message)
    print(f"{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
    print("Read it, complete it, and run tests/core/test_migrations.py.")
    return 0
