"""Adding money: asked for once, credited once, whatever Stripe does and in whatever order."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from dreamdot_app.core import bus, clock
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.adding import hanging, repository, service
from dreamdot_app.wallet.adding.contract import StripeSilent, TopUpMissing
from dreamdot_app.wallet.contract import topic
from dreamdot_app.wallet.errors import KeyReused
from dreamdot_app.wallet.stripe.client import Stripe
from tests.factories.top_ups import EMAIL, ask, deliver, paid, row, session_of
from tests.factories.wallet import held, somebody
from tests.fakes.stripe import Fault, Signed, StripeFake, type_object

CREATE = "POST /v1/checkout/sessions"


async def wishes(user: UserId) -> int:
    query = text("select count(*) from top_up where user_id = :user")
    async with reading(Database.ITEMS) as session:
        return (await session.execute(query, {"user": user})).scalar_one()


async def top_ups_in_ledger(user: UserId) -> int:
    query = text("select count(*) from ledger_transfer where kind = 'top_up' and payee = :user")
    async with reading(Database.ITEMS) as session:
        return (await session.execute(query, {"user": user})).scalar_one()


async def test_what_stripe_is_asked_for(fake: StripeFake):
    user = await somebody()
    asked = await ask(user, "25.50")
    (call,) = fake.calls
    params = call.params
    assert (call.operation, call.key) == (CREATE, f"dreamdot:top_up:{asked.id}")
    assert params["client_reference_id"] == str(user)
    assert params["metadata"] == {"top_up": str(asked.id)}
    assert params["payment_intent_data"]["receipt_email"] == EMAIL
    assert params["line_items"]["0"]["price_data"]["unit_amount"] == "2550"
    assert asked.checkout_url.startswith("https://checkout.stripe.example/")
    assert (await held(user))["deposited"] == 0


async def test_paid_and_told_it_is_there(fake: StripeFake):
    user = await somebody()
    asked = await paid(fake, user, "2000")
    found = await row(asked.id)
    assert (await held(user))["deposited"] == 200_000
    assert (found.state, found.payment_intent is not None) == ("paid", True)
    assert found.transfer_id is not None


async def test_open_pages_hear_of_it(fake: StripeFake):
    user = await somebody()
    asked = await ask(user)
    fake.pay(session_of(fake, asked))
    async with bus.subscribe(topic(user)) as heard:
        await fake.deliver(deliver)
        async with asyncio.timeout(5):
            await anext(heard)


async def test_the_return_alone_credits_nothing(fake: StripeFake):
    user = await somebody()
    asked = await ask(user)
    fake.pay(session_of(fake, asked))
    view = await service.top_up(user_id=user, top_up_id=asked.id)
    assert (view.state, (await held(user))["deposited"]) == ("open", 0)


@pytest.mark.parametrize(
    "typed", ["4.99", "0", "", "-25", "2000.01", "25.001", "1e3", "ten", None, 25.0, True, ["25"]]
)
async def test_amounts_that_are_not_taken(fake: StripeFake, typed: Any):
    user = await somebody()
    with pytest.raises(BadInput) as told:
        await service.begin(
            user_id=user, email=EMAIL, amount=typed, request_id="r", now=clock.now()
        )
    assert told.value.field == "amount"
    assert (fake.calls, await wishes(user)) == ([], 0)


@pytest.mark.parametrize("request_id", ["", None, 5, "x" * 65, "a b", "ä"])
async def test_a_click_without_a_name_is_not_taken(fake: StripeFake, request_id: Any):
    with pytest.raises(BadInput):
        await service.begin(
            user_id=await somebody(), email=EMAIL, amount="25", request_id=request_id,
            now=clock.now(),
        )  # fmt: skip


async def test_a_click_that_is_sent_twice_leads_to_one_page(fake: StripeFake):
    user = await somebody()
    both = await asyncio.gather(*(ask(user, request="r1") for _ in range(3)))
    again = await ask(user, request="r1")
    assert {one.checkout_url for one in both} == {again.checkout_url}
    assert len(fake.state.of_kind("checkout.session")) == await wishes(user) == 1
    with pytest.raises(KeyReused):
        await ask(user, "30", request="r1")


async def test_what_was_begun_in_one_kind_of_money_is_not_paid_in_another(fake: StripeFake):
    """As when the key is taken away: the test checkout would pay for what Stripe was asked."""
    user = await somebody()
    asked = await ask(user, request="r1")
    async with transaction(Database.ITEMS, actor=user) as session:
        change = text("update top_up set currency = 'USD' where id = :id")
        await session.execute(change, {"id": asked.id})
    with pytest.raises(KeyReused):
        await ask(user, request="r1")
    fake.pay(session_of(fake, asked))
    await fake.deliver(deliver)
    assert (await row(asked.id)).state != "paid"
    assert (await held(user))["deposited"] == 0


async def test_the_same_name_of_a_click_by_two_people_is_two_wishes(fake: StripeFake):
    one, other = await somebody(), await somebody()
    first, second = await ask(one, request="r1"), await ask(other, request="r1")
    assert first.id != second.id
    with pytest.raises(TopUpMissing):
        await service.top_up(user_id=other, top_up_id=first.id)
    with pytest.raises(TopUpMissing):
        await service.checkout_url(user_id=other, top_up_id=first.id)


async def test_a_way_to_pay_that_takes_days(fake: StripeFake):
    user = await somebody()
    asked = await ask(user)
    fake.pay_later(session_of(fake, asked))
    await fake.deliver(deliver)
    assert ((await row(asked.id)).state, (await held(user))["deposited"]) == ("pending", 0)
    fake.arrive(session_of(fake, asked))
    await fake.deliver(deliver)
    assert ((await row(asked.id)).state, (await held(user))["deposited"]) == ("paid", 2_500)


async def test_what_was_to_be_paid_later_and_was_not(fake: StripeFake):
    user = await somebody()
    asked = await ask(user)
    fake.pay_later(session_of(fake, asked))
    fake.arrive(session_of(fake, asked), ok=False)
    await fake.deliver(deliver)
    assert ((await row(asked.id)).state, (await held(user))["deposited"]) == ("failed", 0)


async def test_nobody_paid(fake: StripeFake):
    asked = await ask(await somebody())
    fake.expire(session_of(fake, asked))
    await fake.deliver(deliver)
    assert (await row(asked.id)).state == "expired"


async def told_of(fake: StripeFake, asked_id: UUID, *types: str) -> list[Signed]:
    taken = [one for one in fake.take() if one.type.startswith("checkout.")]
    return [next(one for one in taken if one.type.endswith(name)) for name in types]


@pytest.mark.parametrize(
    "order",
    [
        ("completed", "async_payment_succeeded"),
        ("async_payment_succeeded", "completed"),
    ],
)
async def test_late_news_in_any_order(fake: StripeFake, order: tuple[str, str]):
    user = await somebody()
    asked = await ask(user)
    fake.pay_later(session_of(fake, asked))
    fake.arrive(session_of(fake, asked))
    for one in await told_of(fake, asked.id, *order):
        await deliver(one.raw, one.header("whsec_fake_one"))
    assert ((await row(asked.id)).state, (await held(user))["deposited"]) == ("paid", 2_500)


async def test_expired_after_completed_changes_nothing(fake: StripeFake):
    user = await somebody()
    asked = await paid(fake, user)
    session = fake.state.find(session_of(fake, asked), "checkout.session")
    fake.state.tell("checkout.session.expired", session | {"status": "expired"})
    fake.state.tell("checkout.session.async_payment_failed", session)
    await fake.deliver(deliver)
    assert ((await row(asked.id)).state, (await held(user))["deposited"]) == ("paid", 2_500)


async def test_completed_after_expired_is_credited(fake: StripeFake):
    """Money that came is theirs, whatever was told before."""
    user = await somebody()
    asked = await ask(user)
    session_id = session_of(fake, asked)
    session = dict(fake.state.find(session_id, "checkout.session"))
    fake.state.tell("checkout.session.expired", session | {"status": "expired"})
    fake.pay(session_id)
    await fake.deliver(deliver)
    assert ((await row(asked.id)).state, (await held(user))["deposited"]) == ("paid", 2_500)


async def test_two_events_of_one_payment_at_once_credit_it_once(fake: StripeFake):
    user = await somebody()
    asked = await ask(user)
    session_id = session_of(fake, asked)
    fake.pay_later(session_id)
    fake.arrive(session_id)
    session = fake.state.find(session_id, "checkout.session")
    fake.state.tell("checkout.session.completed", session)
    events = [one for one in fake.take() if one.type.startswith("checkout.")]
    sent = [deliver(one.raw, one.header("whsec_fake_one")) for one in events * 2]
    await asyncio.gather(*sent)
    assert (await held(user))["deposited"] == 2_500
    assert await top_ups_in_ledger(user) == 1


async def test_a_debt_is_repaid_first(fake: StripeFake):
    user = await somebody(debt=1_000)
    await paid(fake, user)
    now = await held(user)
    assert (now["deposited"], now["debt"]) == (1_500, 0)


async def test_a_session_that_is_not_ours_is_none_of_our_business(fake: StripeFake):
    other: type_object = {"id": "cs_1", "object": "checkout.session", "metadata": {}}
    fake.state.tell("checkout.session.completed", other)
    assert await fake.deliver(deliver) == [True]


async def test_news_that_never_came_are_asked_for(fake: StripeFake, api: Stripe, own_ledger: None):
    payer, leaver, later = [await somebody(promo=0) for _ in range(3)]
    paid_for, left, waiting = [await ask(user) for user in (payer, leaver, later)]
    fake.pay(session_of(fake, paid_for))
    fake.expire(session_of(fake, left))
    fake.pay_later(session_of(fake, waiting))
    fake.take()  # the webhook was down for days
    assert await hanging.look_up(api, now=clock.now()) == 0
    for _ in range(2):
        await hanging.look_up(api, now=clock.now() + timedelta(days=4))
    states = [(await row(one.id)).state for one in (paid_for, left, waiting)]
    assert states == ["paid", "expired", "pending"]
    assert (await held(payer))["deposited"] == 2_500


@pytest.mark.parametrize("status", ["requires_payment_method", "canceled"])
async def test_a_later_payment_that_failed_unheard_is_over(
    fake: StripeFake, api: Stripe, own_ledger: None, status: str
):
    user = await somebody(promo=0)
    asked = await ask(user)
    fake.pay_later(session_of(fake, asked))
    await fake.deliver(deliver)
    fake.arrive(session_of(fake, asked), ok=False)
    fake.take()  # the webhook was down for days
    (payment,) = fake.state.of_kind("payment_intent")
    payment["status"] = status
    await hanging.look_up(api, now=clock.now() + timedelta(days=4))
    assert ((await row(asked.id)).state, (await held(user))["deposited"]) == ("failed", 0)


async def test_what_hangs_is_looked_at_in_turn(fake: StripeFake, api: Stripe, own_ledger: None):
    early, late = [await ask(await somebody(promo=0)) for _ in range(2)]
    for one in (early, late):
        fake.pay_later(session_of(fake, one))
    await fake.deliver(deliver)
    hours = clock.now() + timedelta(days=4)
    async with transaction(Database.ITEMS, actor=None) as session:
        change = text("update top_up set changed_at = :at where id = :id")
        await session.execute(change, {"at": hours, "id": early.id})
    async with reading(Database.ITEMS) as session:
        found = await repository.unfinished(session, currency="XTS", before=hours, limit=1)
    assert [one.id for one in found] == [late.id]
    now = hours + timedelta(hours=6)
    assert await hanging.look_up(api, now=now) == 2
    assert {(await row(one.id)).changed_at for one in (early, late)} == {now}


# Stripe, when it is not well


@pytest.mark.parametrize(
    "fault", [Fault.DROPPED_BEFORE, Fault.DROPPED_AFTER, Fault.FAILED, Fault.FAILED_AFTER]
)
async def test_without_an_answer_the_wish_stands_and_nothing_is_credited(
    fake: StripeFake, fault: Fault
):
    user = await somebody()
    fake.faults.add(CREATE, fault, times=3)
    with pytest.raises(StripeSilent):
        await ask(user, request="r1")
    assert (await wishes(user), (await held(user))["deposited"]) == (1, 0)


async def test_a_payment_page_that_stripe_refuses_is_logged_as_an_error(fake: StripeFake):
    fake.faults.add(CREATE, Fault.MISSING)
    with capture_logs() as lines, pytest.raises(StripeSilent):
        await ask(await somebody())
    (line,) = [one for one in lines if one["event"] == "a payment page was refused"]
    assert (line["log_level"], line["code"]) == ("error", "resource_missing")


@pytest.mark.parametrize("fault", [Fault.DROPPED_BEFORE, Fault.DROPPED_AFTER, Fault.UNAVAILABLE])
async def test_asked_again_after_no_answer_there_is_one_page(fake: StripeFake, fault: Fault):
    user = await somebody()
    fake.faults.add(CREATE, fault, times=3)
    with pytest.raises(StripeSilent):
        await ask(user, request="r1")
    asked = await ask(user, request="r1")
    fake.pay(session_of(fake, asked))
    await fake.deliver(deliver)
    assert len(fake.state.of_kind("checkout.session")) == 1
    assert (await held(user))["deposited"] == 2_500


async def test_what_is_done_after_somebody_gave_up_is_their_page_when_they_ask_again(
    fake: StripeFake,
):
    user = await somebody()
    fake.faults.add(CREATE, Fault.DONE_LATE)
    asking = asyncio.create_task(ask(user, request="r1"))
    async with asyncio.timeout(20):
        while not fake.calls:  # noqa: ASYNC110 a thread takes them
            await asyncio.sleep(0.01)
    asking.cancel()
    with pytest.raises(StripeSilent):  # it is under way
        await ask(user, request="r1")
    fake.faults.answer_now()
    asked = await ask(user, request="r1")
    fake.pay(session_of(fake, asked))
    await fake.deliver(deliver)
    assert len(fake.state.of_kind("checkout.session")) == 1
    assert (await held(user))["deposited"] == 2_500


async def test_the_event_before_the_answer(fake: StripeFake):
    user = await somebody()

    def pay_at_once(session: type_object) -> None:
        fake.pay(session["id"])
        fake.deliver_before_answering(deliver)

    fake.faults.add(CREATE, before_answer=pay_at_once)
    asked = await ask(user)
    found = await row(asked.id)
    assert (found.state, (await held(user))["deposited"]) == ("paid", 2_500)
    assert found.session_id == session_of(fake, asked)


async def test_the_event_and_never_an_answer(fake: StripeFake):
    user = await somebody()

    def pay_at_once(session: type_object) -> None:
        fake.pay(session["id"])
        fake.deliver_before_answering(deliver)

    fake.faults.add(CREATE, Fault.DROPPED_AFTER, before_answer=pay_at_once)
    fake.faults.add(CREATE, Fault.DROPPED_AFTER, times=2)
    with pytest.raises(StripeSilent):
        await ask(user, request="r1")
    assert (await held(user))["deposited"] == 2_500
    asked = await ask(user, request="r1")
    assert (await row(asked.id)).state == "paid"


async def test_it_is_paid_by_the_row_not_by_what_is_told(fake: StripeFake):
    """Test money that was asked for stays test money."""
    user = await somebody()
    asked = await paid(fake, user)
    query = text("select currency from ledger_transfer where id = :id")
    async with reading(Database.ITEMS) as session:
        transfer = (await row(asked.id)).transfer_id
        currency = (await session.execute(query, {"id": transfer})).scalar_one()
    assert currency == (await row(asked.id)).currency == "XTS"
