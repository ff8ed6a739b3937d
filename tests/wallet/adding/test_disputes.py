"""Payments that a bank takes back, in any order of their news; refunds made past us."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.adding.models import TopUp
from dreamdot_app.wallet.standin.signing import sender_in_use
from dreamdot_app.wallet.stripe.models import StripeEvent
from dreamdot_app.wallet.stripe.receiving import receive
from dreamdot_app.wallet.stripe.told import NotYet
from tests.conftest import RunOutbox
from tests.factories.top_ups import ask, deliver, paid, row, session_of
from tests.factories.wallet import buy, held, somebody
from tests.fakes.stripe import SECRET, Signed, StripeFake, type_object


def charge_of(fake: StripeFake, top_up: TopUp) -> str:
    intent = fake.state.find(top_up.payment_intent or "", "payment_intent")
    return str(intent["latest_charge"])


async def disputed(fake: StripeFake) -> tuple[UserId, type_object]:
    """25.00 was added, and the bank takes it back; nothing of that is told yet."""
    user = await somebody()
    asked = await paid(fake, user)
    return user, fake.dispute(charge_of(fake, await row(asked.id)))


def of_type(events: list[Signed], name: str) -> Signed:
    return next(one for one in events if one.type == f"charge.dispute.{name}")


async def send(told: Signed) -> bool:
    return await deliver(told.raw, told.header(SECRET))


async def outcome(told: Signed) -> str:
    async with reading(Database.ITEMS) as session:
        kept = await session.get(StripeEvent, told.event["id"])
    return kept.outcome if kept else ""


async def test_what_is_there_is_taken(fake: StripeFake):
    user, _ = await disputed(fake)
    await fake.deliver(deliver)
    now = await held(user)
    assert (now["deposited"], now.get("debt", 0)) == (0, 0)


async def test_what_was_spent_is_owed(fake: StripeFake):
    user, _ = await disputed(fake)
    await buy(user, await somebody(), (await held(user))["promo"] + 2_000)
    await fake.deliver(deliver)
    now = await held(user)
    assert (now["deposited"], now["debt"]) == (0, -2_000)


async def test_withdrawn_before_created_moves_it_once(fake: StripeFake):
    user, _ = await disputed(fake)
    events = fake.take()
    for name in ("funds_withdrawn", "created", "funds_withdrawn"):
        await send(of_type(events, name))
    assert (await held(user))["deposited"] == 0


@pytest.mark.parametrize("won", [True, False])
async def test_how_it_ends(fake: StripeFake, won: bool):
    user, made = await disputed(fake)
    fake.close_dispute(made["id"], won=won)
    await fake.deliver(deliver)
    assert (await held(user))["deposited"] == (2_500 if won else 0)


async def test_reinstated_before_withdrawn_waits_for_it(fake: StripeFake):
    user, made = await disputed(fake)
    fake.close_dispute(made["id"], won=True)
    events = fake.take()
    with pytest.raises(NotYet):
        await send(of_type(events, "funds_reinstated"))
    assert await outcome(of_type(events, "funds_reinstated")) == ""
    for name in ("closed", "funds_withdrawn", "funds_reinstated", "funds_reinstated"):
        await send(of_type(events, name))
    assert (await held(user))["deposited"] == 2_500


async def test_a_dispute_before_the_payments_own_news_waits_for_it(fake: StripeFake):
    user = await somebody()
    asked = await ask(user)
    charged = fake.pay(session_of(fake, asked))
    came = fake.take()
    fake.dispute(charged["id"])
    events = fake.take()
    with pytest.raises(NotYet):
        await send(of_type(events, "funds_withdrawn"))
    for one in (*came, *events):
        await send(one)
    assert (await held(user))["deposited"] == 0


async def test_what_is_never_explained_is_told_to_people(fake: StripeFake):
    _, made = await disputed(fake)
    told = fake.state.tell("charge.dispute.funds_withdrawn", made | {"payment_intent": "pi_other"})
    later = clock.now() + timedelta(days=2)
    await receive(raw=told.raw, signature=told.header(SECRET), sender=sender_in_use(), now=later)
    assert await outcome(told) == "refused"


async def test_more_than_was_paid_is_not_taken(fake: StripeFake):
    user, made = await disputed(fake)
    fake.take()
    told = fake.state.tell("charge.dispute.funds_withdrawn", made | {"amount": 9_900})
    await send(told)
    assert (await outcome(told), (await held(user))["deposited"]) == ("refused", 2_500)


async def test_a_refund_before_the_payments_own_news_is_followed_after_them(
    fake: StripeFake, run_outbox: RunOutbox
):
    user = await somebody()
    asked = await ask(user)
    charged = fake.pay(session_of(fake, asked))
    came = fake.take()
    fake.refund(charged["id"], 500)
    await fake.deliver(deliver)
    await run_outbox()
    assert (await held(user))["deposited"] == 0
    for one in came:
        await send(one)
    await run_outbox()
    assert (await held(user))["deposited"] == 2_000


async def test_refunds_made_past_us_are_followed_once(fake: StripeFake, run_outbox: RunOutbox):
    user = await somebody()
    asked = await paid(fake, user)
    charged = charge_of(fake, await row(asked.id))
    fake.refund(charged, 500)
    fake.refund(charged, 700)
    told = fake.take()
    for one in (*reversed(told), *told):
        await send(one)
        await run_outbox()
    assert (await held(user))["deposited"] == 1_300
    query = text("select count(*) from ledger_transfer where payer = :user")
    async with reading(Database.ITEMS) as session:
        assert (await session.execute(query, {"user": user})).scalar_one() == 2


async def test_a_refund_with_words_of_somebody_elses_is_followed_too(
    fake: StripeFake, run_outbox: RunOutbox
):
    user = await somebody()
    asked = await paid(fake, user)
    fake.refund(charge_of(fake, await row(asked.id)), 500, metadata={"ticket": "12"})
    await fake.deliver(deliver)
    await run_outbox()
    assert (await held(user))["deposited"] == 2_000


@pytest.mark.parametrize("is_known_before", [True, False])
async def test_a_refund_made_past_us_that_fails_comes_back_once(
    fake: StripeFake, run_outbox: RunOutbox, is_known_before: bool
):
    user = await somebody()
    asked = await paid(fake, user)
    made = fake.refund(charge_of(fake, await row(asked.id)), 500)
    if is_known_before:
        await fake.deliver(deliver)
        await run_outbox()
        assert (await held(user))["deposited"] == 2_000
    fake.fail_refund(made["id"])
    fake.state.tell("refund.updated", made)
    told = fake.take()
    for one in (*told, *told):
        await send(one)
        await run_outbox()
    assert (await held(user))["deposited"] == 2_500
