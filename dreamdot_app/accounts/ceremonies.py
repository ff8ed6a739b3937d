"""What one request begins and another finishes: its secrets stay here, the browser has a token."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts.errors import CeremonyOver
from dreamdot_app.accounts.models import Ceremony
from dreamdot_app.accounts.tokens import new_token, token_hash

_LONGEST_TOKEN = 100


def begin(
    session: AsyncSession,
    purpose: str,
    *,
    data: Mapping[str, str],
    lifetime: timedelta,
    now: datetime,
    account_id: UUID | None = None,
) -> str:
    """Begin one in the caller's transaction; the token that finishes it."""
    token = new_token()
    row = Ceremony(
        token_hash=token_hash(token),
        purpose=purpose,
        account_id=account_id,
        data=dict(data),
        created_at=now,
        expires_at=now + lifetime,
    )
    session.add(row)
    return token


async def look(
    session: AsyncSession, purpose: str, token: object, *, now: datetime, most_tries: int = 1
) -> Ceremony:
    """The ceremony with this token, held for the caller's transaction and counted as a try.

    The try counts only when the transaction is committed: commit also what was refused.

    Raises:
        CeremonyOver: unknown, expired, for something else, or tried ``most_tries`` times.
    """
    found = await session.scalar(
        _with(token, purpose, now=now, most_tries=most_tries).with_for_update()
    )
    if found is None:
        raise CeremonyOver
    found.tries += 1
    return found


async def peek(
    session: AsyncSession, purpose: str, token: object, *, now: datetime, most_tries: int = 1
) -> Ceremony:
    """The ceremony with this token as it stands: nothing is tried by that.

    Raises:
        CeremonyOver: unknown, expired, for something else, or tried ``most_tries`` times.
    """
    found = await session.scalar(_with(token, purpose, now=now, most_tries=most_tries))
    if found is None:
        raise CeremonyOver
    return found


def _with(token: object, purpose: str, *, now: datetime, most_tries: int) -> Select[Any]:
    if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN:
        raise CeremonyOver
    return select(Ceremony).where(
        col(Ceremony.token_hash) == token_hash(token),
        col(Ceremony.purpose) == purpose,
        col(Ceremony.expires_at) > now,
        col(Ceremony.tries) < most_tries,
    )


async def finish(session: AsyncSession, ceremony: Ceremony) -> None:
    """It has done what it was begun for, and does it no second time."""
    await session.execute(delete(Ceremony).where(col(Ceremony.id) == ceremony.id))


async def break_off(session: AsyncSession, *, account_id: UUID) -> None:
    """End what was begun in an account's name, in the caller's transaction."""
    await session.execute(delete(Ceremony).where(col(Ceremony.account_id) == account_id))


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Delete those whose time is over, in the caller's transaction."""
    await session.execute(delete(Ceremony).where(col(Ceremony.expires_at) < now))
