"""Confirming an address with the link that was mailed there."""

from datetime import datetime

from psycopg import errors as postgres
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import changes, letters, links, repository
from dreamdot_app.accounts.contract import EmailChanged, EmailConfirmed, UserId
from dreamdot_app.accounts.emails import email_key
from dreamdot_app.accounts.errors import AddressConfirmedElsewhere, LinkRefused
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.models import Account, MailedLink
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction


async def confirm(*, token: object, now: datetime) -> UserId:
    """Use a link: the address that it went to is the account's, and known to be. Whose it is.

    Whoever has the link has the mailbox; who is signed in does not matter.

    Raises:
        LinkRefused: forged, used, expired, for something else, or the account has another
            address since.
        AddressConfirmedElsewhere: another account was faster.
    """
    found = await _find(token, now=now)
    try:
        async with transaction(Database.USER, actor=found.account_id) as session:
            link = await links.use(session, Purpose(found.purpose), token, now=now)
            account = await repository.account_to_change(session, link.account_id)
            if account is None:
                raise LinkRefused
            if link.purpose == Purpose.CHANGE_EMAIL:
                await _change(session, account, link, now=now)
            else:
                await prove_address(session, account, link, now=now)
    except IntegrityError as error:
        if not isinstance(error.orig, postgres.UniqueViolation):
            raise
        # Two confirmed it at once, and the other one was first.
        raise AddressConfirmedElsewhere from None
    changes.tell(found.account_id)
    return UserId(found.account_id)


async def prove_address(
    session: AsyncSession, account: Account, link: MailedLink, *, now: datetime
) -> None:
    """Note that a link came back from the address of an account, in the caller's transaction.

    Raises:
        LinkRefused: it went to another address than the account has.
        AddressConfirmedElsewhere: another account has confirmed this address.
        IntegrityError: another account confirms it at the same time.
    """
    if email_key(link.email) != account.email_key:
        raise LinkRefused
    if account.email_confirmed_at is not None:
        return
    await _require_nobodys(session, account, account.email_key)
    account.email_confirmed_at = now
    await session.flush()
    outbox.add(session, EmailConfirmed(account_id=UserId(account.id)))


async def _find(token: object, *, now: datetime) -> MailedLink:
    async with reading(Database.USER) as session:
        try:
            return await links.find(session, Purpose.CONFIRM_EMAIL, token, now=now)
        except LinkRefused:
            return await links.find(session, Purpose.CHANGE_EMAIL, token, now=now)


async def _change(
    session: AsyncSession, account: Account, link: MailedLink, *, now: datetime
) -> None:
    key = email_key(link.email)
    await _require_nobodys(session, account, key)
    await letters.tell_owner(session, account, letters.email_has_left(account.username))
    account.email, account.email_key, account.email_confirmed_at = link.email, key, now
    await session.flush()
    # What went to the address before must not open the account any more.
    await links.withdraw(
        session,
        Purpose.CONFIRM_EMAIL,
        Purpose.CHANGE_EMAIL,
        Purpose.RESET_PASSWORD,
        account_id=account.id,
    )
    outbox.add(session, EmailChanged(account_id=UserId(account.id)))


async def _require_nobodys(session: AsyncSession, account: Account, key: str) -> None:
    owner = await repository.confirmed_owner(session, key)
    if owner is not None and owner.id != account.id:
        raise AddressConfirmedElsewhere
