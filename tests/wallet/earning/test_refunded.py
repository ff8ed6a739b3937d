"""What refunds take from earnings, and what captures bring."""

from datetime import timedelta

from dreamdot_app.core import ids
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet.earning import sheet
from dreamdot_app.wallet.earning.contract import Sums
from tests.clock import NOON
from tests.factories.ledger import capture, hold, refund
from tests.factories.wallet import buy, key, somebody
from tests.wallet.earning.test_earnings import differences, seen

DAY = timedelta(days=1)


async def test_a_refund_takes_back_what_it_took_and_the_fee_comes_back() -> None:
    seller, work = await somebody(promo=0), ids.new()
    mixed = await somebody(promo=400, deposited=600)
    sale = await buy(mixed, seller, 1_000, reference=work, memo="Lamp")
    await seen(seller)
    await refund(sale.transfer_id, 500, at=NOON + DAY)
    view = await seen(seller, now=NOON + DAY)
    assert view.total == Sums(
        sales=1, promo=360, cash=540, fee_promo=20, fee_cash=30, refunds=1,
        refunded_promo=180, refunded_cash=270,
    )  # fmt: skip
    assert [(one.title, one.sums.kept) for one in view.works] == [("Lamp", 450)]
    days = {one.day.day: one.sums.kept for one in view.days if one.sums != Sums()}
    assert days == {20: 900, 21: -450}
    assert f"{seller} in {TEST_CURRENCY}" not in await differences()


async def test_a_refund_of_what_has_matured_or_is_gone_counts_whole() -> None:
    seller, fan = await somebody(promo=0), await somebody(promo=0, deposited=1_000)
    sale = await buy(fan, seller, 1_000)
    await refund(sale.transfer_id, 1_000, at=NOON + 30 * DAY)
    view = await seen(seller, now=NOON + 30 * DAY)
    assert (view.total.refunded_cash, view.total.refunds) == (900, 1)
    assert f"{seller} in {TEST_CURRENCY}" not in await differences()


async def test_who_gets_a_refund_has_not_earned() -> None:
    seller, fan = await somebody(promo=0), await somebody()
    sale = await buy(fan, seller, 1_000)
    await refund(sale.transfer_id, 1_000)
    assert not (await seen(fan)).has_sold


async def test_a_capture_is_a_sale() -> None:
    seller, payer, under = await somebody(promo=0), await somebody(promo=100, deposited=900), key()
    await hold(payer, 1_000, under=under)
    await capture(under, seller, 500)
    await capture(under, seller, 100)
    view = await seen(seller)
    assert view.total == Sums(sales=2, promo=90, cash=450, fee_promo=10, fee_cash=50)
    assert view.works[0].title == "A minute"


async def test_a_refund_is_a_row_of_the_file_below_zero() -> None:
    seller, fan = await somebody(promo=0), await somebody(promo=400, deposited=600)
    sale = await buy(fan, seller, 1_000, memo="Lamp")
    await refund(sale.transfer_id, 500, at=NOON + DAY)
    pieces = sheet.sales_csv(seller=seller, since=NOON, until=NOON + 2 * DAY)
    rows = "".join([piece async for piece in pieces]).splitlines()[1:]
    assert [row.split(",")[1:9] for row in rows] == [
        ["Sale", "Lamp", "XTS", "10.00", "0.40", "0.60", "3.60", "5.40"],
        ["Refund", "Lamp", "XTS", "-5.00", "-0.20", "-0.30", "-1.80", "-2.70"],
    ]
