"""Somebody leaves: nothing of theirs is found anywhere but what others bought of them."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from dreamdot_app.accounts import service
from dreamdot_app.accounts.contract import LEFT, SignedIn
from dreamdot_app.accounts.errors import SignInRefused
from dreamdot_app.accounts.leaving import departure, exports
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import clock, drain, ids, job_runs, relay
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.market import service as market
from dreamdot_app.media import files
from dreamdot_app.wallet import service as wallet
from tests.accounts.leaving.payments import add_money, refund_that_hangs, tell_late
from tests.accounts.leaving.people import Marked, marked_person
from tests.accounts.leaving.traces import traces_of
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, Somebody, joined
from tests.factories.market import make_work, row_of

A_MONTH_AGO = timedelta(days=30, minutes=1)
# What others bought: the work itself, its picture, and the line in both people's books.
KEPT_IN = {"items.work", "items.picture", "items.ledger_transfer", "mongo.writings", "media"}


async def trade(person: Marked) -> SignedIn:
    """They sell to somebody, and buy something themselves; who bought of them."""
    buyer = await joined(now=clock.now())
    other = await make_work(price_minor=300, now=clock.now())
    for work_id, who, price in ((person.sold, buyer.viewer.id, 500), (other, person.id, 300)):
        assert work_id is not None
        await market.purchase(
            work_id=work_id,
            buyer_id=who,
            expected_price_minor=price,
            now=clock.now(),
            request_id="click",
        )
    for reader, work_id in ((person.id, other), (buyer.viewer.id, person.sold)):
        assert work_id is not None
        place = {"block": 1, "offset": 0, "permille": 100}
        await market.save_place(user_id=reader, work_id=work_id, place=place, now=clock.now())
    return buyer


async def ask(person: Marked, *, ago: timedelta = A_MONTH_AGO) -> None:
    then = clock.now() - ago
    await departure.ask_to_leave(
        viewer=person.viewer(proven_at=then),
        username=person.who.username,
        gives_up=True,
        now=then,
    )


async def find_due() -> None:
    async with transaction(Database.USER, actor=None) as session:
        await departure.find_due(session, now=clock.now())


async def carry_out(run_outbox: RunOutbox) -> None:
    """Thirty days are over, and everything that this leads to is done."""
    await find_due()
    await run_outbox()
    await run_outbox(at=clock.now() + timedelta(hours=2))


async def test_nothing_of_them_is_left_but_what_was_bought(run_outbox: RunOutbox) -> None:
    person = await marked_person()
    paid = await add_money(person, run_outbox)
    buyer = await trade(person)
    viewer = person.viewer(proven_at=clock.now())
    await exports.ask_for_export(viewer=viewer, now=clock.now())
    with pytest.raises(SignInRefused):
        await service.sign_in(
            login=person.who.username,
            password="not the right one",
            address=ADDRESS,
            user_agent=person.goes("failed"),
            now=clock.now(),
        )
    await run_outbox()
    before = await traces_of([*person.gone, *person.kept])
    assert [word for word, places in before.items() if not places] == []

    await ask(person)
    await carry_out(run_outbox)

    left = await traces_of(person.gone)
    assert {word: places for word, places in left.items() if places} == {}
    kept = await traces_of(person.kept)
    assert set().union(*kept.values()) <= KEPT_IN
    assert all(kept.values())
    assert (await wallet.proof()).holds
    assert await accounts_at_stripe(person) == 0
    await _buyer_still_reads(person, buyer)
    assert not files.folder_of(person.pictures["unseen"]).exists()
    assert files.folder_of(person.pictures["seen"]).exists()

    await tell_late(person, paid)
    await run_outbox(at=clock.now() + timedelta(days=181))
    await run_outbox(at=clock.now() + timedelta(days=182))
    assert not any((await traces_of(person.gone)).values())


async def accounts_at_stripe(person: Marked) -> int:
    query = text(
        """select (select count(*) from payout_account where user_id = :id)
              + (select count(*) from stand_in_account where user_id = :id)"""
    )
    async with reading(Database.ITEMS) as session:
        return (await session.execute(query, {"id": person.id})).scalar_one()


async def test_an_account_is_kept_while_money_is_on_its_way(run_outbox: RunOutbox) -> None:
    person = await marked_person(has_factors=False)
    paid = await add_money(person, run_outbox)
    refund = await refund_that_hangs(person, paid)
    await ask(person)
    await carry_out(run_outbox)
    assert await accounts_at_stripe(person) == 2
    async with transaction(Database.ITEMS, actor=None) as session:
        await session.execute(
            text("update card_refund set state = 'paid' where id = :id"), {"id": refund}
        )
    await run_outbox(at=clock.now() + timedelta(days=2))
    assert await accounts_at_stripe(person) == 0


async def _buyer_still_reads(person: Marked, buyer: SignedIn) -> None:
    assert person.sold is not None
    ref, reader = ids.short(person.sold), buyer.viewer.id
    read = await market.read(ref=ref, viewer_id=reader)
    assert person.kept_word("text") in read.html
    creator = read.card.creator
    assert (creator.display_name, creator.username, creator.href) == (LEFT, "", "")
    assert [entry.card.title for entry in (await market.library(user_id=reader)).entries] == [
        person.kept_word("title")
    ]
    stopped = await row_of(
        "select count(*) as n from reading_place where work_id = :id", id=person.sold
    )
    assert stopped == {"n": 1}
    with pytest.raises(NotFound):
        await market.read(ref=ref, viewer_id=None)
    with pytest.raises(NotFound):
        await market.work(ref=ids.short(person.unsold or person.sold), viewer_id=reader)


async def test_nobody_is_there_any_more_and_the_names_are_free(run_outbox: RunOutbox) -> None:
    person = await marked_person()
    await ask(person)
    await carry_out(run_outbox)

    for login in (person.who.email, person.who.username, f"left:{ids.short(person.id)}", ""):
        with pytest.raises(SignInRefused, match="do not belong together"):
            await service.sign_in(
                login=login,
                password=person.who.password,
                address=ADDRESS,
                user_agent="a browser",
                now=clock.now(),
            )
    for name in (person.who.username, ids.short(person.id), f"left:{ids.short(person.id)}"):
        with pytest.raises(NotFound):
            await service.by_username(name)
    assert await service.viewer_of_token(person.signed_in.token) is None
    again = await joined(Somebody(person.who.username, person.who.email), now=clock.now())
    assert again.viewer.id != person.id
    card = (await service.cards([person.id]))[person.id]
    assert (card.display_name, card.username) == (LEFT, "")


@pytest.mark.parametrize("parts_done", [0, 1, 3, 6])
async def test_a_crash_between_the_parts_ends_the_same(
    run_outbox: RunOutbox, parts_done: int
) -> None:
    """The worker dies when the account is deleted and so many slices have done their part."""
    person = await marked_person()
    await trade(person)
    await ask(person)
    await run_outbox()
    await find_due()
    dying = asyncio.create_task(drain.drain())
    while not dying.done():
        if await _parts_done(person) >= parts_done:
            break
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    await _let_leases_end()

    await carry_out(run_outbox)

    left = await traces_of(person.gone)
    assert {word: places for word, places in left.items() if places} == {}
    assert all((await traces_of(person.kept)).values())
    assert (await wallet.proof()).holds


async def _parts_done(person: Marked) -> int:
    """How many consumers have heard that they left; -1 before they have."""
    async with reading(Database.USER) as session:
        row = await session.execute(
            text(
                """select count(*) filter (where d.state = 'done') as done, count(*) as all
                     from outbox_event e left join outbox_delivery d on d.event_id = e.id
                    where e.name = 'accounts.left' and e.payload ->> 'account_id' = :id"""
            ),
            {"id": str(person.id)},
        )
    done, all_ = row.one()
    return done if all_ else -1


async def _let_leases_end() -> None:
    """What the dead worker had claimed is free again, as it is after half a minute."""
    over = "lease_until = now() - interval '1 second'"
    for database in Database:
        async with transaction(database, actor=None) as session:
            await session.execute(text(f"update job set {over} where state = 'running'"))
            await session.execute(
                text(f"update outbox_delivery set {over} where state = 'claimed'")
            )
        await relay.recover(database)
        await job_runs.recover(database)
        async with transaction(database, actor=None) as session:
            await session.execute(
                text("update outbox_delivery set next_at = now() where state = 'waiting'")
            )


async def test_leaving_twice_is_leaving_once(run_outbox: RunOutbox) -> None:
    person = await marked_person()
    await ask(person)
    await carry_out(run_outbox)
    async with reading(Database.USER) as session:
        first = (await session.get_one(Account, person.id)).deleted_at
    async with transaction(Database.USER, actor=None) as session:
        assert not await departure.carry_out(session, account_id=person.id, now=clock.now())
    await carry_out(run_outbox)
    async with reading(Database.USER) as session:
        assert (await session.get_one(Account, person.id)).deleted_at == first
