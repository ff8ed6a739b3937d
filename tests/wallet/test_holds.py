"""Money that is set apart: captured whole or in parts, released, expired."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.wallet.contract import (
    HoldClosed,
    InsufficientFunds,
    KeyReused,
    LegsRefused,
    TransferMissing,
)
from dreamdot_app.wallet.ledger import holding
from dreamdot_app.wallet.ledger.post import Sold
from tests.clock import NOON
from tests.factories.ledger import HOUR, capture, charge_back, hold, legs, refund, release
from tests.factories.wallet import held, key, somebody


def cash(promo: int = 0, deposited: int = 0, pending: int = 0, earned: int = 0) -> dict[str, int]:
    return {"promo": promo, "deposited": deposited, "pending": pending, "earned": earned}


async def state(hold_key: str) -> tuple[str, int, int]:
    query = text("select state, captured, released from ledger_hold where key = :key")
    async with reading(Database.ITEMS) as session:
        row = (await session.execute(query, {"key": hold_key})).one()
    return row.state, row.captured, row.released


async def test_a_hold_takes_as_a_sale_and_nothing_else_can_spend_it() -> None:
    payer, under = await somebody(promo=100, deposited=50, earned=30), key("hold")
    first, again = await hold(payer, 170, under=under), await hold(payer, 170, under=under)
    assert (first.from_promo, first.from_deposited, first.from_earned) == (100, 50, 20)
    assert (again.transfer_id, again.happened_before) == (first.transfer_id, True)
    assert (again.from_promo, again.from_deposited, again.from_earned) == (100, 50, 20)
    assert first.expires_at == again.expires_at == NOON + HOUR
    assert await held(payer) == cash(earned=10)
    assert await legs(first.transfer_id) == {
        "hold.promo": 100, "hold.deposited": 50, "hold.earned": 20,
    }  # fmt: skip
    with pytest.raises(InsufficientFunds) as refused:
        await hold(payer, 11)
    assert (refused.value.needed, refused.value.available) == (11, 10)
    with pytest.raises(KeyReused):
        await hold(payer, 169, under=under)


async def test_captured_whole_it_is_a_sale() -> None:
    payer, seller = await somebody(promo=100, deposited=60, earned=40), await somebody(promo=0)
    under, minute = key("hold"), key("minute")
    await hold(payer, 200, under=under)
    first = await capture(under, seller, 200, under=minute)
    again = await capture(under, seller, 200, under=minute)
    for one in (first, again):
        assert (one.from_promo, one.from_deposited, one.from_earned) == (100, 60, 40)
        assert (one.fee_promo, one.fee_cash, one.to_promo, one.to_pending) == (10, 10, 90, 90)
        assert one.matures_at == NOON + timedelta(days=14)
    assert (again.happened_before, again.transfer_id) == (True, first.transfer_id)
    assert await held(seller) == cash(promo=90, pending=90)
    assert await state(under) == ("captured", 200, 0)
    with pytest.raises(HoldClosed):
        await capture(under, seller, 1)


async def test_captured_in_parts_the_rest_goes_back_where_it_came_from() -> None:
    payer, seller = await somebody(promo=100, deposited=60, earned=40), await somebody(promo=0)
    under, end = key("hold"), key("end")
    await hold(payer, 200, under=under)
    parts = [await capture(under, seller, 50) for _ in range(3)]
    assert [(one.from_promo, one.from_deposited, one.from_earned) for one in parts] == [
        (50, 0, 0), (50, 0, 0), (0, 50, 0),
    ]  # fmt: skip
    with pytest.raises(InsufficientFunds) as refused:
        await capture(under, seller, 51)
    assert (refused.value.needed, refused.value.available) == (51, 50)
    for _ in range(2):
        done = await release(under, under=end)
        assert (done.promo, done.deposited, done.earned, done.to_debt) == (0, 10, 40, 0)
    assert await held(payer) == cash(deposited=10, earned=40)
    assert await state(under) == ("released", 150, 50)
    nothing = await release(under)
    assert (nothing.transfer_id, nothing.promo, nothing.deposited) == (None, 0, 0)
    with pytest.raises(HoldClosed):
        await capture(under, seller, 1)


async def test_its_time_over_it_cannot_be_captured_and_goes_back_by_itself() -> None:
    payer, seller, under = await somebody(promo=10, deposited=90), await somebody(), key("hold")
    await hold(payer, 100, under=under)
    await capture(under, seller, 30, at=NOON + HOUR - timedelta(microseconds=1))
    with pytest.raises(HoldClosed):
        await capture(under, seller, 30, at=NOON + HOUR)

    async def expire() -> list[str]:
        async with transaction(Database.ITEMS, actor=None) as session:
            return [one.key for one in await holding.expire(session, at=NOON + HOUR)]

    runs = await asyncio.gather(*(expire() for _ in range(4)))
    assert sum(run.count(under) for run in runs) == 1
    assert await state(under) == ("expired", 30, 70)
    assert await held(payer) == cash(deposited=70)


async def test_what_is_released_repays_a_debt_that_came_meanwhile() -> None:
    payer, under = await somebody(promo=10, deposited=60, earned=40), key("hold")
    await hold(payer, 110, under=under)
    await charge_back(payer, 80)
    done = await release(under)
    assert (done.promo, done.deposited, done.earned, done.to_debt) == (10, 60, 40, 80)
    assert await held(payer) == cash(promo=10, earned=20) | {"debt": 0}


async def test_a_capture_repays_the_sellers_debt_and_can_be_refunded() -> None:
    payer, seller = await somebody(promo=0, deposited=200), await somebody(promo=0, debt=50)
    under = key("hold")
    await hold(payer, 200, under=under)
    sale = await capture(under, seller, 100)
    assert (sale.to_debt, sale.to_pending) == (50, 40)
    back = await refund(sale.transfer_id, 100)
    assert (back.deposited, back.fee_cash) == (100, 10)
    assert (back.from_pending, back.from_earned, back.from_debt) == (40, 0, 50)
    assert (await held(payer))["deposited"] == 100
    assert (await held(seller))["debt"] == -50


async def test_captures_at_once_never_take_more_than_is_held() -> None:
    payer, under = await somebody(promo=0, deposited=300), key("hold")
    sellers = [await somebody(promo=0) for _ in range(4)]
    await hold(payer, 300, under=under)
    ended = await asyncio.gather(
        *(capture(under, seller, 100) for seller in sellers), return_exceptions=True
    )
    refused = [one for one in ended if not isinstance(one, Sold)]
    assert len(refused) == 1
    assert isinstance(refused[0], (InsufficientFunds, HoldClosed))
    assert await state(under) == ("captured", 300, 0)


async def test_a_hold_that_makes_no_sense_is_refused() -> None:
    payer, under = await somebody(), key("hold")
    with pytest.raises(LegsRefused):
        await hold(payer, 100, lasts=timedelta(0))
    await hold(payer, 100, under=under)
    with pytest.raises(LegsRefused):
        await capture(under, payer, 100)
    for nothing in (capture(key(), payer, 100), release(key())):
        with pytest.raises(TransferMissing):
            await nothing


@pytest.mark.parametrize("change", ["expires_at = now()", "promo = 0", "state = 'captured'"])
async def test_a_hold_is_changed_by_nobody(change: str) -> None:
    payer, under = await somebody(), key("hold")
    await hold(payer, 100, under=under)
    await release(under)
    with pytest.raises(Exception, match="append-only"):
        async with transaction(Database.ITEMS, actor=None) as session:
            await session.execute(
                text(f"update ledger_hold set {change} where key = :k"), {"k": under}
            )
