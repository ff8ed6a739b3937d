"""Handlers and guards in Reflex's own event pipeline: who asks is read from the cookie."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import reflex as rx

from dreamdot_app.accounts import roles, service
from dreamdot_app.accounts.contract import Role, SignedIn
from dreamdot_app.accounts.errors import ProofNeeded
from dreamdot_app.accounts.profile import ProfileState, profile_metadata
from dreamdot_app.accounts.profile_settings.state import ProfileSettingsState
from dreamdot_app.accounts.state import (
    EntryState,
    SessionState,
    answered,
    guarded_page,
    loading,
    open_page,
    person_shown,
    require_user,
)
from dreamdot_app.accounts.username_settings import UsernameState
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import Conflict, NotFound
from dreamdot_app.core.web.metadata import PageMetadata
from tests.accounts.conftest import Browser
from tests.factories.accounts import ADDRESS, Somebody, confirmed, joined, somebody


class TriedState(rx.State):
    """Stands for any state of another slice."""

    acted_as: str = ""
    is_saving: bool = False
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    async def act(self) -> None:
        self.acted_as = str(await require_user(self))

    @rx.event
    async def refuse(self) -> None:
        raise Conflict("It has changed meanwhile.")

    @rx.event
    async def want_proof(self) -> None:
        raise ProofNeeded

    @rx.event
    async def see(self) -> None:
        self.acted_as = str(await person_shown(self))

    @rx.event
    @answered
    async def save(self, how_often: int) -> AsyncIterator[None]:
        self.is_saving = True
        yield
        try:
            raise RuntimeError(f"a secret of the server {how_often}")
        finally:
            self.is_saving = False

    @rx.event
    @loading
    async def load(self) -> None:
        if self.router.url.path == "/away":
            raise RuntimeError("a secret of the server")
        self.is_loading = False

    @rx.event
    @loading
    async def load_for_members(self) -> AsyncIterator[None]:
        yield
        await require_user(self)
        self.is_loading = False

    @rx.event
    async def save_badly(self) -> AsyncIterator[None]:
        self.is_saving = True
        yield
        try:
            raise Conflict("No.")
        finally:
            self.is_saving = False

    @rx.event
    @answered
    async def save_once(self) -> None:
        raise Conflict("Not twice.")


def over(browser: Browser) -> list[str]:
    """Where the tab was told to go, unless the browser has another session than its socket."""
    channel = "dd_session_over"
    return [told["value"] for told in browser.told("_set_value") if channel in str(told)]


async def test_a_visitor_is_shown_as_one(browser: Browser) -> None:
    await browser.open("/", *open_page())
    assert browser.shown("is_signed_in") is False
    assert not browser.told("_redirect")


async def test_a_member_is_shown_and_may_act(browser: Browser) -> None:
    member = await joined(now=clock.now())
    browser.cookie = f"theme=day; __Host-dreamdot={member.token}"
    await browser.open("/library", *guarded_page(TriedState.act))
    assert not browser.told("_redirect")
    assert browser.shown("is_signed_in") is True
    assert browser.shown("username") == member.viewer.username
    assert browser.shown("avatar_url") == member.viewer.avatar_url
    assert browser.shown("acted_as") == str(member.viewer.id)


@pytest.mark.parametrize(("role", "is_one"), [(Role.MODERATOR, False), (Role.ADMINISTRATOR, True)])
async def test_administrators_are_shown_as_such(browser: Browser, role: Role, is_one: bool) -> None:
    who = somebody()
    member = await confirmed(who, now=clock.now())
    await roles.set_role(email=who.email, role=role, now=clock.now())
    again = await service.sign_in(
        login=who.username, password=who.password, address=ADDRESS, user_agent="", now=clock.now()
    )
    assert isinstance(again, SignedIn)
    browser.cookie = f"__Host-dreamdot={again.token}"
    await browser.open("/", *open_page())
    assert browser.shown("username") == member.viewer.username
    assert browser.shown("is_administrator") is is_one


@pytest.mark.parametrize("cookie", ["", "__Host-dreamdot=", "dreamdot=x"])
async def test_a_guard_leads_to_the_sign_in_page_and_back(browser: Browser, cookie: str) -> None:
    browser.cookie = cookie
    await browser.open("/write/abc?x=1", *guarded_page())
    [redirect] = browser.told("_redirect")
    assert redirect["path"] == "/signin?next=%2Fwrite%2Fabc%3Fx%3D1"


async def test_an_event_of_a_visitor_is_refused_and_leads_to_the_sign_in_page(
    browser: Browser,
) -> None:
    await browser.open("/work/some-title", TriedState.act)
    [redirect] = browser.told("_redirect")
    assert redirect["path"] == "/signin?next=%2Fwork%2Fsome-title"
    assert not browser.shown("acted_as")


async def test_an_ended_session_on_a_live_socket_is_refused(browser: Browser) -> None:
    member = await joined(now=clock.now())
    browser.cookie = f"__Host-dreamdot={member.token}"
    await browser.open("/", TriedState.act)
    assert browser.shown("acted_as")
    await service.sign_out(token=member.token, now=clock.now())
    await browser.open("/library", TriedState.act)
    assert over(browser) == ["/signin?next=%2Flibrary"]
    assert not browser.told("_redirect")


async def test_an_expired_session_is_refused(browser: Browser) -> None:
    member = await joined(now=clock.now() - timedelta(days=1_000))
    browser.cookie = f"__Host-dreamdot={member.token}"
    await browser.open("/library", *guarded_page(TriedState.act))
    assert browser.shown("is_signed_in") is False
    assert over(browser) == ["/signin?next=%2Flibrary"] * 2


@pytest.mark.parametrize("cookie", ["__Host-dreamdot=wrong", "__Host-dreamdot=%00"])
async def test_a_forged_cookie_is_refused(browser: Browser, cookie: str) -> None:
    browser.cookie = cookie
    await browser.open("/library", *guarded_page())
    assert over(browser) == ["/signin?next=%2Flibrary"]


async def test_what_wants_a_proof_leads_to_the_page_for_it_and_back(browser: Browser) -> None:
    await browser.open("/settings/security?x=1", TriedState.want_proof)
    [redirect] = browser.told("_redirect")
    assert redirect["path"] == "/again?next=%2Fsettings%2Fsecurity%3Fx%3D1"


async def test_a_refusal_is_said_in_its_own_words(browser: Browser) -> None:
    await browser.open("/", TriedState.refuse)
    assert "It has changed meanwhile." in str(browser.told("_set_value"))


@pytest.mark.parametrize("handler", [TriedState.event_handlers["save"](1), TriedState.save_badly])
async def test_a_handler_that_fails_does_not_stay_busy(browser: Browser, handler: Any) -> None:
    await browser.open("/", handler)
    assert browser.shown("is_saving") is False
    assert len(browser.told("_set_value")) == 1
    assert "a secret of the server" not in str(browser.told("_set_value"))


async def test_a_page_that_fails_to_load_says_so_and_is_tried_again(browser: Browser) -> None:
    await browser.open("/away", TriedState.load)
    assert (browser.shown("is_loading"), browser.shown("has_failed")) == (False, True)
    assert "tell us this reference" in str(browser.told("_set_value"))
    assert "a secret of the server" not in str(browser.told("_set_value"))

    await browser.open("/", TriedState.load)
    assert browser.all_shown("is_loading") == [True, False]
    assert browser.shown("has_failed") is False
    assert not browser.told("_set_value")


async def test_a_page_that_waits_for_a_sign_in_has_not_failed(browser: Browser) -> None:
    await browser.open("/wallet", TriedState.load_for_members)
    assert [told["path"] for told in browser.told("_redirect")] == ["/signin?next=%2Fwallet"]
    assert not browser.shown("has_failed")
    assert browser.shown("is_loading") is not False


async def test_an_answered_handler_of_one_step(browser: Browser) -> None:
    await browser.open("/", TriedState.save_once)
    assert "Not twice." in str(browser.told("_set_value"))


async def test_arguments_still_reach_an_answered_handler(browser: Browser) -> None:
    await browser.open("/", TriedState.save)
    assert len(browser.told("_set_value")) == 1
    assert TriedState.event_handlers["save"].fn.__name__ == "save"


@pytest.mark.parametrize(
    ("typed", "then"),
    [("/wallet", "/wallet"), ("//evil.example", "/"), ("https://evil.example", "/"), ("", "/")],
)
async def test_the_entry_pages_remember_where_to_go(
    browser: Browser, typed: str, then: str
) -> None:
    await browser.open(f"/signin?{urlencode({'next': typed})}", EntryState.enter)
    query = "" if then == "/" else f"?{urlencode({'next': then})}"
    assert (browser.shown("to_join") or "/join") == f"/join{query}"
    assert (browser.shown("to_sign_in") or "/signin") == f"/signin{query}"
    assert not browser.told("_redirect")
    member = await joined(now=clock.now())
    browser.cookie = f"__Host-dreamdot={member.token}"
    await browser.open(f"/join?{urlencode({'next': typed})}", EntryState.enter)
    assert [told["path"] for told in browser.told("_redirect")] == [then]


async def test_a_profile_by_its_address(browser: Browser) -> None:
    member = (await joined(now=clock.now())).viewer
    await browser.open(f"/u/{member.username.upper()}", ProfileState.load, TriedState.see)
    assert browser.shown("shown").username == member.username
    assert browser.shown("shown").person == ids.short(member.id)
    assert member.username in browser.shown("title")
    assert browser.shown("acted_as") == str(member.id)
    await browser.open("/u/nobody.has.this", ProfileState.load, TriedState.see)
    assert browser.shown("shown").username == ""
    assert browser.shown("acted_as") == "None"


async def test_a_profile_of_a_name_beyond_ascii(browser: Browser) -> None:
    name = f"Zoë{ids.new().hex[-10:].replace('0', 'x').replace('1', 'y')}"
    member = (await joined(Somebody(name, f"{ids.new().hex}@example.com"))).viewer
    await browser.open(member_path := f"/u/{quote(name)}", ProfileState.load)
    assert browser.shown("shown").username == member.username
    told = await profile_metadata({"handle": name})
    assert told.path == member_path


async def test_a_profile_for_link_previews() -> None:
    member = (await joined()).viewer
    told = await profile_metadata({"handle": member.username.upper()})
    assert isinstance(told, PageMetadata)
    assert told.title == f"{member.display_name} (@{member.username}) · DreamDot"
    assert told.path == f"/u/{member.username}"
    assert told.json_ld
    with pytest.raises(NotFound):
        await profile_metadata({"handle": "nobody.has.this"})


def test_every_handler_of_ours_is_meant_to_be_called() -> None:
    known = {
        "SessionState": {"load", "require_sign_in"},
        "EntryState": {"enter"},
        "ProfileState": {"load"},
        "ProfileSettingsState": {"load"},
        "UsernameState": {"load"},
    }
    for state in (SessionState, EntryState, ProfileState, ProfileSettingsState, UsernameState):
        assert set(state.event_handlers) - {"setvar"} == known[state.__name__]
