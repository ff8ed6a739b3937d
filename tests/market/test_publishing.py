"""Publishing: the draft becomes what the world sees, whole or not at all."""

import asyncio
from datetime import timedelta

import pytest

from dreamdot_app.core import ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.market import service
from dreamdot_app.market.contract import DraftConflict, FieldsRefused
from tests.clock import NOON
from tests.factories.market import draft_row, make_draft, make_person, make_work, row_of, snapshot

LATER = NOON + timedelta(days=3)
EVENTS = """select count(*) as told, max(payload ->> 'title') as title,
                   bool_or((payload ->> 'first_time')::bool) as first_time
            from outbox_event where name = 'market.published' and payload ->> 'work_id' = :id"""


async def test_a_published_draft_is_what_the_world_sees() -> None:
    ana = await make_person("Ana Duarte")
    work_id = await make_draft(
        ana, title="Night Bus to Verin", summary="A road.", price="1.20", tags="road, night"
    )

    published = await service.publish(work_id=work_id, creator_id=ana, revision=1, now=NOON)

    assert published.ref == f"night-bus-to-verin-{ids.short(work_id)}"
    assert (published.url, published.first_time) == (f"/work/{published.ref}", True)
    view = await service.work(ref=published.ref, viewer_id=None)
    card = view.card
    assert (card.title, card.price_minor, card.is_free) == ("Night Bus to Verin", 120, False)
    assert (card.creator.display_name, card.creator.id) == ("Ana Duarte", ana)
    assert (card.published_at, card.kind, card.form) == (NOON, "writing", "Story")
    assert (view.summary, view.tags) == ("A road.", ("road", "night"))
    assert view.beginning.startswith("<p>The lighthouse keeper")
    assert len(view.beginning) < 2_000
    assert card.cover.url.startswith("/drawn/cover/")
    assert card.cover.width > 0
    told = await row_of(EVENTS, id=str(work_id))
    assert told == {"told": 1, "title": "Night Bus to Verin", "first_time": True}


async def test_a_title_without_letters_of_ours_still_has_an_address() -> None:
    work_id = await make_work(title="夜のバス")
    view = await service.work(ref=ids.short(work_id), viewer_id=None)
    assert view.card.ref == ids.short(work_id)
    assert (await service.work(ref=f"anything-{view.card.ref}", viewer_id=None)) == view


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": ""}, {"title"}),
        ({"html": ""}, {"html"}),
        ({"html": "<p><br></p>", "title": " \u200b "}, {"html", "title"}),
    ],
)
async def test_what_is_not_whole_is_not_published(
    fields: dict[str, object], wrong: set[str]
) -> None:
    ana = await make_person()
    work_id = await make_draft(ana, **fields)
    before = await snapshot(work_id, ana)

    with pytest.raises(FieldsRefused) as refusal:
        await service.publish(work_id=work_id, creator_id=ana, now=NOON)

    assert set(refusal.value.errors) == wrong
    assert await snapshot(work_id, ana) == before


async def test_a_work_does_not_come_out_at_an_older_price_than_was_typed() -> None:
    ana = await make_person()
    work_id = await make_draft(ana)

    with pytest.raises(FieldsRefused):
        await save(work_id, ana, 1, price="ten")
    await save(work_id, ana, 1, title="Everything else is saved")
    with pytest.raises(FieldsRefused) as refusal:
        await service.publish(work_id=work_id, creator_id=ana, now=NOON)
    assert set(refusal.value.errors) == {"price"}

    await save(work_id, ana, 2, price="10")
    await service.publish(work_id=work_id, creator_id=ana, now=NOON)
    assert (await service.work(ref=ids.short(work_id), viewer_id=None)).card.price_minor == 1_000


async def test_a_refused_price_that_was_typed_back_no_longer_stands_in_the_way() -> None:
    ana = await make_person()
    work_id = await make_draft(ana, price="2.00")
    with pytest.raises(FieldsRefused):
        await save(work_id, ana, 1, price="2.001")
    saved = await save(work_id, ana, 1, price="2.00")
    assert saved.revision == 1
    assert (await draft_row(work_id))["refused"] == {}


async def test_opening_the_draft_again_shows_what_would_be_published() -> None:
    ana = await make_person()
    work_id = await make_draft(ana, price="2.00")
    with pytest.raises(FieldsRefused):
        await save(work_id, ana, 1, price="2.001")
    assert (await service.open_draft(work_id=work_id, creator_id=ana)).price == "2.00"
    await service.publish(work_id=work_id, creator_id=ana, now=NOON)


async def save(work_id, creator_id, revision, **fields):
    return await service.save_draft(
        work_id=work_id, creator_id=creator_id, fields=fields, revision=revision, now=NOON
    )


async def test_what_is_typed_after_publishing_stays_in_the_draft_until_it_is_published() -> None:
    ana = await make_person()
    work_id = await make_work(ana, title="First", price_minor=100)
    ref = ids.short(work_id)

    await save(work_id, ana, 1, title="Second", html="<p>Other words.</p>", price="3")

    seen = await service.work(ref=ref, viewer_id=None)
    assert (seen.card.title, seen.card.price_minor) == ("First", 100)
    assert (await service.open_draft(work_id=work_id, creator_id=ana)).has_changes

    again = await service.publish(work_id=work_id, creator_id=ana, revision=2, now=LATER)

    seen = await service.work(ref=ref, viewer_id=None)
    assert (seen.card.title, seen.card.price_minor) == ("Second", 300)
    assert (again.first_time, again.published_at) == (False, NOON)
    assert (await service.read(ref=ref, viewer_id=ana)).html == "<p>Other words.</p>"
    assert not (await service.open_draft(work_id=work_id, creator_id=ana)).has_changes
    assert (await row_of(EVENTS, id=str(work_id)))["told"] == 2


async def test_two_clicks_publish_once() -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    first, second = await asyncio.gather(
        *(service.publish(work_id=work_id, creator_id=ana, revision=1, now=NOON) for _ in "ab")
    )
    assert first.url == second.url
    assert (await row_of(EVENTS, id=str(work_id)))["told"] == 1


async def test_what_the_writer_did_not_look_at_is_not_published() -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    await save(work_id, ana, 1, title="From another tab")
    before = await snapshot(work_id, ana)

    with pytest.raises(DraftConflict) as conflict:
        await service.publish(work_id=work_id, creator_id=ana, revision=1, now=NOON)

    assert conflict.value.draft.title == "From another tab"
    assert await snapshot(work_id, ana) == before


async def test_a_withdrawn_work_is_gone_for_all_but_its_creator() -> None:
    ana, eve = await make_person(), await make_person()
    work_id = await make_work(ana)
    ref = ids.short(work_id)

    await service.unpublish(work_id=work_id, creator_id=ana, now=LATER)
    before = await snapshot(work_id, ana)
    await service.unpublish(work_id=work_id, creator_id=ana, now=LATER)

    assert await snapshot(work_id, ana) == before
    for viewer in (None, eve):
        with pytest.raises(NotFound):
            await service.work(ref=ref, viewer_id=viewer)
    assert not (await service.work(ref=ref, viewer_id=ana)).is_published

    again = await service.publish(work_id=work_id, creator_id=ana, now=LATER)
    assert (again.first_time, again.published_at) == (False, NOON)
    assert (await service.work(ref=ref, viewer_id=None)).is_published
