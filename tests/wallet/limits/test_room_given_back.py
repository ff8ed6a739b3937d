"""What gives room back: refunds and releases of what was spent in the month, nothing else."""

from datetime import timedelta

import pytest

from dreamdot_app.wallet.contract import MonthlyLimitReached
from dreamdot_app.wallet.limits import policy, service
from tests.clock import NOON
from tests.factories.ledger import capture, hold, refund, release, top_up
from tests.factories.wallet import buy, key, owe, somebody
from tests.wallet.limits.test_limits import limit_of, limited

MINUTE = timedelta(minutes=1)
FOLLOWING = policy.month_of(NOON, "").ends_at


async def test_a_refund_gives_the_room_back() -> None:
    buyer, seller = await limited(1_000), await somebody()
    sale = await buy(buyer, seller, 1_000)
    await refund(sale.transfer_id, 400, at=NOON + MINUTE)
    assert (await limit_of(buyer)).spent_minor == 600
    await buy(buyer, seller, 400, now=NOON + MINUTE)
    with pytest.raises(MonthlyLimitReached):
        await buy(buyer, seller, 1, now=NOON + MINUTE)


async def test_a_refund_of_last_months_purchase_gives_no_room_in_this_one() -> None:
    buyer, seller = await limited(1_000), await somebody()
    sale = await buy(buyer, seller, 1_000)
    await refund(sale.transfer_id, 1_000, at=FOLLOWING + MINUTE)
    assert (await limit_of(buyer, FOLLOWING + MINUTE)).spent_minor == 0
    await buy(buyer, seller, 1_000, now=FOLLOWING + 2 * MINUTE)
    with pytest.raises(MonthlyLimitReached):
        await buy(buyer, seller, 1, now=FOLLOWING + 2 * MINUTE)


async def test_what_is_held_is_spent_until_it_is_released() -> None:
    buyer, seller = await limited(1_000), await somebody()
    under = key("hold")
    await hold(buyer, 800, under=under)
    assert (await limit_of(buyer)).spent_minor == 800
    with pytest.raises(MonthlyLimitReached):
        await buy(buyer, seller, 201)
    taken = await capture(under, seller, 300)
    assert (await limit_of(buyer)).spent_minor == 800
    await release(under)
    assert (await limit_of(buyer)).spent_minor == 300
    await refund(taken.transfer_id, 100, at=NOON + MINUTE)
    assert (await limit_of(buyer)).spent_minor == 200


async def test_a_refund_of_what_was_held_last_month_gives_no_room_in_this_one() -> None:
    buyer, seller = await limited(1_000), await somebody()
    under = key("hold")
    await hold(buyer, 500, under=under, lasts=timedelta(days=60))
    taken = await capture(under, seller, 300, at=FOLLOWING + MINUTE)
    await refund(taken.transfer_id, 300, at=FOLLOWING + 2 * MINUTE)
    await release(under, at=FOLLOWING + 3 * MINUTE)
    assert (await limit_of(buyer, FOLLOWING + 3 * MINUTE)).spent_minor == 0


async def test_a_refund_that_repays_a_debt_gives_room_too() -> None:
    buyer, seller = await somebody(promo=0, deposited=1_000), await somebody()
    await service.choose(owner=buyer, limit_minor=1_000, zone="", now=NOON)
    sale = await buy(buyer, seller, 1_000)
    await owe_later(buyer)
    await refund(sale.transfer_id, 1_000, at=NOON + MINUTE)
    assert (await limit_of(buyer)).spent_minor == 0


async def owe_later(user: object) -> None:
    from dreamdot_app.core.db import Database, transaction

    async with transaction(Database.ITEMS, actor=None) as session:
        await owe(session, user, 300)  # pyright: ignore[reportArgumentType]


async def test_money_that_is_added_gives_no_room() -> None:
    buyer, seller = await limited(500), await somebody()
    await buy(buyer, seller, 500)
    await top_up(buyer, 5_000)
    with pytest.raises(MonthlyLimitReached):
        await buy(buyer, seller, 1)
