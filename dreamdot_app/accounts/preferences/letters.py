"""Letters with news: to those who want them by mail, at an address that is known to be theirs."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import repository
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.preferences import service
from dreamdot_app.accounts.preferences.news import Way
from dreamdot_app.core import mail
from dreamdot_app.core.ids import UserId

_WHY = "Choose what reaches you: Settings, Notifications."


async def write_news(
    session: AsyncSession, user_id: UserId, *, kind: str, letter: mail.Letter, key: str
) -> bool:
    """Ask for a letter in a transaction of the user database; whether one will go.

    ``kind`` is a key of `news.KINDS`, ``key`` makes the letter once. None goes to somebody who does
    not want such news by mail, whose address is not confirmed, or who is gone.
    """
    account = await session.get(Account, user_id)
    if account is None or account.deleted_at or account.email_confirmed_at is None:
        return False
    if not await service.wants(session, user_id, kind, Way.MAIL):
        return False
    signed = replace(letter, small=(*letter.small, _WHY))
    await mail.post(session, to=account.email, name=account.display_name, letter=signed, key=key)
    return True


async def write_to_administrators(session: AsyncSession, *, letter: mail.Letter, key: str) -> int:
    """Ask for a letter to every administrator, in a transaction of the user database; how many.

    ``key`` makes it once for each. It is no news, so nobody can turn it off.
    """
    found = await repository.administrators(session)
    for account in found:
        whom = f"{key} {account.id}"
        await mail.post(
            session, to=account.email, name=account.display_name, letter=letter, key=whom
        )
    return len(found)
