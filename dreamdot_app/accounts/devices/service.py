"""Knowing a browser again by a cookie of its own, which outlives sessions."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.devices import letters, repository
from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.accounts.tokens import token_hash
from dreamdot_app.core.db import Database, reading, transaction

_KEPT_UNSEEN = timedelta(days=365)


async def name_of_known(account_id: UUID | None, token: str | None) -> str:
    """What limits call a browser that the account knows; empty when it does not.

    Asked in the same way when there is no account, so that this takes as long.
    """
    if token is None:
        return ""
    hashed = token_hash(token)
    async with reading(Database.USER) as session:
        is_known = await repository.knows(session, account_id or UUID(int=0), hashed)
    return f"device:{hashed.hex()}" if is_known else ""


async def settle(signed_in: SignedIn, *, token: str, time_zone: str, now: datetime) -> None:
    """Note with which browser, and where, a fresh session began.

    A browser that the account does not know is told of in a letter, but for the one that its owner
    joined with.
    """
    account_id, session_id = signed_in.viewer.id, signed_in.viewer.session_id
    async with transaction(Database.USER, actor=account_id) as session:
        if time_zone:
            await repository.set_time_zone(session, session_id, time_zone)
        if await repository.see(session, account_id, token_hash(token), now=now):
            return
        account = await session.get_one(Account, account_id)
        begun = await session.get_one(AccountSession, session_id, populate_existing=True)
        # Not by what else is known of: sessions and browsers are forgotten after a long absence,
        # and whoever comes then may be somebody else.
        if begun.created_at > account.created_at:
            await letters.tell_of_new_device(session, account, begun, now=now)


async def forget_others(session: AsyncSession, account_id: UUID, *, token: str | None) -> None:
    """Forget the browsers that an account knows, but for the one with this token, in the caller's
    transaction: from any other one a sign-in is told of again, and its tries count as a stranger's.
    """
    await repository.forget_of(session, account_id, but=token_hash(token) if token else b"")


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Forget browsers unseen for a year, in the caller's transaction."""
    await repository.forget(session, unseen_since=now - _KEPT_UNSEEN)
