"""Which usernames are taken: those that people have, and those that they had until lately."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts import usernames
from dreamdot_app.accounts.errors import UsernameTaken
from dreamdot_app.accounts.models import Account, FormerUsername

KEPT_FOR = timedelta(days=90)


async def hold(session: AsyncSession, *taken: str) -> None:
    """Let nobody else take or give up these names, or look-alikes, before this transaction ends.

    Names that people have are unique by themselves. Whether one is kept for somebody who had it is
    a question first and an answer later: between the two, a second transaction waits here.
    """
    for look in sorted({usernames.look_key(name) for name in taken}):
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(look, 0))))


async def kept_for_others(
    session: AsyncSession,
    *,
    case_keys: Sequence[str],
    look_keys: Sequence[str],
    but: UUID | None = None,
    now: datetime,
) -> tuple[set[str], set[str]]:
    """Which of these case keys and looks are kept for somebody (else) who had them until lately."""
    kept = select(col(FormerUsername.username_key), col(FormerUsername.username_look)).where(
        or_(
            col(FormerUsername.username_key).in_(case_keys),
            col(FormerUsername.username_look).in_(look_keys),
        ),
        col(FormerUsername.kept_until) > now,
    )
    if but is not None:
        kept = kept.where(col(FormerUsername.account_id) != but)
    rows = (await session.execute(kept)).all()
    return {row[0] for row in rows}, {row[1] for row in rows}


async def is_taken(session: AsyncSession, name: str, *, but: UUID, now: datetime) -> bool:
    """Whether somebody else has this name or one that looks like it, or had it until lately."""
    case, look = usernames.case_key(name), usernames.look_key(name)
    had = await session.scalar(
        select(col(Account.id))
        .where(
            or_(col(Account.username_key) == case, col(Account.username_look) == look),
            col(Account.id) != but,
        )
        .limit(1)
    )
    kept = await kept_for_others(session, case_keys=[case], look_keys=[look], but=but, now=now)
    return had is not None or any(kept)


async def claim(
    session: AsyncSession, name: str, *former: str, account_id: UUID, now: datetime
) -> None:
    """Make sure that a name is free for an account, until the caller's transaction ends.

    The ``former`` ones, which the account gives up for it, are held too.

    Raises:
        UsernameTaken: somebody else has it or one that looks like it, or had it until lately.
    """
    await hold(session, name, *former)
    if await is_taken(session, name, but=account_id, now=now):
        raise UsernameTaken(name)


async def keep(session: AsyncSession, name: str, *, account_id: UUID, now: datetime) -> None:
    """Keep a name for the person who has just given it up."""
    row = {
        "username_key": usernames.case_key(name),
        "username_look": usernames.look_key(name),
        "account_id": account_id,
        "kept_until": now + KEPT_FOR,
    }
    keeping = insert(FormerUsername).values(row)
    await session.execute(keeping.on_conflict_do_update(index_elements=["username_key"], set_=row))


async def drop(session: AsyncSession, name: str) -> None:
    """Keep a name no longer: somebody has it."""
    await session.execute(
        delete(FormerUsername).where(col(FormerUsername.username_key) == usernames.case_key(name))
    )


async def present_name(session: AsyncSession, case_key: str, *, now: datetime) -> str | None:
    """The name that somebody has now who had this one until lately."""
    if "\x00" in case_key or any("\ud800" <= letter <= "\udfff" for letter in case_key):
        return None  # PostgreSQL would not take it as text
    return await session.scalar(
        select(col(Account.username))
        .join(FormerUsername, col(FormerUsername.account_id) == col(Account.id))
        .where(
            col(FormerUsername.username_key) == case_key,
            col(FormerUsername.kept_until) > now,
            col(Account.deleted_at).is_(None),
        )
    )


async def kept_names(
    session: AsyncSession, account_id: UUID, *, now: datetime
) -> Collection[FormerUsername]:
    """The names that are kept for somebody, the latest first."""
    rows = await session.scalars(
        select(FormerUsername)
        .where(col(FormerUsername.account_id) == account_id, col(FormerUsername.kept_until) > now)
        .order_by(col(FormerUsername.kept_until).desc())
    )
    return rows.all()


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Delete what is not kept any more."""
    await session.execute(delete(FormerUsername).where(col(FormerUsername.kept_until) <= now))
