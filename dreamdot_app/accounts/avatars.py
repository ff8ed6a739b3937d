"""How people look: their own pictures, or what is drawn for them.

Pictures belong to a slice above this one, so it is told how they are found
(`show_pictures_with`); until somebody has one, everybody is drawn.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from dreamdot_app.accounts.contract import PictureShown, UserId
from dreamdot_app.accounts.models import Account
from dreamdot_app.ui.drawings import person_url, sky_url


class Pictures(Protocol):
    """Where people's pictures are."""

    async def shown(self, wanted: Sequence[UUID], /) -> Mapping[UUID, PictureShown]:
        """The pictures of these ids; unknown ones are absent."""
        ...

    async def of_owner(self, owner_id: UserId, wanted: Collection[UUID], /) -> Collection[UUID]:
        """Which of these are finished pictures that this person uploaded."""
        ...


_sources: list[Pictures] = []


def show_pictures_with(pictures: Pictures) -> None:
    """Ask this for people's pictures, from now on."""
    _sources[:] = [pictures]


async def avatar_urls(accounts: Sequence[Account]) -> dict[UUID, str]:
    """The address of each account's small picture or drawing, by the account's id."""
    found = await _pictures([one.picture_id for one in accounts if one.picture_id is not None])
    return {one.id: _picture(one, found).small or _drawing(one) for one in accounts}


async def looks(account: Account) -> tuple[PictureShown, PictureShown]:
    """An account's avatar and banner, its own or drawn."""
    found = await _pictures([one for one in (account.picture_id, account.banner_id) if one])
    avatar = _picture(account, found)
    if not avatar.small:
        avatar = PictureShown(_drawing(account), _drawing(account))
    banner = found.get(account.banner_id, PictureShown()) if account.banner_id else PictureShown()
    if not banner.large:
        sky = sky_url(account.drawing_key)
        banner = PictureShown(sky, sky)
    return avatar, banner


async def owned_pictures(owner_id: UserId, wanted: Collection[UUID]) -> set[UUID]:
    """Which of these are finished pictures that this person uploaded."""
    found: set[UUID] = set()
    for source in _sources if wanted else ():
        found.update(await source.of_owner(owner_id, wanted))
    return found


async def _pictures(wanted: Sequence[UUID]) -> Mapping[UUID, PictureShown]:
    for source in _sources if wanted else ():
        return await source.shown(wanted)
    return {}


def _picture(account: Account, found: Mapping[UUID, PictureShown]) -> PictureShown:
    return found.get(account.picture_id, PictureShown()) if account.picture_id else PictureShown()


def _drawing(account: Account) -> str:
    return person_url(account.drawing_key, face=account.drawing_face)
