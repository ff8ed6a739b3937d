"""Many at once: nothing is lost, nothing is made, nobody waits for each other in a circle."""

import asyncio
from datetime import timedelta

from sqlalchemy import text

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy, service
from dreamdot_app.wallet.contract import InsufficientFunds, SaleView
from dreamdot_app.wallet.ledger import maturing, post
from dreamdot_app.wallet.ledger.post import Bucket
from tests.clock import NOON
from tests.conftest import WORKER
from tests.factories.wallet import (
    CREDIT,
    buy,
    give,
    held,
    items_copy,
    items_session,
    key,
    person,
    somebody,
    transfers_of,
)
from tests.wallet.waits import WAIT_FOR_ROWS, until

MATURE = NOON + policy.FIRST_MATURES_AFTER


async def together(*sales: asyncio.Future[SaleView]) -> tuple[list[SaleView], list[BaseException]]:
    """Which of the sales that go on at once were made, and what refused the others."""
    ended = await asyncio.gather(*sales, return_exceptions=True)
    made = [one for one in ended if isinstance(one, SaleView)]
    return made, [one for one in ended if isinstance(one, BaseException)]


def begin(*arguments: object, **more: object) -> asyncio.Future[SaleView]:
    return asyncio.ensure_future(buy(*arguments, **more))  # pyright: ignore[reportArgumentType]


async def test_sixteen_buyers_of_one_seller() -> None:
    seller = await somebody(promo=0)
    buyers = [await somebody(promo=200, deposited=200) for _ in range(16)]
    made, refused = await together(*(begin(buyer, seller, 300) for buyer in buyers))
    assert (len(made), refused) == (16, [])
    assert await held(seller) == {
        "promo": 16 * 180, "deposited": 0, "pending": 16 * 90, "earned": 0,
    }  # fmt: skip
    for buyer in buyers:
        assert await held(buyer) == {"promo": 0, "deposited": 100, "pending": 0, "earned": 0}


async def test_sixteen_buyers_of_a_seller_whose_wallet_nobody_opened() -> None:
    seller = person()
    made, refused = await together(*(begin(person(), seller, 1_000) for _ in range(16)))
    assert (len(made), refused) == (16, [])
    assert (await held(seller))["promo"] == CREDIT + 16 * 900


async def test_one_key_from_eight_at_once_happens_once() -> None:
    buyer, seller, under, work = await somebody(promo=500), person(), key(), ids.new()
    made, refused = await together(
        *(begin(buyer, seller, 400, under=under, reference=work) for _ in range(8))
    )
    assert refused == []
    assert sorted(sale.happened_before for sale in made) == [False] + [True] * 7
    assert len({sale.transfer_id for sale in made}) == 1
    assert (await held(buyer))["promo"] == 100
    assert await transfers_of(seller) == 2  # their welcome and the sale


async def test_a_balance_that_falls_in_between_refuses_the_rest_wholly() -> None:
    buyer = await somebody(promo=300, deposited=200, earned=100)
    sellers = [await somebody(promo=0) for _ in range(8)]
    made, refused = await together(*(begin(buyer, seller, 190) for seller in sellers))
    assert len(made) == 3
    assert {type(one) for one in refused} == {InsufficientFunds}
    assert sum((await held(buyer)).values()) == 600 - 3 * 190
    got = [sum((await held(seller)).values()) for seller in sellers]
    assert sorted(got) == [0] * 5 + [171] * 3
    assert sum([await transfers_of(seller) for seller in sellers]) == 3


async def test_people_who_buy_from_each_other_do_not_lock_each_other_out() -> None:
    people = [await somebody(promo=1_000, deposited=1_000) for _ in range(4)]
    pairs = [(one, other) for one in people for other in people if one != other] * 3
    made, refused = await together(*(begin(one, other, 50) for one, other in pairs))
    assert (len(made), refused) == (36, [])
    total = sum([sum((await held(one)).values()) for one in people])
    assert total == 4 * 2_000 - 36 * 5


async def sell(url: str, buyer: UserId, seller: UserId) -> None:
    async with items_session(url) as session:
        await post.sell(
            session, key=key(), buyer=buyer, seller=seller, price_minor=100,
            reference=ids.new(), memo="", at=NOON, terms=policy.terms(settings()),
        )  # fmt: skip


async def mature(url: str) -> int:
    async with items_session(url) as session:
        return len(await maturing.mature(session, at=MATURE))


async def test_maturing_waits_for_a_purchase_and_does_not_break_it_off(servers: Servers) -> None:
    """The wallet of who comes later in the order of owners was opened first."""
    url = items_copy(servers, f"{WORKER}_maturing")
    first, later = sorted(person() for _ in range(2))
    buyer = person()
    async with items_session(url) as session:
        for user in (later, first, buyer):
            await post.welcome(session, owner=user, currency=TEST_CURRENCY, amount_minor=0, at=NOON)
        await give(session, later, Bucket.EARNED, 500)
        await give(session, buyer, Bucket.DEPOSITED, 500)
    await sell(url, buyer, first)
    await sell(url, buyer, later)
    lock = text("select from ledger_account where owner = :o and bucket = 'promo' for update")
    async with items_session(url) as in_the_way:
        await in_the_way.execute(lock, {"o": first})
        purchase = asyncio.create_task(sell(url, later, first))
        await until(url, WAIT_FOR_ROWS.format(1))
        maturing_now = asyncio.create_task(mature(url))
        await until(url, WAIT_FOR_ROWS.format(2))
    await purchase
    assert await maturing_now == 2


async def test_everybody_buys_from_everybody_while_their_sales_mature() -> None:
    people = [await somebody(promo=0, deposited=1_000, earned=1_000) for _ in range(4)]
    pairs = [(one, other) for one in reversed(people) for other in people if one != other]

    async def mature_now() -> None:
        async with transaction(Database.ITEMS, actor=None) as session:
            await service.mature(session, now=MATURE)

    for _ in range(3):
        await asyncio.gather(
            *(buy(one, other, 50) for one, other in pairs), *(mature_now() for _ in range(3))
        )
    await mature_now()
    assert [(await held(one))["pending"] for one in people] == [0] * 4
    total = sum([sum((await held(one)).values()) for one in people])
    assert total == 4 * 2_000 - 36 * 5


async def test_a_wallet_that_many_open_at_once_gets_its_credit_once() -> None:
    user = person()
    looks = [service.balances(user_id=user) for _ in range(6)]
    opened = [service.open_wallet(user_id=user, now=NOON) for _ in range(6)]
    await asyncio.gather(*looks, *opened)
    assert await held(user) == {"promo": CREDIT, "deposited": 0, "pending": 0, "earned": 0}


async def test_looking_at_history_while_it_grows_loses_nothing() -> None:
    buyer, seller = await somebody(), UserId(ids.new())
    await asyncio.gather(*(buy(buyer, seller, 100) for _ in range(12)))
    first = await service.history(user_id=buyer, limit=5)
    later = NOON + timedelta(seconds=1)
    await asyncio.gather(*(buy(buyer, seller, 100, now=later) for _ in range(3)))
    seen, cursor = list(first.rows), first.next
    while cursor:
        page = await service.history(user_id=buyer, limit=5, before=ids.parse(cursor))  # pyright: ignore[reportArgumentType]
        seen, cursor = [*seen, *page.rows], page.next
    assert len({row.id for row in seen}) == len(seen) == 13
