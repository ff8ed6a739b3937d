"""Bringing in a whole world: every kind, in bulk, and twice is once."""

from datetime import timedelta
from time import perf_counter

import pytest

from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.market.contract import Kind
from dreamdot_app.market.service import DrawnPage, ImportedPlace, ImportedPurchase
from tests.clock import NOON
from tests.factories.market import draft_row, imported, make_person, row_of, unique


async def test_an_imported_work_is_a_work_like_any_other() -> None:
    ana, word = await make_person("Ríona Dunne"), unique("Tin")
    row = imported(ana, title=f"{word} Weather", summary="Eleven stories.", tags=("rain", "tin"))
    assert await service.import_works(rows=[row]) == 1

    view = await service.work(ref=ids.short(row.id), viewer_id=None)
    assert (view.card.title, view.card.published_at) == (f"{word} Weather", NOON)
    assert view.card.cover.url.startswith("/drawn/cover/")
    assert (view.summary, view.tags, view.card.creator.id) == (
        "Eleven stories.",
        ("rain", "tin"),
        ana,
    )
    assert view.words > 100
    assert view.beginning
    assert (await service.read(ref=ids.short(row.id), viewer_id=None)).html == row.html
    assert [card.id for card in (await service.search(q=word)).works] == [view.card.id]


async def test_an_imported_work_is_edited_and_published_like_any_other() -> None:
    ana = await make_person()
    row = imported(ana, price_minor=300)
    await service.import_works(rows=[row])
    draft = await service.open_draft(work_id=row.id, creator_id=ana)
    assert (draft.title, draft.html, draft.price, draft.has_changes) == (
        row.title,
        row.html,
        "3.00",
        False,
    )

    fields = {"title": "A better title", "html": row.html}
    saved = await service.save_draft(
        work_id=row.id, creator_id=ana, fields=fields, revision=draft.revision, now=NOON
    )
    await service.publish(work_id=row.id, creator_id=ana, revision=saved.revision, now=NOON)

    # Only the title changed, so the text is the same document.
    assert (await draft_row(row.id))["content_id"] == row.id
    view = await service.work(ref=ids.short(row.id), viewer_id=None)
    assert (view.card.title, view.card.price_minor) == ("A better title", 300)


@pytest.mark.parametrize("kind", [Kind.COMIC, Kind.ART, Kind.ITEM])
async def test_what_is_looked_at_comes_page_by_page(kind: Kind) -> None:
    ana = await make_person()
    pages = [DrawnPage(f"/drawn/page/{number}.svg", 800, 1_200, "") for number in range(3)]
    row = imported(ana, kind=kind, pages=pages, price_minor=100)
    await service.import_works(rows=[row])

    reading = await service.read(ref=ids.short(row.id), viewer_id=ana)

    assert [(page.url, page.width, page.height) for page in reading.pages] == [
        (page.url, 800, 1_200) for page in pages
    ]
    assert all(page.alt for page in reading.pages)
    assert (await service.work(ref=ids.short(row.id), viewer_id=None)).pages == 3
    # Its description is edited like a story's; it has no text to send.
    draft = await service.open_draft(work_id=row.id, creator_id=ana)
    saved = await service.save_draft(
        work_id=row.id,
        creator_id=ana,
        fields={"title": "Redrawn", "html": "<p>No.</p>"},
        revision=draft.revision,
        now=NOON,
    )
    await service.publish(work_id=row.id, creator_id=ana, revision=saved.revision, now=NOON)
    reading = await service.read(ref=ids.short(row.id), viewer_id=ana)
    assert (reading.card.title, len(reading.pages), reading.html) == ("Redrawn", 3, "")


async def test_an_import_that_was_cut_off_is_simply_run_again() -> None:
    ana, bo = await make_person(), await make_person()
    rows = [imported(ana, price_minor=200) for _ in range(3)]
    purchases = [
        ImportedPurchase(
            id=ids.new(),
            work_id=row.id,
            buyer_id=bo,
            creator_id=ana,
            price_minor=200,
            bought_at=NOON,
            transfer_id=ids.new(),
            earned_promo_minor=180,
        )
        for row in rows
    ]
    places = [ImportedPlace(bo, row.id, 0.5, NOON) for row in rows]
    await service.import_works(rows=rows[:2])
    await service.import_purchases(rows=purchases[:1])
    await service.import_places(rows=places[:1])

    assert await service.import_works(rows=rows) == 1
    assert await service.import_purchases(rows=purchases) == 2
    assert await service.import_places(rows=places) == 2
    assert await service.import_places(rows=places) == 0

    for row in rows:
        work = await row_of(
            "select sales, readers, earned_promo_minor from work where id = :id", id=row.id
        )
        assert work == {"sales": 1, "readers": 1, "earned_promo_minor": 180}
    entries = (await service.library(user_id=bo)).entries
    assert [(entry.permille, entry.price_minor) for entry in entries] == [(500, 200)] * 3


async def test_interest_of_imported_purchases_makes_popular() -> None:
    ana, word = await make_person(), unique("liked")
    plain, liked = imported(ana, title=word), imported(ana, title=word)
    await service.import_works(rows=[liked, plain])
    bought = [
        ImportedPurchase(
            id=ids.new(),
            work_id=liked.id,
            buyer_id=UserId(ids.new()),
            creator_id=ana,
            price_minor=0,
            bought_at=NOON - timedelta(days=number),
        )
        for number in range(3)
    ]
    await service.import_purchases(rows=bought)
    found = [card.id for card in (await service.search(q=word)).works]
    assert found == [ids.short(liked.id), ids.short(plain.id)]


async def test_thousands_of_works_come_in_seconds() -> None:
    ana = await make_person()
    rows = [imported(ana, tags=("many", f"tag{number % 50}")) for number in range(5_000)]
    began = perf_counter()
    assert await service.import_works(rows=rows) == 5_000
    assert perf_counter() - began < 15
