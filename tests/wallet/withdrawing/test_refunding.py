"""Back to the card: within thirty days, of what was not spent, once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.errors import ProofNeeded
from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, DomainError, NotFound
from dreamdot_app.wallet.contract import BlockedByDebt, KeyReused
from dreamdot_app.wallet.ledger.post import Bucket
from dreamdot_app.wallet.stripe.outcomes import StripeUnclear
from dreamdot_app.wallet.withdrawing import refunding, service
from dreamdot_app.wallet.withdrawing.errors import NotRefundable
from dreamdot_app.wallet.withdrawing.models import CardRefund
from tests.conftest import RunOutbox
from tests.factories.top_ups import deliver, paid
from tests.fakes.stripe import PLATFORM, Fault, StripeFake
from tests.wallet.withdrawing.people import creator, held, put


@pytest.fixture(autouse=True)
async def _fresh_names(fake: StripeFake) -> None:
    """Names begin anew with each played Stripe; those of before are not these."""
    fake.state.new_id = lambda prefix: f"{prefix}_{ids.new().hex}"  # type: ignore[method-assign]


async def payer(fake: StripeFake, amount: str = "40.00") -> tuple[Viewer, UUID]:
    """Somebody who has added money by card."""
    ana = await creator(0, currency="USD")
    asked = await paid(fake, ana.id, amount)
    # The tests' process has no key, so the top-up was one of test money: make it a real one.
    async with transaction(Database.ITEMS, actor=None) as session:
        change = text("update top_up set currency = 'USD' where id = :id")
        await session.execute(change, {"id": asked.id})
    await put(ana.id, Bucket.DEPOSITED, round(float(amount) * 100), "USD")
    return ana, asked.id


async def back(ana: Viewer, top_up: UUID, amount: object, click: object = "") -> UUID:
    return await service.give_back(
        viewer=ana, top_up_id=top_up, amount=amount, request_id=click or str(ids.new()),
        now=clock.now(),
    )  # fmt: skip


async def row(refund_id: UUID) -> CardRefund:
    async with reading(Database.ITEMS) as session:
        return await session.get_one(CardRefund, refund_id)


async def test_unspent_money_goes_back_to_the_card(fake: StripeFake, run_outbox: RunOutbox) -> None:
    ana, top_up = await payer(fake)
    before = fake.state.balance(PLATFORM)
    refund_id = await back(ana, top_up, "15.00")
    assert (await held(ana.id))["deposited"] == 2_500
    await run_outbox()
    assert (await row(refund_id)).state == "paid"
    assert fake.state.balance(PLATFORM) == before - 1_500
    await fake.deliver(deliver)
    await run_outbox()
    assert (await held(ana.id))["deposited"] == 2_500
    shown = await service.withdrawing(user_id=ana.id, now=clock.now())
    assert [(one.top_up_id, one.left_minor) for one in shown.refundable] == [(top_up, 2_500)]


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [("40.01", NotRefundable), ("0", BadInput), ("-1", BadInput), ("x", BadInput)],
)
async def test_a_refused_amount_changes_nothing(
    fake: StripeFake, amount: str, refusal: type[DomainError]
) -> None:
    ana, top_up = await payer(fake)
    await put(ana.id, Bucket.DEPOSITED, 10_000, "USD")
    before = await held(ana.id)
    with pytest.raises(refusal):
        await back(ana, top_up, amount)
    assert await held(ana.id) == before


async def test_nobody_gets_back_what_is_spent_or_earned(fake: StripeFake) -> None:
    ana, top_up = await payer(fake)
    await put(ana.id, Bucket.EARNED, 10_000, "USD")
    await put(ana.id, Bucket.DEPOSITED, -3_000, "USD")
    with pytest.raises(NotRefundable):
        await back(ana, top_up, "10.01")
    await back(ana, top_up, "10.00")
    assert (await held(ana.id))["deposited"] == 0


async def test_only_ones_own_payment_lately_with_a_proof_and_without_debt(
    fake: StripeFake,
) -> None:
    ana, top_up = await payer(fake)
    eve = await creator(0, currency="USD")
    await put(eve.id, Bucket.DEPOSITED, 4_000, "USD")
    with pytest.raises(NotFound):
        await back(eve, top_up, "10")
    with pytest.raises(ProofNeeded):
        await back(replace(ana, proven_at=None), top_up, "10")
    late = clock.now() + timedelta(days=30)
    with pytest.raises(NotRefundable):
        await service.give_back(
            viewer=replace(ana, proven_at=late), top_up_id=top_up, amount="10", request_id="x",
            now=late,
        )  # fmt: skip
    await put(ana.id, Bucket.DEBT, -100, "USD")
    with pytest.raises(BlockedByDebt):
        await back(ana, top_up, "10")
    assert (await held(ana.id))["deposited"] == 4_000
    assert (await service.withdrawing(user_id=ana.id, now=clock.now())).refundable == ()


async def test_never_more_than_the_payment_however_many_ask(fake: StripeFake) -> None:
    ana, top_up = await payer(fake)
    await put(ana.id, Bucket.DEPOSITED, 100_000, "USD")
    tries = [back(ana, top_up, "15") for _ in range(5)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, NotRefundable) for one in ended) == 3
    assert (await held(ana.id))["deposited"] == 104_000 - 3_000


async def test_one_click_is_one_refund(fake: StripeFake, run_outbox: RunOutbox) -> None:
    ana, top_up = await payer(fake)
    made = await asyncio.gather(*(back(ana, top_up, "15", "one") for _ in range(4)))
    assert len(set(made)) == 1
    with pytest.raises(KeyReused):
        await back(ana, top_up, "16", "one")
    await run_outbox()
    assert len(fake.state.of_kind("refund")) == 1


@pytest.mark.parametrize(
    ("fault", "is_a_day_later"),
    [
        (Fault.DROPPED_BEFORE, False),
        (Fault.DROPPED_AFTER, True),
        (Fault.FAILED_AFTER, False),
    ],
)
async def test_an_unclear_answer_is_followed_by_one_refund(
    fake: StripeFake, fault: Fault, is_a_day_later: bool
) -> None:
    ana, top_up = await payer(fake)
    refund_id = await back(ana, top_up, "15")
    fake.faults.add("POST /v1/refunds", fault, times=3)
    with pytest.raises(StripeUnclear):
        await refunding.advance(refund_id=refund_id, now=clock.now())
    fake.faults.scripts.clear()
    if is_a_day_later:
        fake.forget_keys()
    await refunding.advance(refund_id=refund_id, now=clock.now())
    assert (await row(refund_id)).state == "paid"
    assert len(fake.state.of_kind("refund")) == 1
    assert (await held(ana.id))["deposited"] == 2_500


@pytest.mark.parametrize("refusal", [Fault.FORBIDDEN, Fault.MISSING])
async def test_a_look_up_that_is_refused_gives_nothing_back(
    fake: StripeFake, refusal: Fault
) -> None:
    ana, top_up = await payer(fake)
    refund_id = await back(ana, top_up, "15")
    await refunding.advance(refund_id=refund_id, now=clock.now())
    fake.faults.add("GET /v1/refunds", refusal)
    with pytest.raises(StripeUnclear):
        await refunding.advance(refund_id=refund_id, now=clock.now())
    assert ((await row(refund_id)).state, (await held(ana.id))["deposited"]) == ("paid", 2_500)


async def test_a_refund_that_was_made_is_never_asked_for_again(fake: StripeFake) -> None:
    """Though Stripe does not list it now, and has forgotten its key."""
    ana, top_up = await payer(fake)
    refund_id = await back(ana, top_up, "15")
    await refunding.advance(refund_id=refund_id, now=clock.now())
    (made,) = fake.state.of_kind("refund")
    fake.state.objects[made["id"]] = {**made, "object": "lost"}
    fake.forget_keys()
    with pytest.raises(StripeUnclear):
        await refunding.advance(refund_id=refund_id, now=clock.now() + timedelta(days=2))
    assert fake.state.of_kind("refund") == []
    assert ((await row(refund_id)).state, (await held(ana.id))["deposited"]) == ("paid", 2_500)


async def test_that_it_was_refunded_asks_nothing_of_a_refund_that_is_paid(
    fake: StripeFake, run_outbox: RunOutbox
) -> None:
    ana, top_up = await payer(fake)
    refund_id = await back(ana, top_up, "15")
    await run_outbox()
    changed_at = (await row(refund_id)).changed_at
    await fake.deliver(deliver)
    await run_outbox()
    assert (await row(refund_id)).changed_at == changed_at


async def test_a_card_that_does_not_take_it_gives_it_back_once(
    fake: StripeFake, run_outbox: RunOutbox
) -> None:
    """Also after it was said to have succeeded."""
    ana, top_up = await payer(fake)
    refund_id = await back(ana, top_up, "15")
    await run_outbox()
    (made,) = fake.state.of_kind("refund")
    fake.fail_refund(made["id"])
    for _ in range(2):
        await fake.deliver(deliver)
        await run_outbox()
    assert (await row(refund_id)).state == "returned"
    assert (await held(ana.id))["deposited"] == 4_000
    shown = await service.withdrawing(user_id=ana.id, now=clock.now())
    assert shown.refundable[0].left_minor == 4_000
    assert shown.refundable[0].click.endswith(":1")


async def test_a_payment_that_was_charged_back_is_not_refunded_too(
    fake: StripeFake, run_outbox: RunOutbox
) -> None:
    ana, top_up = await payer(fake)
    refund_id = await back(ana, top_up, "15")
    (charge,) = fake.state.of_kind("charge")
    fake.dispute(charge["id"])
    await run_outbox()
    assert (await row(refund_id)).state == "returned"
    assert (await held(ana.id))["deposited"] == 4_000
