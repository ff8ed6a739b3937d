"""Stripe that does things when nobody waits any more, and tells of them before it answers."""

import asyncio

import pytest

from dreamdot_app.core import clock
from dreamdot_app.wallet.standin.signing import sender_in_use
from dreamdot_app.wallet.stripe.outcomes import StripeUnclear
from dreamdot_app.wallet.stripe.receiving import receive
from dreamdot_app.wallet.withdrawing import paying
from tests.conftest import RunOutbox
from tests.fakes.stripe import PLATFORM, Fault, StripeFake, type_object
from tests.wallet.withdrawing.people import held, ready, released, row

TRANSFER, PAYOUT = "POST /v1/transfers", "POST /v1/payouts"
REVERSAL = "POST /v1/transfers/{id}/reversals"


async def take(raw: bytes, signature: str) -> bool:
    """The webhook, behind its route."""
    return await receive(raw=raw, signature=signature, sender=sender_in_use(), now=clock.now())


async def give_up(fake: StripeFake, operation: str, advancing: asyncio.Task[None]) -> None:
    """Wait until Stripe has been asked, and then no more."""
    async with asyncio.timeout(20):
        while all(call.operation != operation for call in fake.calls):  # noqa: ASYNC110 a thread takes them
            await asyncio.sleep(0.01)
    advancing.cancel()
    await asyncio.wait([advancing])


async def fail_at_the_bank(fake: StripeFake) -> None:
    (sent,) = fake.state.of_kind("payout")
    fake.settle_payout(sent["id"], failure="account_closed")


@pytest.mark.parametrize("operation", [TRANSFER, PAYOUT, REVERSAL])
async def test_what_is_done_after_we_gave_up_is_done_once(
    fake: StripeFake, run_outbox: RunOutbox, operation: str
) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    if operation == REVERSAL:
        await run_outbox()
        await fail_at_the_bank(fake)
    fake.faults.add(operation, Fault.DONE_LATE)
    advancing = asyncio.create_task(paying.advance(payout_id=payout_id, now=clock.now()))
    await give_up(fake, operation, advancing)
    with pytest.raises(StripeUnclear):  # it is under way
        await paying.advance(payout_id=payout_id, now=clock.now())
    fake.faults.answer_now()
    await paying.advance(payout_id=payout_id, now=clock.now())
    if operation != REVERSAL:
        await fail_at_the_bank(fake)
        await paying.advance(payout_id=payout_id, now=clock.now())
    kinds = ("transfer", "payout", "transfer_reversal")
    assert [len(fake.state.of_kind(kind)) for kind in kinds] == [1, 1, 1]
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("returned", 10_000)
    assert fake.state.balance(PLATFORM) == 1_000_000


async def test_the_event_of_a_reversal_comes_before_the_answer(
    fake: StripeFake, run_outbox: RunOutbox
) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    await run_outbox()
    await fail_at_the_bank(fake)

    def at_once(_made: type_object) -> None:
        fake.deliver_before_answering(take)

    fake.take()
    fake.faults.add(REVERSAL, before_answer=at_once)
    await paying.advance(payout_id=payout_id, now=clock.now())
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("returned", 10_000)
    await paying.advance(payout_id=payout_id, now=clock.now())
    assert len(fake.state.of_kind("transfer_reversal")) == 1
    assert fake.state.balance(PLATFORM) == 1_000_000
