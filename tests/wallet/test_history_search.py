"""A part of a history is what was asked for, and one's own alone."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet import service
from dreamdot_app.wallet.contract import Direction, TransferId
from dreamdot_app.wallet.history.asked import Asked, asked_of
from dreamdot_app.wallet.history.kinds import Group
from dreamdot_app.wallet.ledger.paying_out import begin_payout, return_payout
from dreamdot_app.wallet.ledger.returning import refund_deposit
from tests.clock import NOON
from tests.factories.accounts import joined
from tests.factories.wallet import buy, key, somebody

HOUR = timedelta(hours=1)


async def withdraw_and_give_back(user: UserId) -> None:
    """A payout that comes back, and money that goes back to its card."""
    payout, refund, at = key("payout"), key("card"), NOON + 3 * HOUR
    given = {"owner": user, "currency": TEST_CURRENCY, "reference": None}
    async with transaction(Database.ITEMS, actor=user) as session:
        await begin_payout(session, key=payout, amount_minor=300, at=at, **given)
    async with transaction(Database.ITEMS, actor=user) as session:
        await return_payout(session, key=payout, at=at + timedelta(seconds=1))
    async with transaction(Database.ITEMS, actor=user) as session:
        at += timedelta(seconds=2)
        await refund_deposit(session, key=refund, amount_minor=150, at=at, **given)


async def titles(user: UserId, query: Mapping[str, object]) -> list[str]:
    """What an address shows, page by page; a movement without a title by its kind."""
    found: list[str] = []
    cursor: TransferId | None = None
    while True:
        page = await service.search(
            user_id=user, asked=asked_of(query), now=NOON + 9 * HOUR, before=cursor, limit=2
        )
        found += [row.title or row.kind for row in page.rows]
        if not page.next:
            return found
        cursor = TransferId(ids.parse(page.next))


@pytest.fixture
async def user() -> UserId:
    """Somebody with a movement of every group."""
    one, other = await somebody(promo=500, deposited=2_000, earned=900), await somebody()
    await buy(one, other, 240, memo="Salt Cathedral", now=NOON + HOUR)
    await buy(other, one, 700, memo="100% Lamps", now=NOON + 2 * HOUR)
    await withdraw_and_give_back(one)
    return one


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "purchases"}, ["Salt Cathedral"]),
        ({"kind": "sales"}, ["100% Lamps"]),
        ({"kind": "added"}, ["top_up", "welcome"]),
        ({"kind": "withdrawals", "way": "out"}, ["payout"]),
        ({"kind": "refunds"}, ["card_refund"]),
        ({"kind": "sales", "way": "out"}, []),
        ({"q": "lamps"}, ["100% Lamps"]),
        ({"q": "% lamp"}, ["100% Lamps"]),
        ({"q": "_"}, []),
        ({"q": "cathedral lamps"}, []),
        ({"q": "initial credit"}, ["welcome"]),
        ({"q": "$2.40"}, ["Salt Cathedral"]),
        ({"q": "−2,40"}, ["Salt Cathedral"]),
        ({"q": "6.30"}, ["100% Lamps"]),  # what the seller got
        ({"q": "7.00"}, []),
        ({"q": "2.40", "kind": "sales"}, []),
        ({"kind": "nonsense", "way": "up", "when": "1", "q": "lamps"}, ["100% Lamps"]),
    ],
)
async def test_filters_and_words(user: UserId, query: dict[str, str], expected: list[str]) -> None:
    found = await titles(user, query)
    assert sorted(found) == sorted(expected)


async def test_times(user: UserId) -> None:
    assert len(await titles(user, {"when": "30d"})) == len(await titles(user, {}))
    assert len(await titles(user, {"when": str(NOON.year)})) == len(await titles(user, {}))
    assert await titles(user, {"when": str(NOON.year - 1)}) == []


async def test_a_receipts_number_finds_it_for_its_owner_alone(user: UserId) -> None:
    (row,) = (await service.search(user_id=user, asked=Asked(q="salt"), now=NOON)).rows
    assert await titles(user, {"q": row.id}) == ["Salt Cathedral"]
    assert await titles(await somebody(), {"q": row.id}) == []


async def test_a_person_finds_what_was_between_the_two() -> None:
    member = await joined(now=NOON)
    one = await somebody()
    await buy(one, member.viewer.id, 100, memo="Of theirs")
    await buy(one, await somebody(), 100, memo="Of another")
    assert await titles(one, {"q": member.viewer.display_name}) == ["Of theirs"]
    assert await titles(one, {"q": f"{member.viewer.username[:-1]}"}) == ["Of theirs"]


@pytest.mark.pure
def test_an_address_keeps_every_filter() -> None:
    asked = asked_of({"kind": "sales", "way": "in", "when": "2026", "q": " a  lamp "})
    assert asked == Asked(Group.SALES, Direction.IN, "2026", "a lamp")
    assert asked.address() == "/wallet?kind=sales&way=in&when=2026&q=a+lamp"
    assert asked.address(group=Group.ALL, when="") == "/wallet?way=in&q=a+lamp"
    assert Asked().address() == "/wallet"
    assert asked_of({"kind": ["x"], "way": 5, "when": "20x6", "q": 7}) == Asked(q="7")
