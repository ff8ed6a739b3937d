"""Exports and leaving over HTTP: who gets what, in parts too, and what strangers get."""

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from dreamdot_app.accounts import service
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.leaving import exports
from dreamdot_app.core import clock, ids
from dreamdot_app.core.ids import parse
from tests.accounts.clients import client_of, with_token
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD, joined

GONE = "/settings/data?export=gone"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of() as opened:
        yield opened


async def made(client: httpx.AsyncClient, token: str, run_outbox: RunOutbox) -> str:
    """The address of an export that was asked for and made."""
    answer = await client.post("/auth/export", json={}, headers=with_token(token))
    assert answer.status_code == 202, answer.text
    await run_outbox()
    return f"/auth/export/{answer.json()['export']}"


async def test_the_owner_fetches_it_whole_or_in_parts(
    client: httpx.AsyncClient, run_outbox: RunOutbox
) -> None:
    me = await joined(now=clock.now())
    address = await made(client, me.token, run_outbox)
    whole = await client.get(address, headers=with_token(me.token))
    assert whole.status_code == 200
    assert whole.headers["content-type"] == "application/zip"
    assert whole.headers["cache-control"] == "no-store"
    assert whole.headers["content-disposition"].startswith('attachment; filename="dreamdot-20')
    assert "account/profile.json" in zipfile.ZipFile(io.BytesIO(whole.content)).namelist()
    for asked, part in (("bytes=0-9", whole.content[:10]), ("bytes=10-", whole.content[10:])):
        answer = await client.get(address, headers={**with_token(me.token), "range": asked})
        assert (answer.status_code, answer.content) == (206, part)
    beyond = {**with_token(me.token), "range": "bytes=999999999-"}
    assert (await client.get(address, headers=beyond)).status_code == 416


async def test_a_session_alone_is_led_to_prove_itself_and_the_letter_opens_it(
    client: httpx.AsyncClient, run_outbox: RunOutbox
) -> None:
    me = await joined(now=clock.now())
    address = await made(client, me.token, run_outbox)
    export_id = parse(address.rpartition("/")[2])
    stale = await joined(now=clock.now() - timedelta(hours=1))
    refused = await client.post("/auth/export", json={}, headers=with_token(stale.token))
    assert (refused.status_code, refused.json()["code"]) == (403, "ProofNeeded")

    nobody = await client.get(address)
    assert (nobody.status_code, nobody.headers["location"]) == (303, "/signin?next=/settings/data")
    key = exports.link_key(export_id, me.viewer.id)
    nobody = await client.get(address, params={"key": key})
    assert nobody.headers["location"] == "/signin?next=/settings/data"
    for other in (stale, await joined(now=clock.now())):
        answer = await client.get(address, params={"key": key}, headers=with_token(other.token))
        assert (answer.status_code, answer.headers["location"]) == (303, GONE)
    for forged in (ids.short(ids.new()), "x", "%00", str(ids.new())):
        answer = await client.get(f"/auth/export/{forged}", headers=with_token(me.token))
        assert (answer.status_code, answer.headers["location"]) == (303, GONE)


async def test_the_letters_link_is_enough_for_an_old_session(
    client: httpx.AsyncClient, run_outbox: RunOutbox
) -> None:
    me = await joined(now=clock.now())
    address = await made(client, me.token, run_outbox)
    key = exports.link_key(parse(address.rpartition("/")[2]), me.viewer.id)
    old = await service.sign_in(
        login=me.viewer.username,
        password=PASSWORD,
        address=ADDRESS,
        user_agent="a browser",
        now=clock.now() - timedelta(minutes=6),
    )
    assert isinstance(old, SignedIn)
    led = await client.get(address, headers=with_token(old.token))
    assert (led.status_code, led.headers["location"]) == (303, "/again?next=/settings/data")
    found = await client.get(address, params={"key": key}, headers=with_token(old.token))
    assert found.status_code == 200


async def test_leaving_and_staying(client: httpx.AsyncClient) -> None:
    me = await joined(now=clock.now())
    wrong = await client.post(
        "/auth/leave", json={"username": "somebody"}, headers=with_token(me.token)
    )
    assert (wrong.status_code, wrong.json()["errors"]) == (
        422,
        {"username": f"Type {me.viewer.username} to go on."},
    )
    left = await client.post(
        "/auth/leave", json={"username": me.viewer.username}, headers=with_token(me.token)
    )
    assert (left.status_code, left.json()) == (200, {"next": "/settings/data"})
    kept = await client.post("/auth/keep", json={}, headers=with_token(me.token))
    assert (kept.status_code, kept.json()) == (200, {"next": "/settings/data"})


@pytest.mark.parametrize("path", ["/auth/export", "/auth/leave", "/auth/keep"])
async def test_strangers_and_other_sites_are_refused(client: httpx.AsyncClient, path: str) -> None:
    me = await joined(now=clock.now())
    assert (await client.post(path, json={})).status_code == 401
    foreign = {**with_token(me.token), "origin": "https://elsewhere.example"}
    assert (await client.post(path, json={}, headers=foreign)).status_code == 403
    form = await client.post(path, data={"username": "x"}, headers=with_token(me.token))
    assert form.status_code in (403, 415, 422)
    assert (await client.get(path, headers=with_token(me.token))).status_code in (404, 405)
