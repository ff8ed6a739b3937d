"""Signing in and joining with Google, GitHub and Apple, as they are played on this machine."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlmodel import col

from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.accounts.providers import newcomers
from dreamdot_app.accounts.providers.cookies import COOKIE
from dreamdot_app.accounts.providers.models import Identity
from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, reading
from tests.accounts.clients import cookie_of
from tests.accounts.providers.conftest import (
    PROVIDERS,
    Browser,
    OpenBrowser,
    trouble_in,
)
from tests.emulated import Emulated, choose


async def account_of(username: str) -> Account:
    async with reading(Database.USER) as session:
        found = await session.scalar(select(Account).where(col(Account.username) == username))
    assert found is not None
    return found


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_somebody_new_joins_and_comes_back(
    open_browser: OpenBrowser, outside: Emulated, provider: str
) -> None:
    face, browser = outside.somebody(), await open_browser()
    came = await browser.go(provider, face, next="/wallet")
    assert came.headers["location"] == "/join/with"
    shown = await newcomers.newcomer(browser.http.cookies.get(COOKIE), now=clock.now())
    assert shown is not None
    assert (shown.email, shown.is_verified) == (face.email, True)
    assert shown.display_name == "Ida Fern"
    assert shown.username
    typed = {"username": face.login, "terms": True, "email": "somebody.else@example.org"}
    joined = await browser.http.post("/auth/join/with", json=typed)
    assert (joined.status_code, joined.json()) == (200, {"next": "/wallet"})
    assert cookie_of(joined)[COOKIE]["max-age"] == "0"
    assert await browser.name() == face.login
    account = await account_of(face.login)
    assert (account.email, account.password_hash) == (face.email, None)
    assert account.email_confirmed_at is not None

    later = await open_browser()
    again = await later.go(provider, face, next="/library")
    assert (again.status_code, again.headers["location"]) == (303, "/library")
    assert await later.name() == face.login
    async with reading(Database.USER) as session:
        rows = await session.scalars(
            select(AccountSession).where(col(AccountSession.account_id) == account.id)
        )
        assert len(rows.all()) == 2


async def test_what_is_asked_of_a_provider(browser: Browser) -> None:
    for provider in PROVIDERS:
        asked = parse_qs(urlsplit(await browser.begin(provider)).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert len(asked["code_challenge"][0]) == 43
        assert asked["response_type"] == ["code"]
        assert len(asked["state"][0]) >= 43
        assert ("nonce" in asked) is (provider != "github")
        assert asked.get("response_mode", [""]) == (["form_post"] if provider == "apple" else [""])


async def test_the_cookie_of_a_trip_is_for_us_alone(browser: Browser) -> None:
    answer = await browser.http.post("/auth/with/google", json={"intent": "sign-in"})
    morsel = cookie_of(answer)[COOKIE]
    assert morsel["httponly"]
    assert morsel["secure"]
    assert morsel["samesite"] == "lax"
    assert morsel["path"] == "/"
    assert morsel["max-age"] == "600"
    assert morsel.value not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_an_address_of_somebody_here_lets_nobody_in(
    open_browser: OpenBrowser, outside: Emulated
) -> None:
    face, first = outside.somebody(), await open_browser()
    assert (await first.join("google", face)).status_code == 200
    other = await open_browser()
    came = await other.go("github", face)
    assert trouble_in(came) == ("/signin", "AddressKnown")
    assert await other.name() == ""
    account = await account_of(face.login)
    async with reading(Database.USER) as session:
        rows = await session.scalars(select(Identity).where(col(Identity.account_id) == account.id))
        assert [row.provider for row in rows] == ["google"]


async def test_an_unverified_address_is_believed_by_nobody(
    open_browser: OpenBrowser, outside: Emulated
) -> None:
    face, owner = outside.somebody(verified=False), await open_browser()
    # Somebody has this address, and has shown that it is theirs.
    assert (await owner.join("github", face)).status_code == 200
    thief = await open_browser()
    came = await thief.go("google", face)
    assert came.headers["location"] == "/join/with"  # and not a word of who has the address
    form = {"username": f"{face.login}x", "terms": True, "email": face.email}
    assert (await thief.http.post("/auth/join/with", json=form)).status_code == 200
    made = await account_of(f"{face.login}x")
    assert made.email_confirmed_at is None
    assert (await account_of(face.login)).id != made.id


async def test_the_form_says_what_does_not_fit_and_can_be_sent_again(
    browser: Browser, outside: Emulated
) -> None:
    face = outside.somebody()
    refused = await browser.join("google", face, username="a", terms=False)
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"username", "terms"}
    form = {"username": face.login, "terms": True}
    assert (await browser.http.post("/auth/join/with", json=form)).status_code == 200
    taken = outside.somebody()
    again = await browser.join("google", taken, username=face.login)
    assert "is taken" in again.json()["errors"]["username"]


async def test_a_place_in_the_form_is_used_once(browser: Browser, outside: Emulated) -> None:
    face = outside.somebody()
    await browser.go("google", face)
    token = browser.http.cookies.get(COOKIE)
    form = {"username": face.login, "terms": True}
    assert (await browser.http.post("/auth/join/with", json=form)).status_code == 200
    again = await browser.http.post(
        "/auth/join/with",
        json={"username": f"{face.login}y", "terms": True},
        headers={"cookie": f"{COOKIE}={token}"},
    )
    assert (again.status_code, again.json()["code"]) == (410, "CeremonyOver")
    nobody = await browser.http.post("/auth/join/with", json=form, headers={"cookie": ""})
    assert nobody.status_code == 410


async def test_two_tabs_that_join_at_once_make_one_account(
    open_browser: OpenBrowser, outside: Emulated
) -> None:
    face = outside.somebody()
    tabs = [await open_browser(), await open_browser()]
    for tab in tabs:
        await tab.go("github", face)
    answers = [
        await tab.http.post(
            "/auth/join/with", json={"username": f"{face.login}{end}", "terms": True}
        )
        for tab, end in zip(tabs, "ab", strict=True)
    ]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json()["code"] == "AddressKnown"


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil", 5, None])
async def test_next_leads_to_a_page_of_ours(
    open_browser: OpenBrowser, outside: Emulated, target: object
) -> None:
    face, browser = outside.somebody(), await open_browser()
    await browser.join("google", face)
    later = await open_browser()
    assert (await later.go("google", face, next=target)).headers["location"] == "/"


async def test_who_turns_back_is_told_on_the_page_they_came_from(browser: Browser) -> None:
    asked = parse_qs(urlsplit(await browser.begin("google", next="/wallet")).query)
    came = await browser.http.get(
        "/auth/with/google/callback",
        params={"error": "access_denied", "state": asked["state"][0]},
    )
    assert trouble_in(came) == ("/signin", "RoundTripLeft")
    assert "next=%2Fwallet" in came.headers["location"]


async def test_unknown_providers_and_ways_are_refused(browser: Browser) -> None:
    assert (await browser.http.post("/auth/with/evil", json={})).status_code == 404
    assert (await browser.http.post("/auth/with/google", json={"intent": "x"})).status_code == 422
    assert (await browser.http.post("/auth/with/google", content=b"x")).status_code == 422
    assert (await browser.http.get("/auth/with/google")).status_code == 405
    assert (await browser.http.post("/auth/with/google/callback")).status_code in (403, 405)
    elsewhere = await browser.http.post(
        "/auth/with/google", json={"intent": "sign-in"}, headers={"origin": "https://evil.example"}
    )
    assert elsewhere.status_code == 403


async def test_where_somebody_is_was_asked_before_they_went(
    open_browser: OpenBrowser, outside: Emulated
) -> None:
    """A provider's page sends the browser back, and does not say it."""
    face, browser, later = outside.somebody(), await open_browser(), await open_browser()
    await browser.join("google", face)
    later.http.headers["x-dreamdot-zone"] = "Asia/Kolkata"
    away = await later.begin("google")
    del later.http.headers["x-dreamdot-zone"]
    await later.return_from(await choose(away, face))
    account = await account_of(face.login)
    async with reading(Database.USER) as session:
        zones = await session.scalars(
            select(col(AccountSession.time_zone)).where(
                col(AccountSession.account_id) == account.id
            )
        )
        assert sorted(zones) == ["", "Asia/Kolkata"]
