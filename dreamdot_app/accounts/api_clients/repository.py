"""Queries on refresh tokens, nothing else."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts.models import AccountSession, RefreshToken


async def held(
    session: AsyncSession, token_hash: bytes
) -> tuple[RefreshToken, AccountSession] | None:
    """A refresh token and the session it goes on with; the session's row is held.

    The session is locked, not the token: all that happens in a family happens one by one.
    """
    session_id = await session.scalar(
        select(col(RefreshToken.session_id)).where(col(RefreshToken.token_hash) == token_hash)
    )
    if session_id is None:
        return None
    family = await session.scalar(
        select(AccountSession).where(col(AccountSession.id) == session_id).with_for_update()
    )
    token = await session.get(RefreshToken, token_hash)
    return (token, family) if token and family else None


async def find(session: AsyncSession, token_hash: bytes) -> RefreshToken | None:
    """A refresh token."""
    return await session.get(RefreshToken, token_hash)


async def touch(session: AsyncSession, session_id: UUID, *, now: datetime, idle: timedelta) -> None:
    """Note that a client has gone on."""
    await session.execute(
        update(AccountSession)
        .where(col(AccountSession.id) == session_id)
        .values(last_used_at=now, idle_expires_at=now + idle)
    )


async def forget(session: AsyncSession, *, expired_before: datetime) -> None:
    """Delete refresh tokens that had their last day before this."""
    await session.execute(delete(RefreshToken).where(col(RefreshToken.expires_at) < expired_before))
