"""Work that market does later: contents that nobody points to, and drafts that nobody began."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import clock, log
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.jobs import JobContext, job
from dreamdot_app.core.schedules import every
from dreamdot_app.market import documents
from dreamdot_app.market.contract import Kind, WorkId
from dreamdot_app.market.repository import works
from dreamdot_app.market.service import superseding
from dreamdot_app.market.service.drafts import REMOVE_CONTENTS
from dreamdot_app.market.service.superseding import REMOVE_SUPERSEDED, Superseded

_A_DAY_S = 86_400
# An editor that is open right now writes its content a moment before the row that points to it.
_LONG_AGO = timedelta(days=1)


@dataclass(frozen=True)
class RemovedWork:
    """A work that was deleted, or of which its readers keep one content alone."""

    work_id: UUID
    kind: str
    but: UUID | None = None


@job(REMOVE_CONTENTS, in_=Database.ITEMS, outside=True)
async def remove_contents(_context: JobContext, payload: RemovedWork) -> None:
    """Remove everything that was written in a work, but what its readers keep."""
    await documents.remove_of_work(Kind(payload.kind), payload.work_id, but=payload.but)


@job(REMOVE_SUPERSEDED, in_=Database.ITEMS, outside=True)
async def remove_superseded(_context: JobContext, payload: Superseded) -> None:
    """Remove the texts of a draft that later saves have taken the place of."""
    await superseding.remove_superseded(work_id=WorkId(payload.work_id), before=payload.before)


async def sweep_contents(*, now: datetime) -> int:
    """Remove contents older than a day that no work and no draft points to; how many went.

    They are left by a crash between writing a content and pointing to it, and by works that were
    published again. A content that nobody points to for a day is never pointed to again: ids are
    only handed on within the draft and its work.
    """
    removed, before = 0, now - _LONG_AGO
    for kind in Kind:
        async for batch in documents.ids_before(kind, before):
            async with reading(Database.ITEMS) as session:
                kept = await works.pointed_to(session, batch)
            removed += await documents.remove_stale(kind, set(batch) - kept, before)
    return removed


@every(seconds=_A_DAY_S, name="market.sweep_contents", in_=Database.ITEMS, outside=True)
async def sweep_contents_daily(_context: JobContext) -> None:
    """Sweep once a day."""
    removed = await sweep_contents(now=clock.now())
    log.logger(slice="market").info("contents_swept", removed=removed)


@every(seconds=_A_DAY_S, name="market.drop_untouched_drafts", in_=Database.ITEMS)
async def drop_untouched_drafts(session: AsyncSession) -> None:
    """Delete works that were begun a day ago and never typed into."""
    await works.delete_untouched(session, clock.now() - _LONG_AGO)
