"""Muting and blocking: for lists, once, and never of oneself."""

import asyncio
from typing import Any

import pytest

from dreamdot_app.accounts.contract import AccountLeft
from dreamdot_app.core import ids, outbox
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service as market
from dreamdot_app.social import leaving, service
from dreamdot_app.social.contract import Distance, Standing, Yourself
from dreamdot_app.social.models import Aversion
from dreamdot_app.social.repository import MOST_BLOCKERS
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.market import creator_of, make_person, make_work


async def keep_away(user: UserId, other: UserId, distance: Distance) -> None:
    await service.keep_away(user_id=user, other_id=other, distance=distance, now=NOON)


@pytest.mark.parametrize("distance", list(Distance))
async def test_somebody_is_kept_away_and_let_back(distance: Distance) -> None:
    ana, bo = await make_person(), await make_person()
    await asyncio.gather(*(keep_away(ana, bo, distance) for _ in range(3)))
    page = await service.kept_away(user_id=ana, distance=distance)
    assert [kept.person.id for kept in page.people] == [bo]
    standing = await service.standing(user_id=ana, other_id=bo)
    assert standing == Standing(
        is_muted=distance is Distance.MUTED, is_blocked=distance is Distance.BLOCKED
    )
    assert await service.standing(user_id=bo, other_id=ana) == Standing()
    for _ in range(2):
        await service.let_back(user_id=ana, other_id=bo, distance=distance)
    assert await service.standing(user_id=ana, other_id=bo) == Standing()
    assert (await service.kept_away(user_id=ana, distance=distance)).people == ()


async def test_a_block_hides_both_and_muting_one() -> None:
    ana, bo, eve = await make_person(), await make_person(), await make_person()
    await keep_away(ana, bo, Distance.BLOCKED)
    await keep_away(ana, eve, Distance.MUTED)
    assert await service.unseen_by(ana) == {bo, eve}
    assert await service.unseen_by(bo) == {ana}
    assert await service.unseen_by(eve) == frozenset()
    assert await service.unseen_by(None) == frozenset()
    assert await service.has_blocked(user_id=ana, other_id=bo)
    assert not await service.has_blocked(user_id=bo, other_id=ana)
    await service.let_back(user_id=ana, other_id=bo, distance=Distance.BLOCKED)
    assert await service.unseen_by(bo) == frozenset()


async def test_of_very_many_who_block_somebody_the_latest_count() -> None:
    ana, bo = await make_person(), await make_person()
    await keep_away(ana, bo, Distance.MUTED)
    async with transaction(Database.SOCIAL, actor=None) as session:
        rows = [
            Aversion(account_id=ids.new(), other_id=ana, distance=Distance.BLOCKED, since=NOON)
            for _ in range(MOST_BLOCKERS + 5)
        ]
        session.add_all(rows)
        latest = {row.account_id for row in rows[5:]}
    unseen = await service.unseen_by(ana)
    assert unseen == {bo} | latest


async def test_their_works_are_left_out_of_every_list() -> None:
    ana = await make_person()
    work_id = await make_work()
    bo = await creator_of(work_id)
    other = await make_work()
    await keep_away(ana, bo, Distance.MUTED)
    unseen = await service.unseen_by(ana)
    lists = [
        await market.newest(besides=unseen, limit=60),
        await market.popular(besides=unseen, limit=60),
        await market.search(q="story", besides=unseen, limit=60),
    ]
    for page in lists:
        assert ids.short(work_id) not in {card.id for card in page.works}
    near = await market.near(work_id=other, besides=unseen, limit=60)
    assert ids.short(work_id) not in {card.id for card in near}
    newest = await market.newest(limit=60)
    assert ids.short(work_id) in {card.id for card in newest.works}
    assert len((await market.by_creator(creator_id=bo)).works) == 1


async def test_who_cannot_be_kept_away() -> None:
    ana = await make_person()
    with pytest.raises(Yourself):
        await keep_away(ana, ana, Distance.BLOCKED)
    with pytest.raises(NotFound):
        await keep_away(ana, UserId(ids.new()), Distance.BLOCKED)
    with pytest.raises(NotFound):
        await service.kept_away(user_id=ana, distance=Distance.MUTED, before="x")


async def test_a_long_list_comes_in_pages_the_latest_first() -> None:
    ana = await make_person()
    others = [await make_person() for _ in range(5)]
    for other in others:
        await keep_away(ana, other, Distance.BLOCKED)
    first = await service.kept_away(user_id=ana, distance=Distance.BLOCKED, limit=3)
    rest = await service.kept_away(
        user_id=ana, distance=Distance.BLOCKED, before=first.next, limit=3
    )
    shown = [kept.person.id for kept in (*first.people, *rest.people)]
    assert shown == others[::-1]
    assert rest.next == ""


async def test_nothing_is_left_of_who_leaves(run_outbox: RunOutbox) -> None:
    ana, bo = await make_person(), await make_person()
    await keep_away(ana, bo, Distance.BLOCKED)
    await keep_away(bo, ana, Distance.MUTED)
    async with transaction(Database.USER, actor=bo) as session:
        outbox.add(session, AccountLeft(account_id=bo))
    await run_outbox()
    assert await service.standing(user_id=ana, other_id=bo) == Standing()
    assert await service.standing(user_id=bo, other_id=ana) == Standing()


async def test_the_export_names_them() -> None:
    ana, bo = await make_person(), await make_person()
    await keep_away(ana, bo, Distance.BLOCKED)
    entries = [entry async for entry in leaving._gather(ana)]
    assert [entry.path for entry in entries] == ["blocked.json", "muted.json"]
    rows: Any = entries[0].content
    (blocked,) = [row async for row in rows]
    assert blocked["since"] == NOON
