"""Selling: what pays, who gets what, to the cent."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.wallet import policy, service
from dreamdot_app.wallet.contract import (
    BlockedByDebt,
    InsufficientFunds,
    KeyReused,
    PriceRefused,
    SelfSale,
)
from dreamdot_app.wallet.policy import Parts
from tests.clock import NOON
from tests.factories.wallet import CREDIT, buy, held, key, person, somebody, transfers_of


@pytest.mark.parametrize(
    ("has", "price", "paid", "got"),
    [
        # promo, deposited, earned          promo, deposited, earned   promo, pending; fees P, C
        ((1_000, 0, 0), 240, (240, 0, 0), (216, 0, 24, 0)),
        ((100, 500, 0), 240, (100, 140, 0), (90, 126, 10, 14)),
        ((0, 100, 900), 240, (0, 100, 140), (0, 216, 0, 24)),
        ((4, 3, 3), 10, (4, 3, 3), (4, 6, 0, 0)),
        ((0, 999, 0), 999, (0, 999, 0), (0, 900, 0, 99)),
        ((1, 0, 0), 1, (1, 0, 0), (1, 0, 0, 0)),
        ((19, 19, 0), 38, (19, 19, 0), (18, 18, 1, 1)),
    ],
)
async def test_each_colour_pays_its_own(
    has: tuple[int, int, int],
    price: int,
    paid: tuple[int, int, int],
    got: tuple[int, int, int, int],
) -> None:
    """Initial credit first, then money added, then earnings; the fee of each is rounded down."""
    buyer = await somebody(promo=has[0], deposited=has[1], earned=has[2])
    seller = await somebody(promo=0)
    sale = await buy(buyer, seller, price)
    assert (sale.from_promo_minor, sale.from_deposited_minor, sale.from_earned_minor) == paid
    assert (
        sale.earned_promo_minor,
        sale.earned_cash_minor,
        sale.fee_promo_minor,
        sale.fee_cash_minor,
    ) == got
    assert sum(paid) == sum(got) == price
    left = [held - spent for held, spent in zip(has, paid, strict=True)]
    assert await held(buyer) == {
        "promo": left[0], "deposited": left[1], "pending": 0, "earned": left[2],
    }  # fmt: skip
    assert await held(seller) == {"promo": got[0], "deposited": 0, "pending": got[1], "earned": 0}


async def test_too_little_is_refused_and_nothing_is_written() -> None:
    buyer, seller = await somebody(promo=100, deposited=50, earned=7), await somebody(promo=0)
    before = await held(buyer), await held(seller), await transfers_of(seller)
    with pytest.raises(InsufficientFunds) as refused:
        await buy(buyer, seller, 158)
    assert (refused.value.needed, refused.value.available) == (158, 157)
    assert refused.value.message == "This takes $1.58, and you have $1.57 to spend."
    assert (await held(buyer), await held(seller), await transfers_of(seller)) == before


async def test_what_is_bought_is_undone_together_with_the_payment() -> None:
    buyer, seller = await somebody(), person()

    async def buy_and_fail() -> None:
        async with transaction(Database.ITEMS, actor=buyer) as session:
            await service.buy(
                session, key=key(), buyer_id=buyer, seller_id=seller, price_minor=100,
                reference=ids.new(), memo="", now=NOON,
            )  # fmt: skip
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await buy_and_fail()
    assert (await held(buyer))["promo"] == CREDIT
    assert await held(seller) == {}


@pytest.mark.parametrize("price", [0, -1, -240])
async def test_a_sale_has_a_price(price: int) -> None:
    with pytest.raises(PriceRefused):
        await buy(await somebody(), person(), price)


async def test_nobody_buys_from_themselves() -> None:
    buyer = await somebody()
    with pytest.raises(SelfSale):
        await buy(buyer, buyer, 100)


async def test_the_same_key_sells_once_and_tells_the_same() -> None:
    buyer, seller = await somebody(promo=100, deposited=500), await somebody(promo=0)
    under, work = key(), ids.new()
    first = await buy(buyer, seller, 240, under=under, reference=work)
    later = NOON + timedelta(days=3)
    again = await buy(buyer, seller, 240, under=under, reference=work, memo="New title", now=later)
    assert again.happened_before
    assert not first.happened_before
    assert {
        name: getattr(again, name)
        for name in first.__slots__  # pyright: ignore[reportAttributeAccessIssue]
        if name != "happened_before" and getattr(again, name) != getattr(first, name)
    } == {}
    assert await held(buyer) == {"promo": 0, "deposited": 360, "pending": 0, "earned": 0}


async def test_a_done_sale_is_told_again_even_when_nothing_is_left() -> None:
    buyer, seller, under, work = await somebody(promo=240), person(), key(), ids.new()
    await buy(buyer, seller, 240, under=under, reference=work)
    assert (await buy(buyer, seller, 240, under=under, reference=work)).happened_before


@pytest.mark.parametrize("other", ["price", "seller", "work"])
async def test_the_same_key_for_another_sale_is_refused(other: str) -> None:
    buyer, seller, under, work = await somebody(), await somebody(), key(), ids.new()
    await buy(buyer, seller, 240, under=under, reference=work)
    with pytest.raises(KeyReused):
        await buy(
            buyer,
            person() if other == "seller" else seller,
            239 if other == "price" else 240,
            under=under,
            reference=ids.new() if other == "work" else work,
        )
    assert (await held(buyer))["promo"] == CREDIT - 240


async def test_wallets_that_nobody_opened_are_opened_by_the_sale() -> None:
    buyer, seller = person(), person()
    await buy(buyer, seller, 240)
    assert (await held(buyer))["promo"] == CREDIT - 240
    assert (await held(seller))["promo"] == CREDIT + 216
    assert not await service.open_wallet(user_id=buyer, now=NOON)


async def test_who_owes_buys_nothing() -> None:
    buyer = await somebody(debt=1)
    with pytest.raises(BlockedByDebt):
        await buy(buyer, person(), 100)
    assert not (await service.quote(buyer_id=buyer, price_minor=100)).enough


@pytest.mark.parametrize(
    ("debt", "repaid", "pending"), [(100, 100, 80), (180, 180, 0), (500, 180, 0)]
)
async def test_what_a_seller_owes_is_repaid_from_cash_first(
    debt: int, repaid: int, pending: int
) -> None:
    buyer, seller = await somebody(promo=100, deposited=200), await somebody(promo=0, debt=debt)
    sale = await buy(buyer, seller, 300)
    assert (sale.repaid_minor, sale.earned_cash_minor) == (repaid, 180)
    assert await held(seller) == {
        "promo": 90, "deposited": 0, "pending": pending, "earned": 0, "debt": repaid - debt,
    }  # fmt: skip


async def test_a_quote_tells_what_the_sale_will_take() -> None:
    buyer = await somebody(promo=100, deposited=90, earned=80)
    quote = await service.quote(buyer_id=buyer, price_minor=200)
    assert (quote.promo_minor, quote.deposited_minor, quote.earned_minor) == (100, 90, 10)
    assert (quote.balance_minor, quote.balance_after_minor, quote.enough) == (270, 70, True)
    too_much = await service.quote(buyer_id=buyer, price_minor=271)
    assert (too_much.enough, too_much.missing_minor, too_much.balance_after_minor) == (False, 1, 0)


_few = st.integers(0, 60)


@pytest.mark.pure
@given(st.builds(Parts, _few, _few, _few), st.integers(1, 200))
def test_spending_takes_in_order_and_never_more_than_there_is(has: Parts, price: int) -> None:
    parts = policy.spend(has, price)
    assert parts.total == min(has.total, price)
    assert 0 <= parts.promo <= has.promo
    assert parts.promo == has.promo or parts.deposited == parts.earned == 0
    assert parts.deposited == has.deposited or parts.earned == 0


async def test_quote_and_sale_agree_for_any_balances() -> None:
    """The order is written down twice (policy.spend and ledger_sale): here the two meet."""
    seller = await somebody(promo=0)
    for number in range(40):
        promo, deposited, earned = number * 7 % 13, number * 5 % 11, number * 3 % 17
        price = 1 + number * 11 % 29
        buyer = await somebody(promo=promo, deposited=deposited, earned=earned)
        quote = await service.quote(buyer_id=buyer, price_minor=price)
        if not quote.enough:
            with pytest.raises(InsufficientFunds):
                await buy(buyer, seller, price)
            continue
        sale = await buy(buyer, seller, price)
        assert (quote.promo_minor, quote.deposited_minor, quote.earned_minor) == (
            sale.from_promo_minor,
            sale.from_deposited_minor,
            sale.from_earned_minor,
        )
