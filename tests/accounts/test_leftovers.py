"""What has expired goes by itself, and what has not stays."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from dreamdot_app.accounts import ceremonies, jobs, links
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.models import (
    Ceremony,
    FormerUsername,
    KnownDevice,
    MailedLink,
    RefreshToken,
)
from dreamdot_app.accounts.tokens import new_token, token_hash
from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.schedules import SCHEDULES
from tests.factories.accounts import joined

LONG = timedelta(days=100)


async def leave_behind(session: AsyncSession, signed_in: SignedIn, *, expired: timedelta) -> None:
    """One of each, worth nothing since ``expired`` (in the future, when it is negative)."""
    account_id, now = signed_in.viewer.id, clock.now()
    ceremonies.begin(session, "tests", data={}, lifetime=-expired, now=now, account_id=account_id)
    over: datetime = now - expired - links.LIFETIMES[Purpose.RESET_PASSWORD]
    links.issue(session, Purpose.RESET_PASSWORD, account_id=account_id, email="", now=over)
    name = ids.short(ids.new())
    seen = now - timedelta(days=365) - expired
    session.add_all([
        RefreshToken(
            token_hash=token_hash(new_token()), session_id=signed_in.viewer.session_id,
            created_at=now, expires_at=now - expired,
        ),
        KnownDevice(
            account_id=account_id, token_hash=token_hash(new_token()), first_seen_at=seen,
            last_seen_at=seen,
        ),
        FormerUsername(
            username_key=name, username_look=name, account_id=account_id, kept_until=now - expired
        ),
    ])  # fmt: skip


KINDS: tuple[type[SQLModel], ...] = (
    Ceremony, MailedLink, RefreshToken, KnownDevice, FormerUsername,
)  # fmt: skip


async def rows(session: AsyncSession) -> dict[str, set[str]]:
    await session.flush()
    return {
        kind.__name__: {str(row) for row in await session.scalars(select(kind))} for kind in KINDS
    }


async def test_what_has_expired_is_deleted_and_the_rest_stays() -> None:
    member = await joined(now=clock.now())
    async with transaction(Database.USER, actor=None) as session:
        await jobs.forget_expired(session)
        await jobs.forget_old_links(session)
        await leave_behind(session, member, expired=-LONG)
        kept = await rows(session)
        await leave_behind(session, member, expired=LONG)
        assert all(len(there) > len(kept[kind]) for kind, there in (await rows(session)).items())
        session.expunge_all()
        await jobs.forget_expired(session)
        await jobs.forget_old_links(session)
        assert await rows(session) == kept
        assert all(kept.values())


def test_it_happens_every_hour() -> None:
    assert SCHEDULES["accounts.forget_expired"].seconds == 3_600
