"""Joining, signing in and out over HTTP, through all layers: cookies, answers, refusals."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from dreamdot_app.accounts import service
from dreamdot_app.core import ids
from tests.accounts.clients import client_of, cookie_of
from tests.factories.accounts import PASSWORD, Somebody, joined, somebody


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of() as opened:
        yield opened


def form(person: Somebody, **changes: Any) -> dict[str, Any]:
    typed = {"email": person.email, "username": person.username, "password": PASSWORD}
    return {**typed, "terms": True, **changes}


async def test_joining_sets_a_cookie_that_only_we_can_read(client: httpx.AsyncClient) -> None:
    person = somebody()
    answer = await client.post("/auth/join", json=form(person, next="/wallet"))
    assert (answer.status_code, answer.json()) == (200, {"next": "/wallet"})
    written = answer.headers["set-cookie"]
    morsel = cookie_of(answer)["__Host-dreamdot"]
    assert morsel["httponly"]
    assert morsel["secure"]
    assert morsel["samesite"] == "lax"
    assert morsel["path"] == "/"
    assert not morsel["domain"]
    assert "domain" not in written.lower()
    assert int(morsel["max-age"]) > 0
    assert morsel.value not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert (await client.get("/api/whoami")).json() == {"name": person.username}


async def test_signing_in_out_and_in_again(client: httpx.AsyncClient) -> None:
    person = somebody()
    await joined(person)
    typed = {"login": person.username, "password": PASSWORD}
    assert (await client.get("/api/whoami")).status_code == 401
    first = cookie_of(await client.post("/auth/sign-in", json=typed))["__Host-dreamdot"].value
    assert (await client.get("/api/whoami")).json() == {"name": person.username}
    left = await client.post("/auth/sign-out", json={})
    assert left.json() == {"next": "/"}
    assert cookie_of(left)["__Host-dreamdot"]["max-age"] == "0"
    assert (await client.get("/api/whoami")).status_code == 401
    stolen = {"cookie": f"__Host-dreamdot={first}"}
    assert (await client.get("/api/whoami", headers=stolen)).status_code == 401
    assert (await client.post("/auth/sign-out", json={})).status_code == 200
    second = cookie_of(await client.post("/auth/sign-in", json=typed))["__Host-dreamdot"].value
    assert first != second


async def test_a_session_that_the_browser_still_had_is_ended(client: httpx.AsyncClient) -> None:
    before = await joined()
    person = somebody()
    planted = {"cookie": f"__Host-dreamdot={before.token}"}
    answer = await client.post("/auth/join", json=form(person), headers=planted)
    assert cookie_of(answer)["__Host-dreamdot"].value != before.token
    assert await service.viewer_of_token(before.token) is None


async def test_nobody_acts_on_a_page_that_was_drawn_for_another(client: httpx.AsyncClient) -> None:
    before, now = await joined(), await joined()
    cookie = {"cookie": f"__Host-dreamdot={now.token}"}
    answers = [
        await client.get("/api/whoami", headers={**cookie, "x-dreamdot-for": drawn_for})
        for drawn_for in (ids.short(before.viewer.id), "x", ids.short(now.viewer.id), "")
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 200, 200]
    assert answers[0].json() == {
        "error": f"You are signed in as {now.viewer.username} now. Reload the page.",
        "code": "SomebodyElse",
    }


async def test_refusals_stand_beside_their_fields(client: httpx.AsyncClient) -> None:
    answer = await client.post("/auth/join", json={"username": "a", "terms": False})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"username", "email", "password", "terms"}
    assert "set-cookie" not in answer.headers
    wrong = await client.post("/auth/sign-in", json={"login": somebody().email, "password": "x"})
    assert wrong.status_code == 422
    assert wrong.json()["code"] == "SignInRefused"
    assert "errors" not in wrong.json()


async def test_too_many_tries_say_how_long_to_wait(client: httpx.AsyncClient) -> None:
    typed = {"login": somebody().username, "password": "wrong"}
    answers = [await client.post("/auth/sign-in", json=typed) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert "Wait" in answers[-1].json()["error"]


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/%2f/evil", 5, None, "/join"],
)
async def test_next_leads_to_a_page_of_ours(client: httpx.AsyncClient, target: object) -> None:
    answer = await client.post("/auth/join", json=form(somebody(), next=target))
    assert answer.json() == {"next": "/"}


@pytest.mark.parametrize(
    "path", ["/auth/join", "/auth/sign-in", "/auth/sign-out", "/auth/again", "/auth/look"]
)
async def test_other_sites_and_other_ways_are_refused(client: httpx.AsyncClient, path: str) -> None:
    signed_in = await joined()
    mine = {"cookie": f"__Host-dreamdot={signed_in.token}"}
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"},
                    {"origin": "", "sec-fetch-site": "cross-site"}):  # fmt: skip
        answer = await client.post(path, json=form(somebody()), headers={**mine, **headers})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    assert (await client.get(path, headers=mine)).status_code == 405
    assert await service.viewer_of_token(signed_in.token)


@pytest.mark.parametrize("path", ["/auth/join", "/auth/sign-in"])
async def test_bodies_that_are_none_of_ours(client: httpx.AsyncClient, path: str) -> None:
    json_type = {"content-type": "application/json"}
    assert (await client.post(path, data=form(somebody()))).status_code == 422
    for body in (b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"a":' * 1_000):
        assert (await client.post(path, content=body, headers=json_type)).status_code == 422
    huge = await client.post(path, json=form(somebody(), password="x" * 1_000_000))
    assert huge.status_code == 413
    assert huge.json()["error"]
    lengthy = await client.post(path, json=form(somebody(), password="x" * 1_100))
    assert lengthy.status_code == 422


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "TRACE"])
async def test_another_method_is_refused_and_no_failure(
    client: httpx.AsyncClient, method: str
) -> None:
    answer = await client.request(method, "/auth/join")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
