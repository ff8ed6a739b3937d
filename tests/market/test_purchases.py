"""Buying: once or not at all, at the price that was shown, and money is neither made nor lost."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import BadInput, NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.market.contract import OwnWork, PriceChanged, Purchased, WorkId
from dreamdot_app.wallet.contract import InsufficientFunds, MonthlyLimitReached
from dreamdot_app.wallet.limits import service as limits
from tests.clock import NOON
from tests.factories.market import (
    creator_of,
    imported,
    make_person,
    make_work,
    row_of,
    snapshot,
)

LATER = NOON + timedelta(hours=1)
SOLD = """select count(*) as told, max((payload ->> 'price_minor')::int) as price_minor
          from outbox_event where name = 'market.sold' and payload ->> 'work_id' = :id"""
IMBALANCE = """select coalesce(sum(e.amount), 0) as total from ledger_entry e
               join ledger_transfer t on t.id = e.transfer_id where t.key = :key"""


async def buy(
    work_id: WorkId, buyer_id: UserId, price_minor: object, request_id: str = "click 1"
) -> Purchased:
    return await service.purchase(
        work_id=work_id,
        buyer_id=buyer_id,
        expected_price_minor=price_minor,
        now=LATER,
        request_id=request_id,
    )


async def spendable(user_id: UserId) -> int:
    """What somebody could spend: nobody has debts in these tests."""
    found = await row_of(
        """select coalesce(sum(balance), 0)::bigint as total from ledger_account
           where owner = :id and bucket in ('promo', 'deposited', 'earned')""",
        id=user_id,
    )
    return int(str(found["total"]))


async def dear_work(price_minor: int) -> WorkId:
    """A work that costs more than one can type as a price."""
    row = imported(await make_person(), price_minor=price_minor)
    await service.import_works(rows=[row])
    return row.id


async def test_a_purchase_is_ledger_entitlement_counters_and_event_in_one() -> None:
    bo = await make_person()
    work_id = await make_work(price_minor=1_000)
    ana = await creator_of(work_id)

    bought = await buy(work_id, bo, 1_000)

    assert (bought.price_minor, bought.at, bought.happened_before) == (1_000, LATER, False)
    assert bought.card.read_url == f"/read/{bought.card.ref}"
    assert await spendable(bo) == 50_000_00 - 1_000
    assert await spendable(ana) == 50_000_00 + 900
    work = await row_of(
        "select sales, earned_promo_minor, earned_cash_minor from work where id = :id", id=work_id
    )
    assert work == {"sales": 1, "earned_promo_minor": 900, "earned_cash_minor": 0}
    purchase = await row_of("select * from purchase where work_id = :id", id=work_id)
    assert (purchase["buyer_id"], purchase["creator_id"], purchase["price_minor"]) == (
        bo,
        ana,
        1_000,
    )
    key = f"purchase:{work_id}:{bo}"
    transfer = await row_of("select id from ledger_transfer where key = :key", key=key)
    assert purchase["transfer_id"] == transfer["id"]
    assert await row_of(IMBALANCE, key=key) == {"total": 0}
    assert await row_of(SOLD, id=str(work_id)) == {"told": 1, "price_minor": 1_000}
    assert (await service.read(ref=ids.short(work_id), viewer_id=bo)).is_owned


async def test_a_free_work_needs_no_ledger() -> None:
    bo = await make_person()
    work_id = await make_work()
    before = await snapshot(work_id, bo)

    bought = await buy(work_id, bo, 0)

    after = await snapshot(work_id, bo)
    assert (bought.price_minor, after.transfers, after.balances) == (0, before.transfers, [])
    purchase = await row_of("select * from purchase where work_id = :id", id=work_id)
    assert (purchase["price_minor"], purchase["transfer_id"]) == (0, None)
    assert [entry.card.id for entry in (await service.library(user_id=bo)).entries] == [
        ids.short(work_id)
    ]


async def test_a_second_click_gets_the_first_ones_answer() -> None:
    bo = await make_person()
    work_id = await make_work(price_minor=1_000)
    first = await buy(work_id, bo, 1_000)
    after_first = await snapshot(work_id, bo)

    same = await buy(work_id, bo, 1_000)
    other = await buy(work_id, bo, 1_000, "click 2")
    outdated = await buy(work_id, bo, 700, "click 3")

    assert same == first
    assert [one.happened_before for one in (other, outdated)] == [True, True]
    assert {one.purchase_id for one in (first, same, other, outdated)} == {first.purchase_id}
    assert await snapshot(work_id, bo) == after_first


@pytest.mark.parametrize("clicks", [["one"] * 8, [f"tab {number}" for number in range(8)]])
async def test_eight_clicks_at_once_buy_once(clicks: list[str]) -> None:
    bo = await make_person()
    work_id = await make_work(price_minor=1_000)
    answers = await asyncio.gather(*(buy(work_id, bo, 1_000, click) for click in clicks))
    assert len({answer.purchase_id for answer in answers}) == 1
    assert await spendable(bo) == 50_000_00 - 1_000
    assert await row_of(SOLD, id=str(work_id)) == {"told": 1, "price_minor": 1_000}
    assert len((await snapshot(work_id, bo)).purchases) == 1


async def test_many_buyers_at_once_are_all_counted() -> None:
    buyers = [await make_person() for _ in range(8)]
    work_id = await make_work(price_minor=100)
    await asyncio.gather(*(buy(work_id, buyer, 100) for buyer in buyers))
    work = await row_of("select sales, earned_promo_minor from work where id = :id", id=work_id)
    assert work == {"sales": 8, "earned_promo_minor": 8 * 90}
    assert await spendable(await creator_of(work_id)) == 50_000_00 + 8 * 90


async def test_two_who_buy_from_each_other_at_once_do_not_block_each_other() -> None:
    ana, bo = await make_person(), await make_person()
    of_ana = [await make_work(ana, price_minor=100) for _ in range(6)]
    of_bo = [await make_work(bo, price_minor=100) for _ in range(6)]
    async with asyncio.timeout(30):
        await asyncio.gather(
            *(buy(work_id, bo, 100) for work_id in of_ana),
            *(buy(work_id, ana, 100) for work_id in of_bo),
        )
    assert [await spendable(one) for one in (ana, bo)] == [50_000_00 - 600 + 540] * 2


async def test_a_balance_that_falls_in_between_buys_one_of_two() -> None:
    bo = await make_person()
    first, second = await dear_work(30_000_00), await dear_work(30_000_00)

    answers = await asyncio.gather(
        buy(first, bo, 30_000_00), buy(second, bo, 30_000_00), return_exceptions=True
    )

    refused = [type(answer) for answer in answers if isinstance(answer, Exception)]
    assert refused == [InsufficientFunds]
    assert await spendable(bo) == 20_000_00
    entries = (await service.library(user_id=bo)).entries
    assert [entry.price_minor for entry in entries] == [30_000_00]


async def test_too_little_money_changes_nothing() -> None:
    bo = await make_person()
    await buy(await dear_work(49_999_99), bo, 49_999_99)
    work_id = await make_work(price_minor=100)
    before = await snapshot(work_id, bo, await creator_of(work_id))
    with pytest.raises(InsufficientFunds):
        await buy(work_id, bo, 100)
    assert await snapshot(work_id, bo, await creator_of(work_id)) == before
    assert before.balances


async def test_two_works_at_once_never_go_over_ones_own_limit() -> None:
    bo = await make_person()
    await limits.choose(owner=bo, limit_minor=1_500, zone="", now=NOON)
    works = [await make_work(price_minor=1_000) for _ in range(2)]
    answers = await asyncio.gather(
        *(buy(work_id, bo, 1_000) for work_id in works), return_exceptions=True
    )
    refused = [answer for answer in answers if not isinstance(answer, Purchased)]
    assert [type(answer) for answer in refused] == [MonthlyLimitReached]
    assert len((await service.library(user_id=bo)).entries) == 1
    left = works[0] if isinstance(answers[1], Purchased) else works[1]
    assert (await snapshot(left, bo)).purchases == []


@pytest.mark.parametrize(("shown", "now"), [(1_000, "12"), (1_000, ""), (0, "0.50")])
async def test_a_price_that_changed_meanwhile_is_told_and_nothing_bought(
    shown: int, now: str
) -> None:
    bo = await make_person()
    work_id = await make_work(price_minor=shown)
    ana = await creator_of(work_id)
    await service.save_draft(
        work_id=work_id, creator_id=ana, fields={"price": now}, revision=1, now=NOON
    )
    await service.publish(work_id=work_id, creator_id=ana, now=NOON)
    before = await snapshot(work_id, bo, ana)

    with pytest.raises(PriceChanged) as refusal:
        await buy(work_id, bo, shown)

    assert refusal.value.price_minor == int(float(now or 0) * 100)
    assert await snapshot(work_id, bo, ana) == before


async def test_a_price_changes_before_a_purchase_or_after_it_never_within() -> None:
    bo = await make_person()
    work_id = await make_work(price_minor=1_000)
    ana = await creator_of(work_id)
    await service.save_draft(
        work_id=work_id, creator_id=ana, fields={"price": "20"}, revision=1, now=NOON
    )
    _, bought = await asyncio.gather(
        service.publish(work_id=work_id, creator_id=ana, now=NOON),
        buy(work_id, bo, 1_000),
        return_exceptions=True,
    )
    paid = 50_000_00 - await spendable(bo) if isinstance(bought, Purchased) else 0
    assert paid == (1_000 if isinstance(bought, Purchased) else 0)
    assert isinstance(bought, Purchased | PriceChanged)


async def test_refusals_change_nothing() -> None:
    bo = await make_person()
    own, draft = await make_work(bo, price_minor=500), await make_work(price_minor=500)
    await service.unpublish(work_id=draft, creator_id=await creator_of(draft), now=NOON)
    never = await make_work(price_minor=500, publish=False)
    for work_id, refusal in ((own, OwnWork), (draft, NotFound), (never, NotFound)):
        before = await snapshot(work_id, bo)
        with pytest.raises(refusal):
            await buy(work_id, bo, 500)
        assert await snapshot(work_id, bo) == before
    with pytest.raises(NotFound):
        await buy(WorkId(ids.new()), bo, 500)


@pytest.mark.parametrize("price", [None, "500", 5.0, True, -500, 2**70, [500], {}])
async def test_a_price_that_is_none_is_refused(price: object) -> None:
    bo = await make_person()
    work_id = await make_work(price_minor=500)
    before = await snapshot(work_id, bo)
    with pytest.raises(BadInput):
        await buy(work_id, bo, price)
    assert await snapshot(work_id, bo) == before


async def test_a_work_that_is_deleted_while_it_is_bought_is_one_or_the_other() -> None:
    for _ in range(5):
        bo = await make_person()
        work_id = await make_work()
        ana = await creator_of(work_id)

        async def take_away(work_id: WorkId = work_id, ana: UserId = ana) -> None:
            await service.unpublish(work_id=work_id, creator_id=ana, now=NOON)
            await service.delete_draft(work_id=work_id, creator_id=ana)

        await asyncio.gather(buy(work_id, bo, 0), take_away(), return_exceptions=True)

        entries = (await service.library(user_id=bo)).entries
        if entries:
            assert (await service.read(ref=ids.short(work_id), viewer_id=bo)).html


async def test_the_unique_key_is_the_last_line() -> None:
    bo = await make_person()
    work_id = await make_work(price_minor=500)
    ana = await creator_of(work_id)
    await buy(work_id, bo, 500)
    again = text(
        """insert into purchase (id, work_id, buyer_id, creator_id, price_minor,
             earned_promo_minor, earned_cash_minor, request_id, created_at)
           values (:id, :work, :buyer, :creator, 500, 0, 0, '', now())"""
    )
    values = {"id": ids.new(), "work": work_id, "buyer": bo, "creator": ana}
    with pytest.raises(Exception, match="uq_purchase_work_id_buyer_id"):
        async with transaction(Database.ITEMS, actor=None) as session:
            await session.execute(again, values)


async def test_what_readers_see_before_they_buy() -> None:
    bo = await make_person()
    work_id = await make_work(price_minor=1_000)
    view = await service.work(ref=ids.short(work_id), viewer_id=bo)
    assert (view.may_buy, view.may_read, view.is_owned) == (True, False, False)
    assert view.quote is not None
    assert view.quote.enough
