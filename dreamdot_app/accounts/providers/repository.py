"""Queries on accounts elsewhere, nothing else."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts.factors.models import Passkey
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.providers.models import Identity


async def owner(session: AsyncSession, provider: str, subject: str) -> Account | None:
    """Whose an account elsewhere is."""
    return await session.scalar(_owner(provider, subject))


async def held_owner(session: AsyncSession, provider: str, subject: str) -> Account | None:
    """Whose an account elsewhere is, held for the transaction: it may be unlinked as we wait, so
    `note_use` says whether it still is.
    """
    return await session.scalar(
        _owner(provider, subject).with_for_update(key_share=True, of=Account)
    )


def _owner(provider: str, subject: str) -> Select[Account]:
    return (
        select(Account)
        .join(Identity, col(Identity.account_id) == col(Account.id))
        .where(
            col(Identity.provider) == provider,
            col(Identity.subject) == subject,
            col(Account.deleted_at).is_(None),
        )
    )


async def identities(session: AsyncSession, account_id: UUID) -> Sequence[Identity]:
    """The accounts elsewhere that somebody has linked."""
    rows = await session.scalars(select(Identity).where(col(Identity.account_id) == account_id))
    return rows.all()


async def note_use(session: AsyncSession, provider: str, subject: str, *, now: datetime) -> bool:
    """Note that somebody came in by it; False when it is linked no more."""
    noted = await session.execute(
        update(Identity)
        .where(col(Identity.provider) == provider, col(Identity.subject) == subject)
        .values(last_used_at=now)
        .returning(col(Identity.subject))
    )
    return noted.first() is not None


async def delete_identity(session: AsyncSession, account_id: UUID, provider: str) -> bool:
    """Whether there was one to be deleted."""
    gone = await session.execute(
        delete(Identity)
        .where(col(Identity.account_id) == account_id, col(Identity.provider) == provider)
        .returning(col(Identity.subject))
    )
    return gone.first() is not None


async def has_passkey(session: AsyncSession, account_id: UUID) -> bool:
    """Whether somebody can sign in with a passkey."""
    found = await session.scalar(
        select(col(Passkey.id)).where(col(Passkey.account_id) == account_id).limit(1)
    )
    return found is not None


async def has_linked(session: AsyncSession, account_id: UUID, among: Collection[str]) -> bool:
    """Whether somebody has linked one of these providers."""
    found = await session.scalar(
        select(col(Identity.provider))
        .where(col(Identity.account_id) == account_id, col(Identity.provider).in_(list(among)))
        .limit(1)
    )
    return found is not None
