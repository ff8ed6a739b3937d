"""Monthly limits: when a month begins, what counts, what holds when, and two purchases at once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from dreamdot_app.accounts.contract import AccountLeft
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet import service as wallet
from dreamdot_app.wallet.contract import MonthlyLimitReached, SaleView
from dreamdot_app.wallet.limits import policy, service
from dreamdot_app.wallet.limits.models import SpendingLimit
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.wallet import buy, held, key, person, somebody

DAY = timedelta(days=1)


async def limited(minor: int | None, *, zone: str = "", now: datetime = NOON) -> UserId:
    """Somebody with a limit."""
    user = await somebody()
    assert await service.choose(owner=user, limit_minor=minor, zone=zone, now=now) is None
    return user


async def limit_of(user: UserId, now: datetime = NOON) -> service.LimitView:
    return await service.limit_of(owner=user, zone="", now=now)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("now", "zone", "begins", "ends", "anew"),
    [
        ("2026-11-30T12:00", "", "2026-11-01T00:00", "2026-12-01T00:00", "1 December"),
        (
            "2026-11-30T12:00",
            "Pacific/Auckland",
            "2026-11-30T11:00",
            "2026-12-31T11:00",
            "1 January",
        ),
        ("2026-11-30T23:30", "Asia/Kolkata", "2026-11-30T18:30", "2026-12-31T18:30", "1 January"),
        ("2026-12-31T23:30", "Europe/Madrid", "2026-12-31T23:00", "2027-01-31T23:00", "1 February"),
        # the clocks of Madrid are set forward within March
        ("2026-03-30T12:00", "Europe/Madrid", "2026-02-28T23:00", "2026-03-31T22:00", "1 April"),
    ],
)
def test_a_month_is_that_of_the_persons_clock(
    now: str, zone: str, begins: str, ends: str, anew: str
) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    month = policy.month_of(at(now), zone)
    assert (month.begins_at, month.ends_at, month.next_day) == (at(begins), at(ends), anew)


async def test_up_to_the_limit_and_not_a_cent_more() -> None:
    buyer, seller = await limited(1_000), await somebody()
    await buy(buyer, seller, 600)
    await buy(buyer, seller, 400)
    before = await held(buyer)
    with pytest.raises(MonthlyLimitReached) as refused:
        await buy(buyer, seller, 1)
    month = policy.month_of(NOON, "")
    assert refused.value.message == (
        "This goes over your monthly limit of $10.00: you have spent $10.00 of it."
        f" It begins anew on {month.next_day}."
    )
    assert await held(buyer) == before


async def test_who_has_no_limit_buys_what_they_can_pay() -> None:
    buyer = await somebody()
    await buy(buyer, await somebody(), 40_000_00)
    assert (await limit_of(buyer)).left_minor is None


async def test_it_begins_anew_with_the_month() -> None:
    buyer, seller = await limited(500), await somebody()
    await buy(buyer, seller, 500)
    following = policy.month_of(NOON, "").ends_at
    with pytest.raises(MonthlyLimitReached):
        await buy(buyer, seller, 500, now=following - timedelta(seconds=1))
    await buy(buyer, seller, 500, now=following)
    assert (await limit_of(buyer, following)).spent_minor == 500


async def test_what_was_spent_before_the_limit_counts() -> None:
    buyer, seller = await somebody(), await somebody()
    await buy(buyer, seller, 700)
    await service.choose(owner=buyer, limit_minor=500, zone="", now=NOON)
    seen = await limit_of(buyer)
    assert (seen.spent_minor, seen.left_minor) == (700, 0)
    with pytest.raises(MonthlyLimitReached):
        await buy(buyer, seller, 1)


async def test_what_one_earns_is_not_spent_and_gives_no_room() -> None:
    maker, fan = await limited(500), await somebody()
    await buy(fan, maker, 10_000)
    await buy(maker, fan, 500)
    assert (await limit_of(maker)).spent_minor == 500
    with pytest.raises(MonthlyLimitReached):
        await buy(maker, fan, 1)


async def test_the_same_purchase_told_again_is_no_second_one() -> None:
    buyer, seller, under, work = await limited(500), await somebody(), key(), person()
    await buy(buyer, seller, 500, under=under, reference=work)
    assert (await buy(buyer, seller, 500, under=under, reference=work)).happened_before


async def test_purchases_at_once_never_exceed_it_together() -> None:
    buyer = await limited(1_000)
    sellers = [await somebody() for _ in range(8)]
    ended = await asyncio.gather(
        *(buy(buyer, seller, 300) for seller in sellers), return_exceptions=True
    )
    made = [one for one in ended if isinstance(one, SaleView)]
    refused = [one for one in ended if isinstance(one, MonthlyLimitReached)]
    assert (len(made), len(refused)) == (3, 5)
    assert (await limit_of(buyer)).spent_minor == 900


async def test_a_lower_limit_holds_at_once() -> None:
    buyer = await limited(5_000)
    assert await service.choose(owner=buyer, limit_minor=100, zone="", now=NOON) is None
    with pytest.raises(MonthlyLimitReached):
        await buy(buyer, await somebody(), 101)


@pytest.mark.parametrize("wanted", [5_000, None])
async def test_a_higher_one_or_none_holds_after_a_day(wanted: int | None) -> None:
    buyer, seller = await limited(100), await somebody()
    holds_at = await service.choose(owner=buyer, limit_minor=wanted, zone="", now=NOON)
    assert holds_at == NOON + DAY
    seen = await limit_of(buyer)
    assert (seen.limit_minor, seen.changes_at, seen.next_minor) == (100, NOON + DAY, wanted)
    with pytest.raises(MonthlyLimitReached):
        await buy(buyer, seller, 101, now=NOON + DAY - timedelta(seconds=1))
    await buy(buyer, seller, 101, now=NOON + DAY)
    assert (await limit_of(buyer, NOON + DAY)).limit_minor == wanted


async def test_one_may_think_better_of_it() -> None:
    buyer = await limited(100)
    await service.choose(owner=buyer, limit_minor=None, zone="", now=NOON)
    await service.keep(owner=buyer, now=NOON)
    seen = await limit_of(buyer, NOON + 2 * DAY)
    assert (seen.limit_minor, seen.changes_at) == (100, None)


async def test_asking_again_begins_the_day_again() -> None:
    """Else one could ask today, forget it, and have what one wants when one wants it."""
    buyer = await limited(100)
    await service.choose(owner=buyer, limit_minor=None, zone="", now=NOON)
    later = NOON + timedelta(hours=23)
    assert await service.choose(owner=buyer, limit_minor=900, zone="", now=later) == later + DAY
    assert (await limit_of(buyer, NOON + DAY)).limit_minor == 100


async def test_a_lower_one_forgets_what_was_asked_for() -> None:
    buyer = await limited(100)
    await service.choose(owner=buyer, limit_minor=None, zone="", now=NOON)
    await service.choose(owner=buyer, limit_minor=50, zone="", now=NOON)
    assert (await limit_of(buyer, NOON + 2 * DAY)).limit_minor == 50


async def test_moving_the_clock_east_does_not_begin_the_month_early() -> None:
    """With the zone of the moment, the last day of a month would have two months in it."""
    last_day = datetime(2026, 11, 30, 12, tzinfo=UTC)
    buyer, seller = await limited(500, zone="UTC", now=last_day), await somebody()
    await buy(buyer, seller, 500, now=last_day)
    east = "Pacific/Kiritimati"
    assert await service.choose(owner=buyer, limit_minor=500, zone=east, now=last_day) is not None
    assert await service.choose(owner=buyer, limit_minor=499, zone=east, now=last_day) is None
    assert (await limit_of(buyer, last_day)).zone == "UTC"
    with pytest.raises(MonthlyLimitReached):
        await buy(buyer, seller, 1, now=last_day)


async def test_a_limit_of_nothing_lets_nothing_be_bought() -> None:
    with pytest.raises(MonthlyLimitReached):
        await buy(await limited(0), await somebody(), 1)


async def test_a_quote_says_what_is_left_of_the_limit() -> None:
    now = datetime.now(UTC)
    buyer = await limited(1_000, now=now)
    await buy(buyer, await somebody(), 400, now=now)
    fits = await wallet.quote(buyer_id=buyer, price_minor=600)
    assert (fits.limit_minor, fits.limit_left_minor, fits.is_within_limit) == (1_000, 600, True)
    over = await wallet.quote(buyer_id=buyer, price_minor=601)
    assert (over.enough, over.is_within_limit) == (True, False)
    free = await wallet.quote(buyer_id=await somebody(), price_minor=601)
    assert (free.has_limit, free.is_within_limit) == (False, True)


async def test_who_leaves_has_no_limit_any_more(run_outbox: RunOutbox) -> None:
    user = await limited(100, zone="Europe/Madrid")
    async with transaction(Database.USER, actor=None) as session:
        outbox.add(session, AccountLeft(user))
    await run_outbox()
    async with reading(Database.ITEMS) as session:
        assert await session.get(SpendingLimit, user) is None
