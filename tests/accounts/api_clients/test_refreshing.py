"""Refresh tokens: used once, replaced, and over for all who have them when used twice."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts import sessions
from dreamdot_app.accounts.api_clients import access, service
from dreamdot_app.accounts.api_clients.errors import (
    AccessTokenRefused,
    RefreshRefused,
    SecondFactorNeeded,
)
from dreamdot_app.accounts.api_clients.service import ApiTokens
from dreamdot_app.accounts.errors import SignInRefused
from dreamdot_app.accounts.factors.errors import CodeRefused
from dreamdot_app.accounts.models import Account, AccountSession, RefreshToken
from dreamdot_app.accounts.tokens import token_hash
from dreamdot_app.admin import service as admin
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, TooManyTries
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import Settings, settings
from tests.accounts.clients import client_of
from tests.accounts.factors.members import member_with_app
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD, Somebody, joined, somebody
from tests.mail import letters_to

SECOND = timedelta(seconds=1)


@pytest.fixture
async def program() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(headers=()) as opened:
        yield opened


async def begun(person: Somebody, **changes: Any) -> ApiTokens:
    wanted: dict[str, Any] = {
        "login": person.username, "password": PASSWORD, "code": None, "client": "Reading list",
        "time_zone": "Europe/Lisbon", "address": ADDRESS, "now": NOON,
    }  # fmt: skip
    return await service.sign_in(**{**wanted, **changes})


async def a_client() -> tuple[ApiTokens, UserId]:
    person = somebody()
    member = (await joined(person)).viewer
    return await begun(person), member.id


async def is_alive(tokens: ApiTokens, at: Any = NOON) -> bool:
    try:
        return bool(await service.viewer_of_access_token(tokens.access_token, now=at))
    except AccessTokenRefused:
        return False


async def test_over_http(program: httpx.AsyncClient) -> None:
    person = somebody()
    await joined(person)
    sent = {"login": person.email, "password": PASSWORD, "client": "Reading list"}
    answer = await program.post("/auth/api/tokens", json=sent)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    first = answer.json()
    assert set(first) == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert (first["token_type"], first["expires_in"]) == ("Bearer", 900)
    sent = {"refresh_token": first["refresh_token"]}
    second = (await program.post("/auth/api/refresh", json=sent)).json()
    assert second["refresh_token"] != first["refresh_token"]
    for tokens in (first, second):
        bearing = {"authorization": f"Bearer {tokens['access_token']}"}
        answer = await program.get("/api/whoami", headers=bearing)
        assert answer.json() == {"name": person.username}


async def test_it_is_a_session_of_its_own_among_the_others() -> None:
    tokens, _ = await a_client()
    session_id = access.session_in(tokens.access_token, now=NOON)
    async with reading(Database.USER) as session:
        row = await session.get_one(AccountSession, session_id)
    assert (row.kind, row.user_agent, row.time_zone) == ("api", "Reading list", "Europe/Lisbon")


@pytest.mark.parametrize(
    "changes", [{"client": ""}, {"client": None}, {"client": "x" * 61}, {"client": 5}]
)
async def test_a_client_has_a_name(changes: dict[str, Any]) -> None:
    person = somebody()
    await joined(person)
    with pytest.raises(BadInput):
        await begun(person, **changes)


@pytest.mark.parametrize("login", ["", None, 5, "nobody.has.this"])
async def test_a_wrong_name_or_password(login: Any) -> None:
    person = somebody()
    await joined(person)
    with pytest.raises(SignInRefused):
        await begun(person, login=login)
    with pytest.raises(SignInRefused):
        await begun(person, password="wrong")


async def test_here_too_passwords_cannot_be_guessed() -> None:
    person = somebody()
    await joined(person)
    tries = [begun(person, password=f"wrong {n}", address="198.51.100.44") for n in range(20)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignInRefused) for one in ended) == 5
    assert sum(isinstance(one, TooManyTries) for one in ended) == 15


async def test_a_used_token_ends_its_family(run_outbox: RunOutbox, settings: Settings) -> None:
    person = somebody()
    member = (await joined(person)).viewer
    async with transaction(Database.USER, actor=None) as session:
        await session.execute(
            update(Account).where(col(Account.id) == member.id).values(email_confirmed_at=NOON)
        )
    first = await begun(person)
    second = await service.refresh(refresh_token=first.refresh_token, now=NOON)
    third = await service.refresh(refresh_token=second.refresh_token, now=NOON)
    assert await is_alive(third)
    # A thief comes with what was used before; the rightful client is told by being sent away.
    with pytest.raises(RefreshRefused):
        await service.refresh(refresh_token=first.refresh_token, now=NOON)
    for tokens in (first, second, third):
        with pytest.raises(RefreshRefused):
            await service.refresh(refresh_token=tokens.refresh_token, now=NOON)
        assert not await is_alive(tokens)
    await run_outbox()
    kinds = [entry.kind for entry in await admin.trail(account_id=member.id)]
    assert kinds[:2] == ["accounts.refresh_reused", "accounts.signed_out"]
    subjects = [str(one["Subject"]) for one in await letters_to(settings.data_dir, person.email)]
    assert subjects.count("An API client was signed out") == 1
    trail = str(await admin.trail(account_id=member.id))
    assert first.refresh_token not in trail
    assert "Reading list" not in trail


async def test_a_lost_answer_is_given_once_more() -> None:
    first, _ = await a_client()
    sent = await service.refresh(refresh_token=first.refresh_token, now=NOON)
    again = await service.refresh(refresh_token=first.refresh_token, now=NOON + 9 * SECOND)
    assert again.refresh_token == sent.refresh_token
    assert await is_alive(await service.refresh(refresh_token=again.refresh_token, now=NOON))


async def test_but_not_for_long() -> None:
    first, _ = await a_client()
    sent = await service.refresh(refresh_token=first.refresh_token, now=NOON)
    with pytest.raises(RefreshRefused):
        await service.refresh(refresh_token=first.refresh_token, now=NOON + 10 * SECOND)
    assert not await is_alive(sent)


async def test_of_two_at_once_there_is_one_successor() -> None:
    first, _ = await a_client()
    both = await asyncio.gather(
        *(service.refresh(refresh_token=first.refresh_token, now=NOON) for _ in range(8))
    )
    assert len({one.refresh_token for one in both}) == 1
    async with reading(Database.USER) as session:
        session_id = access.session_in(first.access_token, now=NOON)
        family = col(RefreshToken.session_id) == session_id
        assert await session.scalar(select(func.count()).where(family)) == 2


async def test_a_thief_who_got_the_same_answer_is_found_at_the_next_turn() -> None:
    first, _ = await a_client()
    owner = await service.refresh(refresh_token=first.refresh_token, now=NOON)
    thief = await service.refresh(refresh_token=first.refresh_token, now=NOON + SECOND)
    later = NOON + timedelta(minutes=14)
    sent = await service.refresh(refresh_token=owner.refresh_token, now=later)
    later += timedelta(minutes=1)
    with pytest.raises(RefreshRefused):
        await service.refresh(refresh_token=thief.refresh_token, now=later)
    assert not await is_alive(sent, later)


@pytest.mark.parametrize(
    "token", ["", None, 5, ["a"], "forged", "\x00", "\ud800", "ä", "x" * 1_000_000]
)
async def test_a_refresh_token_that_is_none(token: Any) -> None:
    with pytest.raises(RefreshRefused):
        await service.refresh(refresh_token=token, now=NOON)
    await service.revoke(refresh_token=token, now=NOON)


async def test_neither_an_access_token_nor_a_cookie_refreshes() -> None:
    person = somebody()
    member = await joined(person)
    tokens = await begun(person)
    for token in (tokens.access_token, member.token):
        with pytest.raises(RefreshRefused):
            await service.refresh(refresh_token=token, now=NOON)


async def test_a_session_that_is_over_is_not_gone_on_with() -> None:
    first, owner = await a_client()
    async with transaction(Database.USER, actor=None) as session:
        await sessions.end_all(session, account_id=owner, now=NOON)
    with pytest.raises(RefreshRefused):
        await service.refresh(refresh_token=first.refresh_token, now=NOON)


async def test_a_client_that_rests_too_long_signs_in_anew() -> None:
    first, _ = await a_client()
    idle = timedelta(seconds=settings().session_idle_s)
    second = await service.refresh(refresh_token=first.refresh_token, now=NOON + idle - SECOND)
    with pytest.raises(RefreshRefused):
        await service.refresh(refresh_token=second.refresh_token, now=NOON + 2 * idle)


async def test_a_client_that_asks_without_end_is_slowed_down() -> None:
    tokens, _ = await a_client()
    for _ in range(30):
        tokens = await service.refresh(refresh_token=tokens.refresh_token, now=NOON)
    with pytest.raises(TooManyTries):
        await service.refresh(refresh_token=tokens.refresh_token, now=NOON)


async def test_the_database_has_no_token() -> None:
    tokens, _ = await a_client()
    async with reading(Database.USER) as session:
        kept = await session.get(RefreshToken, token_hash(tokens.refresh_token))
        assert kept is not None
        rows = (await session.scalars(select(RefreshToken))).all()
    assert tokens.refresh_token not in str(rows)


async def test_the_second_factor_is_asked_for() -> None:
    """By the service itself, whatever routes there are."""
    careful = await member_with_app()
    later = NOON + 30 * SECOND
    for code, refusal in ((None, SecondFactorNeeded), ("", SecondFactorNeeded),
                          ("000000", CodeRefused), (5, SecondFactorNeeded)):  # fmt: skip
        with pytest.raises(refusal):
            await begun(careful.person, code=code, now=later)
    assert await begun(careful.person, code=careful.code(later), now=later)
    with pytest.raises(CodeRefused):
        await begun(careful.person, code=careful.code(later), now=later)


async def test_old_refresh_tokens_are_forgotten() -> None:
    tokens, _ = await a_client()
    later = NOON + timedelta(seconds=settings().session_idle_s + 1)
    async with transaction(Database.USER, actor=None) as session:
        await service.forget_old(session, now=later)
        assert await session.get(RefreshToken, token_hash(tokens.refresh_token)) is None


async def test_a_browsers_session_is_no_family() -> None:
    """A refresh token planted for a browser's session goes on with nothing."""
    member = await joined()
    async with transaction(Database.USER, actor=None) as session:
        row = RefreshToken(
            token_hash=token_hash("planted"), session_id=member.viewer.session_id, created_at=NOON,
            expires_at=NOON + timedelta(days=1),
        )  # fmt: skip
        session.add(row)
    with pytest.raises(RefreshRefused):
        await service.refresh(refresh_token="planted", now=NOON)
    assert await accounts.viewer_of_token(member.token, now=NOON)
