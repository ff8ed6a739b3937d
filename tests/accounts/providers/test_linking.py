"""Linking, unlinking and proving with accounts elsewhere; second factors; the trail and letters."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from dreamdot_app.accounts import repository as accounts
from dreamdot_app.accounts import service
from dreamdot_app.accounts.factors.contract import Changed
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.providers import entering, repository
from dreamdot_app.accounts.providers.errors import IdentityTaken
from dreamdot_app.accounts.providers.linking import identity, link, unlink
from dreamdot_app.accounts.providers.person import Person
from dreamdot_app.admin.models import AuditEntry
from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.web.cookies import SESSION_COOKIE
from tests.accounts.factors.members import Member, member, member_with_app
from tests.accounts.letterbox import CONFIRM, subjects
from tests.accounts.providers.conftest import (
    PROVIDERS,
    Browser,
    OpenBrowser,
    trouble_in,
)
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.emulated import Emulated, choose

SECURITY = "/settings/security"


async def with_session(browser: Browser, *, minutes: int = 0, is_confirmed: bool = True) -> Member:
    """Let a browser have the session of a member who proved themselves so long ago."""
    made = await member(now=clock.now() - timedelta(minutes=minutes), is_confirmed=is_confirmed)
    browser.http.cookies.set(SESSION_COOKIE, made.token, domain="dreamdot.example")
    return made


async def without_password(made: Member) -> None:
    async with transaction(Database.USER, actor=None) as session:
        (await session.get_one(Account, made.viewer.id)).password_hash = None


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_member_links_comes_in_by_it_and_unlinks(
    open_browser: OpenBrowser, outside: Emulated, run_outbox: RunOutbox, provider: str
) -> None:
    browser, face = await open_browser(), outside.somebody()
    made = await with_session(browser)
    came = await browser.go(provider, face, "link", next=SECURITY)
    assert came.headers["location"] == SECURITY
    linked = browser.token()
    assert linked != made.token  # of a session that may be entered in one more way
    assert await service.viewer_of_token(made.token) is None
    assert (await browser.go(provider, face, "link", next=SECURITY)).headers["location"] == SECURITY

    later = await open_browser()
    assert (await later.go(provider, face, next="/wallet")).headers["location"] == "/wallet"
    assert await later.name() == made.person.username

    gone = await browser.http.post(f"/auth/with/{provider}/unlink", json={})
    assert (gone.status_code, gone.json()) == (200, {"next": SECURITY})
    assert browser.token() != linked
    assert await browser.name() == made.person.username
    assert await later.name() == ""  # who came in by it is out
    again = await browser.http.post(f"/auth/with/{provider}/unlink", json={})
    assert again.status_code == 404
    last = await open_browser()
    assert (await last.go(provider, face)).headers["location"] == "/join/with"

    await run_outbox()
    label = {"google": "Google", "github": "GitHub", "apple": "Apple"}[provider]
    about = await subjects(made.person.email)
    assert about.count(f"{label} was linked to your account") == 1
    assert about.count(f"{label} was unlinked from your account") == 1
    async with reading(Database.AUDIT) as session:
        rows = await session.scalars(
            select(AuditEntry).where(col(AuditEntry.account_id) == made.viewer.id)
        )
        kept = [(row.kind, row.details) for row in rows]
    assert kept.count(("accounts.provider_linked", {"provider": provider})) == 1
    assert kept.count(("accounts.provider_unlinked", {"provider": provider})) == 1


async def test_an_address_that_is_nobodys_yet_gets_no_letter(run_outbox: RunOutbox) -> None:
    made = await member(is_confirmed=False)
    elsewhere = Person("google", f"subject of {made.person.username}")
    async with transaction(Database.USER, actor=None) as session:
        session.add(identity(elsewhere, made.viewer.id, now=NOON))
    await unlink(provider="google", viewer=made.viewer, offered=PROVIDERS, now=NOON)
    await run_outbox()
    assert await subjects(made.person.email) == [CONFIRM]


async def test_linking_wants_a_session_a_confirmed_address_and_a_proof(
    open_browser: OpenBrowser,
) -> None:
    visitor, doubtful, stale = [await open_browser() for _ in range(3)]
    await with_session(doubtful, is_confirmed=False)
    await with_session(stale, minutes=6)
    for browser, status, code in (
        (visitor, 401, "SignInRequired"),
        (doubtful, 403, "EmailNotConfirmed"),
        (stale, 403, "ProofNeeded"),
    ):
        answer = await browser.http.post("/auth/with/google", json={"intent": "link"})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    answer = await stale.http.post("/auth/with/google/unlink", json={})
    assert answer.json()["code"] == "ProofNeeded"
    assert (await visitor.http.post("/auth/with/google/unlink", json={})).status_code == 401


async def test_an_account_elsewhere_belongs_to_one_account(
    open_browser: OpenBrowser, outside: Emulated
) -> None:
    face, first, second = outside.somebody(), await open_browser(), await open_browser()
    await with_session(first)
    await with_session(second)
    await first.go("google", face, "link", next=SECURITY)
    came = await second.go("google", face, "link", next=SECURITY)
    assert trouble_in(came) == (SECURITY, "IdentityTaken")
    came = await first.go("google", outside.somebody(), "link", next=SECURITY)
    assert trouble_in(came) == (SECURITY, "AnotherIsLinked")


async def test_of_two_accounts_at_once_one_has_it() -> None:
    person = Person("google", f"s{ids.new().hex}")
    one, other = await member(now=clock.now()), await member(now=clock.now())
    await link(person=person, viewer=one.viewer, now=clock.now())
    with pytest.raises(IdentityTaken):
        await link(person=person, viewer=other.viewer, now=clock.now())


async def test_who_is_unlinked_as_they_come_in_is_not_let_in() -> None:
    made = await member(now=clock.now())
    person = Person("google", f"s{ids.new().hex}")
    async with transaction(Database.USER, actor=None) as session:
        session.add(identity(person, made.viewer.id, now=clock.now()))
    async with transaction(Database.USER, actor=None) as unlinking:
        assert await accounts.account_to_change(unlinking, made.viewer.id)
        assert await repository.delete_identity(unlinking, made.viewer.id, "google")
        coming = asyncio.create_task(
            entering.sign_in(person=person, user_agent="another browser", now=clock.now())
        )
        await _somebody_waits()
    assert await coming is None


async def _somebody_waits() -> None:
    """Until the database says that a transaction waits for what another one holds."""
    waits = text(
        "select 1 from pg_stat_activity"
        " where wait_event_type = 'Lock' and datname = current_database()"
    )
    async with asyncio.timeout(20):
        while True:
            async with reading(Database.USER) as session:
                if await session.scalar(waits):
                    return
            await asyncio.sleep(0.02)


async def test_a_way_that_was_begun_by_another_account_links_nothing(
    open_browser: OpenBrowser, outside: Emulated
) -> None:
    """Somebody else has signed in in the browser since, or the session is another one."""
    browser, face = await open_browser(), outside.somebody()
    await with_session(browser)
    away = await browser.begin("google", "link", next=SECURITY)
    browser.http.cookies.delete(SESSION_COOKIE)
    await with_session(browser)
    assert trouble_in(await browser.return_from(await choose(away, face))) == (
        SECURITY,
        "RoundTripOver",
    )
    later = await open_browser()
    assert (await later.go("google", face)).headers["location"] == "/join/with"


async def test_the_last_way_in_stays(open_browser: OpenBrowser, outside: Emulated) -> None:
    browser = await open_browser()
    made = await with_session(browser)
    await browser.go("google", outside.somebody(), "link", next=SECURITY)
    await browser.go("github", outside.somebody(), "link", next=SECURITY)
    await without_password(made)
    assert (await browser.http.post("/auth/with/google/unlink", json={})).status_code == 200
    refused = await browser.http.post("/auth/with/github/unlink", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "LastWayIn")
    assert refused.json()["error"].startswith("GitHub is your only way to sign in.")
    await made.follow(Changed(browser.token()), now=clock.now())
    await made.add_passkey(now=clock.now())
    browser.http.cookies.set(SESSION_COOKIE, made.token, domain="dreamdot.example")
    assert (await browser.http.post("/auth/with/github/unlink", json={})).status_code == 200


async def test_a_fresh_way_there_and_back_is_a_proof(
    open_browser: OpenBrowser, outside: Emulated
) -> None:
    browser, face = await open_browser(), outside.somebody()
    made = await with_session(browser, minutes=4)
    await browser.go("google", face, "link", next=SECURITY)
    came = await browser.go("google", outside.somebody(), "prove", next="/settings/account")
    assert trouble_in(came) == ("/again", "SomebodyElseThere")
    came = await browser.go("google", face, "prove", next="/settings/account")
    assert came.headers["location"] == "/settings/account"
    token = browser.http.cookies.get(SESSION_COOKIE, domain="dreamdot.example")
    assert token != made.token
    viewer = await service.viewer_of_token(token)
    assert viewer is not None
    assert viewer.proven_at is not None
    assert clock.now() - viewer.proven_at < timedelta(minutes=3)
    assert await service.viewer_of_token(made.token) is None
    nobody = await open_browser()
    answer = await nobody.http.post("/auth/with/google", json={"intent": "prove"})
    assert answer.status_code == 401


async def test_a_second_factor_is_asked_for(open_browser: OpenBrowser, outside: Emulated) -> None:
    browser, face = await open_browser(), outside.somebody()
    made = await member_with_app(now=clock.now())
    browser.http.cookies.set(SESSION_COOKIE, made.token, domain="dreamdot.example")
    await browser.go("github", face, "link", next=SECURITY)
    later = await open_browser()
    came = await later.go("github", face, next="/wallet")
    assert came.status_code == 303
    assert came.headers["location"].startswith("/signin/")
    assert await later.name() == ""
