"""Queries on factors, nothing else."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.providers.models import Identity


async def account(session: AsyncSession, account_id: UUID) -> Account | None:
    """The account, unless it is gone; locked, so that its factors are used and changed one after
    another.
    """
    return await session.scalar(
        select(Account)
        .where(col(Account.id) == account_id, col(Account.deleted_at).is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


async def authenticator(session: AsyncSession, account_id: UUID) -> Authenticator | None:
    """The authenticator app of an account, confirmed or not."""
    return await session.get(Authenticator, account_id)


async def has_factor(session: AsyncSession, account_id: UUID) -> bool:
    """Whether an account has a confirmed app or a passkey."""
    return bool(await session.scalar(select(_factor_of(account_id))))


async def entry(session: AsyncSession, account_id: UUID) -> tuple[str | None, bool]:
    """The hash of an account's password, until the caller's transaction ends, and whether it has a
    factor besides; no hash when the account is gone. One question, for every sign-in asks it.
    """
    found = await session.execute(
        select(col(Account.password_hash), _factor_of(account_id))
        .where(col(Account.id) == account_id, col(Account.deleted_at).is_(None))
        .with_for_update(read=True, of=Account)
    )
    row = found.first()
    return (row[0], bool(row[1])) if row else (None, False)


def _factor_of(account_id: UUID) -> ColumnElement[bool]:
    app = select(col(Authenticator.account_id)).where(
        col(Authenticator.account_id) == account_id, col(Authenticator.confirmed_at).is_not(None)
    )
    key = select(col(Passkey.id)).where(col(Passkey.account_id) == account_id)
    return app.exists() | key.exists()


async def take_step(session: AsyncSession, account_id: UUID, step: int) -> bool:
    """Use a time step's code up: of two at once, one has it, and no earlier one any more."""
    taken = await session.execute(
        update(Authenticator)
        .where(col(Authenticator.account_id) == account_id, col(Authenticator.last_step) < step)
        .values(last_step=step)
        .returning(col(Authenticator.account_id))
    )
    return taken.first() is not None


async def delete_authenticator(session: AsyncSession, account_id: UUID) -> bool:
    """Whether there was a confirmed one to be deleted."""
    gone = await session.execute(
        delete(Authenticator)
        .where(
            col(Authenticator.account_id) == account_id,
            col(Authenticator.confirmed_at).is_not(None),
        )
        .returning(col(Authenticator.account_id))
    )
    return gone.first() is not None


async def codes_left(session: AsyncSession, account_id: UUID) -> int:
    """How many recovery codes are unused."""
    return (
        await session.scalar(
            select(func.count())
            .select_from(RecoveryCode)
            .where(col(RecoveryCode.account_id) == account_id, col(RecoveryCode.used_at).is_(None))
        )
        or 0
    )


async def replace_codes(
    session: AsyncSession, account_id: UUID, hashes: Iterable[bytes], *, now: datetime
) -> None:
    """Keep these codes and no others."""
    await delete_codes(session, account_id)
    session.add_all(
        RecoveryCode(account_id=account_id, code_hash=one, created_at=now) for one in hashes
    )


async def delete_codes(session: AsyncSession, account_id: UUID) -> None:
    """Forget an account's recovery codes."""
    await session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))


async def use_recovery_code(
    session: AsyncSession, account_id: UUID, code_hash: bytes, *, now: datetime
) -> bool:
    """Use a code up: of two at once, one has it."""
    used = await session.execute(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account_id,
            col(RecoveryCode.code_hash) == code_hash,
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now)
        .returning(col(RecoveryCode.id))
    )
    return used.first() is not None


async def passkeys(session: AsyncSession, account_id: UUID) -> Sequence[Passkey]:
    """An account's passkeys, oldest first."""
    rows = await session.scalars(
        select(Passkey).where(col(Passkey.account_id) == account_id).order_by(col(Passkey.id))
    )
    return rows.all()


async def passkey_by_credential(session: AsyncSession, credential_id: bytes) -> Passkey | None:
    """The passkey that a browser speaks of, as it is now."""
    return await session.scalar(
        select(Passkey)
        .where(col(Passkey.credential_id) == credential_id)
        .execution_options(populate_existing=True)
    )


async def own_passkey(session: AsyncSession, account_id: UUID, passkey_id: UUID) -> Passkey | None:
    """A passkey, if it is this account's."""
    return await session.scalar(
        select(Passkey).where(col(Passkey.id) == passkey_id, col(Passkey.account_id) == account_id)
    )


async def has_identity(session: AsyncSession, account_id: UUID, offered: Collection[str]) -> bool:
    """Whether somebody can come in through one of the providers that are ``offered``."""
    found = select(col(Identity.subject)).where(
        col(Identity.account_id) == account_id, col(Identity.provider).in_(offered)
    )
    return bool(await session.scalar(select(found.exists())))
