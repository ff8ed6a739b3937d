"""How Stripe is asked: with a version and a key, repeated under that key, with plain outcomes."""

from typing import Any

import httpx
import pytest
import stripe
from pydantic import SecretStr

from dreamdot_app.wallet.stripe.client import API_VERSION, Stripe
from dreamdot_app.wallet.stripe.outcomes import StripeRefused, StripeUnclear, UnkeyedWrite
from tests.fakes.stripe import PLATFORM, Fault, StripeFake
from tests.fakes.stripe.server import KEY

TRANSFER = "POST /v1/transfers"


def session(amount: int = 2_500) -> dict[str, Any]:
    item = {"currency": "usd", "unit_amount": amount, "product_data": {"name": "Credit"}}
    return {
        "mode": "payment",
        "success_url": "https://dreamdot.example/",
        "line_items": [{"quantity": 1, "price_data": item}],
    }


async def payee(fake: StripeFake, api: Stripe) -> str:
    """An account that may be paid, with something there to pay it from."""
    params = {"type": "express", "capabilities": {"transfers": {"requested": True}}}
    made = await api.write(api.v1.accounts.create_async, params, key="account")
    fake.onboard(made.id)
    fake.fund(100_000)
    return made.id


def test_the_pinned_version_is_the_one_of_the_sdks_types():
    assert stripe.api_version == API_VERSION


async def test_a_write_carries_its_key_and_reading_none(fake: StripeFake, api: Stripe):
    await api.write(api.v1.checkout.sessions.create_async, session(), key="top_up:1")
    await api.read(api.v1.balance.retrieve_async)
    written, read = fake.calls
    assert (written.key, written.status) == ("dreamdot:top_up:1", 200)
    assert (read.key, read.status) == ("", 200)


async def test_what_does_not_come_through_write_is_not_sent(fake: StripeFake, api: Stripe):
    with pytest.raises(UnkeyedWrite):
        await api.v1.checkout.sessions.create_async(session())  # type: ignore[arg-type]
    with pytest.raises(UnkeyedWrite):
        await api.v1.checkout.sessions.create_async(session(), {"idempotency_key": "mine"})  # type: ignore[arg-type]
    with pytest.raises(UnkeyedWrite):
        await api.v1.accounts.delete_async("acct_1")
    assert fake.calls == []


@pytest.mark.parametrize("key", ["", "x" * 247])
async def test_a_key_that_stripe_would_not_take(api: Stripe, key: str):
    with pytest.raises(ValueError, match="a key of"):
        await api.write(api.v1.checkout.sessions.create_async, session(), key=key)


async def test_the_same_key_does_it_once(fake: StripeFake, api: Stripe):
    first = await api.write(api.v1.checkout.sessions.create_async, session(), key="top_up:1")
    again = await api.write(api.v1.checkout.sessions.create_async, session(), key="top_up:1")
    assert first.id == again.id
    assert [call.is_replay for call in fake.calls] == [False, True]
    assert len(fake.state.of_kind("checkout.session")) == 1


async def test_a_key_with_other_details_is_not_taken_for_a_refusal(api: Stripe):
    await api.write(api.v1.checkout.sessions.create_async, session(), key="top_up:1")
    with pytest.raises(StripeUnclear, match="IdempotencyError"):
        await api.write(api.v1.checkout.sessions.create_async, session(9_900), key="top_up:1")


@pytest.mark.parametrize(
    ("fault", "requests"),
    [
        (Fault.DROPPED_BEFORE, 2),
        (Fault.DROPPED_AFTER, 2),
        (Fault.UNAVAILABLE, 2),
        (Fault.KEY_IN_USE, 2),
    ],
)
async def test_what_passes_is_tried_again_under_the_key(
    fake: StripeFake, api: Stripe, fault: Fault, requests: int
):
    to = await payee(fake, api)
    fake.faults.add(TRANSFER, fault)
    params = {"amount": 1_500, "currency": "usd", "destination": to}
    await api.write(api.v1.transfers.create_async, params, key="payout:1")
    tries = [call for call in fake.calls if call.operation == TRANSFER]
    assert len(tries) == requests
    assert {call.key for call in tries} == {"dreamdot:payout:1"}
    assert fake.state.balance(to) == 1_500


@pytest.mark.parametrize(
    ("fault", "times", "done"),
    [
        (Fault.DROPPED_BEFORE, 3, 0),
        (Fault.DROPPED_AFTER, 3, 1_500),
        (Fault.FAILED, 1, 0),
        (Fault.FAILED_AFTER, 1, 1_500),
        (Fault.TOO_MANY, 3, 0),
        (Fault.KEY_IN_USE, 3, 0),
    ],
)
async def test_what_does_not_pass_is_unclear(
    fake: StripeFake, api: Stripe, fault: Fault, times: int, done: int
):
    to = await payee(fake, api)
    fake.faults.add(TRANSFER, fault, times=times)
    params = {"amount": 1_500, "currency": "usd", "destination": to}
    with pytest.raises(StripeUnclear) as told:
        await api.write(api.v1.transfers.create_async, params, key="payout:1")
    assert to not in str(told.value)
    assert fake.state.balance(to) == done


async def test_who_gives_up_on_a_late_answer_finds_it_done(fake: StripeFake):
    hasty = Stripe(SecretStr(KEY), base=fake.address, timeout=httpx.Timeout(0.2))
    fake.faults.add("POST /v1/checkout/sessions", Fault.LATE)
    made = await hasty.write(hasty.v1.checkout.sessions.create_async, session(), key="top_up:1")
    assert [call.is_replay for call in fake.calls] == [False, True]
    assert [one["id"] for one in fake.state.of_kind("checkout.session")] == [made.id]
    await hasty.close()


async def test_a_refusal_is_one(fake: StripeFake, api: Stripe):
    to = await payee(fake, api)
    params = {"amount": 100_001, "currency": "usd", "destination": to}
    with pytest.raises(StripeRefused) as told:
        await api.write(api.v1.transfers.create_async, params, key="payout:1")
    assert told.value.code == "balance_insufficient"
    with pytest.raises(StripeRefused) as told:
        await api.read(api.v1.transfers.retrieve_async, "tr_none")
    assert told.value.code == "resource_missing"


async def test_a_wrong_key_of_ours_is_no_refusal_of_what_was_asked(fake: StripeFake):
    stranger = Stripe(SecretStr("sk_test_other"), base=fake.address)
    with pytest.raises(StripeUnclear):
        await stranger.write(stranger.v1.checkout.sessions.create_async, session(), key="a")
    await stranger.close()


async def test_what_our_key_may_not_do_is_no_refusal_of_what_was_asked(
    fake: StripeFake, api: Stripe
):
    fake.faults.add("POST /v1/checkout/sessions", Fault.FORBIDDEN)
    with pytest.raises(StripeUnclear, match="403"):
        await api.write(api.v1.checkout.sessions.create_async, session(), key="a")


async def test_a_call_for_a_connected_account_is_its_own(fake: StripeFake, api: Stripe):
    to = await payee(fake, api)
    params = {"amount": 1_500, "currency": "usd", "destination": to}
    await api.write(api.v1.transfers.create_async, params, key="payout:1")
    out = {"amount": 1_500, "currency": "usd"}
    paid = await api.write(api.v1.payouts.create_async, out, key="payout:1", account=to)
    fake.settle_payout(paid.id)
    found = await api.read(api.v1.payouts.retrieve_async, paid.id, account=to)
    assert (found.status, fake.state.balance(to)) == ("paid", 0)
    with pytest.raises(StripeRefused):
        await api.read(api.v1.payouts.retrieve_async, paid.id)
    told = fake.take()[-1].event
    assert (told["type"], told["account"]) == ("payout.paid", to)
    assert fake.state.balance(PLATFORM) == 98_500


async def test_the_key_shows_nowhere(api: Stripe):
    assert KEY not in repr(api)
