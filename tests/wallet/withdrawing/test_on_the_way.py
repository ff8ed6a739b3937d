"""The comparison of our books with Stripe's balance knows what is on its way, and nothing more."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.wallet.stripe import walking
from dreamdot_app.wallet.stripe.in_use import stripe_in_use
from dreamdot_app.wallet.withdrawing import on_the_way, paying
from tests.fakes.stripe import StripeFake
from tests.wallet.withdrawing.people import ready, released

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def _begin(fake: StripeFake) -> int:
    """The gap that other tests' fakes, which are gone, have left between the two."""
    fake.state.new_id = lambda prefix: f"{prefix}_{ids.new().hex}"  # type: ignore[method-assign]
    return await gap(clock.now() + DAY)


async def gap(since: datetime) -> int:
    async with reading(Database.ITEMS) as session:
        values = {"currency": "USD", "since": since}
        return (await session.execute(on_the_way._PAYOUTS, values)).one().gap  # pyright: ignore[reportPrivateUsage]


async def ahead(*, lately: bool) -> int:
    since = clock.now() - DAY if lately else clock.now() + DAY
    async with reading(Database.ITEMS) as session:
        return await on_the_way.payouts(session, "USD", since)


async def walk() -> None:
    account = stripe_in_use()
    assert account is not None
    now = clock.now()
    await walking.walk(
        account.api, since=now - timedelta(minutes=5), now=now + timedelta(minutes=1)
    )


async def test_a_transfer_is_ahead_until_the_bank_has_it(fake: StripeFake, _begin: int) -> None:  # noqa: PT019
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    await paying.advance(payout_id=payout_id, now=clock.now())
    assert await gap(clock.now()) == _begin  # its line was not read yet
    await walk()
    assert await gap(clock.now()) == _begin - 2_500
    assert await ahead(lately=False) == -2_500
    (sent,) = fake.state.of_kind("payout")
    fake.settle_payout(sent["id"])
    await paying.advance(payout_id=payout_id, now=clock.now())
    assert await gap(clock.now()) == _begin
    assert await ahead(lately=False) == 0


async def test_what_came_back_leaves_nothing(fake: StripeFake, _begin: int) -> None:  # noqa: PT019
    ana = await ready(10_000, fake)
    payout_id = await released(ana, "25")
    await paying.advance(payout_id=payout_id, now=clock.now())
    (sent,) = fake.state.of_kind("payout")
    fake.settle_payout(sent["id"], failure="account_closed")
    await paying.advance(payout_id=payout_id, now=clock.now())
    await walk()
    assert await gap(clock.now()) == _begin
    assert await ahead(lately=False) == 0


@pytest.mark.parametrize("kind", ["refund", "payment_refund"])
async def test_a_refund_of_any_way_to_pay_is_known(fake: StripeFake, kind: str) -> None:
    async with transaction(Database.ITEMS, actor=None) as session:
        values = {"currency": "USD", "since": clock.now()}
        before = (await session.execute(on_the_way._REFUNDS, values)).one().gap  # pyright: ignore[reportPrivateUsage]
        line = text("""
            insert into stripe_balance_line (id, kind, currency, amount_minor, fee_minor,
                                             net_minor, is_asked, created_at, stored_at)
            values (:id, :kind, 'usd', -900, 0, -900, true, now(), now())
        """)
        await session.execute(line, {"id": f"txn_{ids.new().hex}", "kind": kind})
        after = (await session.execute(on_the_way._REFUNDS, values)).one().gap  # pyright: ignore[reportPrivateUsage]
        assert after == before - 900
        await session.rollback()


async def test_a_transfer_that_nobody_here_made_is_left_to_be_a_difference(
    fake: StripeFake,
    _begin: int,  # noqa: PT019
) -> None:
    line = text("""
        insert into stripe_balance_line (id, kind, currency, amount_minor, fee_minor, net_minor,
                                         is_asked, created_at, stored_at)
        values (:id, 'transfer', 'usd', -9000, 0, -9000, false, now(), now())
    """)
    async with transaction(Database.ITEMS, actor=None) as session:
        await session.execute(line, {"id": f"txn_{ids.new().hex}"})
    assert await gap(clock.now()) == _begin - 9_000
    assert await ahead(lately=True) == 0
