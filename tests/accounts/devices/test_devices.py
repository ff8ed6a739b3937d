"""Browsers that an account knows: no letter for them, and tries of their own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select, update
from sqlmodel import col

from dreamdot_app.accounts import links, service
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.devices import service as devices
from dreamdot_app.accounts.devices.browsers import described, printable
from dreamdot_app.accounts.devices.zones import clock_in, parse_zone
from dreamdot_app.accounts.errors import SignInRefused
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.models import Account, AccountSession, KnownDevice
from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.settings import Settings
from dreamdot_app.core.web.cookies import DEVICE_COOKIE
from tests.accounts.clients import client_of, cookie_of
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import PASSWORD, Somebody, somebody
from tests.mail import letters_to, link_in, text_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
Letters = Callable[[str], Awaitable[list[str]]]


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of() as opened:
        yield opened


@pytest.fixture
def letters(run_outbox: RunOutbox, settings: Settings) -> Letters:
    """The texts of the letters about new sign-ins to an address."""

    async def found(address: str) -> list[str]:
        await run_outbox()
        sent = await letters_to(settings.data_dir, address)
        return [" ".join(text_in(one).split()) for one in sent if "sign-in" in str(one["Subject"])]

    return found


async def confirmed(person: Somebody) -> None:
    async with transaction(Database.USER, actor=None) as session:
        await session.execute(
            update(Account)
            .where(col(Account.username) == person.username)
            .values(email_confirmed_at=NOON)
        )


async def join(client: httpx.AsyncClient, person: Somebody, **headers: str) -> httpx.Response:
    typed = {"email": person.email, "username": person.username, "password": PASSWORD}
    answer = await client.post("/auth/join", json={**typed, "terms": True}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


async def sign_in(
    client: httpx.AsyncClient, person: Somebody, password: str = PASSWORD, **headers: str
) -> httpx.Response:
    typed = {"login": person.username, "password": password}
    return await client.post(
        "/auth/sign-in", json=typed, headers={"user-agent": FIREFOX, **headers}
    )


async def test_the_browser_one_joined_with_is_known(
    client: httpx.AsyncClient, letters: Letters
) -> None:
    person = somebody()
    cookie = cookie_of(await join(client, person))[DEVICE_COOKIE]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "lax"  # noqa: PT018
    assert int(cookie["max-age"]) == 400 * 86_400
    await confirmed(person)
    await client.post("/auth/sign-out", json={})
    again = cookie_of(await sign_in(client, person))[DEVICE_COOKIE]
    assert again.value == cookie.value
    assert await letters(person.email) == []


async def test_a_new_browser_is_told_of_once(client: httpx.AsyncClient, letters: Letters) -> None:
    person = somebody()
    await join(client, person)
    await confirmed(person)
    async with client_of() as elsewhere:
        zone = {"x-dreamdot-zone": "Europe/Lisbon"}
        assert (await sign_in(elsewhere, person, **zone)).status_code == 200
        [letter] = await letters(person.email)
        assert f"@{person.username} with Firefox on Linux" in letter
        assert "(Europe/Lisbon)" in letter
        assert "/settings/sessions" in letter
        await elsewhere.post("/auth/sign-out", json={})
        await sign_in(elsewhere, person)
        assert len(await letters(person.email)) == 1


async def test_after_a_lost_password_only_the_browser_at_hand_is_known(
    client: httpx.AsyncClient, letters: Letters
) -> None:
    """Who was in with the former one is told of again, and tries as a stranger."""
    person, fresh = somebody(), "a quite different long phrase 8"
    await join(client, person)
    await confirmed(person)
    async with client_of() as elsewhere:
        await sign_in(elsewhere, person)
        assert len(await letters(person.email)) == 1
        async with transaction(Database.USER, actor=None) as session:
            owner = await session.scalar(
                select(Account).where(col(Account.username) == person.username)
            )
            assert owner is not None
            token = links.issue(
                session,
                Purpose.RESET_PASSWORD,
                account_id=owner.id,
                email=person.email,
                now=clock.now(),
            )
        answer = await client.post("/auth/reset", json={"token": token, "password": fresh})
        assert answer.status_code == 200, answer.text
        assert (await sign_in(client, person, fresh)).status_code == 200
        assert len(await letters(person.email)) == 1
        assert (await sign_in(elsewhere, person, fresh)).status_code == 200
        assert len(await letters(person.email)) == 2


async def test_after_a_long_absence_too(client: httpx.AsyncClient, letters: Letters) -> None:
    """When neither sessions nor browsers of the account are known of any more."""
    person = somebody()
    await join(client, person)
    await confirmed(person)
    async with transaction(Database.USER, actor=None) as session:
        owner = await session.scalar(
            select(col(Account.id)).where(col(Account.username) == person.username)
        )
        for table in (AccountSession, KnownDevice):
            await session.execute(delete(table).where(col(table.account_id) == owner))
    async with client_of() as elsewhere:
        await sign_in(elsewhere, person)
    assert len(await letters(person.email)) == 1


async def test_the_letter_leads_to_the_sessions(
    client: httpx.AsyncClient, run_outbox: RunOutbox, settings: Settings
) -> None:
    person = somebody()
    await join(client, person)
    await confirmed(person)
    async with client_of() as elsewhere:
        await sign_in(elsewhere, person)
    await run_outbox()
    sent = await letters_to(settings.data_dir, person.email)
    assert link_in(sent[-1]).endswith("/settings/sessions")


async def test_an_address_that_is_nobodys_yet_gets_no_letter(
    client: httpx.AsyncClient, letters: Letters
) -> None:
    """Whoever joins with somebody else's address must not have them written to."""
    person = somebody()
    await join(client, person)
    async with client_of() as elsewhere:
        await sign_in(elsewhere, person)
    assert await letters(person.email) == []


async def test_a_wrong_password_makes_no_browser_known(client: httpx.AsyncClient) -> None:
    person = somebody()
    await join(client, person)
    async with client_of() as elsewhere:
        answer = await sign_in(elsewhere, person, "wrong")
        assert "set-cookie" not in answer.headers


async def test_several_accounts_know_one_browser(
    client: httpx.AsyncClient, letters: Letters
) -> None:
    ana, ben = somebody(), somebody()
    first = cookie_of(await join(client, ana))[DEVICE_COOKIE].value
    assert cookie_of(await join(client, ben))[DEVICE_COOKIE].value == first
    await confirmed(ana)
    await sign_in(client, ana)
    assert await letters(ana.email) == []


async def test_strangers_do_not_lock_the_owner_out(client: httpx.AsyncClient) -> None:
    """Neither from everywhere at once, nor from behind the same address."""
    person = somebody()
    device = cookie_of(await join(client, person))[DEVICE_COOKIE].value

    async def tried(address: str, device: str | None = None, password: str = "wrong") -> object:
        return await service.sign_in(
            login=person.username, password=password, address=address, user_agent="", now=NOON,
            device=device,
        )  # fmt: skip

    many = [tried(f"2001:db8:{n:x}::1") for n in range(60)]
    near = [tried("198.51.100.77", "another device") for _ in range(10)]
    refused = await asyncio.gather(*many, *near, return_exceptions=True)
    assert {type(one) for one in refused} == {SignInRefused, TooManyTries}
    with pytest.raises(TooManyTries):
        await tried("2001:db8:ffff::1", password=PASSWORD)
    assert await tried("198.51.100.77", device, PASSWORD)


async def test_a_known_browser_is_no_place_to_guess_either(client: httpx.AsyncClient) -> None:
    person = somebody()
    await join(client, person)
    answers = [await sign_in(client, person, f"wrong {n}") for n in range(7)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 2


async def test_a_browser_known_to_another_account_is_none_here(client: httpx.AsyncClient) -> None:
    ana, eve = somebody(), somebody()
    hers = cookie_of(await join(client, ana))[DEVICE_COOKIE].value
    async with client_of() as elsewhere:
        his = cookie_of(await join(elsewhere, eve))[DEVICE_COOKIE].value
    async with reading(Database.USER) as session:
        found = await session.scalar(select(Account).where(col(Account.username) == ana.username))
    assert found is not None
    assert await devices.name_of_known(found.id, hers)
    for token in (his, None, "", "\x00", "x" * 1_000):
        assert not await devices.name_of_known(found.id, token)
    assert not await devices.name_of_known(None, hers)


async def viewer_of(answer: httpx.Response) -> Viewer:
    found = await service.viewer_of_token(cookie_of(answer)["__Host-dreamdot"].value)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("told", "kept"),
    [("Europe/Lisbon", "Europe/Lisbon"), ("Europe/Nowhere", ""), ("../../etc/passwd", ""), ("", ""),
     ("europe/lisbon", ""), ("<script>", "")],
)  # fmt: skip
async def test_a_place_is_a_time_zone_or_nothing(
    client: httpx.AsyncClient, told: str, kept: str
) -> None:
    joined = await join(client, somebody(), **{"x-dreamdot-zone": told})
    session_id = (await viewer_of(joined)).session_id
    async with reading(Database.USER) as session:
        assert (await session.get_one(AccountSession, session_id)).time_zone == kept


@pytest.mark.parametrize("value", [None, 5, ["Europe/Lisbon"], "\x00", "Europe/Lisbon\n"])
def test_what_is_no_time_zone(value: Any) -> None:
    assert parse_zone(value) == ""


def test_a_moment_is_told_by_the_clocks_there() -> None:
    moment = datetime(2026, 7, 1, 11, 5, tzinfo=UTC)
    assert clock_in("Europe/Lisbon", moment) == "1 July 2026, 12:05 (Europe/Lisbon)"
    assert clock_in("", moment) == "1 July 2026, 11:05 (UTC)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
         " Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "Safari on iOS"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
         " Chrome/138.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
         " Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0", "Edge on Windows"),
        ("curl/8.5.0", "curl"),
        ("a browser", "An unknown browser"),
        ("", "An unknown browser"),
    ],
)  # fmt: skip
def test_browsers_in_words(user_agent: str, words: str) -> None:
    assert described(user_agent) == words


def test_what_is_kept_of_a_browser_breaks_nothing() -> None:
    assert printable("a\x00b\ud800c\r\nd") == "abcd"
    assert len(printable("x" * 10_000)) == 200


async def test_browsers_unseen_for_a_year_are_forgotten(client: httpx.AsyncClient) -> None:
    person = somebody()
    account_id = (await viewer_of(await join(client, person))).id
    async with transaction(Database.USER, actor=None) as session:
        for days, expected in ((360, 1), (370, 0)):
            later = datetime.now(UTC) + timedelta(days=days)
            async with session.begin_nested() as kept:
                await devices.forget_old(session, now=later)
                known = select(KnownDevice).where(col(KnownDevice.account_id) == account_id)
                assert len((await session.scalars(known)).all()) == expected
                await kept.rollback()
