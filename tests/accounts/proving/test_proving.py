"""Proving oneself once more: what it renews, whom it refuses, what it offers."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts import entry, policy, service, sessions
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.accounts.proving import proofs
from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.web.answers import domain_errors
from tests.accounts.clients import client_of, cookie_of, with_token
from tests.factories.accounts import PASSWORD, joined

NAME = "__Host-dreamdot"


@domain_errors
async def wants_proof(request: Request) -> Response:
    policy.require_proof(await entry.require_viewer(request), now=clock.now())
    return JSONResponse({})


@domain_errors
async def proven_by_provider(request: Request) -> Response:
    viewer = await entry.require_viewer(request)
    return await entry.prove(viewer, request.query_params["next"], by_redirect=True)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    dangerous = Route("/api/dangerous", wants_proof, methods=["POST"])
    provider = Route("/auth/provider", proven_by_provider)
    async with client_of(dangerous, provider) as opened:
        yield opened


async def proven_long_ago(minutes: int = 60) -> SignedIn:
    """Somebody who has been signed in for a while."""
    return await joined(now=clock.now() - timedelta(minutes=minutes))


async def again(client: httpx.AsyncClient, token: str, **body: Any) -> httpx.Response:
    return await client.post("/auth/again", json=body, headers=with_token(token))


def token_in(cookies: SimpleCookie) -> str:
    return cookies[NAME].value


async def test_a_proof_lasts_five_minutes(client: httpx.AsyncClient) -> None:
    for minutes, status in ((0, 200), (4, 200), (5, 403), (60, 403)):
        member = await proven_long_ago(minutes)
        answer = await client.post("/api/dangerous", json={}, headers=with_token(member.token))
        assert answer.status_code == status
        if status == 403:
            assert answer.json()["code"] == "ProofNeeded"


async def test_the_password_renews_the_session(client: httpx.AsyncClient) -> None:
    member = await proven_long_ago()
    answer = await again(client, member.token, password=PASSWORD, next="/settings/security")
    assert (answer.status_code, answer.json()) == (200, {"next": "/settings/security"})
    assert answer.headers["cache-control"] == "no-store"
    cookie = cookie_of(answer)[NAME]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "lax"  # noqa: PT018
    assert cookie.value not in (*answer.text.split('"'), member.token)
    viewer = await service.viewer_of_token(cookie.value)
    assert viewer is not None
    assert viewer.session_id == member.viewer.session_id
    done = await client.post("/api/dangerous", json={}, headers=with_token(cookie.value))
    assert done.status_code == 200
    # Whoever had copied the token of before has nothing any more.
    assert await service.viewer_of_token(member.token) is None


@pytest.mark.parametrize("password", ["wrong", "", None, 5, [PASSWORD], PASSWORD + " ", "x" * 2000])
async def test_another_password_proves_nothing(client: httpx.AsyncClient, password: Any) -> None:
    member = await proven_long_ago()
    answer = await again(client, member.token, password=password)
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"password": "This is not your password."}
    assert "set-cookie" not in answer.headers
    refused = await client.post("/api/dangerous", json={}, headers=with_token(member.token))
    assert refused.status_code == 403


async def test_a_stolen_session_is_no_place_to_guess(client: httpx.AsyncClient) -> None:
    member = await proven_long_ago()
    answers = [await again(client, member.token, password=f"wrong {n}") for n in range(8)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 3
    assert int(answers[-1].headers["retry-after"]) > 0
    assert (await again(client, member.token, password=PASSWORD)).status_code == 429


async def test_nobody_proves_anything_without_a_session(client: httpx.AsyncClient) -> None:
    ended = await joined(now=clock.now())
    await service.sign_out(token=ended.token, now=clock.now())
    for token in ("", "forged", ended.token):
        answer = await again(client, token, password=PASSWORD)
        assert (answer.status_code, answer.json()["code"]) == (401, "SignInRequired")
        assert "set-cookie" not in answer.headers


async def test_who_has_no_password_proves_nothing_with_one(
    client: httpx.AsyncClient,
) -> None:
    member = await proven_long_ago()
    async with transaction(Database.USER, actor=None) as session:
        (await session.get_one(Account, member.viewer.id)).password_hash = None
    for password in ("", PASSWORD):
        assert (await again(client, member.token, password=password)).status_code == 422


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/again", None])
async def test_it_leads_to_a_page_of_ours(client: httpx.AsyncClient, target: object) -> None:
    member = await proven_long_ago()
    answer = await again(client, member.token, password=PASSWORD, next=target)
    assert answer.json() == {"next": "/"}


async def test_of_two_tabs_at_once_one_renews(client: httpx.AsyncClient) -> None:
    """The browser keeps the cookie that comes last: it must not be one that is dead already."""
    member = await proven_long_ago()
    both = await asyncio.gather(*(again(client, member.token, password=PASSWORD) for _ in range(2)))
    assert sorted(answer.status_code for answer in both) == [200, 401]
    [renewed] = [token_in(cookie_of(one)) for one in both if one.status_code == 200]
    assert await service.viewer_of_token(renewed)


async def test_a_session_that_ends_meanwhile_is_not_brought_back() -> None:
    member = await proven_long_ago()
    now = clock.now()
    async with transaction(Database.USER, actor=None) as session:
        (await session.get_one(AccountSession, member.viewer.session_id)).ended_at = now
    async with transaction(Database.USER, actor=None) as session:
        assert await sessions.renew(session, member.viewer, proven_at=now, now=now) is None


async def test_a_provider_leads_on(client: httpx.AsyncClient) -> None:
    member = await proven_long_ago()
    address = "/auth/provider?next=/settings/security"
    answer = await client.get(address, headers=with_token(member.token))
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings/security")
    assert await service.viewer_of_token(token_in(cookie_of(answer)))


async def test_an_older_page_learns_whether_there_is_a_newer_session(
    client: httpx.AsyncClient,
) -> None:
    member = await proven_long_ago()
    assert await service.viewer_of_token(member.token)  # remembered from now on
    answer = await client.post("/auth/look", json={}, headers=with_token(member.token))
    assert answer.json() == {"signed_in": True}
    async with transaction(Database.USER, actor=None) as session:
        ended = await session.get_one(AccountSession, member.viewer.session_id)
        ended.ended_at = clock.now()
    for token in (member.token, "", "forged"):
        answer = await client.post("/auth/look", json={}, headers=with_token(token))
        assert answer.json() == {"signed_in": False}
        # A newer cookie may be on its way to the browser: none is taken from it.
        assert "set-cookie" not in answer.headers


async def test_only_ways_that_somebody_has_are_offered() -> None:
    ana, ben = (await joined()).viewer, (await joined()).viewer

    async def is_hers(account_id: UUID) -> bool:
        return account_id == ana.id

    proofs.offer(proofs.Proof("tests", is_hers, draw=lambda _next: pytest.fail("drawn")))
    try:
        assert "tests" in await proofs.open_to(ana.id)
        assert "tests" not in await proofs.open_to(ben.id)
    finally:
        del proofs.PROOFS["tests"]
