"""The test checkout: its buttons, whose events are taken as Stripe's are; none with a key."""

import json
from collections.abc import AsyncGenerator
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.core import clock, ids
from dreamdot_app.core.allowances import TEST_CHECKOUT
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.web.cookies import SESSION_COOKIE
from dreamdot_app.market.api import market_routes
from dreamdot_app.wallet.adding import api
from dreamdot_app.wallet.routes import wallet_routes
from dreamdot_app.wallet.standin import checkouts
from dreamdot_app.wallet.standin.signing import own_secret, signed
from dreamdot_app.wallet.stripe.routes import PATH
from tests.accounts.clients import client_of
from tests.conftest import RunOutbox
from tests.factories import accounts as people
from tests.factories.top_ups import ask, row
from tests.factories.wallet import held, somebody
from tests.fakes.stripe import in_use, stripe_fake

CREATE = "/api/payment/create-checkout-session"


@pytest.fixture
async def http() -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(*wallet_routes(), *market_routes(api.router)) as client:
        yield client


async def press(http: httpx.AsyncClient, checkout: str, deed: str) -> httpx.Response:
    return await http.post(f"/test-checkout/{checkout}/{deed}", json={})


async def opened(amount: str = "25") -> tuple[UserId, str, str]:
    """Somebody at the test checkout: them, their top-up's id, the session's id."""
    user = await somebody()
    asked = await ask(user, amount)
    return user, str(asked.id), asked.checkout_url.rpartition("/")[2]


async def state(top_up_id: str) -> str:
    return (await row(UUID(top_up_id))).state


async def test_pay(http: httpx.AsyncClient, run_outbox: RunOutbox):
    user, top_up, checkout = await opened()
    answer = await press(http, checkout, "pay")
    assert answer.json()["next"] == f"/wallet/added?payment={ids.short(UUID(top_up))}"
    assert (await state(top_up), (await held(user))["deposited"]) == ("open", 0)
    await run_outbox()
    assert (await state(top_up), (await held(user))["deposited"]) == ("paid", 2_500)


async def test_an_address_presses_so_often(http: httpx.AsyncClient):
    _, _, checkout = await opened()
    most = TEST_CHECKOUT.spending("").item.amount
    answers = [await press(http, checkout, "decline") for _ in range(most + 1)]
    assert [answer.status_code for answer in answers] == [200] * most + [429]


async def test_pay_pressed_twice_is_paid_once(http: httpx.AsyncClient, run_outbox: RunOutbox):
    user, _, checkout = await opened()
    for _ in range(3):
        assert (await press(http, checkout, "pay")).status_code == 200
    await run_outbox()
    assert (await held(user))["deposited"] == 2_500
    assert (await press(http, checkout, "later")).status_code == 409


@pytest.mark.parametrize("deed", ["decline", "cancel"])
async def test_not_paying(http: httpx.AsyncClient, run_outbox: RunOutbox, deed: str):
    user, top_up, checkout = await opened()
    answer = await press(http, checkout, deed)
    back = f"/wallet/add?back={ids.short(UUID(top_up))}"
    again = f"/test-checkout/{checkout}?no=1"
    assert answer.json()["next"] == (back if deed == "cancel" else again)
    await run_outbox()
    assert (await state(top_up), (await held(user))["deposited"]) == ("open", 0)


@pytest.mark.parametrize(
    ("end", "became", "minor"), [("arrive", "paid", 2_500), ("fail", "failed", 0)]
)
async def test_paying_later(
    http: httpx.AsyncClient, run_outbox: RunOutbox, end: str, became: str, minor: int
):
    user, top_up, checkout = await opened()
    assert (await press(http, checkout, end)).status_code == 409
    await press(http, checkout, "later")
    await run_outbox()
    assert (await state(top_up), (await held(user))["deposited"]) == ("pending", 0)
    await press(http, checkout, end)
    await run_outbox()
    assert (await state(top_up), (await held(user))["deposited"]) == (became, minor)


async def test_no_such_session_and_no_such_button(http: httpx.AsyncClient):
    _, _, checkout = await opened()
    assert (await press(http, "cs_test_standin_none", "pay")).status_code == 404
    assert (await press(http, checkout, "mint")).status_code == 422


async def test_another_sites_page_cannot_press(http: httpx.AsyncClient):
    _, _, checkout = await opened()
    address = f"/test-checkout/{checkout}/pay"
    evil = await http.post(address, json={}, headers={"origin": "https://evil.example"})
    plain = await http.post(address, content="x", headers={"content-type": "text/plain"})
    assert (evil.status_code, plain.status_code) == (403, 422)


async def test_with_a_key_there_is_no_test_checkout(http: httpx.AsyncClient, run_outbox: RunOutbox):
    user, _, checkout = await opened()
    await press(http, checkout, "pay")  # told, and not yet delivered
    async with stripe_fake() as fake, in_use(fake):
        assert (await press(http, checkout, "pay")).status_code == 404
        with pytest.raises(NotFound):
            await checkouts.checkout(checkout)
        await run_outbox()
        raw = json.dumps({"id": "evt_1"})
        headers = {"stripe-signature": signed(raw), "origin": ""}
        assert (await http.post(PATH, content=raw, headers=headers)).status_code == 400
    assert (await held(user))["deposited"] == 0


async def test_its_secret_is_made_of_ours():
    assert own_secret().startswith("whsec_")
    assert len(own_secret()) > 60


# The route that the form and the API's clients use


async def signed_in(http: httpx.AsyncClient) -> SignedIn:
    session = await people.joined(now=clock.now())
    http.cookies.set(SESSION_COOKIE, session.token)
    return session


async def test_the_form_leads_to_the_page_where_one_pays(http: httpx.AsyncClient):
    await signed_in(http)
    answer = await http.post(CREATE, json={"preset": "50", "request_id": "r1"})
    assert answer.status_code == 200
    away = await http.get(answer.json()["next"])
    assert (away.status_code, away.headers["cache-control"]) == (303, "no-store")
    location = away.headers["location"]
    assert location.startswith("/test-checkout/")
    assert answer.json()["url"].endswith(location)


async def test_what_is_wrong_is_said_beside_the_field(http: httpx.AsyncClient):
    await signed_in(http)
    sent = {"preset": "other", "amount": "4.99", "request_id": "r1"}
    answer = await http.post(CREATE, json=sent)
    assert (answer.status_code, answer.json()["errors"]) == (422, {"amount": "At least $5.00."})


async def test_visitors_and_other_people_go_nowhere(http: httpx.AsyncClient):
    sent = {"amount": "50", "request_id": "r1"}
    assert (await http.post(CREATE, json=sent)).status_code == 401
    await signed_in(http)
    mine = (await http.post(CREATE, json=sent)).json()["next"]
    await signed_in(http)
    assert (await http.get(mine)).status_code == 404


async def test_nobody_opens_pages_without_end(http: httpx.AsyncClient):
    await signed_in(http)
    sent = [{"amount": "50", "request_id": f"r{number}"} for number in range(21)]
    answers = [(await http.post(CREATE, json=one)).status_code for one in sent]
    assert answers == [200] * 20 + [429]


async def test_what_was_asked_is_a_row_of_theirs(http: httpx.AsyncClient):
    await signed_in(http)
    made = (await http.post(CREATE, json={"amount": "50", "request_id": "r1"})).json()
    query = text("select amount_minor, state from top_up where id = :id")
    async with reading(Database.ITEMS) as session:
        found = (await session.execute(query, {"id": ids.parse(made["id"])})).one()
    assert tuple(found) == (5_000, "open")
