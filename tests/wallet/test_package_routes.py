"""Limits and codes over HTTP: one's own alone, in plain words, and nothing for who is no
administrator.
"""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col

from dreamdot_app.accounts import sessions
from dreamdot_app.accounts.contract import Role, SignedIn
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import clock
from dreamdot_app.core.allowances import PROMO_CODES, SPENDING_LIMIT
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.wallet.limits import service as limits
from dreamdot_app.wallet.routes import wallet_routes
from tests.accounts.clients import client_of, with_token
from tests.factories.accounts import confirmed
from tests.wallet.codes.people import made, wanted

CODES, END = "/api/admin/promo-codes", "/api/admin/promo-codes/end"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(*wallet_routes()) as opened:
        yield opened


async def member(role: Role = Role.MEMBER) -> SignedIn:
    signed_in = await confirmed(now=clock.now())
    async with transaction(Database.USER, actor=None) as session:
        mine = col(Account.id) == signed_in.viewer.id
        await session.execute(update(Account).where(mine).values(role=role.value))
    sessions.forget_viewer(signed_in.token)
    return signed_in


async def send(
    client: httpx.AsyncClient, who: SignedIn | None, path: str, body: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    answer = await client.post(path, json=body, headers=with_token(who.token) if who else {})
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    "path", ["/api/wallet/limit", "/api/wallet/limit/keep", "/api/wallet/code", CODES, END]
)
async def test_visitors_are_asked_to_sign_in(client: httpx.AsyncClient, path: str) -> None:
    assert (await send(client, None, path, {}))[0] == 401


async def test_a_limit_is_set_lifted_and_kept(client: httpx.AsyncClient) -> None:
    who = await member()
    for sent, said in (
        ({"limit": "50"}, "Your limit is $50.00."),
        ({"limit": " 40,50 "}, "Your limit is $40.50."),
        ({"limit": ""}, "Noted. It holds in 24 hours."),
    ):
        assert await send(client, who, "/api/wallet/limit", sent) == (200, {"message": said})
    seen = await limits.limit_of(owner=who.viewer.id, zone="", now=clock.now())
    assert (seen.limit_minor, seen.next_minor, seen.changes_at is None) == (4_050, None, False)
    assert (await send(client, who, "/api/wallet/limit/keep", {}))[0] == 200
    seen = await limits.limit_of(owner=who.viewer.id, zone="", now=clock.now())
    assert seen.changes_at is None


@pytest.mark.parametrize("typed", ["-1", "1.234", "much", "100000.01", None, 5, ["5"], True])
async def test_what_is_no_limit_is_said_beside_the_field(
    client: httpx.AsyncClient, typed: object
) -> None:
    status, body = await send(client, await member(), "/api/wallet/limit", {"limit": typed})
    assert (status, list(body["errors"])) == (422, ["limit"])


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CREATOR, Role.MODERATOR])
async def test_for_who_is_no_administrator_there_is_nothing(
    client: httpx.AsyncClient, role: Role
) -> None:
    who, code = await member(role), await made(now=clock.now())
    assert (await send(client, who, CODES, wanted()))[0] == 404
    assert (await send(client, who, END, {"id": str(code.id)}))[0] == 404


async def test_an_administrator_makes_a_code_that_somebody_redeems(
    client: httpx.AsyncClient,
) -> None:
    boss, who = await member(Role.ADMINISTRATOR), await member()
    status, body = await send(client, boss, CODES, wanted())
    assert status == 201
    said = "$5.00 of credit is in your wallet, to spend."
    status, told = await send(client, who, "/api/wallet/code", {"code": body["code"].lower()})
    assert (status, told["message"]) == (200, said)
    again = await send(client, who, "/api/wallet/code", {"code": body["code"]})
    assert (again[0], again[1]["code"]) == (422, "CodeRedeemed")
    assert (await send(client, boss, CODES, wanted(amount="0")))[1]["errors"].keys() == {"amount"}


async def test_a_limit_is_changed_or_kept_so_often(client: httpx.AsyncClient) -> None:
    who = await member()
    for _ in range(int(SPENDING_LIMIT.allowed.split("/")[0])):
        assert (await send(client, who, "/api/wallet/limit/keep", {}))[0] == 200
    assert (await send(client, who, "/api/wallet/limit/keep", {}))[0] == 429
    assert (await send(client, who, "/api/wallet/limit", {"limit": "5"}))[0] == 429


async def test_guessing_is_stopped_also_for_right_ones(client: httpx.AsyncClient) -> None:
    who, code = await member(), await made(now=clock.now())
    tries = int(PROMO_CODES.allowed.split("/")[0])
    for _ in range(tries):
        assert (await send(client, who, "/api/wallet/code", {"code": "NOTHING"}))[0] == 422
    assert (await send(client, who, "/api/wallet/code", {"code": code.code}))[0] == 429
