"""Queries on known browsers, nothing else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts.models import AccountSession, KnownDevice


async def knows(session: AsyncSession, account_id: UUID, token_hash: bytes) -> bool:
    """Whether an account knows a browser."""
    return await session.get(KnownDevice, (account_id, token_hash)) is not None


async def see(session: AsyncSession, account_id: UUID, token_hash: bytes, *, now: datetime) -> bool:
    """Note that a browser was seen; whether the account had known it before.

    Of two at once, one is told that it is new.
    """
    fresh = (
        insert(KnownDevice)
        .values(account_id=account_id, token_hash=token_hash, first_seen_at=now, last_seen_at=now)
        .on_conflict_do_nothing()
        .returning(col(KnownDevice.account_id))
    )
    if await session.scalar(fresh) is not None:
        return False
    await session.execute(
        update(KnownDevice)
        .where(col(KnownDevice.account_id) == account_id, col(KnownDevice.token_hash) == token_hash)
        .values(last_seen_at=now)
    )
    return True


async def set_time_zone(session: AsyncSession, session_id: UUID, time_zone: str) -> None:
    """Note where a session is, unless that is known already."""
    await session.execute(
        update(AccountSession)
        .where(col(AccountSession.id) == session_id, col(AccountSession.time_zone) == "")
        .values(time_zone=time_zone)
    )


async def forget_of(session: AsyncSession, account_id: UUID, *, but: bytes) -> None:
    """Delete the browsers that an account knows, all but the one with this token's hash."""
    await session.execute(
        delete(KnownDevice).where(
            col(KnownDevice.account_id) == account_id, col(KnownDevice.token_hash) != but
        )
    )


async def forget(session: AsyncSession, *, unseen_since: datetime) -> None:
    """Delete the browsers that nobody has come with since."""
    await session.execute(delete(KnownDevice).where(col(KnownDevice.last_seen_at) < unseen_since))
