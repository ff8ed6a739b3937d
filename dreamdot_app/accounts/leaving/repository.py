"""Queries on exports and on those who leave, nothing else."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts.leaving.models import DataExport
from dreamdot_app.accounts.models import Account
from dreamdot_app.core.db import Database, metadata

_NOT_MADE = col(DataExport.ready_at).is_(None) & col(DataExport.failed_at).is_(None)


async def locked_account(session: AsyncSession, account_id: UUID) -> Account | None:
    """An account, as it stays until the transaction ends."""
    return await session.get(Account, account_id, with_for_update=True)


async def exports_of(session: AsyncSession, account_id: UUID) -> Sequence[DataExport]:
    """Somebody's exports, the latest first."""
    rows = await session.scalars(
        select(DataExport)
        .where(col(DataExport.account_id) == account_id)
        .order_by(col(DataExport.asked_at).desc(), col(DataExport.id).desc())
    )
    return rows.all()


async def existing(session: AsyncSession, exports: Collection[UUID]) -> set[UUID]:
    """Which of these exports have a row."""
    rows = await session.scalars(select(col(DataExport.id)).where(col(DataExport.id).in_(exports)))
    return set(rows)


async def note_progress(session: AsyncSession, export_id: UUID, percent: int) -> None:
    """Note how far an export is."""
    await session.execute(
        update(DataExport)
        .where(col(DataExport.id) == export_id, _NOT_MADE)
        .values(progress_percent=percent)
    )


async def give_up(session: AsyncSession, *, asked_before: datetime, now: datetime) -> None:
    """Note that exports which were asked for before a time will not be made."""
    await session.execute(
        update(DataExport)
        .where(_NOT_MADE, col(DataExport.asked_at) < asked_before)
        .values(failed_at=now)
    )


async def forget_exports(
    session: AsyncSession, *, now: datetime, failed_before: datetime
) -> list[UUID]:
    """Delete exports that have expired, or failed before a time; their ids."""
    is_over = or_(
        col(DataExport.expires_at) <= now,
        and_(col(DataExport.ready_at).is_(None), col(DataExport.failed_at) < failed_before),
    )
    gone = await session.scalars(delete(DataExport).where(is_over).returning(col(DataExport.id)))
    return list(gone)


async def due_to_leave(
    session: AsyncSession, *, asked_before: datetime, limit: int
) -> Sequence[UUID]:
    """Accounts whose days of grace are over, the longest waiting first."""
    rows = await session.scalars(
        select(col(Account.id))
        .where(col(Account.deletion_asked_at) <= asked_before, col(Account.deleted_at).is_(None))
        .order_by(col(Account.deletion_asked_at))
        .limit(limit)
    )
    return rows.all()


async def delete_all_of(session: AsyncSession, account_id: UUID) -> None:
    """Delete every row of the user database that goes with an account, but not the account.

    What goes with one has an ``account_id``; so tables that are added later are not forgotten.
    """
    for table in _tables_of_accounts():
        await session.execute(table.delete().where(table.c.account_id == account_id))


def _tables_of_accounts() -> list[Table]:
    tables = metadata(Database.USER).sorted_tables
    return [table for table in reversed(tables) if "account_id" in table.c]
