"""Five PostgreSQL databases: an engine, a metadata and transactions of their own each.

A transaction touches one database and names its actor. What must also happen in another database
is an outbox row written in the same transaction (`core.outbox`).
"""

import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Uuid, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import declared_attr, registry
from sqlmodel import Field, SQLModel

from dreamdot_app.core.ids import UserId

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Database(StrEnum):
    """The five databases, by what they hold."""

    USER = "user"
    SOCIAL = "social"
    ITEMS = "items"
    COMMUNITY = "community"
    AUDIT = "audit"


def _registry() -> registry:
    return registry(metadata=MetaData(naming_convention=_NAMES))


class _Table(SQLModel):
    @declared_attr.directive
    @classmethod
    def __tablename__(cls) -> str:  # pyright: ignore[reportIncompatibleVariableOverride] SQLModel declares it too narrowly
        """The class's name in small letters: ``ReadingPlace`` is ``reading_place``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class UserTable(_Table, registry=_registry()):
    """Base of the tables in the user database."""


class SocialTable(_Table, registry=_registry()):
    """Base of the tables in the social database."""


class ItemsTable(_Table, registry=_registry()):
    """Base of the tables in the items database."""


class CommunityTable(_Table, registry=_registry()):
    """Base of the tables in the community database."""


class AuditTable(_Table, registry=_registry()):
    """Base of the tables in the audit database."""


TABLES: Mapping[Database, type[SQLModel]] = {
    Database.USER: UserTable,
    Database.SOCIAL: SocialTable,
    Database.ITEMS: ItemsTable,
    Database.COMMUNITY: CommunityTable,
    Database.AUDIT: AuditTable,
}


def metadata(database: Database) -> MetaData:
    """The tables of a database, as the models declare them."""
    return TABLES[database].metadata


def primary_key(**options: Any) -> Any:
    """An id column that is the primary key; give ``default_factory=ids.new`` for fresh ones."""
    return Field(primary_key=True, sa_type=Uuid, **options)


def reference(**options: Any) -> Any:
    """A column that holds an id, within this database or (unchecked) of another one."""
    return Field(sa_type=Uuid, **options)


def moment(**options: Any) -> Any:
    """A column for a time in UTC (timestamptz)."""
    return Field(sa_type=DateTime(timezone=True), **options)  # pyright: ignore[reportCallIssue, reportArgumentType] SQLModel's stub knows types only, instances work


_CONNECT_S = 10
# Whatever takes longer has gone wrong, and holds a connection that others wait for. Jobs that may
# take longer say so (`unhurried`).
_LIMITS = "-c lock_timeout=15s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
_engines: dict[Database, AsyncEngine] = {}


def sqlalchemy_url(address: str) -> str:
    """A PostgreSQL address with the driver that DreamDot uses (psycopg 3)."""
    scheme, _, rest = address.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme.startswith("postgres") else address


def open_databases(urls: Mapping[str, str], *, pool_size: int = 8) -> None:
    """Make the five engines; connections are opened when first used.

    ``urls`` gives the address of each database by its name (`Database` values).
    """
    for database in Database:
        _engines[database] = create_async_engine(
            sqlalchemy_url(urls[database.value]),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=False,
            pool_recycle=1_800,
            connect_args={
                "connect_timeout": _CONNECT_S,
                "options": _LIMITS,
            },
            hide_parameters=True,  # what people typed has no place in a log
        )


async def close_databases() -> None:
    """Close every connection and forget the engines."""
    for engine in _engines.values():
        await engine.dispose()
    _engines.clear()


def engine(database: Database) -> AsyncEngine:
    """The engine of an open database."""
    return _engines[database]


@asynccontextmanager
async def transaction(
    database: Database, *, actor: UserId | UUID | None
) -> AsyncGenerator[AsyncSession]:
    """One transaction in one database: committed at the end, undone when anything raises.

    ``actor`` is who acts, ``None`` for the platform itself and for visitors; it is set for the
    transaction as ``app.actor``, so that row-level security can hold the line.
    """
    async with AsyncSession(_engines[database], expire_on_commit=False) as session, session.begin():
        if actor is not None:
            await session.execute(
                text("select set_config('app.actor', :actor, true)"), {"actor": str(actor)}
            )
        yield session


async def unhurried(session: AsyncSession) -> None:
    """Let the statements of this transaction take as long as they need."""
    await session.execute(text("set local statement_timeout = 0"))


@asynccontextmanager
async def reading(database: Database) -> AsyncGenerator[AsyncSession]:
    """A session for reading only; nothing in it is committed."""
    async with AsyncSession(_engines[database], expire_on_commit=False) as session:
        yield session


@asynccontextmanager
async def exclusively(database: Database, name: str) -> AsyncGenerator[None]:
    """Hold the lock of that name, one process at a time, for as long as this is open.

    Who waits for it waits as long as it takes, and who has it may do other things meanwhile.
    """
    async with _engines[database].begin() as connection:
        for limit in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            await connection.execute(text(f"set local {limit} = 0"))
        await connection.execute(
            text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
        )
        yield


def as_utc(value: datetime) -> datetime:
    """Refuse a time without zone early, where the mistake is, not in the database."""
    if value.tzinfo is None:
        raise ValueError("times are aware and in UTC")
    return value
