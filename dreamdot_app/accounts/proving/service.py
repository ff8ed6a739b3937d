"""Proving oneself by the password."""

from uuid import UUID

from dreamdot_app.accounts import passwords, rates
from dreamdot_app.accounts.contract import SignInFailed, Viewer
from dreamdot_app.accounts.errors import NotYourPassword
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.settings import settings


async def has_password(account_id: UUID) -> bool:
    """Whether somebody can be asked for a password at all."""
    return await _kept_hash(account_id) is not None


async def check_password(*, viewer: Viewer, password: object, address: str) -> None:
    """Check that somebody who is signed in knows the account's password.

    A stolen session must not be a place to guess it: tries count as those of signing in.

    Raises:
        NotYourPassword: it is another one, or there is none.
        TooManyTries: too many for this account, or from this address.
    """
    await rates.count_sign_in(str(viewer.id), address)
    typed = password if isinstance(password, str) and len(password) <= passwords.MAX_LENGTH else ""
    kept = await _kept_hash(viewer.id)
    if not await passwords.matches(typed, kept, cost=settings().bcrypt_cost):
        await _note_failure(viewer, address)
        raise NotYourPassword
    await rates.forgive_sign_in(str(viewer.id), address)


async def _note_failure(viewer: Viewer, address: str) -> None:
    """Write a failed proof down, as a failed sign-in is: somebody may sit at another's browser."""
    if await rates.may_note_failure(str(viewer.id), address):
        async with transaction(Database.USER, actor=viewer.id) as session:
            outbox.add(session, SignInFailed(account_id=viewer.id))


async def _kept_hash(account_id: UUID) -> str | None:
    async with reading(Database.USER) as session:
        account = await session.get(Account, account_id)
    return account.password_hash if account else None
