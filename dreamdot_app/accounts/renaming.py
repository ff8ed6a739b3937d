"""Taking another username: the former one leads to the person, and stays theirs, for 90 days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg.errors as postgres
from sqlalchemy.exc import IntegrityError

from dreamdot_app.accounts import changes, names, policy, usernames
from dreamdot_app.accounts.contract import UserId, UsernameChanged, Viewer
from dreamdot_app.accounts.errors import ChangedLately, UsernameTaken
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput

ONCE_IN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NameKept:
    """A former name that still leads to its person, and until when (UTC)."""

    username: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Naming:
    """Somebody's name; ``next_change_at`` (UTC) when it cannot be changed yet."""

    username: str
    next_change_at: datetime | None
    kept: tuple[NameKept, ...]


async def naming(*, account_id: UserId, now: datetime) -> Naming:
    """What somebody is called, was called, and when they may change it."""
    async with reading(Database.USER) as session:
        account = await session.get_one(Account, account_id)
        kept = await names.kept_names(session, account_id, now=now)
    return Naming(
        username=account.username,
        next_change_at=_next_change(account, now),
        kept=tuple(NameKept(row.username_key, row.kept_until) for row in kept),
    )


async def change_username(*, viewer: Viewer, username: object, now: datetime) -> str:
    """Give somebody another name, and keep the former one for them.

    Of two people who want one name at once, one has it.

    Raises:
        ProofNeeded: they have to prove once more who they are.
        BadInput: it may not be a name, or is theirs already.
        ChangedLately: it was changed less than 30 days ago.
        UsernameTaken: somebody has it or one that looks like it, or had it until lately.
    """
    policy.require_proof(viewer, now=now)
    name = usernames.parse_username(username)
    try:
        await _change(viewer.id, name, now)
    except IntegrityError as error:  # somebody who was brought in took it in this very moment
        if not isinstance(error.orig, postgres.UniqueViolation):
            raise
        raise UsernameTaken(name) from error
    changes.tell(viewer.id)
    return name


async def _change(account_id: UserId, name: str, now: datetime) -> None:
    async with transaction(Database.USER, actor=account_id) as session:
        account = await session.get_one(Account, account_id, with_for_update=True)
        former = account.username
        if name == former:
            raise BadInput("This is your name already.", field="username")
        if next_change := _next_change(account, now):
            raise ChangedLately(next_change)
        await names.claim(session, name, former, account_id=account_id, now=now)
        account.username = name
        account.username_key = usernames.case_key(name)
        account.username_look = usernames.look_key(name)
        account.username_changed_at = now
        await names.drop(session, name)
        if usernames.case_key(former) != account.username_key:
            await names.keep(session, former, account_id=account_id, now=now)
        outbox.add(session, UsernameChanged(account_id=account_id, former=former, username=name))


def _next_change(account: Account, now: datetime) -> datetime | None:
    changed_at = account.username_changed_at
    allowed_at = changed_at + ONCE_IN if changed_at else now
    return allowed_at if allowed_at > now else None
