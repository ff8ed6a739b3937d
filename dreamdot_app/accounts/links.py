"""Links that are mailed: they prove a mailbox, once, until their time is over."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts.errors import LinkRefused
from dreamdot_app.accounts.models import MailedLink
from dreamdot_app.accounts.tokens import new_token, token_hash

_LONGEST_TOKEN = 100


class Purpose(StrEnum):
    """What a link does."""

    CONFIRM_EMAIL = "confirm_email"
    CHANGE_EMAIL = "change_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 no password


LIFETIMES = {
    Purpose.CONFIRM_EMAIL: timedelta(hours=24),
    Purpose.CHANGE_EMAIL: timedelta(hours=24),
    Purpose.RESET_PASSWORD: timedelta(hours=1),
}


_KEPT_AFTER_END = timedelta(days=30)


def issue(
    session: AsyncSession, purpose: Purpose, *, account_id: UUID, email: str, now: datetime
) -> str:
    """Make a link's token in the caller's transaction; it goes into a letter to ``email``."""
    token = new_token()
    row = MailedLink(
        token_hash=token_hash(token),
        purpose=purpose,
        account_id=account_id,
        email=email,
        created_at=now,
        expires_at=now + LIFETIMES[purpose],
    )
    session.add(row)
    return token


async def use(
    session: AsyncSession, purpose: Purpose, token: object, *, now: datetime
) -> MailedLink:
    """Use a link up, in the caller's transaction: of two at once, one has it.

    Raises:
        LinkRefused: forged, used, expired, or for something else.
    """
    if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN:
        raise LinkRefused
    used = await session.scalar(
        update(MailedLink)
        .where(col(MailedLink.token_hash) == token_hash(token), *_open(purpose, now))
        .values(used_at=now)
        .returning(MailedLink)
    )
    if used is None:
        raise LinkRefused
    return used


async def find(
    session: AsyncSession, purpose: Purpose, token: object, *, now: datetime
) -> MailedLink:
    """A link that could be used now; it stays unused.

    Raises:
        LinkRefused: forged, used, expired, or for something else.
    """
    if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN:
        raise LinkRefused
    found = await session.scalar(
        select(MailedLink).where(
            col(MailedLink.token_hash) == token_hash(token), *_open(purpose, now)
        )
    )
    if found is None:
        raise LinkRefused
    return found


async def waiting(
    session: AsyncSession, purpose: Purpose, *, account_id: UUID, now: datetime
) -> MailedLink | None:
    """The newest link of an account that could be used now."""
    return await session.scalar(
        select(MailedLink)
        .where(col(MailedLink.account_id) == account_id, *_open(purpose, now))
        .order_by(col(MailedLink.id).desc())
        .limit(1)
    )


def _open(purpose: Purpose, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(MailedLink.purpose) == purpose,
        col(MailedLink.used_at).is_(None),
        col(MailedLink.expires_at) > now,
    )


async def withdraw(session: AsyncSession, *purposes: Purpose, account_id: UUID) -> None:
    """Make an account's unused links of these purposes worthless, in the caller's transaction."""
    await session.execute(
        delete(MailedLink).where(
            col(MailedLink.account_id) == account_id,
            col(MailedLink.purpose).in_(purposes),
            col(MailedLink.used_at).is_(None),
        )
    )


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Delete what nobody needs to look up any more, in the caller's transaction."""
    await session.execute(
        delete(MailedLink).where(col(MailedLink.expires_at) < now - _KEPT_AFTER_END)
    )
