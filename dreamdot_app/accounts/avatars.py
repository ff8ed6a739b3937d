"""How people look: their own picture, or what is drawn for them.

Pictures belong to a slice above this one, so it is told how their addresses are found
(`show_pictures_with`); until somebody has one, everybody is drawn.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from dreamdot_app.accounts.models import Account
from dreamdot_app.ui.drawings import person_url

type_addresses = Callable[[Sequence[UUID]], Awaitable[Mapping[UUID, str]]]
_sources: list[type_addresses] = []


def show_pictures_with(addresses: type_addresses) -> None:
    """Ask this for the addresses of pictures: ``{picture id: address}``, unknown ones absent."""
    _sources[:] = [addresses]


async def avatar_urls(accounts: Sequence[Account]) -> dict[UUID, str]:
    """The address of each account's picture or drawing, by the account's id."""
    wanted = [account.picture_id for account in accounts if account.picture_id is not None]
    pictures: Mapping[UUID, str] = {}
    for addresses in _sources if wanted else ():
        pictures = await addresses(wanted)
    return {account.id: _picture(account, pictures) or _drawing(account) for account in accounts}


def _picture(account: Account, pictures: Mapping[UUID, str]) -> str:
    return pictures.get(account.picture_id, "") if account.picture_id else ""


def _drawing(account: Account) -> str:
    return person_url(account.drawing_key, face=account.drawing_face)
