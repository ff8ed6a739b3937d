"""Texts that a later save has taken the place of: removed some minutes after.

Autosave writes the whole text every few seconds, so what nobody points to must not wait for the
daily sweep. One job for each work and five minutes removes all that was superseded in them: many
saves make few jobs, and whatever one missed, the next one or the sweep takes along.

What was published keeps its day (`documents.retire`): a reader may have been told its id a moment
ago.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import jobs
from dreamdot_app.core.db import Database, reading
from dreamdot_app.market import documents
from dreamdot_app.market.contract import Kind, WorkId
from dreamdot_app.market.models import Draft
from dreamdot_app.market.repository import works

REMOVE_SUPERSEDED = "market.remove_superseded"
_TOGETHER_S = 300
# Far longer than a save may take between writing its text and pointing to it.
_GRACE = timedelta(minutes=5)


@dataclass(frozen=True)
class Superseded:
    """Texts of a work from before a time."""

    work_id: UUID
    before: datetime


async def remove_later(
    session: AsyncSession, draft: Draft, content_id: UUID, now: datetime
) -> None:
    """Have a text removed that the draft, which this transaction has locked, pointed to until now.

    Only the draft's text can be published, and only under the draft's lock: what the work does not
    point to now, it never will.
    """
    work = await works.work(session, draft.work_id)
    if work is None or work.content_id == content_id:
        return
    passed_s = now.timestamp() // _TOGETHER_S * _TOGETHER_S
    until = datetime.fromtimestamp(passed_s + _TOGETHER_S, UTC)
    await jobs.enqueue(
        session,
        REMOVE_SUPERSEDED,
        Superseded(draft.work_id, until),
        dedupe=f"{draft.work_id}:{passed_s:.0f}",
        run_at=until + _GRACE,
    )


async def remove_superseded(*, work_id: WorkId, before: datetime) -> int:
    """Remove a writing's texts from before a time that nobody points to; how many went.

    Running it again removes nothing more. What is published and replaced meanwhile was marked
    before it was replaced, so it is seen to be pointed to, or seen to be marked.
    """
    written = await documents.never_out(Kind.WRITING, work_id, before)
    async with reading(Database.ITEMS) as session:
        kept = await works.pointed_to(session, written)
    return await documents.remove_never_out(Kind.WRITING, set(written) - kept)
