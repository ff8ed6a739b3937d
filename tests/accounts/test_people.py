"""People as others see them, and many of them at once."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dreamdot_app.accounts import avatars, service
from dreamdot_app.accounts.contract import (
    AccountJoined,
    NewPerson,
    PersonCard,
    PictureShown,
    SignedIn,
)
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.outbox import KINDS
from tests.clock import NOON
from tests.factories.accounts import PASSWORD, joined, somebody


def new_person(username: str = "", **changes: object) -> NewPerson:
    person = somebody()
    return NewPerson(
        username=username or person.username,
        email=person.email,
        display_name="Mei Tanabe",
        bio="Draws kitchens.",
        password_hash=service.hash_password(PASSWORD),
        joined_at=NOON - timedelta(days=100),
        **changes,  # pyright: ignore[reportArgumentType] whatever a test wants changed
    )


async def brought_in(*people: NewPerson) -> dict[str, UserId]:
    async with transaction(Database.USER, actor=None) as session:
        return await service.import_people(session, people)


async def test_cards_of_many_and_of_nobody() -> None:
    members = [(await joined()).viewer for _ in range(5)]
    nobody = UserId(ids.new())
    found = await service.cards([*(one.id for one in members), members[0].id, nobody])
    assert found == {
        one.id: PersonCard(one.id, one.username, one.display_name, one.avatar_url)
        for one in members
    }
    assert await service.cards([]) == {}
    assert (await service.cards([members[0].id]))[members[0].id].href == f"/u/{members[0].username}"


async def test_a_profile_by_its_name_in_any_case() -> None:
    [(username, user_id)] = (await brought_in(person := new_person())).items()
    for name in (username, username.upper(), username.replace("p", "%70", 1)):
        profile = await service.by_username(name)
        assert (profile.id, profile.username) == (user_id, username)
        assert (profile.bio, profile.joined_at) == (person.bio, person.joined_at)


@pytest.mark.parametrize(
    "name", ["", "nobody.has.this", "x" * 1_000_000, "\x00", "\ud800", "%", "../admin"]
)
async def test_nobody_has_this_name(name: str) -> None:
    with pytest.raises(NotFound):
        await service.by_username(name)


async def test_people_brought_in_can_sign_in() -> None:
    chosen_id = UserId(ids.new())
    people = [new_person(id=chosen_id, has_face=True), *(new_person() for _ in range(200))]
    known = await brought_in(*people)
    assert known[people[0].username] == chosen_id
    assert len(set(known.values())) == len(people)
    signed_in = await service.sign_in(
        login=people[0].username, password=PASSWORD, address="127.0.0.1", user_agent="", now=NOON
    )
    assert isinstance(signed_in, SignedIn)
    assert signed_in.viewer.id == chosen_id
    assert signed_in.viewer.avatar_url != (await service.by_username(people[1].username)).avatar_url
    assert await brought_in() == {}


async def test_a_taken_name_brings_nobody_in() -> None:
    person, other = somebody(), new_person()
    await joined(person)
    with pytest.raises(IntegrityError):
        await brought_in(other, new_person(person.username.upper()))
    with pytest.raises(NotFound):
        await service.by_username(other.username)


async def test_who_is_there_already_is_left_alone_and_not_told_of_again() -> None:
    one, other = (new_person(id=UserId(ids.new())) for _ in range(2))
    await brought_in(one)
    changed = replace(one, display_name="Somebody else")
    async with transaction(Database.USER, actor=None) as session:
        known = await service.import_people(session, [changed, other], announce=True)
        told = await session.scalars(
            text(
                "select payload ->> 'username' as name from outbox_event"
                " where payload ->> 'username' = any(:names)"
            ),
            {"names": [one.username, other.username]},
        )
    assert known == {one.username: one.id, other.username: other.id}
    assert (await service.by_username(one.username)).display_name == one.display_name
    assert told.all() == [other.username]


async def test_a_picture_of_ones_own_comes_before_the_drawing() -> None:
    member = (await joined()).viewer
    picture_id = ids.new()
    async with transaction(Database.USER, actor=member.id) as session:
        (await session.get_one(Account, member.id)).picture_id = picture_id
    asked: list[UUID] = []

    class Pictures:
        async def shown(self, wanted: Sequence[UUID]) -> dict[UUID, PictureShown]:
            asked.extend(wanted)
            return {picture_id: PictureShown("/media/x/150.webp", "/media/x/400.webp")}

        async def of_owner(self, owner_id: UserId, wanted: Collection[UUID]) -> set[UUID]:
            return set()

    sources = list(avatars._sources)
    avatars.show_pictures_with(Pictures())
    try:
        assert (await service.by_username(member.username)).avatar_url == "/media/x/150.webp"
        assert asked == [picture_id]
    finally:
        avatars._sources[:] = sources
    assert (await service.by_username(member.username)).avatar_url == member.avatar_url


def test_events_keep_their_names() -> None:
    names = {"accounts.joined", "accounts.signed_in", "accounts.signed_out"}
    assert names <= set(KINDS)
    assert KINDS["accounts.joined"] is AccountJoined


async def test_many_cards_are_one_query_and_then_none() -> None:
    known = await brought_in(*(new_person() for _ in range(50)))
    asked = list(known.values())
    first, second = await asyncio.gather(service.cards(asked), service.cards(asked[:10]))
    assert set(first) == set(asked)
    assert set(second) == set(asked[:10])
