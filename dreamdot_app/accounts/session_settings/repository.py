"""Queries on somebody's live sessions, nothing else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts.models import AccountSession


def _live(account_id: UUID, now: datetime) -> list[ColumnElement[bool]]:
    return [
        col(AccountSession.account_id) == account_id,
        col(AccountSession.ended_at).is_(None),
        col(AccountSession.idle_expires_at) > now,
        col(AccountSession.expires_at) > now,
    ]


async def others(
    session: AsyncSession,
    account_id: UUID,
    *,
    but: UUID,
    before: UUID | None,
    limit: int,
    now: datetime,
) -> Sequence[AccountSession]:
    """Live sessions but one, those that began last first."""
    wanted = (
        select(AccountSession)
        .where(*_live(account_id, now), col(AccountSession.id) != but)
        .order_by(col(AccountSession.id).desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(col(AccountSession.id) < before)
    return (await session.scalars(wanted)).all()


async def one(session: AsyncSession, session_id: UUID) -> AccountSession | None:
    """A session."""
    return await session.get(AccountSession, session_id)
