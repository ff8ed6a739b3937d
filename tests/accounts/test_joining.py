"""Joining: an account and a session, or a reason beside each field and nothing at all."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from dreamdot_app.accounts import service
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.errors import JoinRefused, UsernameTaken, WeakPassword
from dreamdot_app.accounts.models import Account, AccountSession, FormerUsername
from dreamdot_app.accounts.tokens import token_hash
from dreamdot_app.accounts.usernames import case_key, look_key
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, DomainError, TooManyTries
from dreamdot_app.core.ids import UserId
from tests.clock import NOON
from tests.factories.accounts import ADDRESS, PASSWORD, joined, somebody


async def join(**changes: Any) -> SignedIn:
    person = somebody()
    typed = {
        "email": person.email,
        "username": person.username,
        "password": PASSWORD,
        "accepts_terms": True,
        "address": ADDRESS,
        "user_agent": "a browser",
        "now": NOON,
    }
    return await service.join(**(typed | changes))


async def kept(user_id: UserId) -> Account:
    async with reading(Database.USER) as session:
        return await session.get_one(Account, user_id)


async def accounts_named(username: str) -> int:
    async with reading(Database.USER) as session:
        wanted = col(Account.username_key) == case_key(username)
        return await session.scalar(select(func.count()).where(wanted)) or 0


async def test_who_joins_is_somebody_and_signed_in() -> None:
    person = somebody()
    signed_in = await service.join(
        email=f" {person.email} ",
        username=f"@{person.username}",
        display_name="  Zoë \u202eLacroix ",
        password=PASSWORD,
        accepts_terms=True,
        address=ADDRESS,
        user_agent="a\nbrowser" + "x" * 500,
        now=NOON,
    )
    account = await kept(signed_in.viewer.id)
    assert (account.email, account.username) == (person.email, person.username)
    assert account.display_name == signed_in.viewer.display_name == "Zoë Lacroix"
    assert account.created_at == account.terms_at == NOON
    assert account.password_hash
    assert PASSWORD not in account.password_hash
    assert await service.viewer_of_token(signed_in.token, now=NOON) == signed_in.viewer
    assert signed_in.viewer.avatar_url.startswith("/drawn/person/")


async def test_the_token_is_nowhere_in_the_database() -> None:
    signed_in = await joined()
    async with reading(Database.USER) as session:
        row = await session.scalar(
            select(AccountSession).where(col(AccountSession.account_id) == signed_in.viewer.id)
        )
    assert row is not None
    assert row.token_hash == token_hash(signed_in.token)
    assert signed_in.token not in str(row.model_dump())
    assert len(signed_in.token) >= 43
    assert row.user_agent == "a browser"


async def test_without_a_display_name_the_username_is_shown() -> None:
    assert (signed_in := await join(display_name=None)).viewer.display_name
    assert signed_in.viewer.display_name == signed_in.viewer.username


@pytest.mark.parametrize(
    "alike", [str, str.upper, str.swapcase, lambda name: name.replace("o", "0")]
)
async def test_a_name_that_looks_the_same_is_taken(alike: Any) -> None:
    person = somebody("popocatepetl")
    await joined(person)
    taken = alike(person.username)
    with pytest.raises(UsernameTaken) as refusal:
        await join(username=taken)
    assert refusal.value.field == "username"
    assert taken in refusal.value.message
    assert refusal.value.suggestion in refusal.value.message
    assert (
        await join(username=refusal.value.suggestion)
    ).viewer.username == refusal.value.suggestion


async def test_the_next_suggestion_is_another_one() -> None:
    person = somebody()
    await joined(person)
    suggested = []
    for _ in range(3):
        with pytest.raises(UsernameTaken) as refusal:
            await join(username=person.username)
        suggested.append(refusal.value.suggestion)
        await join(username=refusal.value.suggestion)
    assert len(set(suggested)) == 3


async def test_a_name_that_somebody_had_until_lately_is_taken() -> None:
    member = (await joined()).viewer
    former = somebody("popocatepetl").username
    async with transaction(Database.USER, actor=None) as session:
        session.add(
            FormerUsername(
                username_key=case_key(former),
                username_look=look_key(former),
                account_id=member.id,
                kept_until=NOON + timedelta(days=90),
            )
        )
    for alike in (former, former.upper(), former.replace("o", "0")):
        with pytest.raises(UsernameTaken):
            await join(username=alike, now=NOON + timedelta(days=89))
    assert (await join(username=former, now=NOON + timedelta(days=90))).viewer.username == former


@pytest.mark.parametrize(
    "password", ["{username}", "{username}1", "{email}", "dreamdot-{username}", "Zoe Lacroix 1"]
)
async def test_ones_own_name_is_no_password(password: str) -> None:
    person = somebody("orchid")
    with pytest.raises(WeakPassword) as refusal:
        await join(
            email=person.email,
            username=person.username,
            display_name="Zoe Lacroix",
            password=password.format(username=person.username, email=person.email),
        )
    assert refusal.value.field == "password"


async def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(JoinRefused) as refusal:
        await join(email="x", username="a", password="short", accepts_terms=False, display_name=5)
    assert set(refusal.value.as_errors()) == {
        "email", "username", "password", "terms", "display_name",
    }  # fmt: skip


async def test_nobody_is_shown_under_our_name() -> None:
    with pytest.raises(BadInput) as refusal:
        await join(display_name="Dream\u200bDot", email=somebody().email)
    assert refusal.value.field == "display_name"


@pytest.mark.parametrize("field", ["email", "username", "password", "display_name"])
@pytest.mark.parametrize(
    "value",
    ["", " ", "\x00", "x" * 10_000_000, 5, 1.5, True, ["a"], {"a": 1}, "<script>alert(1)</script>",
     "\u202e\u200b", "\ud800", "a\nb", "'; drop table account; --"],
)  # fmt: skip
async def test_nothing_half_is_written(field: str, value: object) -> None:
    person = somebody()
    typed = {"email": person.email, "username": person.username, field: value}
    [ended] = await asyncio.gather(join(**typed), return_exceptions=True)
    if isinstance(ended, SignedIn):
        account = await kept(ended.viewer.id)
        assert account.display_name.isprintable()
        assert not set(account.display_name) & {"\u202e", "\u200b", "\x00"}
    else:
        assert isinstance(ended, DomainError)
        assert set(ended.as_errors()) <= {"email", "username", "password", "display_name"}
        assert await accounts_named(person.username) == 0


@pytest.mark.parametrize("value", [False, None, "true", 1, "on"])
async def test_nobody_joins_without_the_rules(value: object) -> None:
    with pytest.raises(BadInput) as refusal:
        await join(accepts_terms=value)
    assert refusal.value.field == "terms"


async def test_of_many_at_once_one_gets_the_name() -> None:
    person = somebody()
    tries = [join(username=person.username) for _ in range(6)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignedIn) for one in ended) == 1
    assert sum(isinstance(one, UsernameTaken) for one in ended) == 5
    assert await accounts_named(person.username) == 1


async def test_one_address_joins_so_often_and_not_more() -> None:
    many = [join(address="203.0.113.77") for _ in range(45)]
    ended = await asyncio.gather(*many, return_exceptions=True)
    assert sum(isinstance(one, SignedIn) for one in ended) == 40
    refused = [one for one in ended if isinstance(one, TooManyTries)]
    assert len(refused) == 5
    assert 0 < refused[0].retry_after_s <= 3_600
    await join(address="203.0.113.78")


async def test_a_session_expires_when_its_time_is_over() -> None:
    signed_in = await joined()
    long_after = NOON + timedelta(days=400)
    assert await service.viewer_of_token(signed_in.token, now=long_after) is None
