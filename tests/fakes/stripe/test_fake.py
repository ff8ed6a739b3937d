"""The fake is like Stripe where it matters: what it refuses, what it answers, what adds up."""

from typing import Any

import httpx
import pytest
import stripe
from stripe import StripeObject

from dreamdot_app.wallet.stripe.client import API_VERSION
from tests.fakes.stripe import PLATFORM, StripeFake, stripe_fake
from tests.fakes.stripe.answers import ANSWERS
from tests.fakes.stripe.operations import operations
from tests.fakes.stripe.server import KEY
from tests.fakes.stripe.state import public

pytestmark = pytest.mark.pure

_CLASSES = {
    "checkout.session": "checkout.Session",
    "payment_intent": "PaymentIntent",
    "charge": "Charge",
    "refund": "Refund",
    "dispute": "Dispute",
    "balance_transaction": "BalanceTransaction",
    "account": "Account",
    "transfer": "Transfer",
    "transfer_reversal": "TransferReversal",
    "payout": "Payout",
}


async def ask(fake: StripeFake, verb: str, path: str, form: str = "", **headers: str) -> Any:
    sent = {"authorization": f"Bearer {KEY}", "stripe-version": API_VERSION, **headers}
    async with httpx.AsyncClient(base_url=fake.address, headers=sent) as http:
        is_form = {"content-type": "application/x-www-form-urlencoded"}
        return await http.request(verb, path, content=form, headers=is_form)


def test_what_it_plays_are_operations_of_stripes():
    assert set(ANSWERS) - {one.name for one in operations()} == set()


@pytest.mark.parametrize(
    ("path", "form", "param"),
    [
        ("/v1/transfers", "amount=100&currency=usd", "destination"),
        ("/v1/transfers", "amount=x&currency=usd&destination=acct_1", "amount"),
        ("/v1/transfers", "amount=1&currency=usd&destination=acct_1&to=me", "to"),
        ("/v1/transfers", "amount=1&currency=usd&destination=acct_1", "destination"),
        ("/v1/checkout/sessions", "mode=paying", "mode"),
        ("/v1/checkout/sessions", "mode=payment&line_items[0][qty]=1", "line_items[0][qty]"),
        ("/v1/checkout/sessions", "mode=payment&metadata=1", "metadata"),
        ("/v1/accounts", "type=express&capabilities[transfers]=1", "capabilities[transfers]"),
        ("/v1/payouts", "currency=usd", "amount"),
        ("/v1/refunds", "reason=none", "reason"),
    ],
)
async def test_what_stripe_would_not_take(path: str, form: str, param: str):
    async with stripe_fake() as fake:
        answer = await ask(fake, "POST", path, form)
    assert answer.status_code in (400, 404)
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert answer.json()["error"]["param"] == param


async def test_another_version_and_an_unknown_address_are_refused():
    async with stripe_fake() as fake:
        old = await ask(fake, "GET", "/v1/balance", **{"stripe-version": "2020-08-27"})
        nowhere = await ask(fake, "POST", "/v1/nothing")
        nobody = await ask(fake, "GET", "/v1/balance", authorization="Bearer sk_test_other")
    assert (old.status_code, nowhere.status_code, nobody.status_code) == (400, 404, 401)


def _fields(kind: str) -> set[str]:
    found: Any = stripe
    for name in _CLASSES[kind].split("."):
        found = getattr(found, name)
    assert issubclass(found, StripeObject)
    return {name for one in found.__mro__ for name in vars(one).get("__annotations__", {})}


async def _busy(fake: StripeFake) -> None:
    """A bit of everything."""
    form = (
        "mode=payment&success_url=https://a.example&line_items[0][quantity]=1"
        "&line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=10000"
        "&line_items[0][price_data][product_data][name]=Credit"
    )
    session = (await ask(fake, "POST", "/v1/checkout/sessions", form)).json()
    charged = fake.pay(session["id"])
    fake.fail_refund(fake.refund(charged["id"], 1_000)["id"])
    account = (await ask(fake, "POST", "/v1/accounts", "type=express")).json()
    fake.onboard(account["id"])
    form = f"amount=2000&currency=usd&destination={account['id']}"
    moved = (await ask(fake, "POST", "/v1/transfers", form)).json()
    fake.reverse(moved["id"], 500)
    as_theirs = {"stripe-account": account["id"]}
    out = await ask(fake, "POST", "/v1/payouts", "amount=1000&currency=usd", **as_theirs)
    fake.settle_payout(out.json()["id"], failure="account_closed")
    fake.close_dispute(fake.dispute(charged["id"], 3_000)["id"], won=True)


async def test_its_objects_have_the_fields_that_stripes_have():
    async with stripe_fake() as fake:
        await _busy(fake)
        kept = [public(one) for one in fake.state.objects.values()]
    assert {one["object"] for one in kept} == set(_CLASSES)
    for one in kept:
        assert set(one) - _fields(one["object"]) == set(), one["object"]


async def test_its_balance_is_the_sum_of_its_lines():
    async with stripe_fake() as fake:
        await _busy(fake)
        listed = (await ask(fake, "GET", "/v1/balance_transactions?limit=100")).json()
        balance = (await ask(fake, "GET", "/v1/balance")).json()
    assert sum(line["net"] for line in listed["data"]) == balance["available"][0]["amount"]
    assert fake.state.balance(PLATFORM) == 10_000 - 320 - 2_000 + 500 - 1_500
    assert [line["type"] for line in reversed(listed["data"])] == [
        "charge", "refund", "refund_failure", "transfer", "transfer_refund", "adjustment",
        "adjustment",
    ]  # fmt: skip


async def test_pages_go_on_where_the_last_one_ended():
    async with stripe_fake() as fake:
        lines = [fake.fund(amount)["id"] for amount in (1, 2, 3, 4, 5)]
        newest = (await ask(fake, "GET", "/v1/balance_transactions?limit=2")).json()
        after = f"/v1/balance_transactions?limit=2&starting_after={newest['data'][-1]['id']}"
        older = (await ask(fake, "GET", after)).json()
        before = f"/v1/balance_transactions?limit=2&ending_before={lines[1]}"
        newer = (await ask(fake, "GET", before)).json()
    assert [line["amount"] for line in newest["data"]] == [5, 4]
    assert [line["amount"] for line in older["data"]] == [3, 2]
    assert [line["amount"] for line in newer["data"]] == [4, 3]
    assert newest["has_more"]
