"""A lost password: a link is asked for and mailed, and used once to set another one.

Whether a name is known is told by nothing: what is asked for becomes a job in either case, and the
job finds out what there is to be written.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import errors as postgres
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import letters, links, passwords, rates, repository, usernames
from dreamdot_app.accounts.confirming.service import prove_address
from dreamdot_app.accounts.contract import UserId
from dreamdot_app.accounts.devices import service as devices
from dreamdot_app.accounts.emails import email_key
from dreamdot_app.accounts.errors import AddressConfirmedElsewhere, LinkRefused
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.new_password.setting import own_data, set_password
from dreamdot_app.accounts.providers.linking import unlink_all
from dreamdot_app.core import clock, jobs
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.jobs import job
from dreamdot_app.core.settings import settings

_LONGEST_LOGIN = 254
_SEND = "accounts.send_reset"


@dataclass(frozen=True)
class AskedFor:
    """Whose password it is; ``None`` when the name was nobody's."""

    account_id: UUID | None


async def ask_reset(*, login: object, address: str) -> None:
    """Ask for a link to set another password, for an email address or a username.

    Answers the same, and takes as long, whether or not somebody has it. ``address`` is the
    client's.

    Raises:
        BadInput: nothing was typed.
        TooManyTries: too many for this name, or from this address.
    """
    if not isinstance(login, str) or not login.strip():
        raise BadInput("Your username or email address is needed.", field="login")
    typed = login.strip()[:_LONGEST_LOGIN]
    by_email = "@" in typed[1:]
    key = email_key(typed) if by_email else usernames.case_key(typed.removeprefix("@"))
    await rates.count_reset(key, address)
    async with transaction(Database.USER, actor=None) as session:
        find = repository.account_by_email if by_email else repository.account_by_username
        account = await find(session, key)
        await jobs.enqueue(session, _SEND, AskedFor(account.id if account else None))


@job(_SEND, in_=Database.USER)
async def send_reset(session: AsyncSession, payload: AskedFor) -> None:
    """Mail the link, if there is an account and its address is, or may be, its owner's."""
    account = payload.account_id and await repository.account(session, payload.account_id)
    if not account or not await _may_write(session, account):
        return
    token = links.issue(
        session,
        Purpose.RESET_PASSWORD,
        account_id=account.id,
        email=account.email,
        now=clock.now(),
    )
    await letters.send(session, letters.reset_password(account.username, token), to=account.email)


async def _may_write(session: AsyncSession, account: Account) -> bool:
    """An address that is not confirmed may be a stranger's, whom nobody may flood with letters."""
    if account.email_confirmed_at is not None:
        return True
    owner = await repository.confirmed_owner(session, account.email_key)
    return owner is None and await rates.may_write_to(account.email_key)


async def reset(
    *, token: object, password: object, address: str, now: datetime, device: str | None = None
) -> UserId:
    """Set another password with the link from the mailbox; whose it is.

    All sessions end, and no browser is known any more but the one that this comes from, by the
    token of its cookie (``device``): somebody else may have been in from those. The link came back
    from the account's address, so that is confirmed; if it was not before, accounts elsewhere are
    unlinked. What was refused (a weak password) leaves the link as it was.

    Raises:
        LinkRefused: forged, used, expired, for something else, or it went to another address.
        WeakPassword: the new one is too short, too long or easily guessed.
        AddressConfirmedElsewhere: another account has confirmed this address since.
        TooManyTries: too many from this address.
    """
    await rates.count_reset_try(address)
    account = await account_of_link(token, now=now)
    chosen = await passwords.choose(password, own=own_data(account))
    fresh = await passwords.hashed(chosen, cost=settings().bcrypt_cost)
    try:
        async with transaction(Database.USER, actor=account.id) as session:
            await _use(session, token, fresh, device=device, now=now)
    except IntegrityError as error:
        if not isinstance(error.orig, postgres.UniqueViolation):
            raise
        raise AddressConfirmedElsewhere from None
    return UserId(account.id)


async def _use(
    session: AsyncSession, token: object, fresh_hash: str, *, device: str | None, now: datetime
) -> None:
    link = await links.use(session, Purpose.RESET_PASSWORD, token, now=now)
    account = await repository.account_to_change(session, link.account_id)
    if account is None:
        raise LinkRefused
    was_doubtful = account.email_confirmed_at is None
    await prove_address(session, account, link, now=now)
    if was_doubtful:
        # Whoever joined may have typed a stranger's address, to come in beside them one day.
        await unlink_all(session, account)
    await devices.forget_others(session, account.id, token=device)
    await set_password(session, account, fresh_hash, how="reset", now=now)


async def account_of_link(token: object, *, now: datetime) -> Account:
    """Whose password a link would set.

    Raises:
        LinkRefused: forged, used, expired, or for something else.
    """
    async with reading(Database.USER) as session:
        link = await links.find(session, Purpose.RESET_PASSWORD, token, now=now)
        account = await repository.account(session, link.account_id)
    if account is None:
        raise LinkRefused
    return account
