"""Another email address: asked for, and thought better of. The old one stays until the new one is
confirmed (`confirming.service`).
"""

from dataclasses import dataclass
from datetime import datetime

from dreamdot_app.accounts import letters, links, policy, rates, repository
from dreamdot_app.accounts.confirming import asking
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.emails import email_key, parse_email
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, SignInRequired


@dataclass(frozen=True)
class AddressView:
    """Somebody's address, for themselves; ``pending`` is the one that waits to be confirmed."""

    email: str = ""
    is_confirmed: bool = False
    pending: str = ""


async def address_of(viewer: Viewer, *, now: datetime) -> AddressView:
    """The address of who is asking.

    Raises:
        SignInRequired: the account is gone.
    """
    async with reading(Database.USER) as session:
        account = await repository.account(session, viewer.id)
        pending = await links.waiting(session, Purpose.CHANGE_EMAIL, account_id=viewer.id, now=now)
    if account is None:
        raise SignInRequired
    return AddressView(
        account.email, account.email_confirmed_at is not None, pending.email if pending else ""
    )


async def ask_for_address(*, viewer: Viewer, email: object, now: datetime) -> str:
    """Ask for another address: a link goes there, a notice to the one before. The new address.

    Raises:
        ProofNeeded: they have to prove once more who they are.
        BadInput: no address, or the one that they have.
        TooManyTries: too many from this account.
        SignInRequired: the account is gone.
    """
    policy.require_proof(viewer, now=now)
    wanted = parse_email(email)
    await rates.count_change_of_email(viewer.id)
    may_write = await rates.may_write_to(email_key(wanted))
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await repository.account_to_change(session, viewer.id)
        if account is None:
            raise SignInRequired
        if email_key(wanted) == account.email_key:
            raise BadInput("This is your address already.", field="email")
        await asking.ask_new_address(session, account, wanted, may_write=may_write, now=now)
        await letters.tell_owner(session, account, letters.email_is_leaving(account.username))
    return wanted


async def keep_address(*, viewer: Viewer) -> None:
    """Think better of it: the link that went to the new address is worthless."""
    async with transaction(Database.USER, actor=viewer.id) as session:
        await links.withdraw(session, Purpose.CHANGE_EMAIL, account_id=viewer.id)
