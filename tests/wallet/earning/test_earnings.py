"""Earnings: added up once, told apart by colour, day and work, on the seller's own clock."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet import policy as wallet_policy
from dreamdot_app.wallet import service as wallet
from dreamdot_app.wallet.earning import jobs, policy, proving, service
from dreamdot_app.wallet.earning.contract import EarningsView, MaturingDay, Sums
from dreamdot_app.wallet.earning.spans import Span, span_of, stretch
from dreamdot_app.wallet.ledger.post import first_id, transfer_id
from tests.clock import NOON
from tests.factories.wallet import buy, person, somebody

DAY = timedelta(days=1)


async def seen(
    seller: UserId, span: Span = Span.MONTH, *, zone: str = "", now: datetime = NOON
) -> EarningsView:
    return await service.earnings(seller=seller, span=span, zone=zone, now=now)


async def seller_of(*, debt: int = 0) -> UserId:
    return await somebody(promo=0, debt=debt)


async def cash_buyer(cash: int = 100_000) -> UserId:
    return await somebody(promo=0, deposited=cash)


async def differences() -> list[str]:
    async with reading(Database.ITEMS) as session:
        return await proving.differences(session)


async def test_cash_and_credit_and_fees_are_told_apart() -> None:
    seller, work = await seller_of(), ids.new()
    mixed = await somebody(promo=400, deposited=600)
    await buy(mixed, seller, 1_000, reference=work, memo="Lamp")
    later = NOON + timedelta(seconds=1)
    await buy(await cash_buyer(), seller, 500, reference=work, memo="Lamp, 2nd ed.", now=later)
    await buy(await somebody(), seller, 200, memo="Bus")
    view = await seen(seller)
    assert view.total == Sums(sales=3, promo=540, cash=990, fee_promo=60, fee_cash=110)
    assert [(one.title, one.sums.sales, one.sums.kept) for one in view.works] == [
        ("Lamp, 2nd ed.", 2, 1_350),
        ("Bus", 1, 180),
    ]
    assert view.works[0].source == work
    assert (view.works_sold, view.has_sold) == (2, True)


async def test_who_sold_nothing_has_sold_nothing() -> None:
    fan = await somebody()
    await buy(fan, await seller_of(), 300)
    view = await seen(fan)
    assert (view.has_sold, view.total, view.works) == (False, Sums(), ())
    assert len(view.days) == 30


async def test_what_repays_a_debt_is_earned_too() -> None:
    seller = await seller_of(debt=100)
    await buy(await cash_buyer(), seller, 1_000)
    view = await seen(seller)
    assert view.total == Sums(sales=1, cash=900, fee_cash=100)


async def test_looking_twice_counts_once() -> None:
    seller, fan = await seller_of(), await somebody()
    for _ in range(3):
        await buy(fan, seller, 100)
        before = await seen(seller)
        assert await seen(seller) == before
    assert before.total.sales == 3


async def test_many_who_look_at_once_while_it_is_sold_count_each_sale_once() -> None:
    seller, fans = await seller_of(), [await somebody(promo=50, deposited=500) for _ in range(4)]
    sales = [buy(fan, seller, 100) for fan in fans for _ in range(5)]
    await asyncio.gather(*sales, *(seen(seller) for _ in range(8)))
    view = await seen(seller)
    assert (view.total.sales, view.total.promo, view.total.cash) == (20, 4 * 45, 4 * 405)


async def test_what_matures_is_not_earned_again() -> None:
    seller = await seller_of()
    await buy(await cash_buyer(), seller, 1_000)
    before = (await seen(seller)).total
    async with transaction(Database.ITEMS, actor=None) as session:
        await wallet.mature(session, now=NOON + wallet_policy.FIRST_MATURES_AFTER)
    assert (await seen(seller)).total == before


async def test_a_day_is_that_of_the_sellers_clock() -> None:
    seller, fan = await seller_of(), await somebody()
    late = datetime(2026, 11, 19, 18, 40, tzinfo=UTC)
    await buy(fan, seller, 100, now=late)
    for zone, day in (
        ("", date(2026, 11, 19)),
        ("Asia/Kolkata", date(2026, 11, 20)),  # 00:10
        ("Asia/Kathmandu", date(2026, 11, 20)),  # 00:25
        ("Europe/Madrid", date(2026, 11, 19)),
        ("America/Los_Angeles", date(2026, 11, 19)),
    ):
        view = await seen(seller, zone=zone)
        assert [one.day for one in view.days if one.sums.sales] == [day], zone


async def test_a_span_begins_with_a_day_and_has_no_gaps() -> None:
    seller, fan = await seller_of(), await somebody()
    first = datetime(2026, 11, 14, 0, 0, tzinfo=UTC)
    await buy(fan, seller, 100, now=first - timedelta(seconds=1))
    await buy(fan, seller, 200, now=first)
    week = await seen(seller, Span.WEEK)
    assert [one.day.day for one in week.days] == [14, 15, 16, 17, 18, 19, 20]
    assert week.total.promo == 180
    assert (await seen(seller, Span.MONTH)).total.promo == 270


async def test_long_spans_are_told_by_month() -> None:
    seller, fan = await seller_of(), await somebody()
    await buy(fan, seller, 100, now=datetime(2025, 10, 3, tzinfo=UTC))
    await buy(fan, seller, 100, now=datetime(2026, 1, 31, 23, tzinfo=UTC))
    year = await seen(seller, Span.YEAR)
    assert (year.unit, len(year.days), year.days[0].day) == ("month", 12, date(2025, 12, 1))
    assert [one.day for one in year.days if one.sums.sales] == [date(2026, 1, 1)]
    everything = await seen(seller, Span.ALL)
    assert (everything.days[0].day, len(everything.days)) == (date(2025, 10, 1), 14)
    assert everything.total.sales == 2


@pytest.mark.pure
@pytest.mark.parametrize("value", ["", "31", "7 ", None, 7, "12M"])
def test_what_is_no_span(value: object) -> None:
    with pytest.raises(BadInput):
        span_of(value)


@pytest.mark.pure
def test_a_span_survives_the_day_on_which_clocks_change() -> None:
    now = datetime(2026, 10, 26, 12, tzinfo=UTC)
    chosen = stretch(Span.WEEK, zone="Europe/Madrid", now=now, first_at=None)
    assert chosen.since == datetime(2026, 10, 19, 22, tzinfo=UTC)
    assert len(list(chosen.days())) == 7


async def test_only_the_best_works_are_told_and_how_many_there_are() -> None:
    seller, fan = await seller_of(), await somebody()
    for number in range(service.MOST_WORKS + 3):
        await buy(fan, seller, 10 + number, memo=f"Work {number}")
    view = await seen(seller)
    assert (len(view.works), view.works_sold) == (service.MOST_WORKS, service.MOST_WORKS + 3)
    assert view.works[0].title == f"Work {service.MOST_WORKS + 2}"


async def test_what_matures_is_told_by_day() -> None:
    seller, fan = await seller_of(), await cash_buyer()
    await buy(fan, seller, 1_000)
    await buy(fan, seller, 500, now=NOON + timedelta(hours=1))
    await buy(fan, seller, 200, now=NOON + 9 * DAY)
    view = await seen(seller, now=NOON + 9 * DAY)
    first = NOON + wallet_policy.FIRST_MATURES_AFTER
    assert view.maturing == (
        MaturingDay(first, 1_350, 2),
        MaturingDay(NOON + 9 * DAY + wallet_policy.MATURES_AFTER, 180, 1),
    )
    assert (view.payout.then_minor, view.payout.then_at) == (1_530, view.maturing[1].due_at)


@pytest.mark.pure
def test_when_something_can_be_withdrawn() -> None:
    def payout(earned: int, *maturing: int, debt: int = 0) -> tuple[object, ...]:
        from dreamdot_app.wallet.contract import BalancesView

        held = BalancesView(earned_minor=earned, debt_minor=debt)
        days = [MaturingDay(NOON + number * DAY, one, 1) for number, one in enumerate(maturing)]
        found = policy.next_payout(held, days)
        return found.now_minor, found.then_at, found.then_minor, found.missing_minor

    assert payout(1_500, 100) == (1_500, None, 0, 0)
    assert payout(1_499, 1) == (0, NOON, 1_500, 0)
    assert payout(0, 1_000, 700) == (0, NOON + DAY, 1_700, 0)
    assert payout(100, 200) == (0, None, 0, 1_200)
    assert payout(9_000, debt=1) == (0, None, 0, 0)


async def test_it_is_what_the_ledger_says_and_a_wrong_slot_is_found() -> None:
    seller, mixed = await seller_of(), await somebody(promo=400, deposited=600)
    await buy(mixed, seller, 1_000)
    await seen(seller)
    mine = f"{seller} in {TEST_CURRENCY}"
    assert mine not in await differences()
    wrong = text("update earning_slot set cash = cash + 1 where owner = :owner")
    right = text("update earning_slot set cash = cash - 1 where owner = :owner")
    async with transaction(Database.ITEMS, actor=None) as session:
        await session.execute(wrong, {"owner": seller})
    assert mine in await differences()
    async with transaction(Database.ITEMS, actor=None) as session:
        await session.execute(right, {"owner": seller})


async def test_the_schedule_adds_up_what_was_sold_lately() -> None:
    seller, fan = await seller_of(), await somebody()
    await buy(fan, seller, 100, now=datetime.now(UTC))
    await jobs.add_up(None)  # pyright: ignore[reportArgumentType] it asks nothing of its context
    async with reading(Database.ITEMS) as session:
        sold = text(
            "select sum(sales) from earning_slot where owner = :owner and grain = 'quarter'"
        )
        assert (await session.execute(sold, {"owner": seller})).scalar_one() == 1


@pytest.mark.pure
def test_ids_of_transfers_stand_on_the_right_side_of_a_time() -> None:
    for _ in range(50):
        assert first_id(NOON) <= transfer_id(NOON) < first_id(NOON + timedelta(milliseconds=1))
    assert isinstance(first_id(NOON), UUID)
    assert person() != person()
