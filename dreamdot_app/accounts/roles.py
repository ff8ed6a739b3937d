"""Roles are given by `make admin` alone: no page and no route leads here."""

from datetime import datetime

from dreamdot_app.accounts import repository, sessions
from dreamdot_app.accounts.contract import Role, RoleChanged, UserId
from dreamdot_app.accounts.emails import email_key
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction


class RoleRefused(Exception):
    """The role was not given; the message says why, to whoever asked for it."""


def parse_role(value: str) -> Role:
    """Read a role.

    Raises:
        RoleRefused: there is none of that name.
    """
    try:
        return Role(value.strip().lower())
    except ValueError:
        raise RoleRefused(f"ROLE={value}: one of {', '.join(Role)}.") from None


async def set_role(*, email: str, role: Role, now: datetime) -> str:
    """Give somebody a role; their username. All their sessions end, so that it holds at once.

    Raises:
        RoleRefused: no account has this address, or nobody knows whether it is theirs.
    """
    async with transaction(Database.USER, actor=None) as session:
        account = await repository.account_by_email(session, email_key(email.strip()))
        if account is None:
            raise RoleRefused(f"EMAIL={email}: no account has this address. Join first.")
        if account.email_confirmed_at is None:
            # Anybody may have joined with it.
            raise RoleRefused(
                f"EMAIL={email}: @{account.username} has not confirmed this address yet. The link"
                " to do so is in its mailbox."
            )
        if account.role != role:
            owner = UserId(account.id)
            outbox.add(session, RoleChanged(owner, former=account.role, role=role.value))
            account.role = role.value
            await sessions.end_all(session, account_id=account.id, now=now, how="security")
        return account.username


async def require_administrator(*, email: str) -> str:
    """The username of the administrator with this address.

    Raises:
        RoleRefused: there is no administrator whose address this is.
    """
    async with reading(Database.USER) as session:
        for account in await repository.administrators(session):
            if account.email_key == email_key(email.strip()):
                return account.username
    raise RoleRefused(f"{email}: no administrator has this address.")
