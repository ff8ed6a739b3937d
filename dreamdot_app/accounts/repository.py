"""Queries on accounts and sessions, nothing else."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, delete, literal, or_, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts.contract import Role
from dreamdot_app.accounts.models import Account, AccountSession, ProfileLink
from dreamdot_app.core.ids import UserId

_ID_LENGTH = 16


async def taken_keys(
    session: AsyncSession, *, case_keys: Sequence[str], look_keys: Sequence[str]
) -> tuple[set[str], set[str]]:
    """Which of these case keys and looks somebody has."""
    rows = await session.execute(
        select(col(Account.username_key), col(Account.username_look)).where(
            or_(
                col(Account.username_key).in_(case_keys),
                col(Account.username_look).in_(look_keys),
            )
        )
    )
    found = rows.all()
    return {row[0] for row in found}, {row[1] for row in found}


async def account(session: AsyncSession, account_id: UUID) -> Account | None:
    """An account, unless it is gone."""
    found = await session.get(Account, account_id)
    return found if found and found.deleted_at is None else None


async def account_to_change(session: AsyncSession, account_id: UUID) -> Account | None:
    """An account, unless it is gone; until the transaction ends nobody else changes it."""
    found = await session.get(Account, account_id, with_for_update=True, populate_existing=True)
    return found if found and found.deleted_at is None else None


async def confirmed_owner(session: AsyncSession, email_key: str) -> Account | None:
    """The account that has confirmed this address."""
    return await session.scalar(
        select(Account).where(
            col(Account.email_key) == email_key, col(Account.email_confirmed_at).is_not(None)
        )
    )


async def accounts_by_email(
    session: AsyncSession, email_key: str
) -> tuple[Account | None, Account | None]:
    """The account that has confirmed this address, and the newest of those that only say so."""
    if not _can_be_kept(email_key):
        return None, None
    only_says_so = col(Account.email_confirmed_at).is_(None)
    rows = await session.scalars(
        select(Account)
        .where(col(Account.email_key) == email_key, col(Account.deleted_at).is_(None))
        .ext(distinct_on(only_says_so))
        .order_by(only_says_so, col(Account.id).desc())
    )
    found = {row.email_confirmed_at is not None: row for row in rows}
    return found.get(True), found.get(False)


async def account_by_email(session: AsyncSession, email_key: str) -> Account | None:
    """The account whose address this is; else the newest of those that say so."""
    owner, claimant = await accounts_by_email(session, email_key)
    return owner or claimant


async def administrators(session: AsyncSession) -> Sequence[Account]:
    """All administrators whose address is known to be theirs."""
    found = await session.scalars(
        select(Account)
        .where(
            col(Account.role) == Role.ADMINISTRATOR.value,
            col(Account.email_confirmed_at).is_not(None),
            col(Account.deleted_at).is_(None),
        )
        .order_by(col(Account.id))
    )
    return found.all()


async def account_by_username(session: AsyncSession, username_key: str) -> Account | None:
    """The account with this name, whatever its case."""
    if not _can_be_kept(username_key):
        return None
    return await session.scalar(
        select(Account).where(
            col(Account.username_key) == username_key, col(Account.deleted_at).is_(None)
        )
    )


async def links_of(session: AsyncSession, account_id: UUID) -> list[ProfileLink]:
    """Somebody's links, in their order."""
    rows = await session.scalars(
        select(ProfileLink)
        .where(col(ProfileLink.account_id) == account_id)
        .order_by(col(ProfileLink.position))
    )
    return list(rows)


async def accounts(session: AsyncSession, ids: Iterable[UUID]) -> Sequence[Account]:
    """The accounts with these ids, in no order; unknown ids are absent."""
    rows = await session.scalars(select(Account).where(col(Account.id).in_(list(ids))))
    return rows.all()


async def named(session: AsyncSession, ids: Iterable[UUID], words: Iterable[str]) -> list[UserId]:
    """Those of these accounts in whose username or display name all words are."""
    among = literal(list(ids), ARRAY(Uuid))
    found = select(col(Account.id)).where(col(Account.id) == any_(among))
    for word in words:
        found = found.where(
            col(Account.display_name).icontains(word, autoescape=True)
            | col(Account.username).icontains(word, autoescape=True)
        )
    return [UserId(one) for one in await session.scalars(found)]


async def insert_accounts(
    session: AsyncSession, rows: Sequence[dict[str, object]]
) -> Collection[UUID]:
    """Many accounts at once; the ids of those that were not there yet."""
    fresh = insert(Account).on_conflict_do_nothing(index_elements=["id"])
    return set(await session.scalars(fresh.returning(col(Account.id)), rows))


async def replace_password_hash(
    session: AsyncSession, account_id: UUID, *, former: str, fresh: str
) -> bool:
    """Keep another hash of the same password; not when the password is another one meanwhile."""
    replaced = await session.scalar(
        update(Account)
        .where(col(Account.id) == account_id, col(Account.password_hash) == former)
        .values(password_hash=fresh)
        .returning(col(Account.id))
    )
    return replaced is not None


async def live_session(
    session: AsyncSession, key: bytes, *, now: datetime
) -> tuple[AccountSession, Account] | None:
    """A session and whose it is, unless it has ended or expired.

    A browser's is found by the hash of its token, an API client's by the 16 bytes of its id.
    """
    by_id = len(key) == _ID_LENGTH
    wanted = (
        (col(AccountSession.id) == UUID(bytes=key)) & (col(AccountSession.kind) == "api")
        if by_id
        else (col(AccountSession.token_hash) == key) & (col(AccountSession.kind) == "browser")
    )
    row = await session.execute(
        select(AccountSession, Account)
        .join(Account, col(Account.id) == col(AccountSession.account_id))
        .where(
            wanted,
            col(AccountSession.ended_at).is_(None),
            col(AccountSession.idle_expires_at) > now,
            col(AccountSession.expires_at) > now,
        )
    )
    found = row.first()
    return (found[0], found[1]) if found else None


async def touch_session(
    session: AsyncSession, session_id: UUID, *, now: datetime, idle: timedelta
) -> None:
    """Note that a session was used, which postpones the end that comes from not using it."""
    await session.execute(
        update(AccountSession)
        .where(col(AccountSession.id) == session_id, col(AccountSession.last_used_at) < now)
        .values(last_used_at=now, idle_expires_at=now + idle)
    )


async def end_session(
    session: AsyncSession, token_hash: bytes, *, now: datetime
) -> AccountSession | None:
    """End the session with this token; ``None`` when it had ended before."""
    return await session.scalar(
        update(AccountSession)
        .where(col(AccountSession.token_hash) == token_hash, col(AccountSession.ended_at).is_(None))
        .values(ended_at=now)
        .returning(AccountSession)
    )


async def renew_session(
    session: AsyncSession,
    session_id: UUID,
    token_hash: bytes,
    *,
    of: bytes,
    proven_at: datetime | None,
    factor_at: datetime | None,
    now: datetime,
) -> bool:
    """Give a session another token's hash instead of ``of``; whether it had that, and is live."""
    live = await session.scalar(
        select(AccountSession)
        .where(
            col(AccountSession.id) == session_id,
            col(AccountSession.ended_at).is_(None),
            col(AccountSession.expires_at) > now,
        )
        .with_for_update()
    )
    if live is None or live.token_hash != of:
        return False
    live.token_hash = token_hash
    live.proven_at = proven_at or live.proven_at
    live.factor_at = factor_at or live.factor_at
    return True


async def end_sessions(
    session: AsyncSession,
    account_id: UUID,
    *,
    now: datetime,
    but: UUID | None = None,
    only: UUID | None = None,
) -> Sequence[AccountSession]:
    """End an account's sessions: all, all ``but`` one, or ``only`` one; those that had not ended.

    Those that have expired are among them: another process's clock may be behind ours.
    """
    ending = (
        update(AccountSession)
        .where(col(AccountSession.account_id) == account_id, col(AccountSession.ended_at).is_(None))
        .values(ended_at=now)
        .returning(AccountSession)
    )
    if but is not None:
        ending = ending.where(col(AccountSession.id) != but)
    if only is not None:
        ending = ending.where(col(AccountSession.id) == only)
    return (await session.scalars(ending)).all()


async def forget_sessions(session: AsyncSession, *, expired_before: datetime) -> None:
    """Delete the sessions whose last day was before this."""
    await session.execute(
        delete(AccountSession).where(col(AccountSession.expires_at) < expired_before)
    )


def _can_be_kept(key: str) -> bool:
    """Whether PostgreSQL takes it as text: no zero byte, no half of a surrogate pair."""
    return not any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in key)
