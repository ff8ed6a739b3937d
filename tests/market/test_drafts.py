"""Writing: what is typed is kept, whatever is typed, and two tabs never overwrite each other."""

import asyncio
from datetime import timedelta

import pytest

from dreamdot_app.core import ids
from dreamdot_app.core.errors import BadInput, NotFound, TooManyTries
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.market.contract import (
    DraftConflict,
    FieldsRefused,
    WorkHasBuyers,
    WorkId,
    WorkIsPublished,
)
from tests.clock import NOON
from tests.factories.market import STORY, draft_row, make_draft, make_person, make_work
from tests.market.pictures import make_picture

LATER = NOON + timedelta(minutes=5)


async def save(work_id: WorkId, creator_id: UserId, revision: int, **fields: object):
    return await service.save_draft(
        work_id=work_id, creator_id=creator_id, fields=fields, revision=revision, now=LATER
    )


async def begun(creator_id: UserId) -> WorkId:
    draft = await service.start_draft(creator_id=creator_id, now=NOON)
    return WorkId(ids.parse(draft.id))


async def test_a_saved_draft_is_there_after_a_reload() -> None:
    ana = await make_person()
    work_id = await begun(ana)
    picture = await make_picture(ana)

    saved = await save(
        work_id, ana, 0,
        title="  Salt  Cathedral ", summary="Twice a day.\n\nThe sea goes out.",
        html="<h2>One</h2><p>The <em>tide</em>.</p>", price="2.40", tags="#Sea, ink ,sea",
        language="pt-BR", cover=ids.short(picture.id),
    )  # fmt: skip

    draft = await service.open_draft(work_id=work_id, creator_id=ana)
    assert (saved.revision, saved.saved_at, saved.words) == (1, LATER, 3)
    assert (draft.revision, draft.words, draft.saved_at) == (1, 3, LATER)
    assert draft.title == "Salt Cathedral"
    assert draft.summary == "Twice a day.\n\nThe sea goes out."
    assert draft.html == "<h2>One</h2><p>The <em>tide</em>.</p>"
    assert (draft.price, draft.tags, draft.language) == ("2.40", "sea, ink", "pt-BR")
    assert (draft.cover_id, draft.cover.url) == (ids.short(picture.id), picture.url)
    assert not draft.is_published
    assert draft.has_changes


async def test_what_is_not_sent_stays_as_it_is() -> None:
    ana = await make_person()
    work_id = await make_draft(ana, title="Kept", price="1.00", tags="a, b")

    await save(work_id, ana, 1, summary="New")

    draft = await service.open_draft(work_id=work_id, creator_id=ana)
    assert (draft.title, draft.price, draft.tags, draft.summary) == ("Kept", "1.00", "a, b", "New")
    assert draft.words > 100


async def test_two_clicks_on_write_begin_one_draft() -> None:
    ana = await make_person()
    first, second = await asyncio.gather(
        service.start_draft(creator_id=ana, now=NOON), service.start_draft(creator_id=ana, now=NOON)
    )
    third = await service.start_draft(creator_id=ana, now=NOON + timedelta(minutes=2))

    assert first.id == second.id
    assert third.id != first.id


async def test_nobody_begins_drafts_without_end() -> None:
    ana = await make_person()
    for _ in range(60):
        await service.start_draft(creator_id=ana, now=NOON)
    with pytest.raises(TooManyTries):
        await service.start_draft(creator_id=ana, now=NOON)


async def test_a_draft_that_was_typed_into_is_not_begun_again() -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    again = await service.start_draft(creator_id=ana, now=NOON)
    assert again.id != ids.short(work_id)


FAR_TOO_LONG = "x" * 10_000_000
REFUSED = [
    ("title", "x" * 121),
    ("title", FAR_TOO_LONG),
    ("title", 7),
    ("title", None),
    ("summary", "y" * 501),
    ("summary", ["a"]),
    ("html", "<p>" + "z" * 400_001 + "</p>"),
    ("html", FAR_TOO_LONG),
    ("html", {"a": 1}),
    ("html", "<ul><li>x" * 60_000),
    ("html", "a<br>" * 300_000),
    ("html", "<p>a</p>" * 100_000),
    ("price", "-1"),
    ("price", "0.001"),
    ("price", "1e309"),
    ("price", "ten"),
    ("price", "0.49"),
    ("price", "500.01"),
    ("price", True),
    ("price", 1.5),
    ("price", "٣"),
    ("tags", "a,b,c,d,e,f,g,h,i"),
    ("tags", "t" * 31),
    ("tags", ["<script>alert(1)</script>"]),
    ("tags", [["nested"]]),
    ("tags", ["\u0301\u0327" * 2_000] * 100),
    ("tags", 5),
    ("language", "english please"),
    ("language", ""),
    ("cover", "nonsense"),
    ("cover", "1ChFwQSYwgwzTWWAsXA9Bm"),
    ("cover", 12),
]


@pytest.mark.parametrize(("field", "value"), REFUSED)
async def test_a_field_that_does_not_fit_is_named_and_nothing_is_stored(
    field: str, value: object
) -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    before = await draft_row(work_id)

    with pytest.raises(FieldsRefused) as refusal:
        await save(work_id, ana, 1, **{"summary": "good", field: value})

    assert set(refusal.value.errors) == {field}
    assert refusal.value.errors[field]
    after = await draft_row(work_id)
    assert after | {"refused": None} == before | {"refused": None}
    assert after["refused"] == refusal.value.errors


async def test_all_wrong_fields_are_named_at_once() -> None:
    ana = await make_person()
    work_id = await begun(ana)
    with pytest.raises(FieldsRefused) as refusal:
        await save(work_id, ana, 0, title="x" * 200, price="ten", tags="<b>", summary="fine")
    assert refusal.value.as_errors() == refusal.value.errors
    assert set(refusal.value.errors) == {"title", "price", "tags"}


async def test_somebody_elses_picture_is_no_cover() -> None:
    ana, eve = await make_person(), await make_person()
    picture = await make_picture(eve)
    with pytest.raises(FieldsRefused) as refusal:
        await save(await begun(ana), ana, 0, cover=ids.short(picture.id))
    assert set(refusal.value.errors) == {"cover"}


async def test_scripts_and_invisible_characters_do_not_get_in() -> None:
    ana = await make_person()
    work_id = await begun(ana)

    await save(
        work_id, ana, 0,
        title="A\u200b<script>alert(1)</script>\u202eB\u0000",
        html='<p onclick="x()">Hi<script>alert(1)</script>\u202e there</p>'
        '<iframe src="//x"></iframe>'
        '<a href="javascript:alert(1)">go</a><img src=x onerror=alert(1)>',
    )  # fmt: skip

    draft = await service.open_draft(work_id=work_id, creator_id=ana)
    assert draft.title == "A<script>alert(1)</script>B"  # a text: shown, never run
    for evil in ("script", "onclick", "onerror", "iframe", "javascript", "\u202e"):
        assert evil not in draft.html


async def test_a_lone_surrogate_is_no_failure() -> None:
    ana = await make_person()
    work_id = await begun(ana)
    await save(work_id, ana, 0, title="a\ud800b", html="<p>c\ud800d</p>", tags=["e\ud800f"])
    draft = await service.open_draft(work_id=work_id, creator_id=ana)
    assert (draft.title, draft.tags) == ("ab", "ef")


async def test_two_tabs_do_not_overwrite_each_other() -> None:
    ana = await make_person()
    work_id = await begun(ana)
    await save(work_id, ana, 0, title="From the first tab")

    with pytest.raises(DraftConflict) as conflict:
        await save(work_id, ana, 0, title="From the second tab")

    assert conflict.value.draft.revision == 1
    assert conflict.value.draft.title == "From the first tab"
    assert (await service.open_draft(work_id=work_id, creator_id=ana)).title == "From the first tab"


async def test_of_two_saves_at_once_one_wins_and_the_other_is_told() -> None:
    ana = await make_person()
    work_id = await begun(ana)
    answers = await asyncio.gather(
        *(save(work_id, ana, 0, html=f"<p>Version {number}</p>") for number in range(6)),
        return_exceptions=True,
    )
    won = [answer for answer in answers if not isinstance(answer, BaseException)]
    assert len(won) == 1
    assert all(isinstance(answer, DraftConflict) for answer in answers if answer not in won)
    assert (await draft_row(work_id))["revision"] == 1


async def test_a_save_whose_answer_was_lost_is_simply_sent_again() -> None:
    ana = await make_person()
    work_id = await begun(ana)
    fields = {"title": "One", "html": "<p>Text.</p>", "price": "1", "tags": "a"}
    first = await save(work_id, ana, 0, **fields)
    again = await save(work_id, ana, 0, **fields)
    assert (first.revision, again.revision) == (1, 1)
    assert await save(work_id, ana, 1, **fields) == again


async def test_the_same_text_is_not_written_twice() -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    before = await draft_row(work_id)
    await save(work_id, ana, 1, title="Only the title", html=STORY)
    assert (await draft_row(work_id))["content_id"] == before["content_id"]


async def test_an_emptied_text_is_empty() -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    saved = await save(work_id, ana, 1, html="<p></p>")
    draft = await service.open_draft(work_id=work_id, creator_id=ana)
    assert (saved.words, draft.html) == (0, "")


@pytest.mark.parametrize("revision", [None, "1", 1.0, True, -1, 2**40])
async def test_a_revision_is_a_whole_number(revision: object) -> None:
    ana = await make_person()
    with pytest.raises(BadInput):
        await service.save_draft(
            work_id=await begun(ana), creator_id=ana, fields={}, revision=revision, now=LATER
        )


async def test_a_draft_is_nobody_elses() -> None:
    ana, eve = await make_person(), await make_person()
    work_id = await make_draft(ana, title="Mine")
    before = await draft_row(work_id)
    for attempt in (
        service.open_draft(work_id=work_id, creator_id=eve),
        service.preview(work_id=work_id, creator_id=eve),
        save(work_id, eve, 1, title="Hers"),
        service.publish(work_id=work_id, creator_id=eve, now=LATER),
        service.unpublish(work_id=work_id, creator_id=eve, now=LATER),
        service.delete_draft(work_id=work_id, creator_id=eve),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await draft_row(work_id) == before


async def test_a_preview_shows_the_draft_and_not_what_is_out() -> None:
    ana = await make_person()
    work_id = await make_work(ana, title="Out")
    await save(work_id, ana, 1, title="Not yet", html="<p>Fresh.</p>")

    shown = await service.preview(work_id=work_id, creator_id=ana)

    assert (shown.card.title, shown.html, shown.is_preview) == ("Not yet", "<p>Fresh.</p>", True)
    assert (await service.work(ref=ids.short(work_id), viewer_id=None)).card.title == "Out"


async def test_deleting_a_draft_leaves_nothing(run_outbox) -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    await service.delete_draft(work_id=work_id, creator_id=ana)
    with pytest.raises(NotFound):
        await service.open_draft(work_id=work_id, creator_id=ana)
    with pytest.raises(NotFound):
        await save(work_id, ana, 1, title="Late")


async def test_what_is_out_or_bought_is_not_deleted() -> None:
    ana, bo = await make_person(), await make_person()
    work_id = await make_work(ana)
    with pytest.raises(WorkIsPublished):
        await service.delete_draft(work_id=work_id, creator_id=ana)
    await service.purchase(
        work_id=work_id, buyer_id=bo, expected_price_minor=0, now=LATER, request_id="r"
    )
    await service.unpublish(work_id=work_id, creator_id=ana, now=LATER)
    with pytest.raises(WorkHasBuyers):
        await service.delete_draft(work_id=work_id, creator_id=ana)
    assert (await service.read(ref=ids.short(work_id), viewer_id=bo)).html
