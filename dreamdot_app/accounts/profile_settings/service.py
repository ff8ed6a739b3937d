"""Read and change what others see of a person.

One person may have two tabs open. Each sends what it holds and what it was drawn with, so that a
tab changes those fields only that were changed in it: two tabs with different changes do not
disturb each other. In a field that was changed in both, what is saved last stays, and the answer
says that something else had stood there: its author sees what they have just typed, and nothing of
it needs to be asked about again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts import avatars, changes, repository
from dreamdot_app.accounts.contract import (
    DisplayNameChanged,
    LinkView,
    PictureShown,
    PicturesReplaced,
    UserId,
)
from dreamdot_app.accounts.errors import ProfileRefused
from dreamdot_app.accounts.joining import parse_display_name
from dreamdot_app.accounts.models import Account, ProfileLink
from dreamdot_app.accounts.profile_settings import fields
from dreamdot_app.core import ids, outbox, text
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput

_GONE = "This picture is not here any more. Choose it again."
# What is told when a field had been changed in another tab as well.
_NAMES = {
    "display_name": "name",
    "pronouns": "pronouns",
    "bio": "bio",
    "location": "location",
    "avatar": "picture",
    "banner": "banner",
    "pinned": "pinned work",
    "links": "links",
}


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """A person's profile as they change it; ids are short, empty for none."""

    username: str
    display_name: str
    pronouns: str
    bio: str
    location: str
    avatar_id: str
    banner_id: str
    pinned_id: str
    links: tuple[LinkView, ...]
    avatar: PictureShown
    banner: PictureShown
    drawn_avatar: str
    drawn_banner: str

    def as_fields(self) -> dict[str, object]:
        """The fields as a form holds them."""
        return {
            "display_name": self.display_name,
            "pronouns": self.pronouns,
            "bio": self.bio,
            "location": self.location,
            "avatar": self.avatar_id,
            "banner": self.banner_id,
            "pinned": self.pinned_id,
            "links": [[link.label, link.url] for link in self.links],
        }


async def own_profile(*, account_id: UserId) -> OwnProfile:
    """What somebody may change of their profile, as it is."""
    async with reading(Database.USER) as session:
        account = await session.get_one(Account, account_id)
        links = await repository.links_of(session, account_id)
    avatar, banner = await avatars.looks(account)
    return _own(account, links, avatar, banner)


async def save_profile(
    *, account_id: UserId, sent: Mapping[str, object], was: Mapping[str, object]
) -> tuple[str, ...]:
    """Change those fields of ``sent`` that differ from what they were drawn with (``was``).

    Both are untrusted. Returns what had been changed in another place meanwhile and is replaced
    now, in words.

    Raises:
        ProfileRefused: some fields do not fit; all of them are told and nothing is changed.
    """
    read = await _read(account_id, _changed(sent, was))
    async with transaction(Database.USER, actor=account_id) as session:
        account = await session.get_one(Account, account_id, with_for_update=True)
        links = await repository.links_of(session, account_id)
        before = _own(account, links, PictureShown(), PictureShown()).as_fields()
        await _write(session, account, read)
        after = before | {name: _as_field(value) for name, value in read.items()}
    changes.tell(account_id)
    return tuple(
        words
        for name, words in _NAMES.items()
        if name in was and was[name] != before[name] != after[name]
    )


def _changed(sent: Mapping[str, object], was: Mapping[str, object]) -> dict[str, object]:
    """The fields that were changed where they come from."""
    found = {
        name: sent[name]
        for name in _NAMES
        if name != "links" and name in sent and sent[name] != was.get(name)
    }
    rows = fields.typed_links(sent)
    if rows is not None and [[label, url] for _, label, url in rows] != was.get("links"):
        found["links"] = rows
    return found


async def _read(account_id: UserId, changed: Mapping[str, object]) -> dict[str, object]:
    """The changed fields, fit to be kept."""
    read: dict[str, object] = {}
    errors: dict[str, str] = {}
    for name, value in changed.items():
        try:
            read[name] = _READ[name](value)
        except BadInput as refusal:
            errors |= refusal.as_errors()
    pictures = {read[name]: name for name in ("avatar", "banner") if read.get(name)}
    owned = await avatars.owned_pictures(
        account_id, {one for one in pictures if isinstance(one, UUID)}
    )
    errors |= {name: _GONE for picture, name in pictures.items() if picture not in owned}
    if errors:
        raise ProfileRefused(errors)
    return read


def _picture(name: str) -> Callable[[object], object]:
    return lambda value: fields.parse_reference(value, field=name, missing=_GONE)


def _pinned(value: object) -> object:
    # Whether it is theirs and out is asked whenever it is shown: both may change.
    return fields.parse_reference(value, field="pinned", missing="Choose one of your works.")


def _links(rows: object) -> tuple[LinkView, ...]:
    return fields.parse_links(rows)  # pyright: ignore[reportArgumentType] as `typed_links` made them


def _line(name: str, longest: int) -> Callable[[object], str]:
    return lambda value: text.line(value, field=name, max_length=longest)


_READ: dict[str, Callable[[object], object]] = {
    "display_name": parse_display_name,
    "pronouns": _line("pronouns", fields.PRONOUNS_LENGTH),
    "bio": lambda value: text.paragraphs(value, field="bio", max_length=fields.BIO_LENGTH),
    "location": _line("location", fields.LOCATION_LENGTH),
    "avatar": _picture("avatar"),
    "banner": _picture("banner"),
    "pinned": _pinned,
    "links": _links,
}
_COLUMNS = {"avatar": "picture_id", "banner": "banner_id", "pinned": "pinned_work_id"}


async def _write(session: AsyncSession, account: Account, read: Mapping[str, object]) -> None:
    former_name, former = account.display_name, _pictures_of(account)
    for name, value in read.items():
        if isinstance(value, tuple):
            await _replace_links(session, account.id, cast("tuple[LinkView, ...]", value))
        else:
            setattr(account, _COLUMNS.get(name, name), value)
    account.display_name = account.display_name or account.username
    if account.display_name != former_name:
        told = DisplayNameChanged(account_id=UserId(account.id), display_name=account.display_name)
        outbox.add(session, told)
    if gone := former - _pictures_of(account):
        outbox.add(session, PicturesReplaced(UserId(account.id), sorted(gone)))


def _pictures_of(account: Account) -> set[UUID]:
    return {one for one in (account.picture_id, account.banner_id) if one is not None}


async def _replace_links(
    session: AsyncSession, account_id: UUID, links: tuple[LinkView, ...]
) -> None:
    await session.execute(delete(ProfileLink).where(col(ProfileLink.account_id) == account_id))
    session.add_all(
        ProfileLink(account_id=account_id, position=index, label=link.label, url=link.url)
        for index, link in enumerate(links)
    )


def _own(
    account: Account, links: list[ProfileLink], avatar: PictureShown, banner: PictureShown
) -> OwnProfile:
    return OwnProfile(
        username=account.username,
        display_name=account.display_name,
        pronouns=account.pronouns,
        bio=account.bio,
        location=account.location,
        avatar_id=_short(account.picture_id),
        banner_id=_short(account.banner_id),
        pinned_id=_short(account.pinned_work_id),
        links=tuple(LinkView(link.label, link.url) for link in links),
        avatar=avatar,
        banner=banner,
        drawn_avatar=avatars.drawn_avatar(account).large,
        drawn_banner=avatars.drawn_banner(account).large,
    )


def _as_field(value: object) -> object:
    """A value that is kept, as a form holds it."""
    if isinstance(value, tuple):
        links = cast("tuple[LinkView, ...]", value)
        return [[link.label, link.url] for link in links]
    return _short(value) if isinstance(value, UUID) or value is None else value


def _short(identifier: UUID | None) -> str:
    return ids.short(identifier) if identifier else ""
