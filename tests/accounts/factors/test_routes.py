"""Factors over HTTP: cookies that scripts cannot read, answers without secrets, other browsers."""

from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest
from pyotp.totp import TOTP

from dreamdot_app.accounts.factors import service
from dreamdot_app.core import clock
from dreamdot_app.core.web.cookies import SESSION_COOKIE
from tests.accounts.clients import client_of
from tests.accounts.factors.device import Device
from tests.accounts.factors.members import Member, member
from tests.factories.accounts import PASSWORD

FACTORS = "/auth/factors"


@pytest.fixture
async def ana() -> Member:
    """A member with a confirmed address, now."""
    return await member(now=clock.now())


@pytest.fixture
async def own(ana: Member) -> AsyncIterator[httpx.AsyncClient]:
    """Her browser."""
    async with client_of() as opened:
        opened.cookies.set(SESSION_COOKIE, ana.token, domain="dreamdot.example", path="/")
        yield opened


@pytest.fixture
async def other() -> AsyncIterator[httpx.AsyncClient]:
    """Another browser, signed out."""
    async with client_of() as opened:
        yield opened


async def post(browser: httpx.AsyncClient, path: str, /, **body: Any) -> httpx.Response:
    return await browser.post(path, json=body)


async def turn_on_app(own: httpx.AsyncClient) -> tuple[str, list[str]]:
    """The secret of an app that was turned on, and the recovery codes."""
    begun = await post(own, f"{FACTORS}/authenticator/begin")
    secret = begun.json()["secret"].replace(" ", "")
    code = TOTP(secret).at(int(clock.now().timestamp()) - 30)
    confirmed = await post(own, f"{FACTORS}/authenticator/confirm", code=code)
    assert confirmed.json() == {"next": "/settings/security/codes"}
    return secret, (await post(own, f"{FACTORS}/codes/read")).json()["codes"]


def morsel(answer: httpx.Response, name: str) -> Any:
    for written in answer.headers.get_list("set-cookie"):
        if name in (cookie := SimpleCookie(written)):
            return cookie[name]
    raise AssertionError(f"no cookie named {name}")


async def type_password(other: httpx.AsyncClient, ana: Member, **more: Any) -> httpx.Response:
    return await post(other, "/auth/sign-in", login=ana.person.username, password=PASSWORD, **more)


async def test_an_app_from_setting_up_to_signing_in(
    ana: Member, own: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    secret, codes = await turn_on_app(own)
    assert len(codes) == 10
    assert (await post(own, f"{FACTORS}/codes/keep")).json() == {"next": "/settings/security"}
    assert (await post(own, f"{FACTORS}/codes/read")).status_code == 410

    asked = await type_password(other, ana, next="/wallet")
    assert asked.json() == {"next": "/signin/code?next=%2Fwallet"}
    step = morsel(asked, "__Host-dreamdot-step")
    assert step["httponly"]
    assert step["secure"]
    assert step["samesite"] == "strict"
    assert step["path"] == "/"
    assert "__Host-dreamdot=" not in str(asked.headers.get_list("set-cookie"))
    assert step.value not in asked.text
    assert asked.headers["cache-control"] == "no-store"
    assert (await post(other, "/auth/step/ways")).json() == {"ways": ["code", "recovery"]}
    wrong = await post(other, "/auth/step/code", code="000000")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["code"])
    right = await post(other, "/auth/step/code", code=TOTP(secret).now(), next="/wallet")
    assert (right.status_code, right.json()) == (200, {"next": "/wallet"})
    assert morsel(right, "__Host-dreamdot")["httponly"]
    assert morsel(right, "__Host-dreamdot-step")["max-age"] == "0"
    assert (await post(other, "/auth/step/ways")).status_code == 410


async def test_a_recovery_code_lets_in(
    ana: Member, own: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    _, codes = await turn_on_app(own)
    await type_password(other, ana)
    entered = await post(other, "/auth/step/recovery", code=codes[3], next="//evil.example")
    assert entered.json() == {"next": "/"}
    assert (await service.factors_of(account_id=ana.viewer.id)).codes_left == 9


async def test_a_passkey_from_adding_to_proving(
    ana: Member, own: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    device = Device()
    asked = (await post(own, f"{FACTORS}/passkeys/ask")).json()
    added = await post(
        own,
        f"{FACTORS}/passkeys/add",
        ceremony=asked["ceremony"],
        credential=device.make(asked["options"]),
        name="Laptop",
    )
    assert added.json() == {"next": "/settings/security/codes"}
    asked = (await post(other, "/auth/passkey/ask")).json()
    entered = await post(
        other,
        "/auth/passkey",
        ceremony=asked["ceremony"],
        credential=device.answer(asked["options"]),
        next="/settings/security",
    )
    assert entered.json() == {"next": "/settings/security"}
    for path in ("/auth/again/passkey", "/auth/step/passkey"):
        if "step" in path:
            await post(other, "/auth/sign-out")
            await type_password(other, ana)
        asked = (await post(other, f"{path}/ask")).json()
        answered = await post(
            other, path, ceremony=asked["ceremony"], credential=device.answer(asked["options"])
        )
        assert answered.json() == {"next": "/"}, path
    (passkey,) = (await service.factors_of(account_id=ana.viewer.id)).passkeys
    renamed = await post(other, f"{FACTORS}/passkeys/rename", id=str(passkey.id), name="Phone")
    assert renamed.json() == {"next": "/settings/security"}
    assert (await post(other, f"{FACTORS}/passkeys/remove", id="x")).status_code == 404
    removed = await post(other, f"{FACTORS}/passkeys/remove", id=str(passkey.id))
    assert removed.json() == {"next": "/settings/security"}
    # That was the other browser: this one is signed out by it.
    assert (await post(own, f"{FACTORS}/codes/new")).status_code == 401


async def test_a_step_is_of_the_browser_that_typed_the_password(
    ana: Member, own: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    secret, _ = await turn_on_app(own)
    await type_password(other, ana)
    async with client_of() as third:
        for path in ("ways", "code", "recovery", "passkey/ask", "passkey"):
            answer = await post(third, f"/auth/step/{path}", code=TOTP(secret).now())
            assert (answer.status_code, answer.json()["code"]) == (410, "CeremonyOver"), path


async def test_an_api_client_sends_a_code(
    ana: Member, own: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    secret, codes = await turn_on_app(own)
    sent = {"login": ana.person.username, "password": PASSWORD, "client": "a script"}
    needed = await post(other, "/auth/api/tokens", **sent)
    assert (needed.status_code, needed.json()["code"]) == (401, "SecondFactorNeeded")
    assert (await post(other, "/auth/api/tokens", **sent, code="000000")).status_code == 422
    for code in (TOTP(secret).now(), codes[0]):
        assert "access_token" in (await post(other, "/auth/api/tokens", **sent, code=code)).json()
        assert (await post(other, "/auth/api/tokens", **sent, code=code)).status_code == 422


async def test_nothing_is_changed_by_visitors_or_from_other_sites(
    ana: Member, own: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    paths = [
        f"{FACTORS}/{path}"
        for path in (
            "authenticator/begin", "authenticator/confirm", "authenticator/remove", "codes/new",
            "codes/read", "codes/keep", "passkeys/ask", "passkeys/add", "passkeys/rename",
            "passkeys/remove", "password/remove",
        )
    ]  # fmt: skip
    for path in [*paths, "/auth/again/code", "/auth/again/passkey", "/auth/again/passkey/ask"]:
        assert (await post(other, path)).status_code == 401, path
        foreign = await own.post(path, json={}, headers={"origin": "https://evil.example"})
        assert foreign.status_code == 403, path
        assert (await own.get(path)).status_code == 405, path
    for path in ("/auth/passkey", "/auth/passkey/ask", "/auth/step/code"):
        foreign = await other.post(path, json={}, headers={"origin": "https://evil.example"})
        assert foreign.status_code == 403, path
    assert not (await service.factors_of(account_id=ana.viewer.id)).is_on


async def test_a_proof_by_code_renews_the_session(ana: Member, own: httpx.AsyncClient) -> None:
    secret, _ = await turn_on_app(own)
    before = own.cookies["__Host-dreamdot"]
    assert (await post(own, "/auth/again/code", code="000000")).status_code == 422
    assert own.cookies["__Host-dreamdot"] == before
    proved = await post(own, "/auth/again/code", code=TOTP(secret).now(), next="/wallet")
    assert proved.json() == {"next": "/wallet"}
    assert own.cookies["__Host-dreamdot"] != before
