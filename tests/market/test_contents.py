"""Text in one database, title in another: whatever breaks between them leaves no torn work."""

import asyncio
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dreamdot_app.core import clock, ids, mongo
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import documents, jobs, service
from dreamdot_app.market.contract import ContentId, Kind, WorkId
from dreamdot_app.market.documents import Content
from dreamdot_app.market.service import superseding
from dreamdot_app.market.service.superseding import REMOVE_SUPERSEDED
from tests.clock import NOON
from tests.factories.market import draft_row, imported, make_draft, make_person, make_work, row_of

TWO_DAYS = timedelta(days=2)


async def contents_of(work_id: WorkId, kind: Kind = Kind.WRITING) -> set[ContentId]:
    found = mongo.collection(documents.COLLECTIONS[kind]).find({"work_id": work_id}, {"_id": 1})
    return {ContentId(row["_id"]) async for row in found}


async def test_a_draft_whose_row_cannot_be_written_keeps_its_older_text() -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    before = await draft_row(work_id)
    async with transaction(Database.ITEMS, actor=None) as session:
        # Somebody else holds the row for longer than the save is willing to wait.
        await session.execute(
            text("select 1 from draft where work_id = :id for update"), {"id": work_id}
        )
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await service.save_draft(
                    work_id=work_id,
                    creator_id=ana,
                    fields={"html": "<p>Never pointed to.</p>"},
                    revision=1,
                    now=NOON,
                )

    assert await draft_row(work_id) == before
    orphans = await contents_of(work_id) - {before["content_id"]}
    assert len(orphans) == 1
    assert "lighthouse" in (await service.open_draft(work_id=work_id, creator_id=ana)).html


async def test_the_sweep_removes_what_nobody_points_to_and_nothing_else() -> None:
    ana = await make_person()
    work_id = await make_work(ana, html="<p>Published.</p>")
    for number in range(3):
        await service.save_draft(
            work_id=work_id,
            creator_id=ana,
            fields={"html": f"<p>Changed {number}.</p>"},
            revision=1 + number,
            now=NOON,
        )
    orphan = Content(ContentId(ids.new()), work_id, Kind.WRITING, NOON, html="<p>Lost.</p>")
    await documents.add(orphan)
    published = await row_of("select content_id from work where id = :id", id=work_id)
    kept = {published["content_id"], (await draft_row(work_id))["content_id"]}
    assert len(await contents_of(work_id)) == 5

    await jobs.sweep_contents(now=NOON + timedelta(hours=23))
    assert len(await contents_of(work_id)) == 5

    await jobs.sweep_contents(now=NOON + TWO_DAYS)
    assert await contents_of(work_id) == kept
    assert (await service.read(ref=ids.short(work_id), viewer_id=None)).html == "<p>Published.</p>"
    draft = await service.open_draft(work_id=work_id, creator_id=ana)
    assert draft.html == "<p>Changed 2.</p>"


async def saved_again(work_id: WorkId, ana: UserId, *, revision: int, at: datetime) -> int:
    """The draft's text saved a dozen times within a minute; the revision that came of it."""
    saved = None
    for number in range(12):
        saved = await service.save_draft(
            work_id=work_id,
            creator_id=ana,
            fields={"html": f"<p>Typed {revision + number}.</p>"},
            revision=revision + number,
            now=at + timedelta(seconds=5 * number),
        )
    assert saved is not None
    return saved.revision


async def jobs_of(work_id: WorkId) -> int:
    found = await row_of(
        "select count(*) as jobs from job where kind = :kind and payload ->> 'work_id' = :work"
        " and state = 'waiting'",
        kind=REMOVE_SUPERSEDED,
        work=str(work_id),
    )
    return int(str(found["jobs"]))


async def test_what_later_saves_replaced_goes_within_minutes(run_outbox) -> None:
    ana, now = await make_person(), clock.now() + timedelta(hours=1)
    work_id = await make_draft(ana)
    revision = await saved_again(work_id, ana, revision=1, at=now)
    assert len(await contents_of(work_id)) == 13
    assert await jobs_of(work_id) in (1, 2)  # the minute may lie in two times five

    await run_outbox(at=now + timedelta(minutes=4))
    assert len(await contents_of(work_id)) == 13, "who is saving now is not disturbed"

    await run_outbox(at=now + timedelta(minutes=12))
    assert await contents_of(work_id) == {(await draft_row(work_id))["content_id"]}
    draft = await service.open_draft(work_id=work_id, creator_id=ana)
    assert (draft.revision, draft.html) == (revision, "<p>Typed 12.</p>")


async def published_content(work_id: WorkId) -> object:
    return (await row_of("select content_id from work where id = :id", id=work_id))["content_id"]


async def test_what_was_published_keeps_its_day(run_outbox) -> None:
    ana, now = await make_person(), clock.now() + timedelta(hours=1)
    work_id = await make_work(ana, now=NOON)
    out, revision = [await published_content(work_id)], 1
    for minute in (0, 2):
        at = now + timedelta(minutes=minute)
        revision = await saved_again(work_id, ana, revision=revision, at=at)
        await service.publish(work_id=work_id, creator_id=ana, now=at + timedelta(minutes=1))
        out.append(await published_content(work_id))

    await run_outbox(at=now + timedelta(minutes=20))
    # Readers were told all three a moment ago; what stood between them was never anybody's.
    assert await contents_of(work_id) == set(out)

    await jobs.sweep_contents(now=now + timedelta(hours=23))
    assert await contents_of(work_id) == set(out)
    await jobs.sweep_contents(now=now + TWO_DAYS)
    assert await contents_of(work_id) == {out[-1]}


async def test_an_old_text_keeps_its_day_from_when_it_was_replaced() -> None:
    ana = await make_person()
    work_id = await make_work(ana, html="<p>Out for a week.</p>", now=NOON)
    first, next_week = await published_content(work_id), NOON + timedelta(days=7)
    await service.save_draft(
        work_id=work_id, creator_id=ana, fields={"html": "<p>New.</p>"}, revision=1, now=next_week
    )
    await service.publish(work_id=work_id, creator_id=ana, now=next_week)

    await jobs.sweep_contents(now=next_week + timedelta(minutes=1))
    assert first in await contents_of(work_id)
    await jobs.sweep_contents(now=next_week + TWO_DAYS)
    assert first not in await contents_of(work_id)


async def test_removing_what_was_replaced_is_simply_done_again(run_outbox) -> None:
    ana, now = await make_person(), clock.now() + timedelta(hours=1)
    work_id = await make_draft(ana)
    await saved_again(work_id, ana, revision=1, at=now)
    # A save that was cut off between its text and the row that points to it.
    orphan = Content(ContentId(ids.new()), work_id, Kind.WRITING, now, html="<p>Lost.</p>")
    await documents.add(orphan)
    before = await draft_row(work_id)
    later = now + timedelta(minutes=5)

    for _ in range(2):
        await superseding.remove_superseded(work_id=work_id, before=later)
        assert await contents_of(work_id) == {before["content_id"]}
    await run_outbox(at=later + timedelta(minutes=10))

    assert await contents_of(work_id) == {before["content_id"]}
    assert await draft_row(work_id) == before


async def test_a_save_that_came_to_nothing_removes_nothing(run_outbox) -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    before = await draft_row(work_id)
    async with transaction(Database.ITEMS, actor=None) as session:
        await session.execute(
            text("select 1 from draft where work_id = :id for update"), {"id": work_id}
        )
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await saved_again(work_id, ana, revision=1, at=clock.now())
    assert await jobs_of(work_id) == 0
    await run_outbox(at=clock.now() + timedelta(minutes=20))
    assert before["content_id"] in await contents_of(work_id)


async def test_an_account_saves_one_thing_at_a_time() -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    saves = (
        service.save_draft(
            work_id=work_id,
            creator_id=ana,
            fields={"html": f"<p>Version {number}</p>"},
            revision=1,
            now=NOON,
        )
        for number in range(6)
    )
    await asyncio.gather(*saves, return_exceptions=True)
    # Whoever came later saw that they were late before they wrote a text.
    assert len(await contents_of(work_id)) == 2


async def test_the_sweep_knows_every_kind() -> None:
    maker = await make_person()
    rows = [imported(maker, kind=kind) for kind in Kind]
    await service.import_works(rows=rows)
    orphans = [Content(ContentId(ids.new()), WorkId(ids.new()), kind, NOON) for kind in Kind]
    for orphan in orphans:
        await documents.add(orphan)

    await jobs.sweep_contents(now=clock.now() + TWO_DAYS)

    for row, orphan in zip(rows, orphans, strict=True):
        assert await contents_of(row.id, row.kind) == {row.id}
        assert await contents_of(orphan.work_id, orphan.kind) == set()


async def test_a_deleted_work_takes_its_texts_with_it(run_outbox) -> None:
    ana = await make_person()
    work_id = await make_draft(ana)
    await service.save_draft(
        work_id=work_id, creator_id=ana, fields={"html": "<p>More.</p>"}, revision=1, now=NOON
    )
    assert len(await contents_of(work_id)) == 2
    await service.delete_draft(work_id=work_id, creator_id=ana)
    await run_outbox()
    assert await contents_of(work_id) == set()


async def test_a_draft_that_nobody_typed_into_is_dropped_after_a_day() -> None:
    ana = await make_person()
    old, young = clock.now() - TWO_DAYS, clock.now()
    untouched = await service.start_draft(creator_id=ana, now=old)
    fresh = await service.start_draft(creator_id=ana, now=young)
    typed = await make_draft(ana)
    async with transaction(Database.ITEMS, actor=None) as session:
        await jobs.drop_untouched_drafts(session)
    left = {work.card.id for work in (await service.studio(creator_id=ana)).works}
    assert left == {fresh.id, ids.short(typed)}
    assert untouched.id not in left


async def test_kill_9_in_the_middle_of_saving_leaves_whole_drafts(databases, servers) -> None:
    ana = await make_person()
    works = [await make_draft(ana, title="0", html="<p>0</p>") for _ in range(4)]
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.market.saving_forever"),
        *(str(one) for one in (databases["items"], databases["user"], servers.mongodb_uri)),
        mongo.collection("writings").database.name,
        str(ana),
        *map(str, works),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    async with asyncio.timeout(60):
        for _ in range(40):
            assert await child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    await child.wait()

    for work_id in works:
        draft = await service.open_draft(work_id=work_id, creator_id=ana)
        # The text and the title of a draft are always of the same save.
        assert draft.html == f"<p>{draft.title}</p>"
        published = await service.publish(work_id=work_id, creator_id=ana, now=NOON)
        whole = await service.read(ref=published.ref, viewer_id=None)
        assert whole.html == f"<p>{draft.title}</p>"
