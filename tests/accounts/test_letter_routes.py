"""Letters' links, lost and new passwords over HTTP: one answer to all, cookies, refusals."""

import json
import statistics
import time
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from dreamdot_app.accounts import routes, service
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.core import clock
from dreamdot_app.core.settings import Environment, Settings
from dreamdot_app.core.web.stack import transformers
from tests.conftest import RunOutbox
from tests.factories.accounts import PASSWORD, Somebody, confirmed, joined, link, somebody

ORIGIN = "https://dreamdot.example"
SETTINGS = Settings.model_validate({"env": Environment.PRODUCTION, "origin": ORIGIN})
FRESH = "another phrase that is long 8"
PATHS = ["/auth/strength", "/auth/forgot", "/auth/reset", "/auth/password", "/auth/confirm",
         "/auth/confirm/again", "/auth/email", "/auth/email/keep"]  # fmt: skip
SIGNED_IN_ONLY = ["/auth/password", "/auth/confirm/again", "/auth/email", "/auth/email/keep"]
_networks = iter(range(1, 60_000))


def client_from(address: str) -> httpx.AsyncClient:
    app: ASGIApp = Starlette(routes=[Route("/{path:path}", lambda _: PlainTextResponse("page"))])
    for layer in transformers(routes.auth_routes(), settings=SETTINGS):
        app = layer(app)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=(address, 1)),
        base_url=ORIGIN,
        headers={"origin": ORIGIN},
    )


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with client_from(f"2001:db8:7:{next(_networks):x}::1") as opened:
        yield opened


def cookie(signed_in: SignedIn) -> dict[str, str]:
    return {"cookie": f"__Host-dreamdot={signed_in.token}"}


def cookie_of(answer: httpx.Response) -> Any:
    return SimpleCookie(answer.headers["set-cookie"])["__Host-dreamdot"]


def form(person: Somebody) -> dict[str, Any]:
    typed = {"email": person.email, "username": person.username, "password": PASSWORD}
    return {**typed, "terms": True, "next": "/wallet"}


def told(answer: httpx.Response) -> tuple[Any, ...]:
    """All that an answer tells but the tokens in its cookies and the request's number."""
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("set-cookie", "x-request-id", "server-timing")
    }
    cookies = [
        (written.partition("=")[0], written.partition(";")[2], len(written))
        for written in answer.headers.get_list("set-cookie")
    ]
    return answer.status_code, answer.content, headers, cookies


async def test_joining_answers_the_same_whether_the_address_is_known() -> None:
    known = somebody()
    await confirmed(known)
    answers, times = [], ([], [])
    for number in range(20):
        for mine, email in enumerate((known.email, somebody().email)):
            async with client_from(f"2001:db8:8:{number}::1") as client:
                began = time.perf_counter()
                answer = await client.post(
                    "/auth/join", json=form(Somebody(somebody().username, email))
                )
                times[mine].append(time.perf_counter() - began)
                answers.append(told(answer))
    assert answers[0][:2] == (200, b'{"next":"/wallet"}')
    assert [one for one in answers if one != answers[0]] == []
    assert 0.4 < statistics.median(times[0]) / statistics.median(times[1]) < 2.5


async def test_lost_passwords_are_answered_the_same_whether_the_name_is_known() -> None:
    answers, times = [], ([], [])
    for number in range(20):
        known = somebody()
        await confirmed(known)
        for mine, login in enumerate((known.email, somebody().email)):
            async with client_from(f"2001:db8:9:{number}::1") as client:
                began = time.perf_counter()
                answer = await client.post("/auth/forgot", json={"login": login})
                times[mine].append(time.perf_counter() - began)
                answers.append(told(answer))
    assert answers[0][:2] == (200, b'{"next":"/forgot/sent"}')
    assert [one for one in answers if one != answers[0]] == []
    assert 0.4 < statistics.median(times[0]) / statistics.median(times[1]) < 2.5


async def test_too_many_wishes_say_how_long_to_wait(client: httpx.AsyncClient) -> None:
    for login in (somebody().email, somebody().username):
        answers = [await client.post("/auth/forgot", json={"login": login}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert 0 < int(answers[-1].headers["retry-after"]) <= 3_600


async def test_opening_a_link_changes_nothing(client: httpx.AsyncClient) -> None:
    """Mail scanners open every link that they find."""
    person = somebody()
    signed_in = await joined(person, now=clock.now())
    token = await link(signed_in.viewer.id, person.email, now=clock.now())
    for path in ("/confirm", "/auth/confirm"):
        for method in ("GET", "HEAD"):
            answer = await client.request(method, path, params={"token": token})
            assert answer.status_code == (405 if path.startswith("/auth") else 200)
    assert (await client.post("/auth/confirm", params={"token": token}, json={})).status_code == 410
    answer = await client.post("/auth/confirm", json={"token": token})
    assert (answer.status_code, answer.json()) == (200, {"next": "/confirm/done"})
    again = await client.post("/auth/confirm", json={"token": token})
    assert again.status_code == 410
    assert "Ask for a new one" in again.json()["error"]


async def test_who_confirms_is_confirmed_at_once(client: httpx.AsyncClient) -> None:
    person = somebody()
    signed_in = await joined(person, now=clock.now())
    before = await service.viewer_of_token(signed_in.token)
    assert before is not None
    assert not before.is_confirmed
    token = await link(signed_in.viewer.id, person.email, now=clock.now())
    answer = await client.post("/auth/confirm", json={"token": token}, headers=cookie(signed_in))
    assert "set-cookie" not in answer.headers
    after = await service.viewer_of_token(signed_in.token)
    assert after is not None
    assert after.is_confirmed


async def test_a_reset_signs_everybody_out_and_nobody_in(client: httpx.AsyncClient) -> None:
    person = somebody()
    here = await confirmed(person, now=clock.now())
    token = await link(here.viewer.id, person.email, Purpose.RESET_PASSWORD, now=clock.now())
    sent = {"token": token, "password": FRESH}
    answer = await client.post("/auth/reset", json=sent, headers=cookie(here))
    assert (answer.status_code, answer.json()) == (200, {"next": "/reset/done"})
    assert cookie_of(answer)["max-age"] == "0"
    assert await service.viewer_of_token(here.token) is None
    again = await client.post("/auth/reset", json=sent)
    assert (again.status_code, again.json()["code"]) == (410, "LinkRefused")


async def test_a_reset_leaves_somebody_else_signed_in(client: httpx.AsyncClient) -> None:
    person, other = somebody(), await joined()
    member = (await confirmed(person)).viewer
    token = await link(member.id, person.email, Purpose.RESET_PASSWORD, now=clock.now())
    answer = await client.post(
        "/auth/reset", json={"token": token, "password": FRESH}, headers=cookie(other)
    )
    assert "set-cookie" not in answer.headers
    assert await service.viewer_of_token(other.token)


async def test_another_password_answers_with_another_cookie(client: httpx.AsyncClient) -> None:
    signed_in = await confirmed(now=clock.now())
    answer = await client.post(
        "/auth/password", json={"password": FRESH}, headers=cookie(signed_in)
    )
    assert (answer.status_code, answer.json()) == (200, {"next": "/settings/security"})
    morsel = cookie_of(answer)
    assert morsel["httponly"]
    assert morsel.value not in (signed_in.token, "")
    assert await service.viewer_of_token(signed_in.token) is None
    assert await service.viewer_of_token(morsel.value)


@pytest.mark.parametrize("path", ["/auth/password", "/auth/email"])
async def test_an_old_session_proves_itself_first(client: httpx.AsyncClient, path: str) -> None:
    signed_in = await confirmed()  # at noon, long before now
    answer = await client.post(
        path,
        json={"password": FRESH, "email": somebody().email},
        headers=cookie(signed_in),
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "ProofNeeded")


@pytest.mark.parametrize("path", SIGNED_IN_ONLY)
async def test_visitors_are_refused(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.post(path, json={})).status_code == 401


@pytest.mark.parametrize("path", PATHS)
async def test_other_sites_and_strange_bodies_are_refused(
    client: httpx.AsyncClient, path: str
) -> None:
    signed_in = cookie(await joined(now=clock.now()))
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}):
        answer = await client.post(path, json={}, headers={**signed_in, **headers})
        assert answer.status_code == 403
    assert (await client.get(path)).status_code == 405
    if path in ("/auth/confirm/again", "/auth/email/keep"):
        return  # they read no body
    json_type = {"content-type": "application/json", **signed_in}
    for body in (b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"a":' * 1_000):
        assert (await client.post(path, content=body, headers=json_type)).status_code == 422
    huge = await client.post(path, json={"password": "x" * 1_000_000}, headers=signed_in)
    assert huge.status_code == 413


@pytest.mark.parametrize(
    ("password", "level"),
    [("", 1), ("short", 1), ("password123", 1), ("a long enough phrase 7", 4), (None, 1), (5, 1),
     (["a"], 1), ("\x00" * 20, 1), ("\ud800" * 20, 1), ("x" * 60_000, 1),
     ("4@8({[<369 1!|70$5+7%2" * 2_000, 4)],
)  # fmt: skip
async def test_passwords_are_weighed_while_they_are_typed(
    client: httpx.AsyncClient, password: object, level: int
) -> None:
    answer = await client.post(
        "/auth/strength",
        content=json.dumps({"password": password}),  # a lone half can only be sent escaped
        headers={"content-type": "application/json"},
    )
    assert (answer.status_code, answer.json()["level"]) == (200, level)
    assert answer.json()["words"]
    assert answer.headers["cache-control"] == "no-store"


async def test_they_are_weighed_for_the_person(client: httpx.AsyncClient) -> None:
    person = somebody("orchid")
    member = await confirmed(person)
    token = await link(member.viewer.id, person.email, Purpose.RESET_PASSWORD, now=clock.now())
    plain = {"password": f"{person.username}1"}
    asked = [
        (plain, {}),
        ({**plain, "username": person.username}, {}),
        ({**plain, "token": token}, {}),
        ({**plain, "token": "forged"}, {}),
        (plain, cookie(member)),
    ]
    levels = [
        (await client.post("/auth/strength", json=sent, headers=headers)).json()["level"]
        for sent, headers in asked
    ]
    assert [level >= 3 for level in levels] == [True, False, False, True, False]


async def test_typing_never_reaches_the_limit_and_a_flood_does(client: httpx.AsyncClient) -> None:
    answers = [
        (await client.post("/auth/strength", json={"password": "short"})).status_code
        for _ in range(245)
    ]
    assert answers == [200] * 240 + [429] * 5


async def test_no_password_is_kept(
    client: httpx.AsyncClient, run_outbox: RunOutbox, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "a phrase for nobody's eyes 31"
    person = somebody()
    await client.post("/auth/strength", json={"password": secret})
    await client.post("/auth/join", json={**form(person), "password": secret})
    await run_outbox()
    said = capfd.readouterr()
    assert secret not in said.out + said.err
