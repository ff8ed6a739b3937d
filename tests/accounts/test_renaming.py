"""Another username: who may have it, what the former one still does, and for how long."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from dreamdot_app.accounts import names, renaming, service
from dreamdot_app.accounts.contract import SignedIn, UsernameChanged
from dreamdot_app.accounts.errors import (
    ChangedLately,
    JoinRefused,
    ProofNeeded,
    SignInRefused,
    UsernameTaken,
)
from dreamdot_app.accounts.profile import profile_metadata
from dreamdot_app.accounts.providers import newcomers
from dreamdot_app.accounts.providers.person import Person
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, DomainError, NotFound
from dreamdot_app.core.outbox import KINDS
from dreamdot_app.core.web.metadata import Moved
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD, Somebody, joined, somebody

A_DAY = timedelta(days=1)


def free() -> str:
    return somebody("named").username


async def rename(who: SignedIn, name: str, *, now: datetime = NOON) -> str:
    """Change a name with a fresh proof."""
    viewer = replace(who.viewer, proven_at=now)
    return await renaming.change_username(viewer=viewer, username=name, now=now)


async def present(name: str, *, now: datetime = NOON) -> str | None:
    return await service.present_name(name, now=now)


async def test_the_former_name_leads_to_its_person_for_ninety_days() -> None:
    who, name = await joined(), free()
    former = who.viewer.username
    assert await rename(who, name) == name
    assert (await service.by_username(name)).id == who.viewer.id
    with pytest.raises(NotFound):
        await service.by_username(former)
    for day, leads_to in ((0, name), (89, name), (90, None), (91, None)):
        assert await present(former.upper(), now=NOON + day * A_DAY) == leads_to
    assert await present(name) is None
    assert await present("nobody.had.this") is None


async def test_a_page_of_a_former_name_is_elsewhere() -> None:
    who, name = await joined(), free()
    now = datetime.now(NOON.tzinfo)
    await rename(who, name, now=now)
    assert await profile_metadata({"handle": who.viewer.username}) == Moved(f"/u/{name}")


async def test_names_before_the_former_one_lead_there_too() -> None:
    who, second, third = await joined(), free(), free()
    await rename(who, second)
    await rename(who, third, now=NOON + 31 * A_DAY)
    for former in (who.viewer.username, second):
        assert await present(former, now=NOON + 32 * A_DAY) == third


async def test_nobody_else_may_have_a_former_name_nor_one_that_looks_like_it() -> None:
    who = await joined(person := somebody("lil"))
    await rename(who, free())
    look_alike = person.username.replace("l", "I", 1)
    other = await joined()
    for wanted in (person.username, person.username.upper(), look_alike):
        with pytest.raises(UsernameTaken):
            await rename(other, wanted)
        with pytest.raises((UsernameTaken, JoinRefused)):
            await joined(Somebody(wanted, somebody().email))
    late = NOON + 91 * A_DAY
    assert await rename(other, person.username, now=late) == person.username


async def test_after_ninety_days_somebody_may_join_with_it() -> None:
    who = await joined(person := somebody())
    await rename(who, free())
    late = NOON + 91 * A_DAY
    fresh = await joined(Somebody(person.username, somebody().email), now=late)
    assert fresh.viewer.username == person.username
    assert (await service.by_username(person.username)).id == fresh.viewer.id


async def test_the_person_may_take_it_back() -> None:
    who, name = await joined(), free()
    former = who.viewer.username
    await rename(who, name)
    later = NOON + 31 * A_DAY
    assert await rename(who, former, now=later) == former
    assert await present(name, now=later) == former
    naming = await renaming.naming(account_id=who.viewer.id, now=later)
    assert [kept.username for kept in naming.kept] == [name]


async def test_a_name_changes_once_in_thirty_days() -> None:
    who = await joined()
    await rename(who, free())
    with pytest.raises(ChangedLately, match="20 December 2026") as refused:
        await rename(who, free(), now=NOON + 29 * A_DAY)
    assert refused.value.next_change_at == NOON + 30 * A_DAY
    naming = await renaming.naming(account_id=who.viewer.id, now=NOON + 29 * A_DAY)
    assert naming.next_change_at == NOON + 30 * A_DAY
    await rename(who, free(), now=NOON + 30 * A_DAY)


async def test_other_capitals_are_a_change_too_and_keep_nothing() -> None:
    who = await joined()
    louder = who.viewer.username.capitalize()
    await rename(who, louder)
    assert (await service.by_username(louder)).username == louder
    naming = await renaming.naming(account_id=who.viewer.id, now=NOON)
    assert naming.kept == ()
    assert naming.next_change_at is not None


async def test_it_needs_a_proof() -> None:
    who = await joined()
    for proven_at in (None, NOON - timedelta(minutes=5)):
        viewer = replace(who.viewer, proven_at=proven_at)
        with pytest.raises(ProofNeeded):
            await renaming.change_username(viewer=viewer, username=free(), now=NOON)


@pytest.mark.parametrize(
    "wanted",
    [
        None, 5, ["a"], "", "ab", "x" * 31, "x" * 10_000_000, "two words",
        "<script>alert(1)</script>",
        "a\x00b", "lu\u200bcia", "\u202etxt.exe", "admin", "DreamDot", "аnnа", "-dash-",
        "\ud800abc",
    ],
)  # fmt: skip
async def test_what_may_not_be_a_name_when_joining_may_not_be_one_later(wanted: Any) -> None:
    who = await joined()
    with pytest.raises(BadInput):
        await rename(who, wanted)
    assert (await service.by_username(who.viewer.username)).id == who.viewer.id


async def test_a_taken_name_and_ones_own_are_refused() -> None:
    who, other = await joined(), await joined()
    with pytest.raises(UsernameTaken):
        await rename(who, other.viewer.username.upper())
    with pytest.raises(BadInput, match="already"):
        await rename(who, who.viewer.username)


async def test_of_two_who_want_one_name_at_once_one_has_it() -> None:
    people = [await joined() for _ in range(5)]
    wanted = free()
    newcomers = [somebody() for _ in range(3)]

    async def tried(trying: Any) -> bool:
        try:
            await trying
        except DomainError:
            return False
        return True

    outcomes = await asyncio.gather(
        *(tried(rename(one, wanted)) for one in people),
        *(tried(joined(Somebody(wanted, one.email))) for one in newcomers),
    )
    assert outcomes.count(True) == 1


async def test_a_name_that_is_being_given_up_is_not_free_for_a_moment() -> None:
    """The question whether it is kept comes before the answer: nobody slips between them."""
    for _ in range(5):
        giving, taking = await joined(), await joined()
        outcomes = await asyncio.gather(
            rename(giving, free()),
            rename(taking, giving.viewer.username),
            joined(Somebody(giving.viewer.username, somebody().email)),
            return_exceptions=True,
        )
        assert isinstance(outcomes[0], str)
        assert isinstance(outcomes[1], UsernameTaken)
        assert isinstance(outcomes[2], UsernameTaken | JoinRefused)


async def test_nor_for_who_comes_from_a_provider() -> None:
    for _ in range(5):
        giving, new = await joined(), somebody()
        person = Person("github", f"subject of {new.username}", new.email, is_verified=True)
        token = await newcomers.wait_for_name(person=person, next_page="/", now=NOON)
        outcomes = await asyncio.gather(
            rename(giving, free()),
            newcomers.join(
                token=token, username=giving.viewer.username, display_name="", email="",
                accepts_terms=True, address=ADDRESS, user_agent="", now=NOON,
            ),
            return_exceptions=True,
        )  # fmt: skip
        assert isinstance(outcomes[0], str)
        assert isinstance(outcomes[1], UsernameTaken)


async def test_who_gives_up_a_name_signs_in_with_the_new_one_only() -> None:
    who, name = await joined(), free()
    await rename(who, name)

    async def sign_in(login: str) -> SignedIn:
        entered = await service.sign_in(
            login=login, password=PASSWORD, address=ADDRESS, user_agent="", now=NOON
        )
        assert isinstance(entered, SignedIn)
        return entered

    with pytest.raises(SignInRefused):
        await sign_in(who.viewer.username)
    assert (await sign_in(name)).viewer.id == who.viewer.id


async def test_cards_and_sessions_follow_at_once() -> None:
    who, name = await joined(), free()
    await service.cards([who.viewer.id])
    await service.viewer_of_token(who.token, now=NOON)
    await rename(who, name)
    assert (await service.cards([who.viewer.id]))[who.viewer.id].username == name
    asking = await service.viewer_of_token(who.token, now=NOON)
    assert asking is not None
    assert asking.username == name


async def test_it_stands_in_the_audit_trail(run_outbox: RunOutbox) -> None:
    assert KINDS["accounts.username_changed"] is UsernameChanged
    who, name = await joined(), free()
    await rename(who, name)
    await run_outbox()
    query = text(
        "select details from audit_entry where account_id = :account"
        " and kind = 'accounts.username_changed'"
    )
    async with reading(Database.AUDIT) as session:
        rows = await session.scalars(query, {"account": who.viewer.id})
    assert rows.all() == [{"former": who.viewer.username, "username": name}]


async def test_what_is_not_kept_any_more_is_deleted() -> None:
    who = await joined()
    await rename(who, free())
    query = text("select count(*) from former_username where account_id = :account")
    for day, left in ((89, 1), (90, 0)):
        async with transaction(Database.USER, actor=None) as session:
            await names.forget_old(session, now=NOON + day * A_DAY)
            assert await session.scalar(query, {"account": who.viewer.id}) == left
