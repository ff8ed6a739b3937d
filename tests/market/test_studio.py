"""The studio: a creator's works with their state, and what they brought in."""

from datetime import UTC, datetime, timedelta

from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.market.contract import Status, WorkId
from dreamdot_app.market.service import ImportedPurchase
from tests.clock import NOON
from tests.factories.market import imported, make_draft, make_person, make_work


def sold(
    work_id: WorkId, creator_id: UserId, at: datetime, promo: int, cash: int
) -> ImportedPurchase:
    return ImportedPurchase(
        id=ids.new(),
        work_id=work_id,
        buyer_id=UserId(ids.new()),
        creator_id=creator_id,
        price_minor=(promo + cash) * 10 // 9,
        bought_at=at,
        transfer_id=ids.new() if promo + cash else None,
        earned_promo_minor=promo,
        earned_cash_minor=cash,
    )


async def test_works_and_drafts_stand_together_with_their_states() -> None:
    ana = await make_person()
    out = await make_work(ana, title="Out")
    changed = await make_work(ana, title="Changed")
    await service.save_draft(
        work_id=changed, creator_id=ana, fields={"title": "New name"}, revision=1, now=NOON
    )
    draft = await make_draft(ana, title="Not out yet")
    withdrawn = await make_work(ana, title="Withdrawn")
    await service.unpublish(work_id=withdrawn, creator_id=ana, now=NOON)

    page = await service.studio(creator_id=ana)

    shown = {work.card.id: work for work in page.works}
    assert [work.card.id for work in page.works] == [
        ids.short(one) for one in (withdrawn, draft, changed, out)
    ]
    told = {one: shown[ids.short(one)] for one in (withdrawn, draft, changed, out)}
    assert [(told[one].card.title, told[one].status, told[one].has_changes) for one in told] == [
        ("Withdrawn", "draft", False),
        ("Not out yet", "draft", True),
        ("Changed", "published", True),
        ("Out", "published", False),
    ]
    assert told[draft].edit_url == f"/write/{ids.short(draft)}"
    for status, wanted in ((Status.DRAFT, {withdrawn, draft}), (Status.PUBLISHED, {changed, out})):
        page = await service.studio(creator_id=ana, status=status)
        assert {work.card.id for work in page.works} == {ids.short(one) for one in wanted}


async def test_pages_are_complete_while_works_are_begun() -> None:
    ana = await make_person()
    rows = [imported(ana) for _ in range(9)]
    await service.import_works(rows=rows)
    found: list[str] = []
    before = ""
    while True:
        page = await service.studio(creator_id=ana, before=before, limit=4)
        found += [work.card.id for work in page.works]
        await service.import_works(rows=[imported(ana)])
        if not (before := page.next):
            break
    assert sorted(found) == sorted(ids.short(row.id) for row in rows)


async def test_figures_tell_days_and_the_period_before() -> None:
    ana = await make_person()
    first, second = imported(ana, price_minor=100), imported(ana, price_minor=100)
    await service.import_works(rows=[first, second])
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    rows = [
        sold(first.id, ana, midnight, 90, 0),
        sold(first.id, ana, midnight - timedelta(microseconds=1), 0, 90),
        sold(second.id, ana, midnight - timedelta(days=6), 40, 50),
        sold(second.id, ana, midnight - timedelta(days=6, microseconds=1), 500, 0),
        sold(second.id, ana, midnight - timedelta(days=13), 7, 3),
        sold(second.id, ana, midnight - timedelta(days=13, microseconds=1), 9_999, 0),
        sold(second.id, ana, NOON, 0, 0),
    ]
    assert await service.import_purchases(rows=rows) == 7

    figures = await service.figures(creator_id=ana, now=NOON, days=7)

    assert (figures.earned_minor, figures.sales) == (90 + 90 + 90, 3)
    assert (figures.earned_promo_minor, figures.earned_cash_minor) == (130, 140)
    assert (figures.earned_before_minor, figures.sales_before) == (510, 2)
    assert [day.date for day in figures.days][:: len(figures.days) - 1] == [
        "2026-11-14",
        "2026-11-20",
    ]
    assert [day.earned_minor for day in figures.days] == [90, 0, 0, 0, 0, 90, 90]
    assert [day.earned_minor for day in figures.days_before] == [10, 0, 0, 0, 0, 0, 500]
    works = {work.card.id: work for work in (await service.studio(creator_id=ana)).works}
    assert works[ids.short(first.id)].earned_minor == 180
    assert works[ids.short(first.id)].sales == 2
    assert works[ids.short(second.id)].sales == 4
    assert figures.sales_ever == 6


async def test_figures_of_somebody_who_has_sold_nothing() -> None:
    figures = await service.figures(creator_id=await make_person(), now=NOON)
    assert (figures.earned_minor, figures.sales, figures.readers_ever) == (0, 0, 0)
    assert len(figures.days) == len(figures.days_before) == 30
