"""What accounts itself adds to an export: no hash, no secret and no token is among it.

Importing this registers it.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from dreamdot_app.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from dreamdot_app.accounts.leaving.models import DataExport
from dreamdot_app.accounts.leaving.parts import Entry, exports
from dreamdot_app.accounts.models import (
    Account,
    AccountSession,
    FormerUsername,
    KnownDevice,
    MailedLink,
    ProfileLink,
)
from dreamdot_app.accounts.preferences.models import NewsChoice, Preference
from dreamdot_app.accounts.providers.models import Identity
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId

Row = TypeVar("Row", bound=SQLModel)
# Each column is named: what a table gets later is in no export before somebody has looked at it.
_ACCOUNT = (
    "id", "email", "email_confirmed_at", "username", "username_changed_at", "display_name", "bio",
    "pronouns", "location", "role", "picture_id", "banner_id", "pinned_work_id", "created_at",
    "terms_at", "deletion_asked_at",
)  # fmt: skip
_SESSION = (
    "id", "kind", "created_at", "last_used_at", "proven_at", "idle_expires_at", "expires_at",
    "ended_at", "user_agent", "time_zone",
)  # fmt: skip
_PREFERENCE = (
    "theme", "motion", "text_size", "language", "amounts", "time_zone", "may_message",
    "may_mention", "sees_likes", "is_searchable",
)  # fmt: skip
_PASSKEY = ("name", "is_backed_up", "created_at", "last_used_at")
_IDENTITY = ("provider", "subject", "label", "linked_at", "last_used_at")
_LINK = ("purpose", "email", "created_at", "expires_at", "used_at")
_EXPORT = ("id", "asked_at", "ready_at", "failed_at", "size_bytes", "expires_at")


def _picked(rows: Sequence[SQLModel], names: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in names} for row in rows]


async def _gather(user_id: UserId) -> AsyncIterator[Entry]:
    async with reading(Database.USER) as session:
        account = await session.get_one(Account, user_id)
        links = sorted(await _of(session, ProfileLink, user_id), key=lambda link: link.position)
        profile = _picked([account], _ACCOUNT)[0]
        profile["links"] = _picked(links, ("label", "url"))
        profile["former_usernames"] = _picked(
            await _of(session, FormerUsername, user_id), ("username_key", "kept_until")
        )
        yield Entry("profile.json", profile)
        yield Entry("preferences.json", await _choices(session, user_id))
        yield Entry("sessions.json", await _sessions(session, user_id))
        yield Entry("security.json", await _factors(session, user_id))
        mailed = await _of(session, MailedLink, user_id)
        yield Entry("mailed-links.json", _picked(mailed, _LINK))
        yield Entry("exports.json", _picked(await _of(session, DataExport, user_id), _EXPORT))


async def _choices(session: AsyncSession, user_id: UserId) -> dict[str, Any]:
    chosen = _picked(await _of(session, Preference, user_id), _PREFERENCE)
    news = _picked(await _of(session, NewsChoice, user_id), ("kind", "way", "is_on"))
    return {"chosen": chosen[0] if chosen else {}, "news": news}


async def _sessions(session: AsyncSession, user_id: UserId) -> dict[str, Any]:
    browsers = _picked(await _of(session, KnownDevice, user_id), ("first_seen_at", "last_seen_at"))
    sessions = _picked(await _of(session, AccountSession, user_id), _SESSION)
    return {"sessions": sessions, "known_browsers": browsers}


async def _factors(session: AsyncSession, user_id: UserId) -> dict[str, Any]:
    codes = await _of(session, RecoveryCode, user_id)
    return {
        "authenticator_apps": _picked(
            await _of(session, Authenticator, user_id), ("created_at", "confirmed_at")
        ),
        "passkeys": _picked(await _of(session, Passkey, user_id), _PASSKEY),
        "recovery_codes": _picked(codes, ("created_at", "used_at")),
        "accounts_elsewhere": _picked(await _of(session, Identity, user_id), _IDENTITY),
    }


async def _of(session: AsyncSession, model: type[Row], user_id: UserId) -> Sequence[Row]:
    owner = cast("Any", model).account_id
    rows = await session.scalars(select(model).where(owner == user_id))
    return rows.all()


exports(
    "account",
    _gather,
    about="Who you are here: profile, what you have chosen, sessions, what you sign in with.",
)
