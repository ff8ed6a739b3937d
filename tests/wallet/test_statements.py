"""History, receipts, earnings by work: what people are told is what the entries say."""

from datetime import timedelta

import pytest

from dreamdot_app.core import ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet import service
from dreamdot_app.wallet.contract import Direction, HistoryRow, ShareView, TransferId
from tests.clock import NOON
from tests.factories.wallet import CREDIT, buy, held, person, somebody

HOUR = timedelta(hours=1)


async def all_rows(user: UserId, direction: Direction, limit: int) -> list[HistoryRow]:
    """Every page of a history, one after the other."""
    rows: list[HistoryRow] = []
    cursor: TransferId | None = None
    while True:
        page = await service.history(user_id=user, before=cursor, limit=limit, direction=direction)
        rows += page.rows
        if not page.next:
            return rows
        cursor = TransferId(ids.parse(page.next))


async def test_history_is_newest_first_page_by_page_in_each_direction() -> None:
    one, other = await somebody(promo=500, deposited=500), await somebody(promo=5_000)
    for hour in range(7):
        seller, buyer = (other, one) if hour % 3 else (one, other)
        await buy(buyer, seller, 100 + hour, memo=f"Work {hour}", now=NOON + (hour + 1) * HOUR)
    every = await all_rows(one, Direction.ALL, limit=2)
    assert [row.title for row in every] == [*(f"Work {6 - n}" for n in range(7)), "", ""]
    assert [row.at for row in every] == sorted((row.at for row in every), reverse=True)
    came = await all_rows(one, Direction.IN, limit=2)
    went = await all_rows(one, Direction.OUT, limit=1)
    assert [row.title for row in came] == ["Work 6", "Work 3", "Work 0", "", ""]
    assert [row.title for row in went] == ["Work 5", "Work 4", "Work 2", "Work 1"]
    assert all(row.amount_minor > 0 for row in came)
    assert all(row.amount_minor < 0 for row in went)
    assert sum(row.amount_minor for row in every) == sum((await held(one)).values())


async def test_history_tells_who_what_and_when_it_matures() -> None:
    buyer, seller = await somebody(promo=40, deposited=100), await somebody(promo=0)
    sale = await buy(buyer, seller, 100, memo="Lamp")
    (sold,) = (await service.history(user_id=seller)).rows
    assert (sold.kind, sold.title, sold.counterparty_id) == ("sale", "Lamp", buyer)
    assert (sold.amount_minor, sold.promo_minor, sold.maturing_minor) == (90, 36, 54)
    assert sold.matures_at == sale.matures_at
    bought = (await service.history(user_id=buyer, direction=Direction.OUT)).rows[0]
    assert (bought.counterparty_id, bought.amount_minor, bought.promo_minor) == (seller, -100, -40)
    assert bought.matures_at is None


async def test_a_page_has_at_most_a_hundred_rows_and_at_least_one() -> None:
    user = await somebody()
    await buy(user, person(), 1)
    assert len((await service.history(user_id=user, limit=0)).rows) == 1
    assert len((await service.history(user_id=user, limit=10**9)).rows) == 2


async def test_nobody_sees_the_history_of_others() -> None:
    buyer, seller, stranger = await somebody(), await somebody(promo=0), await somebody(promo=0)
    await buy(buyer, seller, 100)
    assert (await service.history(user_id=stranger)).rows == ()


async def test_a_receipt_tells_every_split_to_the_cent() -> None:
    buyer, seller = await somebody(promo=45, deposited=60, earned=60), await somebody(promo=0)
    work = ids.new()
    sale = await buy(buyer, seller, 159, memo="Lamp", reference=work)
    mine = await service.receipt(user_id=buyer, transfer_id=sale.transfer_id)
    assert (mine.is_incoming, mine.total_minor, mine.amount_minor) == (False, 159, -159)
    assert dict(mine.own) == {"promo": -45, "deposited": -60, "earned": -54}
    assert (mine.title, mine.reference, mine.counterparty_id) == ("Lamp", work, seller)
    assert mine.shares == (ShareView(seller, 41, 103), ShareView(None, 4, 11))
    assert sum(share.minor for share in mine.shares) == 159
    assert mine.matures_at is None

    theirs = await service.receipt(user_id=seller, transfer_id=sale.transfer_id)
    assert (theirs.is_incoming, theirs.total_minor, theirs.amount_minor) == (True, 159, 144)
    assert dict(theirs.own) == {"promo": 41, "pending": 103}  # no word of the buyer's buckets
    assert theirs.matures_at == sale.matures_at
    assert theirs.shares == mine.shares


async def test_a_receipt_of_the_initial_credit() -> None:
    user = await somebody()
    (row,) = (await service.history(user_id=user)).rows
    seen = await service.receipt(user_id=user, transfer_id=TransferId(ids.parse(row.id)))
    assert (seen.kind, seen.total_minor, dict(seen.own)) == ("welcome", CREDIT, {"promo": CREDIT})
    assert (seen.shares, seen.counterparty_id) == ((), None)


async def test_a_receipt_is_for_its_two_sides_alone() -> None:
    buyer, seller, stranger = await somebody(), await somebody(), await somebody()
    sale = await buy(buyer, seller, 100)
    for asking, wanted in ((stranger, sale.transfer_id), (buyer, TransferId(ids.new()))):
        with pytest.raises(NotFound):
            await service.receipt(user_id=asking, transfer_id=wanted)


async def test_what_each_work_earned() -> None:
    buyer, seller = await somebody(promo=150, deposited=1_000), await somebody(promo=0)
    lamp, boat = ids.new(), ids.new()
    await buy(buyer, seller, 100, reference=lamp)
    await buy(buyer, seller, 100, reference=lamp, now=NOON + HOUR)
    await buy(buyer, seller, 400, reference=boat, now=NOON + 2 * HOUR)
    by_work = await service.earned_from(seller_id=seller)
    assert [(one.reference, one.sales, one.promo_minor, one.cash_minor) for one in by_work] == [
        (boat, 1, 0, 360),
        (lamp, 2, 135, 45),
    ]
    within = await service.earned_from(seller_id=seller, since=NOON, until=NOON + 2 * HOUR)
    assert [(one.reference, one.minor) for one in within] == [(lamp, 180)]
    assert await service.earned_from(seller_id=buyer) == ()
