"""Giving a sale back: to the bucket each part came from, to the cent, never more than it was."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text

from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.wallet import service
from dreamdot_app.wallet.contract import (
    InsufficientFunds,
    KeyReused,
    LegsRefused,
    RefundTooLarge,
    TransferMissing,
)
from dreamdot_app.wallet.ledger.returning import Refunded
from tests.clock import NOON
from tests.factories.ledger import begin_payout, charge_back, fresh_id, refund
from tests.factories.wallet import buy, held, key, somebody

MATURE = NOON + timedelta(days=14)


def cash(promo: int = 0, deposited: int = 0, pending: int = 0, earned: int = 0) -> dict[str, int]:
    return {"promo": promo, "deposited": deposited, "pending": pending, "earned": earned}


async def mature() -> None:
    async with transaction(Database.ITEMS, actor=None) as session:
        await service.mature(session, now=MATURE)


async def maturing(sale: object) -> tuple[int, bool]:
    query = text("select remaining, matured_at from ledger_maturity where sale_id = :sale")
    async with reading(Database.ITEMS) as session:
        row = (await session.execute(query, {"sale": sale})).one()
    return row.remaining, row.matured_at is not None


async def test_a_whole_refund_leaves_everybody_as_before() -> None:
    buyer, seller = await somebody(promo=45, deposited=60, earned=60), await somebody(promo=7)
    sale = await buy(buyer, seller, 159)
    under = key("refund")
    first = await refund(sale.transfer_id, 159, under=under)
    again = await refund(sale.transfer_id, 159, under=under)
    assert (first.promo, first.deposited, first.earned) == (45, 60, 54)
    assert (first.fee_promo, first.fee_cash, first.from_pending) == (4, 11, 103)
    assert again.happened_before
    assert (again.promo, again.from_pending) == (45, 103)
    assert await held(buyer) == cash(45, 60, 0, 60)
    assert await held(seller) == cash(7)
    assert await maturing(sale.transfer_id) == (0, False)
    await mature()
    assert await held(seller) == cash(7)
    with pytest.raises(RefundTooLarge) as refused:
        await refund(sale.transfer_id, 1)
    assert (refused.value.asked, refused.value.left) == (1, 0)


async def test_parts_are_in_proportion_and_sum_to_the_sale() -> None:
    buyer, seller = await somebody(promo=40, deposited=30, earned=30), await somebody(promo=0)
    sale = await buy(buyer, seller, 100)
    first = await refund(sale.transfer_id, 50)
    assert (first.promo, first.deposited, first.earned) == (20, 15, 15)
    assert (first.fee_promo, first.fee_cash, first.from_pending) == (2, 3, 27)
    assert await maturing(sale.transfer_id) == (27, False)
    for left, asked in ((50, 51), (50, 1_000)):
        with pytest.raises(RefundTooLarge) as refused:
            await refund(sale.transfer_id, asked)
        assert refused.value.left == left
    cents = [await refund(sale.transfer_id, 1) for _ in range(50)]
    assert sum(one.promo for one in cents) == 20
    assert sum(one.fee_promo + one.fee_cash for one in cents) == 5
    assert await held(buyer) == cash(40, 30, 0, 30)
    assert await held(seller) == cash()


async def test_what_has_matured_comes_from_earnings_and_then_from_a_debt() -> None:
    buyer, seller = await somebody(promo=0, deposited=500), await somebody(promo=0)
    old = await buy(buyer, seller, 100)
    await mature()
    new = await buy(buyer, seller, 100, now=MATURE)
    await begin_payout(seller, 60)
    assert await held(seller) == cash(pending=90, earned=30)
    back = await refund(old.transfer_id, 100, at=MATURE)
    assert (back.from_pending, back.from_earned, back.from_debt) == (0, 30, 60)
    # What matures of another sale is not this one's; it repays when it is there.
    assert await held(seller) == cash(pending=90) | {"debt": -60}
    again = await refund(new.transfer_id, 50, at=MATURE)
    assert (again.from_pending, again.from_debt) == (45, 0)


async def test_the_sellers_credit_too_short_nothing_is_given_back() -> None:
    buyer, seller = await somebody(promo=100), await somebody(promo=0)
    sale = await buy(buyer, seller, 100)
    await buy(seller, await somebody(), 50)
    before = await held(buyer), await held(seller)
    with pytest.raises(InsufficientFunds) as refused:
        await refund(sale.transfer_id, 100)
    assert (refused.value.needed, refused.value.available) == (90, 40)
    assert (await held(buyer), await held(seller)) == before
    assert (await refund(sale.transfer_id, 44)).promo == 44


async def test_what_comes_back_repays_the_buyers_debt_first() -> None:
    buyer, seller = await somebody(promo=10, deposited=50, earned=40), await somebody(promo=0)
    sale = await buy(buyer, seller, 100)
    await charge_back(buyer, 60)
    back = await refund(sale.transfer_id, 100)
    assert (back.deposited, back.earned, back.to_debt) == (50, 40, 60)
    assert await held(buyer) == cash(promo=10, earned=30) | {"debt": 0}


async def test_what_repaid_a_sellers_debt_is_owed_again() -> None:
    buyer, seller = await somebody(promo=0, deposited=100), await somebody(promo=0, debt=500)
    sale = await buy(buyer, seller, 100)
    back = await refund(sale.transfer_id, 100)
    assert (back.from_pending, back.from_earned, back.from_debt) == (0, 0, 90)
    assert (await held(seller))["debt"] == -500


async def test_a_chargeback_takes_what_matures_last_and_a_refund_asks_for_the_rest() -> None:
    buyer, seller = await somebody(promo=0, deposited=500), await somebody(promo=0)
    first = await buy(buyer, seller, 100)
    later = await buy(buyer, seller, 100, now=NOON + timedelta(days=10))
    await charge_back(seller, 100)
    assert await maturing(later.transfer_id) == (0, False)
    assert await maturing(first.transfer_id) == (80, False)
    back = await refund(first.transfer_id, 100)
    assert (back.from_pending, back.from_debt) == (80, 10)


async def test_refunds_at_once_never_exceed_the_sale() -> None:
    buyer, seller = await somebody(promo=50, deposited=50), await somebody(promo=0)
    sale = await buy(buyer, seller, 100)
    under = key("refund")
    ended = await asyncio.gather(
        *(refund(sale.transfer_id, 30) for _ in range(5)),
        *(refund(sale.transfer_id, 10, under=under) for _ in range(3)),
        return_exceptions=True,
    )
    done = {one.transfer_id: one for one in ended if isinstance(one, Refunded)}
    refused = [one for one in ended if isinstance(one, BaseException)]
    assert {type(one) for one in refused} == {RefundTooLarge}
    total = sum(one.promo + one.deposited + one.earned for one in done.values())
    assert total == 100
    assert await held(buyer) == cash(50, 50)


async def test_there_is_a_sale_and_an_amount() -> None:
    buyer, seller, under = await somebody(), await somebody(), key("refund")
    sale = await buy(buyer, seller, 100)
    with pytest.raises(TransferMissing):
        await refund(fresh_id(), 100)
    with pytest.raises(LegsRefused):
        await refund(sale.transfer_id, 0)
    await refund(sale.transfer_id, 10, under=under)
    with pytest.raises(KeyReused):
        await refund(sale.transfer_id, 11, under=under)


_SHARES = text("""
    select g.* from generate_series(0, :p + :d + :e) as x
     cross join lateral ledger_given_back(:p, :d, :e, :fp, :fc, x) as g order by x
""")


@pytest.mark.parametrize("parts", [(40, 30, 30), (1, 1, 1), (97, 2, 1), (0, 33, 67), (5, 0, 95)])
@pytest.mark.parametrize("fee_bp", [0, 1_000, 3_333, 10_000])
async def test_shares_only_grow_by_cents_and_end_at_the_whole(
    parts: tuple[int, int, int], fee_bp: int
) -> None:
    """However a sale is given back in parts, no part of any of its buckets is negative."""
    promo, deposited, earned = parts
    fee_promo, fee_cash = promo * fee_bp // 10_000, (deposited + earned) * fee_bp // 10_000
    wanted = {"p": promo, "d": deposited, "e": earned, "fp": fee_promo, "fc": fee_cash}
    async with reading(Database.ITEMS) as session:
        given = [tuple(row) for row in await session.execute(_SHARES, wanted)]
    assert given[0] == (0, 0, 0, 0, 0)
    assert given[-1] == (promo, deposited, earned, fee_promo, fee_cash)
    for amount, (before, after) in enumerate(pairwise(given), start=1):
        assert sum(after[:3]) == amount
        assert all(0 <= now - was <= 1 for was, now in zip(before, after, strict=True))
        # What the seller gives back of each colour only grows, too.
        assert after[0] - after[3] >= before[0] - before[3]
        assert sum(after[1:3]) - after[4] >= sum(before[1:3]) - before[4]
