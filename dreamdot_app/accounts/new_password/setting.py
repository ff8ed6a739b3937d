"""What goes with every new password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import ceremonies, letters, links, sessions
from dreamdot_app.accounts.contract import PasswordChanged, UserId
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import outbox


def own_data(account: Account) -> tuple[str, ...]:
    """What a stranger would try as this person's password."""
    return (account.username, account.email, account.display_name)


async def set_password(
    session: AsyncSession,
    account: Account,
    password_hash: str,
    *,
    how: str,
    but: UUID | None = None,
    now: datetime,
) -> None:
    """Give an account another password, in the caller's transaction.

    All its sessions end, all ``but`` one if there is one; so does everything that was begun with
    the old password: sign-ins halfway, links for another password or another address. The owner
    gets a letter. Second factors stay as they are.
    """
    account.password_hash = password_hash
    await links.withdraw(
        session, Purpose.RESET_PASSWORD, Purpose.CHANGE_EMAIL, account_id=account.id
    )
    await ceremonies.break_off(session, account_id=account.id)
    await sessions.end_all(session, account_id=account.id, but=but, now=now)
    outbox.add(session, PasswordChanged(account_id=UserId(account.id), how=how))
    await letters.tell_owner(session, account, letters.password_changed(account.username, now=now))
