"""What Stripe tells, through its webhook: twice, in any order, before it answers, or not at all."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, reading
from dreamdot_app.wallet.stripe.in_use import stripe_in_use
from dreamdot_app.wallet.stripe.models import StripeEvent
from dreamdot_app.wallet.stripe.receiving import Sender, receive
from dreamdot_app.wallet.withdrawing import paying, service
from dreamdot_app.wallet.withdrawing.contract import Stage
from tests.conftest import RunOutbox
from tests.fakes.stripe import PLATFORM, Fault, Signed, StripeFake
from tests.wallet.withdrawing.people import held, ready, released, row, somebody


async def take(raw: bytes, signature: str) -> bool:
    """The webhook, behind its route."""
    account = stripe_in_use()
    assert account is not None
    sender = Sender(account.secrets, account.is_live)
    return await receive(raw=raw, signature=signature, sender=sender, now=clock.now())


@pytest.fixture(autouse=True)
async def _fresh_events(fake: StripeFake) -> None:
    """Ids of events begin anew with each played Stripe; those of before are not these."""
    fake.state.new_id = lambda prefix: f"{prefix}_{ids.new().hex}"  # type: ignore[method-assign]


async def tell(fake: StripeFake, told: Signed) -> bool:
    return await take(told.raw, told.header("whsec_fake_one"))


async def sent(fake: StripeFake, run_outbox: RunOutbox) -> tuple[Any, UUID, dict[str, Any]]:
    """A withdrawal of 25.00 that is on its way to the bank; the payout at Stripe."""
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    await run_outbox()
    fake.take()
    (found,) = fake.state.of_kind("payout")
    return ana, payout_id, found


async def test_paid_is_told_twice(fake: StripeFake, run_outbox: RunOutbox) -> None:
    ana, payout_id, found = await sent(fake, run_outbox)
    fake.settle_payout(found["id"])
    (told,) = fake.take()
    assert [await tell(fake, told) for _ in range(3)] == [True, False, False]
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("paid", 7_500)


async def test_failed_comes_back_once_the_transfer_is_ours_again(
    fake: StripeFake, run_outbox: RunOutbox
) -> None:
    ana, payout_id, found = await sent(fake, run_outbox)
    fake.settle_payout(found["id"], failure="account_closed")
    await fake.deliver(take)
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("failed", 7_500)
    await run_outbox()
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("returned", 10_000)
    await fake.deliver(take)  # transfer.reversed, after we knew
    assert (await held(ana.id))["earned"] == 10_000
    assert fake.state.balance(PLATFORM) == 1_000_000


@pytest.mark.parametrize("is_reordered", [False, True])
async def test_a_payout_may_fail_after_it_was_paid(
    fake: StripeFake, run_outbox: RunOutbox, is_reordered: bool
) -> None:
    ana, payout_id, found = await sent(fake, run_outbox)
    fake.settle_payout(found["id"])
    fake.settle_payout(found["id"], failure="account_closed")
    told = fake.take()
    for one in reversed(told) if is_reordered else told:
        await tell(fake, one)
    await run_outbox()
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("returned", 10_000)
    assert fake.state.balance(PLATFORM) == 1_000_000


async def test_a_transfer_that_somebody_takes_back_at_stripe(
    fake: StripeFake, run_outbox: RunOutbox
) -> None:
    """Before its payout was made: with a fault, the money lies on the account."""
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    fake.faults.add("POST /v1/payouts", Fault.UNAVAILABLE, times=3)
    await run_outbox(failing=True)
    (transfer,) = fake.state.of_kind("transfer")
    fake.take()
    fake.reverse(transfer["id"], 1_000)
    await fake.deliver(take)
    payout = await row(payout_id)
    assert (payout.state, payout.puzzle) == ("transferred", "a part of the transfer came back")
    fake.reverse(transfer["id"], 1_500)
    await fake.deliver(take)
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("returned", 10_000)
    await paying.advance(payout_id=payout_id, now=clock.now())
    assert fake.state.of_kind("payout") == []


async def test_a_transfer_that_is_taken_back_after_the_bank_has_it_gives_nothing_back(
    fake: StripeFake, run_outbox: RunOutbox
) -> None:
    ana, payout_id, found = await sent(fake, run_outbox)
    fake.settle_payout(found["id"])
    (transfer,) = fake.state.of_kind("transfer")
    fake.reverse(transfer["id"], 2_500)
    await fake.deliver(take)
    payout = await row(payout_id)
    assert (payout.state, (await held(ana.id))["earned"]) == ("paid", 7_500)
    assert payout.puzzle == "the bank has it, and the transfer came back"


async def test_the_event_comes_before_the_answer(fake: StripeFake, run_outbox: RunOutbox) -> None:
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    fake.take()

    def at_once(made: dict[str, Any]) -> None:
        fake.settle_payout(made["id"])
        fake.deliver_before_answering(take)

    fake.faults.add("POST /v1/payouts", before_answer=at_once)
    await run_outbox()
    payout = await row(payout_id)
    assert (payout.state, payout.stripe_payout_id is None) == ("paid", False)
    assert (await held(ana.id))["earned"] == 7_500
    assert len(fake.state.of_kind("payout")) == 1


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda about: about.update(amount=9_900),
        lambda about: about.update(id="po_other"),
        lambda about: about["metadata"].update(dreamdot_payout=str(ids.new())),
    ],
)
async def test_an_event_that_does_not_fit_changes_nothing(
    fake: StripeFake, run_outbox: RunOutbox, change: Change
) -> None:
    ana, payout_id, found = await sent(fake, run_outbox)
    forged = {**found, "status": "paid", "metadata": dict(found["metadata"])}
    change(forged)
    told = fake.state.tell("payout.paid", forged, account=(await row(payout_id)).destination)
    assert await tell(fake, told)
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("transferred", 7_500)
    async with reading(Database.ITEMS) as session:
        kept = await session.get_one(StripeEvent, told.event["id"])
    assert kept.outcome == "refused"


async def test_an_event_of_another_account_does_not_fit(
    fake: StripeFake, run_outbox: RunOutbox
) -> None:
    ana, payout_id, found = await sent(fake, run_outbox)
    told = fake.state.tell("payout.paid", {**found, "status": "paid"}, account="acct_other")
    assert await tell(fake, told)
    assert ((await row(payout_id)).state, (await held(ana.id))["earned"]) == ("transferred", 7_500)


async def test_payouts_of_our_own_account_are_none_of_ours(fake: StripeFake) -> None:
    told = fake.state.tell("payout.paid", {"id": "po_own", "amount": 5, "metadata": {}})
    assert await tell(fake, told)


async def test_an_account_is_looked_at_when_an_event_tells_of_it(
    fake: StripeFake, run_outbox: RunOutbox
) -> None:
    """Events in the wrong order: what counts is how it stands, not what they say."""
    ana = somebody()
    account = await service.open_account(viewer=ana, now=clock.now())
    fake.onboard(account, due=["external_account"])
    fake.onboard(account)
    for one in reversed(fake.take()):
        await tell(fake, one)
    await run_outbox()
    shown = await service.withdrawing(user_id=ana.id, now=clock.now())
    assert shown.account.stage is Stage.READY
