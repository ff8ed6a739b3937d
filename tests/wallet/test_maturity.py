"""From pending to earned: after a week, two at the beginning, each sale once."""

import asyncio
from datetime import datetime, timedelta

import pytest

from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet import service
from tests.clock import NOON
from tests.factories.ledger import begin_payout, refund
from tests.factories.wallet import buy, held, somebody

DAY = timedelta(days=1)


async def mature(at: datetime) -> int:
    async with transaction(Database.ITEMS, actor=None) as session:
        return await service.mature(session, now=at)


async def cash(user: UserId) -> tuple[int, int]:
    """What is pending and what is earned."""
    has = await held(user)
    return has["pending"], has["earned"]


@pytest.mark.parametrize(
    ("sold_after", "matures_after"),
    [([0], [14]), ([0, 1, 6, 7], [14, 14, 14, 14]), ([0, 8, 30], [14, 15, 37])],
)
async def test_a_week_and_never_before_two_since_the_first_sale(
    sold_after: list[int], matures_after: list[int]
) -> None:
    buyer, seller = await somebody(promo=0, deposited=10_000), await somebody(promo=0)
    sales = [await buy(buyer, seller, 100, now=NOON + days * DAY) for days in sold_after]
    assert [sale.matures_at for sale in sales] == [NOON + days * DAY for days in matures_after]


async def test_what_is_due_becomes_earned_and_nothing_else_does() -> None:
    buyer, seller = await somebody(promo=0, deposited=10_000), await somebody(promo=0)
    await buy(buyer, seller, 100)
    await buy(buyer, seller, 200, now=NOON + 20 * DAY)
    assert await cash(seller) == (270, 0)
    assert (await service.balances(user_id=seller)).matures_at == NOON + 14 * DAY
    await mature(NOON + 14 * DAY - timedelta(microseconds=1))
    assert await cash(seller) == (270, 0)
    await mature(NOON + 14 * DAY)
    assert await cash(seller) == (180, 90)
    assert (await service.balances(user_id=seller)).matures_at == NOON + 27 * DAY
    await mature(NOON + 27 * DAY)
    assert await cash(seller) == (0, 270)
    assert (await service.balances(user_id=seller)).matures_at is None


async def test_it_happens_once_however_often_and_at_once_it_is_asked_for() -> None:
    buyer, seller = await somebody(promo=0, deposited=10_000), await somebody(promo=0)
    for _ in range(5):
        await buy(buyer, seller, 100)
    await asyncio.gather(*(mature(NOON + 14 * DAY) for _ in range(4)))
    await mature(NOON + 15 * DAY)
    assert await cash(seller) == (0, 450)


async def test_what_matured_pays_at_last_and_is_no_history() -> None:
    buyer, seller = await somebody(promo=0, deposited=1_000), await somebody(promo=0)
    other = await somebody(promo=0)
    await buy(buyer, seller, 1_000)
    assert not (await service.quote(buyer_id=seller, price_minor=900)).enough
    await mature(NOON + 14 * DAY)
    await buy(seller, other, 900, now=NOON + 15 * DAY)
    assert await cash(seller) == (0, 0)
    rows = (await service.history(user_id=seller)).rows
    assert [(row.kind, row.amount_minor) for row in rows] == [("sale", -900), ("sale", 900)]
    assert rows[1].matures_at is None


async def test_initial_credit_never_matures() -> None:
    buyer, seller = await somebody(), await somebody(promo=0)
    sale = await buy(buyer, seller, 1_000)
    assert sale.matures_at is None
    await mature(NOON + 100 * DAY)
    assert await cash(seller) == (0, 0)


async def test_what_matures_repays_first_what_its_owner_came_to_owe() -> None:
    buyer, seller = await somebody(promo=0, deposited=1_000), await somebody(promo=0)
    first = await buy(buyer, seller, 100)
    await mature(NOON + 14 * DAY)
    await buy(buyer, seller, 100, now=NOON + 14 * DAY)
    await begin_payout(seller, 90)
    await refund(first.transfer_id, 50, at=NOON + 14 * DAY)
    assert (await held(seller))["debt"] == -45
    await mature(NOON + 21 * DAY)
    assert await held(seller) == {
        "promo": 0, "deposited": 0, "pending": 0, "earned": 45, "debt": 0,
    }  # fmt: skip
