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
    shown = {picture_id: picture.small for picture_id, picture in found.items()}
    return {
        one.id: (shown.get(one.picture_id, "") if one.picture_id else "") or _drawing(one)
        for one in accounts
    }


async def looks(account: Account) -> tuple[PictureShown, PictureShown]:
    """An account's avatar and banner, its own or drawn."""
    found = await _pictures([one for one in (account.picture_id, account.banner_id) if one])
    avatar = found.get(account.picture_id) if account.picture_id else None
    banner = found.get(account.banner_id) if account.banner_id else None
    return avatar or drawn_avatar(account), banner or drawn_banner(account)


def drawn_avatar(account: Account) -> PictureShown:
    """What is drawn for somebody without a picture."""
    drawing = _drawing(account)
    return PictureShown(drawing, drawing)


def drawn_banner(account: Account) -> PictureShown:
    """The sky of somebody without a banner."""
    drawing = sky_url(account.drawing_key)
    return PictureShown(drawing, drawing)


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


def _drawing(account: Account) -> str:
    return person_url(account.drawing_key, face=account.drawing_face)
