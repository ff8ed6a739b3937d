"""What others try: tokens that somebody made up, ways back that somebody else began, silence."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from dreamdot_app.accounts.providers import newcomers
from dreamdot_app.accounts.providers.cookies import COOKIE
from dreamdot_app.accounts.providers.routes import provider_routes
from dreamdot_app.core import clock, ids
from tests.accounts.clients import client_of
from tests.accounts.providers.conftest import (
    Browser,
    OpenBrowser,
    SentBack,
    trouble_in,
)
from tests.accounts.providers.issuer import Issuer, key, own_issuer
from tests.clock import Clock
from tests.emulated import Emulated, choose

CALLBACK = "/auth/with/google/callback"


@dataclass
class Scene:
    """A browser, and a provider that says what it is told to."""

    browser: Browser
    issuer: Issuer
    ticking: Clock

    async def begin(self) -> str:
        """Begin a way there: its state."""
        asked = parse_qs(urlsplit(await self.browser.begin("google")).query)
        self.issuer.nonce = asked["nonce"][0]
        return asked["state"][0]

    async def come_back(self, state: str, **more: str) -> httpx.Response:
        return await self.browser.http.get(CALLBACK, params={"code": "c", "state": state, **more})

    async def go(self) -> httpx.Response:
        return await self.come_back(await self.begin())


@pytest.fixture
async def scene() -> AsyncGenerator[Scene]:
    async with own_issuer() as issuer:
        issuer.changes["email"] = f"{ids.new().hex}@example.org"
        ticking = Clock()
        known = {"google": issuer.provider(clock_s=ticking, patience_s=0.5)}
        async with client_of(*provider_routes(known)) as http:
            yield Scene(Browser(http), issuer, ticking)


async def test_a_right_token_is_believed(scene: Scene) -> None:
    assert (await scene.go()).headers["location"] == "/join/with"
    path, sent = next(one for one in scene.issuer.asked if one[0] == "/token")
    assert path
    assert len(sent["code_verifier"]) >= 43
    assert sent["client_secret"] == "secret"


NOW = int(clock.now().timestamp())


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": ["ours", "somebody-else"]},
        {"aud": None},
        {"azp": "somebody-else"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": NOW - 3_600},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": float("nan")},
        {"iat": NOW + 86_400},
        {"nbf": NOW + 86_400},
        {"at_hash": "wrong"},
        {"sub": None},
        {"sub": ""},
        {"sub": 5},
        {"sub": ["a"]},
        {"sub": "x" * 256},
        {"sub": "a\x00b"},
    ],
)
async def test_a_token_for_something_else_is_not(scene: Scene, changes: dict[str, Any]) -> None:
    scene.issuer.changes |= changes
    assert trouble_in(await scene.go()) == ("/signin", "ProviderMistrusted")


SIGNATURES = {
    "none": lambda issuer, claims: issuer.unsigned(claims),
    "hmac with the public key": lambda issuer, claims: issuer.signed_with_public_key(claims),
    "another's key of the same name": lambda issuer, claims: issuer.signed(claims, by=key("one")),
    "a key that nobody knows": lambda issuer, claims: issuer.signed(claims, by=key("two")),
    "no key": lambda issuer, claims: issuer.signed(claims, by=key("two"), kid=None),
    "its own key": lambda issuer, claims: issuer.signed(
        claims, by=key("three"), jwk=key("three").as_dict(private=False)
    ),
    "changed": lambda issuer, claims: issuer.signed(claims)[:-8] + "AAAAAAAA",
    "no token": lambda _issuer, _claims: "x.y.z",
    "empty": lambda _issuer, _claims: "",
    "long": lambda _issuer, _claims: "a." * 50_000,
}


@pytest.mark.parametrize("how", SIGNATURES)
async def test_a_token_that_the_provider_did_not_sign_is_not(scene: Scene, how: str) -> None:
    scene.issuer.sign = SIGNATURES[how]
    assert trouble_in(await scene.go()) == ("/signin", "ProviderMistrusted")
    assert await scene.browser.name() == ""


async def test_keys_are_kept_and_changed_ones_are_found(scene: Scene) -> None:
    for _ in range(3):
        assert (await scene.go()).headers["location"] == "/join/with"
    asked = [path for path, _ in scene.issuer.asked]
    assert asked.count("/keys") == 1
    assert asked.count("/.well-known/openid-configuration") == 1
    scene.issuer.keys = [key("two")]
    assert trouble_in(await scene.go())[1] == "ProviderMistrusted"  # just asked: not again yet
    scene.ticking.now += 11
    assert (await scene.go()).headers["location"] == "/join/with"
    assert [path for path, _ in scene.issuer.asked].count("/keys") == 2


@pytest.mark.parametrize("path", ["/token", "/keys"])
@pytest.mark.parametrize("status", [500, 503, 429])
async def test_a_provider_that_fails_is_told_in_words(scene: Scene, path: str, status: int) -> None:
    state = await scene.begin()
    scene.issuer.statuses[path] = status
    if path == "/token":
        scene.issuer.answers[path] = b"<html>broken</html>"
    assert trouble_in(await scene.come_back(state)) == ("/signin", "ProviderAway")


async def test_a_provider_that_is_silent_or_gone_is_told_in_words(scene: Scene) -> None:
    state = await scene.begin()
    scene.issuer.answering.clear()
    assert trouble_in(await scene.come_back(state)) == ("/signin", "ProviderAway")
    async with own_issuer() as gone:
        known = {"google": gone.provider()}
    async with client_of(*provider_routes(known)) as http:
        answer = await http.post("/auth/with/google", json={"intent": "sign-in"})
    assert answer.status_code == 503
    assert answer.json()["error"].startswith("Google does not answer just now.")


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": None},
        [],
        b"{",
    ],
)
async def test_a_description_of_something_else_is_not_followed(said: Any) -> None:
    async with own_issuer() as issuer:
        path = "/.well-known/openid-configuration"
        right = issuer.answer(path)
        issuer.answers[path] = {**right, **said} if isinstance(said, dict) else said
        async with client_of(*provider_routes({"google": issuer.provider()})) as http:
            answer = await http.post("/auth/with/google", json={"intent": "sign-in"})
            assert answer.json()["code"] == "ProviderMistrusted"


async def test_a_state_is_taken_once(scene: Scene) -> None:
    state = await scene.begin()
    token = scene.browser.http.cookies.get(COOKIE)
    assert (await scene.come_back(state)).headers["location"] == "/join/with"
    assert trouble_in(await scene.come_back(state))[1] == "RoundTripOver"
    scene.browser.http.cookies.clear()
    again = await scene.browser.http.get(
        CALLBACK, params={"code": "c", "state": state}, headers={"cookie": f"{COOKIE}={token}"}
    )
    assert trouble_in(again) == ("/signin", "RoundTripOver")


@pytest.mark.parametrize("state", ["", "x" * 64, "\x00", "é", "a" * 10_000])
async def test_a_state_that_is_made_up_is_not(scene: Scene, state: str) -> None:
    await scene.begin()
    assert trouble_in(await scene.come_back(state)) == ("/signin", "RoundTripOver")
    assert not [path for path, _ in scene.issuer.asked if path == "/token"]


async def test_a_way_back_without_a_way_there_is_nobodys(scene: Scene) -> None:
    for query in ("", "?code=c", "?state=s", "?code=c&state=s", "?error=access_denied"):
        answer = await scene.browser.http.get(CALLBACK + query)
        assert trouble_in(answer) == ("/signin", "RoundTripOver")
    assert (await scene.browser.http.get("/auth/with/evil/callback")).status_code == 303


async def test_a_way_that_somebody_else_began_signs_nobody_in(
    open_browser: OpenBrowser, outside: Emulated
) -> None:
    """Login CSRF: to be led into the attacker's account, and to write there."""
    attacker, victim = await open_browser(), await open_browser()
    face = outside.somebody()
    back = await choose(await attacker.begin("google"), face)
    assert trouble_in(await victim.return_from(back)) == ("/signin", "RoundTripOver")
    await victim.begin("google")  # with a cookie of their own
    assert trouble_in(await victim.return_from(back)) == ("/signin", "RoundTripOver")
    assert await victim.name() == ""


async def test_a_code_is_redeemed_once_and_with_its_verifier(
    open_browser: OpenBrowser, outside: Emulated
) -> None:
    thief, owner = await open_browser(), await open_browser()
    face = outside.somebody()
    back = await choose(await owner.begin("google"), face)
    code = parse_qs(urlsplit(back.address).query)["code"][0]
    own = parse_qs(urlsplit(await thief.begin("google")).query)["state"][0]
    stolen = SentBack(f"{back.address.partition('?')[0]}?code={code}&state={own}")
    assert trouble_in(await thief.return_from(stolen))[1] == "ProviderMistrusted"
    assert (await owner.return_from(back)).headers["location"] == "/join/with"
    again = parse_qs(urlsplit(await owner.begin("google")).query)["state"][0]
    used = SentBack(f"{back.address.partition('?')[0]}?code={code}&state={again}")
    assert trouble_in(await owner.return_from(used))[1] == "ProviderMistrusted"


async def test_a_way_of_one_provider_is_none_of_another(
    browser: Browser, outside: Emulated
) -> None:
    back = await choose(await browser.begin("google"), outside.somebody())
    elsewhere = back.address.replace("/google/", "/github/")
    assert trouble_in(await browser.return_from(SentBack(elsewhere)))[1] == "RoundTripOver"


async def test_what_is_posted_for_apple_does_nothing_by_itself(browser: Browser) -> None:
    path = "/auth/with/apple/callback"
    across = {"origin": "https://evil.example"}
    for body in (b"", b"\xff\xfe", b"code=c&state=s", b"user={}&code=c", b"a=1&" * 500):
        answer = await browser.http.post(path, content=body, headers=across)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{path}?")
        assert "set-cookie" not in answer.headers
    deep = "[" * 1_900
    answer = await browser.http.post(path, data={"user": deep, "next": "/x"}, headers=across)
    assert answer.headers["location"] == f"{path}?"
    other = await browser.http.post("/auth/with/google/callback", headers=across)
    assert other.status_code == 403


async def test_subjects_that_differ_by_case_are_two_people(scene: Scene) -> None:
    mark, http = ids.new().hex[-10:], scene.browser.http
    for subject in (f"s{mark}", f"S{mark}"):
        http.cookies.clear()
        scene.issuer.changes |= {"sub": subject, "email": f"{ids.new().hex}@example.org"}
        assert (await scene.go()).headers["location"] == "/join/with"
        form = {"username": f"case{ids.new().hex[-12:]}", "terms": True}
        assert (await http.post("/auth/join/with", json=form)).status_code == 200
        assert await scene.browser.name() == form["username"]
        http.cookies.clear()
        assert (await scene.go()).headers["location"] == "/"
        assert await scene.browser.name() == form["username"]


@pytest.mark.parametrize("verified", [False, None, "false", "True", 1, "yes"])
async def test_only_a_plain_yes_verifies_an_address(scene: Scene, verified: object) -> None:
    scene.issuer.changes["email_verified"] = verified
    await scene.go()
    shown = await newcomers.newcomer(scene.browser.http.cookies.get(COOKIE), now=clock.now())
    assert shown is not None
    assert shown.is_verified is False
    assert shown.email
