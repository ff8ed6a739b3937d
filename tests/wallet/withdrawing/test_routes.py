"""Withdrawing over HTTP: from setting up to taking back, by page and by program."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from dreamdot_app.core import clock, ids
from dreamdot_app.core.web.cookies import SESSION_COOKIE
from dreamdot_app.market.api import market_routes
from dreamdot_app.wallet import service as wallet
from dreamdot_app.wallet.ledger.post import Bucket
from dreamdot_app.wallet.withdrawing import api
from dreamdot_app.wallet.withdrawing.routes import routes
from tests.accounts.clients import client_of, cookie_of, with_token
from tests.accounts.factors.members import Member, member
from tests.conftest import RunOutbox
from tests.fakes.stripe import StripeFake
from tests.mail import letters_to, text_in
from tests.wallet.withdrawing.people import a_noon, held, put

REDEEM = "/api/payment/redeem-balance"


@pytest.fixture
async def http() -> AsyncGenerator[httpx.AsyncClient]:
    """A browser, or a program, in front of all layers."""
    async with client_of(*routes(), *market_routes(api.router)) as client:
        yield client


async def earner() -> Member:
    """Somebody with 100.00 of earned test money."""
    ana = await member(now=clock.now())
    await wallet.open_wallet(user_id=ana.viewer.id, now=clock.now())
    await put(ana.viewer.id, Bucket.EARNED, 10_000, "XTS")
    return ana


async def set_up(http: httpx.AsyncClient, ana: Member, choice: str = "complete") -> None:
    """Through the pages of the stand-in."""
    cookie = with_token(ana.token)
    begun = await http.post("/api/payment/onboarding", json={}, headers=cookie)
    there = await http.get(begun.json()["next"], headers=cookie)
    assert there.status_code == 303
    account = there.headers["location"].rsplit("/", 1)[-1]
    chosen = await http.post(
        "/api/payment/test-onboarding",
        json={"account": account, "choice": choice},
        headers=cookie,
    )
    back = await http.get(chosen.json()["next"], headers=cookie)
    assert (back.status_code, back.headers["location"]) == (303, "/wallet/withdraw")


async def redeem(http: httpx.AsyncClient, headers: dict[str, str], **body: Any) -> httpx.Response:
    sent = {"amount": "25.00", "request_id": "one", **body}
    return await http.post(REDEEM, json=sent, headers=headers)


async def test_from_setting_up_to_taking_back(http: httpx.AsyncClient) -> None:
    ana = await earner()
    cookie = with_token(ana.token)
    refused = await redeem(http, cookie)
    assert (refused.status_code, refused.json()["code"]) == (403, "OnboardingNeeded")
    await set_up(http, ana)
    asked = await redeem(http, cookie)
    assert asked.status_code == 200
    assert (await redeem(http, cookie)).json() == asked.json()
    assert (await held(ana.viewer.id, "XTS"))["earned"] == 7_500
    wrong = await redeem(http, cookie, amount="1", request_id="two")
    assert (wrong.status_code, wrong.json()["errors"]) == (422, {"amount": "At least $15.00."})
    path = f"/api/payment/payouts/{asked.json()['payout']}/take-back"
    taken = await http.post(path, json={}, headers=cookie)
    assert taken.json() == {"message": "It is among your earnings again."}
    assert (await held(ana.viewer.id, "XTS"))["earned"] == 10_000


async def test_visitors_and_others_are_refused(http: httpx.AsyncClient) -> None:
    ana, eve = await earner(), await earner()
    await set_up(http, ana)
    asked = (await redeem(http, with_token(ana.token))).json()["payout"]
    assert (await redeem(http, {})).status_code == 401
    path = f"/api/payment/payouts/{asked}/take-back"
    assert (await http.post(path, json={}, headers=with_token(eve.token))).status_code == 404
    foreign = {**with_token(ana.token), "origin": "https://evil.example"}
    assert (await redeem(http, foreign, request_id="two")).status_code == 403
    there = await http.get("/api/payment/onboarding")
    assert there.headers["location"] == "/signin?next=%2Fwallet%2Fwithdraw"
    assert (await held(ana.viewer.id, "XTS"))["earned"] == 7_500


async def test_a_password_is_too_little_where_there_is_a_second_factor(
    http: httpx.AsyncClient,
) -> None:
    ana = await earner()
    await set_up(http, ana)
    await ana.turn_on_app(now=clock.now())
    refused = await redeem(http, with_token(ana.token))
    assert (refused.status_code, refused.json()["code"]) == (403, "FactorProofNeeded")
    by_password = {"password": ana.person.password, "next": "/wallet/withdraw"}
    proven = await http.post("/auth/again", json=by_password, headers=with_token(ana.token))
    token = cookie_of(proven)[SESSION_COOKIE].value
    assert (await redeem(http, with_token(token))).json()["code"] == "FactorProofNeeded"
    away = await http.get("/api/payment/onboarding", headers=with_token(token))
    assert away.headers["location"] == "/again?with=factor&next=%2Fwallet%2Fwithdraw"
    assert (await held(ana.viewer.id, "XTS"))["earned"] == 10_000


async def test_with_real_money_there_is_no_stand_in(
    http: httpx.AsyncClient, fake: StripeFake
) -> None:
    ana = await earner()
    body = {"account": ids.short(ids.new()), "choice": "complete"}
    answer = await http.post(
        "/api/payment/test-onboarding", json=body, headers=with_token(ana.token)
    )
    assert answer.status_code == 404
    assert fake.calls == []


async def test_the_documentation_knows_it(http: httpx.AsyncClient) -> None:
    paths = (await http.get("/api/openapi.json")).json()["paths"]
    body = paths["/payment/redeem-balance"]["post"]["requestBody"]["content"]["application/json"]
    assert set(body["schema"]["properties"]) == {"amount", "request_id"}
    assert "/payment/card-refunds" in paths


async def test_each_step_is_written_to_its_owner(
    http: httpx.AsyncClient, run_outbox: RunOutbox, settings: Any
) -> None:
    from dreamdot_app.wallet.withdrawing import batch

    ana = await earner()
    await set_up(http, ana, "bank_refuses")
    await redeem(http, with_token(ana.token))
    await run_outbox()
    assert await batch.run(now=a_noon())
    await run_outbox()
    letters = await letters_to(settings.data_dir, ana.person.email)
    subjects = [str(letter["Subject"]) for letter in letters]
    assert subjects[-2:] == ["You are withdrawing $25.00", "$25.00 is in your wallet again"]
    assert "The bank says that the account is closed." in text_in(letters[-1])
    assert "If this was not you" in text_in(letters[-2])
    assert (await held(ana.viewer.id, "XTS"))["earned"] == 10_000
