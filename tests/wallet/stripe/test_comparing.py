"""Our balance at Stripe against the ledger: equal while all is well, alarmed when it is not."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.wallet.adding import refunds
from dreamdot_app.wallet.ledger import stopping
from dreamdot_app.wallet.ledger.topping import top_up
from dreamdot_app.wallet.stripe import comparing
from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.jobs import walk_and_compare
from dreamdot_app.wallet.stripe.outcomes import StripeUnclear
from tests.factories.top_ups import ask, deliver, paid, row, session_of
from tests.factories.wallet import somebody
from tests.fakes.stripe import Fault, StripeFake, type_object

pytestmark = pytest.mark.usefixtures("own_ledger")

LINES = "GET /v1/balance_transactions"


async def difference(api: Stripe) -> int:
    """Walk, compare, and see what was found."""
    await walk_and_compare(api)
    return await latest()


async def latest() -> int:
    query = text("select difference_minor from stripe_comparison order by id desc limit 1")
    async with reading(Database.ITEMS) as session:
        return int((await session.execute(query)).scalar_one())


async def compared_at(now: datetime) -> int:
    """Compare what has been stored, as it is seen at a time."""
    async with transaction(Database.ITEMS, actor=None) as session:
        return (await comparing.compare(session, now=now)).difference_minor


async def why_stopped() -> str | None:
    async with reading(Database.ITEMS) as session:
        return await stopping.why_stopped(session)


async def counted(what: str) -> int:
    async with reading(Database.ITEMS) as session:
        return int((await session.execute(text(f"select {what}"))).scalar() or 0)


async def fees() -> int:
    return await counted(
        "-sum(e.amount) from ledger_entry e join ledger_account a on a.id = e.account_id"
        " where a.bucket = 'stripe_fee'"
    )


async def charge_of(fake: StripeFake, amount: str) -> type_object:
    """A payment that came and is credited: its charge."""
    asked = await paid(fake, await somebody(promo=0), amount)
    intent = fake.state.find((await row(asked.id)).payment_intent or "", "payment_intent")
    return fake.state.find(intent["latest_charge"], "charge")


async def test_payments_fees_and_disputes_add_up(fake: StripeFake, api: Stripe):
    charged = await charge_of(fake, "100")
    await charge_of(fake, "20")
    made = fake.dispute(charged["id"])
    await fake.deliver(deliver)
    assert await difference(api) == 0
    fake.close_dispute(made["id"], won=True)
    await fake.deliver(deliver)
    for _ in range(2):  # whatever is read again changes nothing
        assert await difference(api) == 0
        assert await fees() == 320 + 88 + 1_500
        assert await counted("count(*) from stripe_balance_line") == 4
    assert await why_stopped() is None


async def test_more_than_a_page_is_read(fake: StripeFake, api: Stripe):
    await charge_of(fake, "100")
    for amount in range(1, 231):
        fake.fund(amount)
    assert await difference(api) == 0
    assert await counted("count(*) from stripe_balance_line") == 231
    assert sum(call.operation == LINES for call in fake.calls) >= 3


async def test_before_anybody_added_money_there_is_nothing_to_ask(fake: StripeFake, api: Stripe):
    await walk_and_compare(api)
    assert fake.calls == []


async def test_a_payment_whose_news_is_on_its_way_is_no_difference(fake: StripeFake, api: Stripe):
    asked = await ask(await somebody(promo=0))
    fake.pay(session_of(fake, asked))
    assert (await difference(api), await why_stopped()) == (0, None)
    await fake.deliver(deliver)
    assert (await difference(api), await why_stopped()) == (0, None)


async def test_a_payment_whose_news_never_comes_is_one(fake: StripeFake, api: Stripe):
    asked = await ask(await somebody(promo=0))
    fake.pay(session_of(fake, asked))
    assert await difference(api) == 0
    assert await compared_at(clock.now() + timedelta(days=2)) == 2_500
    assert "$25.00" in (await why_stopped() or "")


async def test_news_that_are_quicker_than_the_lines_are_no_difference(
    fake: StripeFake, api: Stripe
):
    await charge_of(fake, "25")
    assert await compared_at(clock.now()) == 0
    assert await difference(api) == 0


async def test_disputes_and_refunds_on_their_way(fake: StripeFake, api: Stripe):
    charged = await charge_of(fake, "100")
    fake.refund(charged["id"], 1_000)
    fake.dispute(charged["id"], 2_000)
    assert (await difference(api), await why_stopped()) == (0, None)
    assert await compared_at(clock.now() + timedelta(days=2)) == -3_000


async def test_a_refund_past_us_that_fails_adds_up_on_its_way_and_after(
    fake: StripeFake, api: Stripe
):
    charged = await charge_of(fake, "100")
    made, payment = fake.refund(charged["id"], 1_000), charged["payment_intent"]
    await refunds.follow(api, payment_intent=payment, now=clock.now())
    fake.fail_refund(made["id"])
    assert (await difference(api), await why_stopped()) == (0, None)
    await refunds.follow(api, payment_intent=payment, now=clock.now())
    assert await difference(api) == 0
    assert await compared_at(clock.now() + timedelta(days=2)) == 0


async def test_a_payment_that_is_no_card_adds_up_on_its_way_and_after(
    fake: StripeFake, api: Stripe
):
    user = await somebody(promo=0)
    asked = await ask(user, "100")
    fake.pay_later(session_of(fake, asked))
    await fake.deliver(deliver)
    assert await difference(api) == 0
    fake.arrive(session_of(fake, asked))
    await fake.deliver(deliver)
    assert await difference(api) == 0
    (made,) = fake.state.of_kind("charge")
    fake.refund(made["id"], 1_000)
    assert await difference(api) == 0
    await refunds.follow(api, payment_intent=made["payment_intent"], now=clock.now())
    assert await difference(api) == 0
    assert await compared_at(clock.now() + timedelta(days=5)) == 0


async def test_a_payment_that_takes_days_is_no_difference_meanwhile(fake: StripeFake, api: Stripe):
    asked = await ask(await somebody(promo=0), "100")
    fake.pay_later(session_of(fake, asked))
    await fake.deliver(deliver)
    assert await difference(api) == 0
    assert await compared_at(clock.now() + timedelta(days=5)) == 0


async def test_a_payment_that_is_no_card_and_fails_leaves_nothing(fake: StripeFake, api: Stripe):
    asked = await ask(await somebody(promo=0), "100")
    fake.pay_later(session_of(fake, asked))
    await fake.deliver(deliver)
    assert await difference(api) == 0
    fake.arrive(session_of(fake, asked), ok=False)
    assert await difference(api) == 0  # the line is there, its news are not
    await fake.deliver(deliver)
    assert await difference(api) == 0
    assert await compared_at(clock.now() + timedelta(days=5)) == 0
    assert (await fees(), await why_stopped()) == (0, None)


async def test_what_the_company_moves_to_its_bank_is_nobodys_money(fake: StripeFake, api: Stripe):
    await charge_of(fake, "100")
    fake.fund(50_000)
    fake.state.book("", "payout", -40_000, "po_1")
    assert await difference(api) == 0


async def test_what_stripe_takes_each_month_goes_to_the_ledger(fake: StripeFake, api: Stripe):
    await charge_of(fake, "100")
    fake.state.book("", "stripe_fee", -200, "fee_1")
    assert await difference(api) == 0
    assert await fees() == 320 + 200


async def test_money_in_the_ledger_that_stripe_does_not_have_stops_payouts_once(
    fake: StripeFake, api: Stripe
):
    await charge_of(fake, "100")
    assert (await difference(api), await why_stopped()) == (0, None)
    async with transaction(Database.ITEMS, actor=None) as session:
        await top_up(
            session, key="forged", owner=await somebody(promo=0), currency="XTS",
            amount_minor=77, reference=None, memo="", at=clock.now(),
        )  # fmt: skip
    for _ in range(2):
        assert await difference(api) == -77
    assert "−$0.77" in (await why_stopped() or "")
    told = "count(*) from outbox_event where name = 'wallet.ledger_disagreed'"
    assert await counted(told) == 1


async def test_a_difference_is_told_once_a_day_while_payouts_stand_still(
    fake: StripeFake, api: Stripe
):
    await charge_of(fake, "100")
    async with transaction(Database.ITEMS, actor=None) as session:
        await stopping.stop_payouts(session, reason="another thing", at=clock.now())
    fake.state.book("", "other_adjustment", -12, "adj_1")
    told = "count(*) from outbox_event where name = 'wallet.ledger_disagreed'"
    for _ in range(2):
        assert await difference(api) == -12
        assert await counted(told) == 1
    for _ in range(2):
        assert await compared_at(clock.now() + timedelta(days=1)) == -12
        assert await counted(told) == 2
    assert await why_stopped() == "another thing"


async def test_money_at_stripe_that_the_ledger_does_not_know_stops_payouts(
    fake: StripeFake, api: Stripe
):
    await charge_of(fake, "100")
    fake.state.book("", "other_adjustment", -12, "adj_1")
    assert await difference(api) == -12
    assert await why_stopped() is not None


async def test_without_an_answer_nothing_is_compared(fake: StripeFake, api: Stripe):
    await charge_of(fake, "100")
    fake.faults.add(LINES, Fault.UNAVAILABLE, times=3)
    with pytest.raises(StripeUnclear):
        await walk_and_compare(api)
    assert await counted("count(*) from stripe_comparison") == 0
    assert await difference(api) == 0
