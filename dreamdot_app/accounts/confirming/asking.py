"""Asking an address whether it is somebody's, by a letter with a link.

What is done does not depend on whether the address is known: the same rows are read and written,
one letter is asked for, and only what it says differs. So nobody learns of others by trying.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import letters, links, rates, repository
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.emails import email_key
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.models import Account
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import Conflict, SignInRequired


class NothingToConfirm(Conflict):
    """The address is known to be theirs, and they have asked for no other."""

    def __init__(self) -> None:
        super().__init__("Your address is confirmed already.")


async def ask_to_confirm(session: AsyncSession, account: Account, *, now: datetime) -> None:
    """Write to the address of an account, in the caller's transaction; older links are worthless.

    Whose it is already is told so instead, and the link goes nowhere.
    """
    await links.withdraw(session, Purpose.CONFIRM_EMAIL, account_id=account.id)
    token = links.issue(
        session, Purpose.CONFIRM_EMAIL, account_id=account.id, email=account.email, now=now
    )
    owner = await repository.confirmed_owner(session, account.email_key)
    letter = (
        letters.confirm_email(account.username, token)
        if owner is None
        else letters.joined_already(owner.username)
    )
    await letters.send(session, letter, to=account.email if owner is None else owner.email)


async def ask_new_address(
    session: AsyncSession, account: Account, email: str, *, may_write: bool, now: datetime
) -> None:
    """Write to the address that an account shall have, in the caller's transaction.

    Without ``may_write`` everything is done but the letter, as if it had got lost.
    """
    await links.withdraw(session, Purpose.CHANGE_EMAIL, account_id=account.id)
    token = links.issue(session, Purpose.CHANGE_EMAIL, account_id=account.id, email=email, now=now)
    owner = await repository.confirmed_owner(session, email_key(email))
    if not may_write:
        return
    letter = (
        letters.change_email(account.username, token)
        if owner is None
        else letters.wanted_elsewhere(owner.username)
    )
    await letters.send(session, letter, to=email if owner is None else owner.email)


async def ask_again(*, viewer: Viewer, now: datetime) -> str:
    """Send another link: for the address that is asked for, else for the unconfirmed one.

    Returns the address. The link before is worthless.

    Raises:
        NothingToConfirm: there is nothing to be confirmed.
        TooManyTries: the account has had enough of them.
        SignInRequired: the account is gone.
    """
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await repository.account_to_change(session, viewer.id)
        if account is None:
            raise SignInRequired
        pending = await links.waiting(session, Purpose.CHANGE_EMAIL, account_id=account.id, now=now)
        if pending is None and account.email_confirmed_at is not None:
            raise NothingToConfirm
        asked = pending.email if pending else account.email
        await rates.count_confirming_again(viewer.id)
        may_write = await rates.may_write_to(email_key(asked))
        if pending:
            await ask_new_address(session, account, asked, may_write=may_write, now=now)
        elif may_write:
            await ask_to_confirm(session, account, now=now)
    return asked
