"""Signing in and out: the right password, the same answer to all wrong ones, limits."""

import asyncio
import statistics
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from dreamdot_app.accounts import passwords, remembered, repository, service, sessions
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.credentials import account_by_password
from dreamdot_app.accounts.errors import SignInRefused
from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.accounts.new_password.setting import set_password
from dreamdot_app.accounts.tokens import token_hash
from dreamdot_app.admin.service import trail
from dreamdot_app.core.cache import ExpiringCache
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.settings import settings
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD, Somebody, confirmed, joined, somebody


async def sign_in(login: object, password: object = PASSWORD, address: str = ADDRESS) -> SignedIn:
    entered = await service.sign_in(
        login=login, password=password, address=address, user_agent="a browser", now=NOON
    )
    assert isinstance(entered, SignedIn)
    return entered


async def row_of(token: str) -> AccountSession:
    async with reading(Database.USER) as session:
        wanted = col(AccountSession.token_hash) == token_hash(token)
        row = await session.scalar(select(AccountSession).where(wanted))
    assert row is not None
    return row


async def test_by_name_or_address_in_any_case() -> None:
    person = somebody()
    member = (await joined(person)).viewer
    for login in (person.username, person.username.upper(), f"@{person.username}", person.email,
                  f"  {person.email.upper()} "):  # fmt: skip
        assert (await sign_in(login)).viewer.id == member.id


@pytest.mark.parametrize("has_owner", [True, False])
async def test_signing_in_does_not_tell_whether_an_address_has_an_owner(
    has_owner: bool, run_outbox: RunOutbox
) -> None:
    """Else whoever joins with a stranger's address, and signs in by it, learns of the stranger."""
    known = somebody()
    if has_owner:
        owner = (await confirmed(known)).viewer
    curious = Somebody(somebody().username, known.email, "somebody else's phrase 5")
    member = (await joined(curious)).viewer
    assert (await sign_in(known.email, curious.password)).viewer.id == member.id
    if has_owner:
        assert (await sign_in(known.email, PASSWORD)).viewer.id == owner.id
    with pytest.raises(SignInRefused):
        await sign_in(known.email, "the phrase of nobody 3")
    await run_outbox()
    shown = {entry.kind for entry in await trail(account_id=member.id)}
    assert "accounts.signed_in" in shown
    assert "accounts.sign_in_failed" not in shown


async def test_every_session_has_a_token_of_its_own() -> None:
    person = somebody()
    first = await joined(person)
    second = await sign_in(person.username)
    assert first.token != second.token
    assert await service.viewer_of_token(first.token, now=NOON) == first.viewer


async def test_a_password_that_is_changed_while_it_is_compared_lets_nobody_in() -> None:
    """Such a session would begin after all were ended, and outlive the change."""
    person = somebody()
    member = (await joined(person)).viewer
    found = await account_by_password(login=person.username, password=PASSWORD, address=ADDRESS)
    async with transaction(Database.USER, actor=member.id) as session:
        account = await session.get_one(Account, member.id)
        await set_password(session, account, "$2b$04$another", how="reset", now=NOON)
    with pytest.raises(SignInRefused):
        async with transaction(Database.USER, actor=member.id) as session:
            await found.require_still(session)
    async with transaction(Database.USER, actor=member.id) as session:
        assert not await repository.replace_password_hash(
            session, member.id, former=found.account.password_hash or "", fresh="$2b$04$fresh"
        )


@pytest.mark.parametrize(
    "password",
    ["wrong password", "", PASSWORD + " ", PASSWORD.upper(), PASSWORD + "\x00", "x" * 1_025,
     "x" * 1_000_000, None, 5, [PASSWORD], {"$ne": ""}],
)  # fmt: skip
async def test_a_wrong_password_and_an_unknown_name_sound_the_same(password: Any) -> None:
    person = somebody()
    await joined(person)
    said = set()
    for login in (person.username, somebody().username, person.email, somebody().email):
        with pytest.raises(SignInRefused) as refusal:
            await sign_in(login, password)
        said.add((refusal.value.message, refusal.value.field, refusal.value.status))
    assert len(said) == 1


@pytest.mark.parametrize(
    "login",
    ["", "@", None, 5, ["a"], "\x00", "\ud800", "a@\ud800", "x" * 1_000_000, "%", "' or 1=1"],
)
async def test_a_login_that_is_none(login: object) -> None:
    with pytest.raises(SignInRefused):
        await sign_in(login)


async def test_an_account_without_a_password_cannot_be_entered() -> None:
    person = somebody()
    member = (await joined(person)).viewer
    async with transaction(Database.USER, actor=None) as session:
        (await session.get_one(Account, member.id)).password_hash = None
    for password in ("", PASSWORD, "None"):
        with pytest.raises(SignInRefused):
            await sign_in(person.username, password)


async def test_known_and_unknown_take_as_long() -> None:
    """With hashes so dear that nothing else counts: one left out would be a tenfold difference."""
    person, dear = somebody(), 11
    member = (await joined(person)).viewer
    async with transaction(Database.USER, actor=None) as session:
        account = await session.get_one(Account, member.id)
        account.password_hash = await passwords.hashed(PASSWORD, cost=dear)

    async def took(login: str) -> float:
        # A name from many addresses, so that the limits of one address do not answer.
        address = f"2001:db8:{next(_networks):x}::1"
        began = time.perf_counter()
        with pytest.raises(SignInRefused):
            await service.sign_in(
                login=login, password="wrong password", address=address, user_agent="", now=NOON,
                bcrypt_cost=dear,
            )  # fmt: skip
        return time.perf_counter() - began

    known, unknown = [], []
    for _ in range(7):
        known.append(await took(person.username))
        unknown.append(await took(somebody().username))
    assert 0.25 < statistics.median(known) / statistics.median(unknown) < 4


_networks = iter(range(1, 60_000))


async def test_wrong_passwords_are_soon_refused_unread() -> None:
    person = somebody()
    await joined(person)
    tries = [sign_in(person.username, f"wrong {n}", "198.51.100.7") for n in range(200)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignInRefused) for one in ended) == 5
    limited = [one for one in ended if isinstance(one, TooManyTries)]
    assert len(limited) == 195
    assert 1 <= limited[0].retry_after_s <= 60
    with pytest.raises(TooManyTries):
        await sign_in(person.username, PASSWORD, "198.51.100.7")
    # Strangers do not lock somebody out elsewhere.
    assert await sign_in(person.username, PASSWORD, "198.51.100.8")


async def test_one_address_may_not_try_everybody() -> None:
    tries = [sign_in(somebody().username, "wrong", "198.51.100.9") for _ in range(40)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignInRefused) for one in ended) == 30


async def test_many_addresses_may_not_try_somebody() -> None:
    person = somebody()
    await joined(person)
    tries = [sign_in(person.username, "wrong", f"203.0.113.{n}") for n in range(60)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, SignInRefused) for one in ended) == 40


async def test_who_knows_the_password_begins_anew() -> None:
    person = somebody()
    await joined(person)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInRefused):
                await sign_in(person.username, "wrong")
        await sign_in(person.username)


async def test_a_cheap_hash_is_replaced() -> None:
    person = somebody()
    member = (await joined(person)).viewer

    async def kept() -> str:
        async with reading(Database.USER) as session:
            return (await session.get_one(Account, member.id)).password_hash or ""

    cheap = await kept()
    await sign_in(person.username)
    assert await kept() == cheap
    await service.sign_in(
        login=person.username,
        password=PASSWORD,
        address=ADDRESS,
        user_agent="",
        now=NOON,
        bcrypt_cost=5,
    )
    assert passwords.is_outdated(cheap, cost=5)
    assert not passwords.is_outdated(await kept(), cost=5)
    await sign_in(person.username)


async def test_signing_out_ends_the_session_at_once_and_once(run_outbox: RunOutbox) -> None:
    signed_in = await joined()
    assert await service.viewer_of_token(signed_in.token, now=NOON)
    for hour in (1, 2):
        await service.sign_out(token=signed_in.token, now=NOON + timedelta(hours=hour))
        assert await service.viewer_of_token(signed_in.token, now=NOON) is None
    assert (await row_of(signed_in.token)).ended_at == NOON + timedelta(hours=1)
    await run_outbox()


async def test_a_token_that_is_none() -> None:
    for token in (None, "", "x", "\x00", "\ud800", "x" * 1_000_000):
        assert await service.viewer_of_token(token, now=NOON) is None
        await service.sign_out(token=token or "", now=NOON)


async def test_using_a_session_keeps_it_alive_and_is_noted_once_a_minute() -> None:
    signed_in = await joined()
    idle = timedelta(seconds=settings().session_idle_s)
    for seconds, noted in ((30, 0), (59, 0), (60, 60), (100, 60), (121, 121)):
        remembered.forget(token_hash(signed_in.token))
        now = NOON + timedelta(seconds=seconds)
        assert await service.viewer_of_token(signed_in.token, now=now)
        row = await row_of(signed_in.token)
        assert row.last_used_at == NOON + timedelta(seconds=noted)
        assert row.idle_expires_at == row.last_used_at + idle
    assert (await row_of(signed_in.token)).expires_at == signed_in.expires_at


async def test_waiting_for_news_does_not_keep_a_session_alive() -> None:
    signed_in = await joined()
    remembered.forget(token_hash(signed_in.token))
    later = NOON + timedelta(hours=1)
    assert await service.viewer_of_token(signed_in.token, now=later, is_use=False)
    assert (await row_of(signed_in.token)).last_used_at == NOON


async def test_a_session_ends_when_unused_and_at_its_last_day() -> None:
    chosen = settings()
    signed_in = await joined()
    just_too_late = NOON + timedelta(seconds=chosen.session_idle_s)
    assert await service.viewer_of_token(signed_in.token, now=just_too_late) is None
    now, step = NOON, timedelta(seconds=chosen.session_idle_s - 1)
    while now + step < signed_in.expires_at:
        now += step
        remembered.forget(token_hash(signed_in.token))
        assert await service.viewer_of_token(signed_in.token, now=now)
    remembered.forget(token_hash(signed_in.token))
    assert await service.viewer_of_token(signed_in.token, now=signed_in.expires_at) is None


async def test_a_session_ended_by_another_process_dies_with_the_memory_of_it() -> None:
    signed_in = await joined()
    assert await service.viewer_of_token(signed_in.token, now=NOON)
    row = await row_of(signed_in.token)
    async with transaction(Database.USER, actor=None) as session:
        (await session.get_one(AccountSession, row.id)).ended_at = NOON
    assert remembered.LIFETIME_S < 5
    remembered.forget(token_hash(signed_in.token))
    assert await service.viewer_of_token(signed_in.token, now=NOON) is None


def test_what_is_remembered_is_forgotten_in_time() -> None:
    now = [0.0]
    cache = ExpiringCache[str, int](lifetime_s=4, max_items=2, clock_s=lambda: now[0])
    cache.put("a", 1)
    now[0] = 3.9
    assert cache.get("a") == 1
    now[0] = 4
    assert cache.get("a") is None
    for number, name in enumerate("abc"):
        cache.put(name, number)
    assert [cache.get(name) for name in "abc"] == [None, 1, 2]
    cache.drop("b")
    assert cache.get("b") is None


async def test_old_sessions_are_forgotten() -> None:
    signed_in = await joined(now=NOON - timedelta(days=2_000))
    young = await joined()
    async with transaction(Database.USER, actor=None) as session:
        await sessions.forget_old_sessions(session, now=NOON)
    assert (await row_of(young.token)).account_id == young.viewer.id
    with pytest.raises(AssertionError):
        await row_of(signed_in.token)
