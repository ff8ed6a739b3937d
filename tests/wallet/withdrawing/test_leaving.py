"""Payouts on their way: whatever breaks in between, one transfer and one payout, or none."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.wallet.stripe.outcomes import StripeUnclear
from dreamdot_app.wallet.withdrawing import jobs, paying
from tests.conftest import RunOutbox
from tests.fakes.stripe import Fault, StripeFake
from tests.wallet.withdrawing.people import clearing, held, ready, released, row

TRANSFER, PAYOUT = "POST /v1/transfers", "POST /v1/payouts"
REVERSAL = "POST /v1/transfers/{id}/reversals"
HOUR = timedelta(hours=1)


def made(fake: StripeFake, kind: str) -> list[dict[str, object]]:
    return fake.state.of_kind(kind)


async def the_end(fake: StripeFake, payout_id, ana) -> None:
    """Exactly one transfer and one payout, the books as they should be."""
    assert (len(made(fake, "transfer")), len(made(fake, "payout"))) == (1, 1)
    (sent,) = made(fake, "payout")
    fake.settle_payout(str(sent["id"]))
    await paying.advance(payout_id=payout_id, now=clock.now())
    assert (await row(payout_id)).state == "paid"
    assert (await held(ana.id))["earned"] == 7_500
    assert fake.state.balance((await row(payout_id)).destination) == 0
    assert fake.state.balance("") == 1_000_000 - 2_500


async def test_a_payout_goes_to_the_bank(fake: StripeFake, run_outbox: RunOutbox) -> None:
    before = await clearing()
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    assert await clearing() == before + 2_500
    await run_outbox()
    payout = await row(payout_id)
    assert (payout.state, bool(payout.stripe_payout_id)) == ("transferred", True)
    await the_end(fake, payout_id, ana)
    assert await clearing() == before
    assert all(call.key for call in fake.calls if call.is_write)


@pytest.mark.parametrize("operation", [TRANSFER, PAYOUT])
@pytest.mark.parametrize("again", [1, 3])
async def test_a_crash_after_stripe_has_done_it(
    fake: StripeFake, operation: str, again: int
) -> None:
    """The process ends between what Stripe did and what we would have written down."""
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    loop = asyncio.get_running_loop()
    for _ in range(again):
        task = asyncio.create_task(paying.advance(payout_id=payout_id, now=clock.now()))
        dies: Callable[[object], object] = lambda _, task=task: loop.call_soon_threadsafe(  # noqa: E731
            task.cancel
        )
        fake.faults.add(operation, Fault.LATE, before_answer=dies)
        await asyncio.wait([task], timeout=5)
        fake.faults.scripts.clear()
    await paying.advance(payout_id=payout_id, now=clock.now())
    await the_end(fake, payout_id, ana)


@pytest.mark.parametrize("operation", [TRANSFER, PAYOUT])
@pytest.mark.parametrize(
    ("fault", "is_a_day_later"),
    [
        (Fault.DROPPED_BEFORE, False),
        (Fault.DROPPED_AFTER, False),
        (Fault.DROPPED_AFTER, True),
        (Fault.FAILED_AFTER, False),
        (Fault.FAILED_AFTER, True),
        (Fault.TOO_MANY, False),
    ],
)
async def test_an_unclear_answer_is_followed_by_one_transfer_and_one_payout(
    fake: StripeFake, operation: str, fault: Fault, is_a_day_later: bool
) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    fake.faults.add(operation, fault, times=3)
    with pytest.raises(StripeUnclear):
        await paying.advance(payout_id=payout_id, now=clock.now())
    fake.faults.scripts.clear()
    if is_a_day_later:
        fake.forget_keys()
    await paying.advance(payout_id=payout_id, now=clock.now())
    await the_end(fake, payout_id, ana)


@pytest.mark.parametrize("refusal", [Fault.FORBIDDEN, Fault.MISSING])
@pytest.mark.parametrize("operation", [TRANSFER, PAYOUT])
async def test_a_look_up_that_is_refused_says_nothing_of_what_was_done(
    fake: StripeFake, operation: str, refusal: Fault
) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    fake.faults.add(operation, Fault.DROPPED_AFTER, times=3)
    fake.faults.add(operation.replace("POST", "GET"), refusal)
    for _ in range(2):
        with pytest.raises(StripeUnclear):
            await paying.advance(payout_id=payout_id, now=clock.now())
    assert (await held(ana.id))["earned"] == 7_500
    await paying.advance(payout_id=payout_id, now=clock.now())
    await the_end(fake, payout_id, ana)


@pytest.mark.parametrize("refusal", [Fault.FORBIDDEN, Fault.MISSING])
async def test_a_payout_that_cannot_be_looked_at_has_not_failed(
    fake: StripeFake, run_outbox: RunOutbox, refusal: Fault
) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    await run_outbox()
    fake.faults.add("GET /v1/payouts/{payout}", refusal)
    with pytest.raises(StripeUnclear):
        await paying.advance(payout_id=payout_id, now=clock.now())
    assert (await row(payout_id)).state == "transferred"
    await the_end(fake, payout_id, ana)


@pytest.mark.parametrize("operation", [TRANSFER, PAYOUT])
async def test_a_key_that_only_gives_an_old_failure_is_given_up(
    fake: StripeFake, operation: str
) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    fake.faults.add(operation, Fault.FAILED)
    for _ in range(2):
        with pytest.raises(StripeUnclear):
            await paying.advance(payout_id=payout_id, now=clock.now())
    await paying.advance(payout_id=payout_id, now=clock.now() + HOUR + HOUR)
    await the_end(fake, payout_id, ana)


async def test_many_workers_at_one_payout(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    tries = [paying.advance(payout_id=payout_id, now=clock.now()) for _ in range(4)]
    await asyncio.gather(*tries, return_exceptions=True)
    await paying.advance(payout_id=payout_id, now=clock.now())
    await the_end(fake, payout_id, ana)


async def test_a_bank_that_refuses_brings_it_back(fake: StripeFake, run_outbox: RunOutbox) -> None:
    before = await clearing()
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    await run_outbox()
    (sent,) = made(fake, "payout")
    fake.settle_payout(str(sent["id"]), failure="account_closed")
    await paying.advance(payout_id=payout_id, now=clock.now())
    payout = await row(payout_id)
    assert (payout.state, payout.failure) == ("returned", "account_closed")
    assert (await held(ana.id))["earned"] == 10_000
    assert fake.state.balance("") == 1_000_000
    assert await clearing() == before


@pytest.mark.parametrize("fault", [Fault.DROPPED_BEFORE, Fault.DROPPED_AFTER, Fault.FAILED_AFTER])
async def test_a_reversal_with_an_unclear_answer_happens_once(
    fake: StripeFake, run_outbox: RunOutbox, fault: Fault
) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    await run_outbox()
    (sent,) = made(fake, "payout")
    fake.settle_payout(str(sent["id"]), failure="account_closed")
    fake.faults.add(REVERSAL, fault, times=3)
    with pytest.raises(StripeUnclear):
        await paying.advance(payout_id=payout_id, now=clock.now())
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("failed", 7_500)
    fake.faults.scripts.clear()
    await paying.advance(payout_id=payout_id, now=clock.now())
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("returned", 10_000)
    assert fake.state.balance("") == 1_000_000


async def test_an_account_that_may_not_be_paid_any_more(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    fake.onboard((await row(payout_id)).destination, due=["external_account"])
    await paying.advance(payout_id=payout_id, now=clock.now())
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("returned", 10_000)
    assert fake.state.balance("") == 1_000_000


async def test_too_little_at_stripe_waits_for_another_batch(fake: StripeFake) -> None:
    """It fell after the batch had looked."""
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    fake.fund(-999_000)
    await paying.advance(payout_id=payout_id, now=clock.now())
    payout = await row(payout_id)
    assert (payout.state, payout.round) == ("moved", 1)
    assert (await held(ana.id))["earned"] == 7_500
    assert made(fake, "transfer") == []


async def test_what_hangs_is_taken_up_again(fake: StripeFake, run_outbox: RunOutbox) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    await run_outbox()
    (sent,) = made(fake, "payout")
    fake.settle_payout(str(sent["id"]))  # and its event is lost
    async with transaction(Database.ITEMS, actor=None) as session:
        held_row = await session.get_one(type(await row(payout_id)), payout_id)
        held_row.changed_at = clock.now() - HOUR
    await jobs.take_up_what_hangs(now=clock.now())
    await run_outbox()
    assert (await row(payout_id)).state == "paid"
    assert (await held(ana.id))["earned"] == 7_500
