"""Leaving: asked for, taken back within thirty days, and carried out when these are over.

What is carried out here is one transaction of the user database. The other slices hear of it as
`AccountLeft` and each removes its own in its own database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts import policy, remembered, sessions, usernames
from dreamdot_app.accounts.contract import (
    LEFT,
    AccountLeft,
    DeletionAsked,
    DeletionTakenBack,
    UserId,
    Viewer,
)
from dreamdot_app.accounts.leaving import letters, repository
from dreamdot_app.accounts.leaving.errors import NotYourUsername, StakeNotGivenUp
from dreamdot_app.accounts.leaving.parts import stakes_of
from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.core import ids, jobs, outbox
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import SignInRequired

CARRY_OUT = "accounts.carry_out_leaving"
REMOVE_EXPORT_FILES = "accounts.remove_export_files"
_AT_ONCE = 100
_LONGEST_TYPED = 100


@dataclass(frozen=True)
class Leaving:
    """Whose account the job deletes."""

    account_id: UUID


@dataclass(frozen=True)
class ExportFiles:
    """Exports whose files are not needed any more."""

    exports: list[UUID]


async def ask_to_leave(
    *, viewer: Viewer, username: object, gives_up: object, now: datetime
) -> datetime:
    """Have an account deleted in thirty days; when that will be. All other sessions end at once.

    ``username`` is typed by its owner, ``gives_up`` says that they give up what is at stake.
    Asking again changes nothing.

    Raises:
        ProofNeeded: they have to prove once more who they are.
        NotYourUsername, StakeNotGivenUp: what was typed and ticked does not do.
    """
    policy.require_proof(viewer, now=now)
    if not _is_name(username, viewer.username):
        raise NotYourUsername(viewer.username)
    stakes = await stakes_of(viewer.id)
    if stakes and gives_up is not True:
        raise StakeNotGivenUp(stakes)
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await _own(session, viewer)
        if account.deletion_asked_at is None:
            account.deletion_asked_at = now
            await sessions.end_all(
                session, account_id=viewer.id, but=viewer.session_id, now=now, how="leaving"
            )
            await letters.tell_asked(session, account, leaves_at=now + policy.GRACE, now=now)
            outbox.add(session, DeletionAsked(viewer.id))
            await _forget_viewers(session, viewer.id)
        return account.deletion_asked_at + policy.GRACE


async def keep_account(*, viewer: Viewer, now: datetime) -> None:
    """Take back the wish to leave; being signed in is enough. Nothing changes without such a wish.

    Raises:
        SignInRequired: it is too late.
    """
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await _own(session, viewer)
        if account.deletion_asked_at is not None:
            account.deletion_asked_at = None
            await letters.tell_kept(session, account, now=now)
            outbox.add(session, DeletionTakenBack(viewer.id))
            await _forget_viewers(session, viewer.id)


def _is_name(typed: object, username: str) -> bool:
    if not isinstance(typed, str) or len(typed) > _LONGEST_TYPED:
        return False
    return usernames.case_key(typed.strip().removeprefix("@")) == usernames.case_key(username)


async def _own(session: AsyncSession, viewer: Viewer) -> Account:
    account = await repository.locked_account(session, viewer.id)
    if account is None or account.deleted_at is not None:
        raise SignInRequired
    return account


async def _forget_viewers(session: AsyncSession, account_id: UUID) -> None:
    """Whom these sessions stand for has changed: they leave now, or stay."""
    rows = await session.scalars(
        select(AccountSession).where(
            col(AccountSession.account_id) == account_id, col(AccountSession.ended_at).is_(None)
        )
    )
    for row in rows:
        remembered.forget_on_commit(session, row.token_hash, row.id.bytes)


async def find_due(session: AsyncSession, *, now: datetime) -> Sequence[UUID]:
    """Ask for the jobs that delete the accounts whose thirty days are over; those accounts."""
    due = await repository.due_to_leave(session, asked_before=now - policy.GRACE, limit=_AT_ONCE)
    for account_id in due:
        await jobs.enqueue(session, CARRY_OUT, Leaving(account_id), dedupe=str(account_id))
    return due


async def carry_out(session: AsyncSession, *, account_id: UUID, now: datetime) -> bool:
    """Delete an account in the caller's transaction; False when it is not due (any more).

    Its row stays, for others' rows name it, and has nothing of the person.
    """
    account = await repository.locked_account(session, account_id)
    if account is None or account.deleted_at is not None or not _is_due(account, now):
        return False
    await letters.tell_left(session, account)
    await _forget_viewers(session, account_id)
    exports = [row.id for row in await repository.exports_of(session, account_id)]
    if exports:
        await jobs.enqueue(session, REMOVE_EXPORT_FILES, ExportFiles(exports))
    await repository.delete_all_of(session, account_id)
    _anonymise(account, now)
    outbox.add(session, AccountLeft(UserId(account_id)))
    await session.flush()
    return True


def _is_due(account: Account, now: datetime) -> bool:
    leaves_at = policy.leaves_at(account.deletion_asked_at)
    return leaves_at is not None and leaves_at <= now


def _anonymise(account: Account, now: datetime) -> None:
    # A colon stands in no name that can be typed: nobody finds the row by its keys.
    name = ids.short(account.id)
    account.email = account.email_key = ""
    account.email_confirmed_at = None
    account.username = name
    account.username_key = account.username_look = f"left:{name}"
    account.username_changed_at = None
    account.display_name = LEFT
    account.bio = account.pronouns = account.location = ""
    account.password_hash = None
    account.role = "member"
    account.picture_id = account.banner_id = account.pinned_work_id = None
    account.drawing_key, account.drawing_face = name, False
    account.deleted_at = now
