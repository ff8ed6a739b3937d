"""Every call of Stripe's API that adding money makes; each that writes carries a key of ours."""

import pytest

from dreamdot_app.core import clock
from dreamdot_app.wallet.adding import refunds
from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.jobs import walk_and_compare
from tests.factories.top_ups import ask, deliver, paid, row, session_of
from tests.factories.wallet import somebody
from tests.fakes.stripe import Fault, StripeFake

pytestmark = pytest.mark.usefixtures("own_ledger")


async def test_what_is_asked_of_stripe(fake: StripeFake, api: Stripe):
    fake.faults.add("POST /v1/checkout/sessions", Fault.DROPPED_AFTER)
    asked = await paid(fake, await somebody(promo=0))
    fake.expire(session_of(fake, await ask(await somebody(promo=0))))
    await fake.deliver(deliver)
    intent = (await row(asked.id)).payment_intent or ""
    await refunds.follow(api, payment_intent=intent, now=clock.now())
    await walk_and_compare(api)
    assert {call.operation for call in fake.calls} == {
        "POST /v1/checkout/sessions",
        "GET /v1/refunds",
        "GET /v1/balance_transactions",
    }
    assert all(call.status == 200 for call in fake.calls)
    assert all(call.key.startswith("dreamdot:top_up:") == call.is_write for call in fake.calls)
    assert all(bool(call.key) == call.is_write for call in fake.calls)
