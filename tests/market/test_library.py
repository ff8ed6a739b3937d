"""The library: what one has, how far one has read it, and nothing of anybody else's."""

from datetime import datetime, timedelta

import pytest

from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.market.contract import Kind, Progress, WorkId
from tests.clock import NOON
from tests.factories.market import imported, make_person


async def owned(buyer_id: UserId, count: int, *, kind: Kind = Kind.WRITING) -> list[WorkId]:
    """Free works that somebody has added, the last one last; some at the same moment."""
    maker = await make_person()
    rows = [imported(maker, kind=kind) for _ in range(count)]
    await service.import_works(rows=rows)
    for number, row in enumerate(rows):
        await add(row.id, buyer_id, NOON + timedelta(minutes=number // 2))
    return [row.id for row in rows]


async def add(work_id: WorkId, buyer_id: UserId, now: datetime = NOON) -> None:
    await service.purchase(
        work_id=work_id, buyer_id=buyer_id, expected_price_minor=0, now=now, request_id="1"
    )


async def stop(work_id: WorkId, user_id: UserId, permille: int, now: datetime = NOON) -> None:
    place = {"block": 0, "offset": 0, "permille": permille}
    await service.save_place(work_id=work_id, user_id=user_id, place=place, now=now)


async def test_pages_are_complete_while_works_are_added() -> None:
    bo = await make_person()
    wanted = await owned(bo, 11)
    found: list[str] = []
    before = ""
    while True:
        page = await service.library(user_id=bo, before=before, limit=4)
        found += [entry.card.id for entry in page.entries]
        await service.import_works(rows=[row := imported(await make_person())])
        await add(row.id, bo, NOON + timedelta(days=1))
        if not (before := page.next):
            break
    assert sorted(found) == sorted(ids.short(work_id) for work_id in wanted)
    assert set(found[:1]) == {ids.short(wanted[10])}


@pytest.mark.parametrize(
    ("progress", "wanted"),
    [
        (Progress.ANY, {0, 1, 2, 3}),
        (Progress.UNREAD, {0}),
        (Progress.READING, {1, 2}),
        (Progress.FINISHED, {3}),
    ],
)
async def test_progress_filters(progress: Progress, wanted: set[int]) -> None:
    bo = await make_person()
    works = await owned(bo, 4)
    for work_id, permille in zip(works[1:], (0, 969, 970), strict=True):
        await stop(work_id, bo, permille)
    page = await service.library(user_id=bo, progress=progress)
    assert {entry.card.id for entry in page.entries} == {ids.short(works[at]) for at in wanted}
    assert all(entry.is_finished is (entry.permille >= 970) for entry in page.entries)


async def test_what_was_finished_stays_so_when_it_is_begun_again() -> None:
    bo = await make_person()
    (story,) = await owned(bo, 1)
    for permille in (400, 1_000, 0):
        await stop(story, bo, permille)
    (entry,) = (await service.library(user_id=bo, progress=Progress.FINISHED)).entries
    assert (entry.permille, entry.is_begun, entry.is_finished) == (0, True, True)
    assert (await service.library(user_id=bo, progress=Progress.READING)).entries == ()
    assert await service.reading_now(user_id=bo) == ()


async def test_what_has_no_end_is_never_in_the_middle_of_being_read() -> None:
    bo = await make_person()
    for work_id in await owned(bo, 2, kind=Kind.ART):
        await stop(work_id, bo, 300)
    assert await service.reading_now(user_id=bo) == ()
    for progress, count in ((Progress.READING, 0), (Progress.FINISHED, 0), (Progress.ANY, 2)):
        assert len((await service.library(user_id=bo, progress=progress)).entries) == count


async def test_kinds_filter_and_others_have_their_own() -> None:
    bo, chi = await make_person(), await make_person()
    (comic,) = await owned(bo, 1, kind=Kind.COMIC)
    (story,) = await owned(bo, 1)
    await add(story, chi)
    page = await service.library(user_id=bo, kind=Kind.COMIC)
    assert [entry.card.id for entry in page.entries] == [ids.short(comic)]
    page = await service.library(user_id=chi)
    assert [entry.card.id for entry in page.entries] == [ids.short(story)]


async def test_a_withdrawn_work_stays_with_those_who_have_it() -> None:
    bo, maker = await make_person(), await make_person()
    await service.import_works(rows=[row := imported(maker)])
    await add(row.id, bo)
    await service.unpublish(work_id=row.id, creator_id=maker, now=NOON)
    page = await service.library(user_id=bo)
    assert [entry.card.id for entry in page.entries] == [ids.short(row.id)]


async def test_what_one_is_in_the_middle_of_stands_first() -> None:
    bo = await make_person()
    works = await owned(bo, 4)
    free = imported(await make_person())
    paid = imported(await make_person(), price_minor=300)
    await service.import_works(rows=[free, paid])
    await stop(works[0], bo, 300, NOON + timedelta(hours=1))
    await stop(works[1], bo, 400, NOON + timedelta(hours=3))
    await stop(works[2], bo, 1_000, NOON + timedelta(hours=4))
    await stop(free.id, bo, 10, NOON + timedelta(hours=2))

    now = await service.reading_now(user_id=bo)

    assert [entry.card.id for entry in now] == [
        ids.short(at) for at in (works[1], free.id, works[0])
    ]
    assert [entry.permille for entry in now] == [400, 10, 300]
    assert [entry.bought_at is None for entry in now] == [False, True, False]
    assert await service.reading_now(user_id=await make_person()) == ()
