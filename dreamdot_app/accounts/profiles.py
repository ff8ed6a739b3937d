"""Profiles: a person by their name, also by one they had until lately."""

from datetime import datetime
from urllib.parse import unquote
from uuid import UUID

from dreamdot_app.accounts import avatars, bio, names, repository, usernames
from dreamdot_app.accounts.contract import LinkView, ProfileView, UserId
from dreamdot_app.accounts.models import Account, ProfileLink
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.errors import NotFound

_LONGEST_NAME = 400


async def by_username(username: str) -> ProfileView:
    """Somebody's profile; the name in any case, also as it stands in an address (``Zo%C3%AB``).

    Raises:
        NotFound: nobody has this name.
    """
    name = _typed(username)
    if not name:
        raise NotFound("Nobody has this name.")
    async with reading(Database.USER) as session:
        account = await repository.account_by_username(session, usernames.case_key(name))
        if account is None:
            raise NotFound("Nobody has this name.")
        links = await repository.links_of(session, account.id)
        mentioned = await bio.existing_names(session, account.bio)
    return await _view(account, links, mentioned)


async def present_name(username: str, *, now: datetime) -> str | None:
    """The name that somebody has now who had this one until lately; ``None`` for all others."""
    name = _typed(username)
    if not name:
        return None
    async with reading(Database.USER) as session:
        return await names.present_name(session, usernames.case_key(name), now=now)


async def profile_pictures(user_id: UserId) -> frozenset[UUID]:
    """The pictures that stand on somebody's profile now."""
    async with reading(Database.USER) as session:
        account = await repository.account(session, user_id)
    shown = (account.picture_id, account.banner_id) if account else ()
    return frozenset(one for one in shown if one is not None)


def _typed(username: str) -> str:
    return unquote(username) if len(username) <= _LONGEST_NAME else ""


async def _view(
    account: Account, links: list[ProfileLink], mentioned: dict[str, str]
) -> ProfileView:
    avatar, banner = await avatars.looks(account)
    return ProfileView(
        id=UserId(account.id),
        username=account.username,
        display_name=account.display_name,
        avatar_url=avatar.small,
        bio=account.bio,
        joined_at=account.created_at,
        pronouns=account.pronouns,
        location=account.location,
        bio_parts=bio.parts(account.bio, mentioned),
        links=tuple(LinkView(link.label, link.url) for link in links),
        avatar=avatar,
        banner=banner,
        has_banner=account.banner_id is not None,
        pinned_work_id=account.pinned_work_id,
    )
