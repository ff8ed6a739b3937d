"""Writing, before anybody else sees it: begin a draft, open it, look at it, throw it away."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids, jobs, rates
from dreamdot_app.core.allowances import STARTING
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import cards, documents, policy
from dreamdot_app.market.contract import (
    DraftView,
    Kind,
    Reading,
    WorkHasBuyers,
    WorkId,
    WorkIsPublished,
)
from dreamdot_app.market.models import Work
from dreamdot_app.market.repository import works
from dreamdot_app.market.service import forms

# Two clicks on "Write" are one wish; a draft that nobody has typed in yet serves both.
_ONE_WISH = timedelta(seconds=30)
REMOVE_CONTENTS = "market.remove_contents"


async def own_work(session: AsyncSession, work_id: WorkId, creator_id: UserId) -> Work:
    """A work that its creator may change.

    Raises:
        NotFound: no such work, or it is somebody else's.
    """
    work = await works.work(session, work_id)
    if work is None or not policy.may_change(work, creator_id):
        raise NotFound
    return work


async def locked_own_work(session: AsyncSession, work_id: WorkId, creator_id: UserId) -> Work:
    """As `own_work`, and it stays as it is until the transaction ends.

    Raises:
        NotFound: no such work, or it is somebody else's.
    """
    work = await works.locked_work(session, work_id)
    if work is None or not policy.may_change(work, creator_id):
        raise NotFound
    return work


async def start_draft(*, creator_id: UserId, now: datetime) -> DraftView:
    """Begin a writing. A second call within half a minute gets the same, still empty draft.

    Raises:
        TooManyTries: somebody began more than sixty within an hour.
    """
    await rates.spend([(STARTING, str(creator_id))])
    async with transaction(Database.ITEMS, actor=creator_id) as session:
        await works.only_one_start(session, creator_id)
        begun = await works.untouched_draft(session, creator_id, now - _ONE_WISH)
        if begun is None:
            work = Work(
                creator_id=creator_id,
                kind=Kind.WRITING,
                form="Story",
                created_at=now,
                updated_at=now,
            )
            session.add(work)
            await session.flush()
            begun = work, forms.first_draft(work, now)
            session.add(begun[1])
    return await forms.draft_view(*begun)


async def open_draft(*, work_id: WorkId, creator_id: UserId) -> DraftView:
    """What the editor's form begins with: the draft, or what is published where there is none.

    The writer sees now what would be published, so what was refused earlier is forgotten.

    Raises:
        NotFound: no such work, or it is somebody else's.
    """
    async with transaction(Database.ITEMS, actor=creator_id) as session:
        work = await own_work(session, work_id, creator_id)
        draft = await works.draft(session, work_id)
        if draft is not None and draft.refused:
            draft.refused = {}
    return await forms.draft_view(work, draft or await forms.draft_of(work))


async def preview(*, work_id: WorkId, creator_id: UserId) -> Reading:
    """The draft as its readers would see it.

    Raises:
        NotFound: no such work, or it is somebody else's.
    """
    async with reading(Database.ITEMS) as session:
        work = await own_work(session, work_id, creator_id)
        draft = await works.draft(session, work_id)
    shown = cards.drafted(work, draft)
    html, pages = "", ()
    if shown.content_id is not None:
        content = await documents.get(Kind(shown.kind), shown.content_id)
        html, pages = content.html, await cards.page_views(content.pages, shown.title)
    return Reading(
        card=await cards.card_of(shown),
        html=html,
        pages=pages,
        words=shown.words,
        minutes=shown.minutes,
        revision=shown.revision,
        reading_key=f"preview-{ids.short(work.id)}",
        is_preview=True,
        is_own=True,
    )


async def delete_draft(*, work_id: WorkId, creator_id: UserId) -> None:
    """Delete a work that is not published and that nobody has, with everything written in it.

    Raises:
        WorkIsPublished: it is taken down first.
        WorkHasBuyers: those who have it keep it.
        NotFound: no such work, or it is somebody else's.
    """
    async with transaction(Database.ITEMS, actor=creator_id) as session:
        work = await locked_own_work(session, work_id, creator_id)
        if policy.is_published(work):
            raise WorkIsPublished
        if await works.has_buyers(session, work_id):
            raise WorkHasBuyers
        await works.delete_work(session, work_id)
        payload = {"work_id": str(work_id), "kind": str(work.kind)}
        await jobs.enqueue(session, REMOVE_CONTENTS, payload)
