"""The platform's accounts: credited by entries alone, added up now and then."""

import asyncio
from itertools import count

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet import policy, service
from dreamdot_app.wallet.ledger import folding, post, proving
from dreamdot_app.wallet.ledger.post import Bucket
from tests.clock import NOON
from tests.conftest import WORKER
from tests.factories.wallet import give, items_copy, items_session, key, person
from tests.wallet.waits import LOOKS_WHETHER_CLEAR, STANDS_IN_LINE, until

TERMS = post.Terms(
    currency=TEST_CURRENCY, fee_bp=1_000, matures_after=policy.MATURES_AFTER,
    first_matures_after=policy.FIRST_MATURES_AFTER, welcome_minor=1_000,
)  # fmt: skip
PLATFORM = text("""
    select a.bucket, a.balance, a.seq,
           (select coalesce(sum(amount), 0) from ledger_entry where account_id = a.id)::int as total
      from ledger_account a where a.owner is null order by a.bucket
""")


async def sell_in(session: AsyncSession, seller: UserId, price: int = 100) -> None:
    await post.sell(
        session, key=key(), buyer=person(), seller=seller, price_minor=price,
        reference=person(), memo="", at=NOON, terms=TERMS,
    )  # fmt: skip


async def sell(url: str, seller: UserId | None = None) -> None:
    async with items_session(url) as session:
        await sell_in(session, seller or person())


async def platform(url: str) -> dict[str, tuple[int, int, int]]:
    async with items_session(url) as session:
        found = (await session.execute(PLATFORM)).all()
    return {row.bucket: (row.balance, row.total, row.seq) for row in found}


async def fold(url: str) -> int:
    async with items_session(url) as session:
        return await folding.fold(session, at=NOON)


_numbers = count(1)


@pytest.fixture
def url(servers: Servers) -> str:
    """The address of an items database of the test's own."""
    return items_copy(servers, f"{WORKER}_fold_{next(_numbers)}")


async def test_sales_touch_no_row_of_the_platform(url: str) -> None:
    await asyncio.gather(*(sell(url) for _ in range(5)))
    assert await platform(url) == {"fees_p": (0, 50, 0), "promo_issued": (0, -10_000, 0)}
    assert await fold(url) == 5 + 10
    assert await platform(url) == {"fees_p": (50, 50, 1), "promo_issued": (-10_000, -10_000, 1)}
    assert await fold(url) == 0
    async with items_session(url) as session:
        assert (await proving.prove(session)).holds


async def test_folding_while_people_buy_counts_every_entry_once(url: str) -> None:
    sales = [asyncio.create_task(sell(url)) for _ in range(24)]
    while not all(sale.done() for sale in sales):
        await fold(url)
        await asyncio.wait(sales, timeout=0.01)
    await asyncio.gather(*sales)
    await fold(url)
    found = await platform(url)
    assert {bucket: balance for bucket, (balance, _, _) in found.items()} == {
        "fees_p": 240, "promo_issued": -48_000,
    }  # fmt: skip
    async with items_session(url) as session:
        assert (await proving.prove(session)).violations == ()


async def test_what_is_still_being_written_is_left_for_the_next_time(url: str) -> None:
    """Ids are given before the commit: a fold must not pass an entry that it cannot see yet."""
    user = person()
    async with items_session(url) as slow:
        await give(slow, user, Bucket.DEPOSITED, 7)
        await sell(url)
        async with items_session(url) as session:
            mark = (await session.execute(text("select * from ledger_mark()"))).one()
            clear = text("select ledger_mark_is_clear(:writers)")
            assert not (await session.execute(clear, {"writers": mark.writers})).scalar_one()
    async with items_session(url) as session:
        assert (await session.execute(clear, {"writers": mark.writers})).scalar_one()
    await fold(url)
    assert (await platform(url))["stripe_in"] == (-7, -7, 1)


LOCK_SELLER = text("select pg_advisory_xact_lock(uuid_hash_extended(:seller, 1))")


async def test_a_sale_that_began_later_and_settled_first_is_not_passed_over(url: str) -> None:
    """The earlier transaction commits the higher entry ids while the later one, with the lower
    ones, still runs: the newest number that a snapshot knows of is then the later one's own.
    """
    await sell(url)
    await fold(url)
    seller, others = person(), person()
    async with items_session(url) as later:
        async with items_session(url) as in_the_way:
            await in_the_way.execute(LOCK_SELLER, {"seller": seller})
            earlier = asyncio.create_task(sell(url, seller))
            await until(url, STANDS_IN_LINE)
            await sell_in(later, others)
        await earlier
        folding_now = asyncio.create_task(fold(url))
        await until(url, LOOKS_WHETHER_CLEAR, or_done=folding_now)
    await folding_now
    await fold(url)
    assert await platform(url) == {"fees_p": (30, 30, 2), "promo_issued": (-6_000, -6_000, 2)}
    async with items_session(url) as session:
        assert (await proving.prove(session)).violations == ()


async def test_who_writes_other_things_is_not_waited_for(url: str) -> None:
    await sell(url)
    async with items_session(url) as long:
        await long.execute(text("select pg_current_xact_id()"))
        assert await fold(url) == 3


async def test_only_a_snapshot_for_each_statement_can_tell_what_is_in_sight(url: str) -> None:
    async with items_session(url) as session:
        await session.execute(text("set transaction isolation level repeatable read"))
        with pytest.raises(DBAPIError, match="read committed"):
            await folding.fold(session, at=NOON)


async def test_folding_goes_on_in_batches(url: str) -> None:
    for _ in range(5):
        await sell(url)
    statement = text("select ledger_fold_entries(9223372036854775807, 2, now())")
    folded: list[int] = []
    async with items_session(url) as session:
        while batch := (await session.execute(statement)).scalar_one():
            folded.append(batch)
    assert folded == [4, 4, 3, 2, 2]
    async with items_session(url) as session:
        assert (await proving.prove(session)).holds


async def test_the_service_folds_in_the_callers_transaction() -> None:
    async with transaction(Database.ITEMS, actor=None) as session:
        await service.fold(session, now=NOON)
