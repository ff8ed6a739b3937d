"""What people choose is kept at once; whatever else is sent is refused and changes nothing."""

import asyncio
from typing import Any

import pytest

from dreamdot_app.accounts.preferences import choices, service
from dreamdot_app.accounts.preferences.choices import Preferences
from dreamdot_app.accounts.preferences.news import KINDS, Way
from dreamdot_app.accounts.profile import profile_metadata
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.web.metadata import PageMetadata, with_metadata
from tests.factories.accounts import joined


async def member() -> UserId:
    return (await joined()).viewer.id


async def test_nobody_has_chosen_anything_at_first() -> None:
    owner = await member()
    assert await service.preferences(owner) == Preferences()
    assert (await service.looks(owner))["theme"] == "system"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "dark"),
        ("motion", "reduced"),
        ("text_size", "larger"),
        ("language", "en-US"),
        ("time_zone", "Asia/Kathmandu"),
        ("time_zone", ""),
        ("may_message", "followed"),
        ("may_mention", "nobody"),
        ("sees_likes", "followers"),
        ("is_searchable", False),
    ],
)
async def test_what_is_chosen_is_kept_and_the_rest_stays(name: str, value: object) -> None:
    owner, other = await member(), await member()
    await service.choose(user_id=owner, choices={"text_size": "small"})
    chosen = await service.choose(user_id=owner, choices={name: value})
    assert getattr(chosen, name) == value
    assert chosen == await service.preferences(owner)
    if name != "text_size":
        assert chosen.text_size == "small"
    assert await service.preferences(other) == Preferences()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "purple"),
        ("theme", None),
        ("theme", ["dark"]),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "Europe/Lisbon\x00"),
        ("time_zone", 7),
        ("is_searchable", "yes"),
        ("is_searchable", 1),
        ("sees_likes", "followed"),
        ("account_id", "x"),
        ("", ""),
        (None, "dark"),
    ],
)
async def test_what_cannot_be_chosen_changes_nothing(name: Any, value: object) -> None:
    owner = await member()
    with pytest.raises(BadInput):
        await service.choose(user_id=owner, choices={"text_size": "large", name: value})
    assert await service.preferences(owner) == Preferences()


async def test_two_tabs_choose_at_once_and_both_are_kept() -> None:
    owner = await member()
    await asyncio.gather(
        service.choose(user_id=owner, choices={"theme": "dark"}),
        service.choose(user_id=owner, choices={"text_size": "large"}),
        service.choose_news(user_id=owner, kind="likes", way="mail", is_on=True),
        service.choose_news(user_id=owner, kind="likes", way="mail", is_on=True),
    )
    chosen = (await service.preferences_of([owner]))[owner]
    assert (chosen.theme, chosen.text_size) == ("dark", "large")
    assert (await service.news(owner))["likes"] == {Way.HERE, Way.MAIL}


async def test_every_zone_that_is_offered_can_be_chosen() -> None:
    zones = choices.time_zones()
    assert {"Europe/Lisbon", "Asia/Tokyo", "America/New_York"} <= set(zones)
    assert all(choices.read_choice("time_zone", zone) for zone in zones)


async def test_news_are_as_their_kind_says_until_somebody_chooses() -> None:
    owner = await member()
    assert await service.news(owner) == {key: kind.on for key, kind in KINDS.items()}
    await service.choose_news(user_id=owner, kind="sales", way="mail", is_on=False)
    await service.choose_news(user_id=owner, kind="followers", way="mail", is_on=True)
    async with reading(Database.USER) as session:
        assert not await service.wants(session, owner, "sales", Way.MAIL)
        assert await service.wants(session, owner, "sales", Way.HERE)
        assert await service.wants(session, owner, "followers", Way.MAIL)


@pytest.mark.parametrize(
    ("kind", "way", "is_on"),
    [
        ("security", "mail", False),
        ("weather", "mail", True),
        ("sales", "pigeon", True),
        ("sales", "mail", "off"),
        (None, None, None),
        ("sales", ["mail"], True),
    ],
)
async def test_news_that_cannot_be_chosen(kind: object, way: object, is_on: object) -> None:
    owner = await member()
    with pytest.raises(BadInput):
        await service.choose_news(user_id=owner, kind=kind, way=way, is_on=is_on)
    assert await service.news(owner) == {key: kind.on for key, kind in KINDS.items()}


async def test_search_engines_leave_out_who_does_not_want_to_be_found() -> None:
    member = (await joined()).viewer
    shown = await profile_metadata({"handle": member.username})
    assert isinstance(shown, PageMetadata)
    assert not shown.is_hidden
    await service.choose(user_id=member.id, choices={"is_searchable": False})
    hidden = await profile_metadata({"handle": member.username})
    assert isinstance(hidden, PageMetadata)
    page = "<html><head></head><body></body></html>"
    noindex = '<meta name="robots" content="noindex">'
    told = [with_metadata(page, one, origin="https://x", path="/u/x") for one in (shown, hidden)]
    assert [noindex in one for one in told] == [False, True]
