"""The daily batch: once a day, never more than there is, and nothing while payouts are stopped."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.wallet.ledger import stopping, topping
from dreamdot_app.wallet.ledger.post import Bucket
from dreamdot_app.wallet.stripe.outcomes import StripeUnclear
from dreamdot_app.wallet.withdrawing import batch, paying, repository, service
from tests.conftest import RunOutbox
from tests.factories.wallet import key
from tests.fakes.stripe import PLATFORM, Fault, StripeFake
from tests.wallet.withdrawing.people import a_noon, asked, held, put, ready, row


async def states(*payouts) -> list[str]:
    return [(await row(one)).state for one in payouts]


async def test_a_batch_leaves_once_a_day_from_its_hour_on(fake: StripeFake) -> None:
    ana, day = await ready(10_000, fake), a_noon()
    payout_id = await asked(ana, "20")
    assert not await batch.run(now=day.replace(hour=5, minute=59))
    assert await states(payout_id) == ["moved"]
    assert await batch.run(now=day.replace(hour=6))
    assert await states(payout_id) == ["released"]
    late = await asked(ana, "20")
    assert not await batch.run(now=day)
    assert await states(late) == ["moved"]
    assert await batch.run(now=day + timedelta(days=100))
    assert await states(late) == ["released"]


async def test_never_more_than_stripe_has(fake: StripeFake) -> None:
    ana, day = await ready(100_000, fake), a_noon()
    fake.fund(-1_000_000 + 5_000)
    small, large, last = [await asked(ana, amount) for amount in ("20", "40", "25")]
    assert await batch.run(now=day)
    assert await states(small, large, last) == ["released", "moved", "released"]
    shown = await service.withdrawing(user_id=ana.id, now=day)
    assert shown.held == "short"
    # It runs again that day, and lets go no more than is left.
    assert await batch.run(now=day + timedelta(minutes=15))
    assert await states(large) == ["moved"]
    for one in (small, last):
        await paying.advance(payout_id=one, now=clock.now())
    assert fake.state.balance(PLATFORM) == 500
    fake.fund(10_000)
    assert await batch.run(now=day + timedelta(minutes=30))
    assert await states(large) == ["released"]
    assert (await service.withdrawing(user_id=ana.id, now=day)).held == ""


async def test_never_more_than_our_own_books_say(fake: StripeFake) -> None:
    ana, day = await ready(10_000, fake), a_noon()
    async with reading(Database.ITEMS) as session:
        there = await repository.at_stripe_minor(session, "USD")
    # All but 15.00 of it Stripe has kept for itself.
    async with transaction(Database.ITEMS, actor=None) as session:
        await topping.stripe_fee(
            session, key=key("fee"), currency="USD", amount_minor=there - 1_500, reference=None,
            at=day,
        )  # fmt: skip
    first, second = await asked(ana, "15"), await asked(ana, "15")
    assert await batch.run(now=day)
    assert await states(first, second) == ["released", "moved"]
    await put(ana.id, Bucket.DEPOSITED, there, "USD")


async def test_nothing_leaves_while_payouts_are_stopped(
    fake: StripeFake, run_outbox: RunOutbox
) -> None:
    ana, day = await ready(10_000, fake), a_noon()
    payout_id = await asked(ana, "20")
    async with transaction(Database.ITEMS, actor=None) as session:
        await stopping.stop_payouts(session, reason="a difference", at=day)
    assert await batch.run(now=day)
    assert await states(payout_id) == ["moved"]
    shown = await service.withdrawing(user_id=ana.id, now=day)
    assert (shown.held, shown.payouts[0].can_be_taken_back) == ("stopped", True)
    async with transaction(Database.ITEMS, actor=None) as session:
        await stopping.resume_payouts(session, by="ana", at=day)
    assert await batch.run(now=day + timedelta(minutes=15))
    assert await states(payout_id) == ["released"]
    await run_outbox()


async def test_what_was_let_go_does_not_go_on_while_payouts_are_stopped(
    fake: StripeFake,
) -> None:
    ana, day = await ready(10_000, fake), a_noon()
    payout_id = await asked(ana, "20")
    assert await batch.run(now=day)
    async with transaction(Database.ITEMS, actor=None) as session:
        await stopping.stop_payouts(session, reason="a difference", at=day)
    await paying.advance(payout_id=payout_id, now=clock.now())
    assert await states(payout_id) == ["released"]
    assert fake.state.of_kind("transfer") == []
    async with transaction(Database.ITEMS, actor=None) as session:
        await stopping.resume_payouts(session, by="ana", at=day)
    await paying.advance(payout_id=payout_id, now=clock.now())
    assert await states(payout_id) == ["transferred"]


async def test_who_owes_by_then_gets_it_back_to_repay(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    payout_id = await asked(ana, "100")
    await put(ana.id, Bucket.DEBT, -3_000, "USD")
    assert await batch.run(now=a_noon())
    assert await states(payout_id) == ["returned"]
    have = await held(ana.id)
    assert (have["earned"], have["debt"]) == (7_000, 0)


async def test_who_may_not_be_paid_by_then_waits(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    payout_id = await asked(ana, "20")
    fake.onboard((await row(payout_id)).destination, due=["external_account"])
    await service.look_at_account(user_id=ana.id, currency="USD", now=clock.now())
    assert await batch.run(now=a_noon())
    assert await states(payout_id) == ["moved"]


async def test_nothing_leaves_when_stripe_does_not_say_what_it_has(fake: StripeFake) -> None:
    ana, day = await ready(10_000, fake), a_noon()
    payout_id = await asked(ana, "20")
    fake.faults.add("GET /v1/balance", Fault.UNAVAILABLE, times=3)
    with pytest.raises(StripeUnclear):
        await batch.run(now=day)
    assert await states(payout_id) == ["moved"]
    assert await batch.run(now=day)
    assert await states(payout_id) == ["released"]


async def test_however_many_cannot_leave_those_behind_them_do(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    cannot = text("""
        insert into payout (id, user_id, currency, amount_minor, request_key, destination, state,
                            asked_at, changed_at)
        select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, gen_random_uuid(),
               'USD', 2000, gen_random_uuid(), 'acct_closed', 'moved', now(), now()
          from generate_series(1, 501) n
    """)
    async with transaction(Database.ITEMS, actor=None) as session:
        await session.execute(cannot)
    payout_id, day = await asked(ana, "20"), a_noon()
    assert await batch.run(now=day)
    assert await states(payout_id) == ["released"]
    async with reading(Database.ITEMS) as session:
        today = await repository.batch(session, day.date(), "USD")
    assert today is not None
    assert (today.released, today.waiting) == (1, 501)
