"""When a creator has left: what people have in their libraries stays theirs, all else goes.

A work that stays is withdrawn and has no draft and no author's name; its title, its text and the
pictures in it are what people have. Whether they paid for it makes no difference, as it makes none
for a work that its creator would delete (`WorkHasBuyers`).
"""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.contract import LEFT
from dreamdot_app.core import ids, jobs, outbox
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import documents, policy
from dreamdot_app.market.contract import Kind, Status, WorkId, WorkWithdrawn
from dreamdot_app.market.models import Work
from dreamdot_app.market.repository import belongings
from dreamdot_app.market.service.drafts import REMOVE_CONTENTS
from dreamdot_app.media import service as media

_PICTURE = re.compile(r"/media/([A-Za-z0-9]{22})/")


async def forget_creator(session: AsyncSession, *, user_id: UserId, now: datetime) -> None:
    """Remove what somebody who left had here, in the caller's transaction of the items database.

    Doing it again removes what has come since, which is nothing unless it came at that very moment.
    """
    works = await belongings.locked_works(session, user_id)
    wanted = await belongings.in_libraries(session, [work.id for work in works])
    stay = [work for work in works if work.id in wanted]
    go = [work for work in works if work.id not in wanted]
    for work in stay:
        _leave_to_readers(session, work, now)
    await session.flush()
    await belongings.delete_drafts(session, [work.id for work in stay])
    await belongings.delete_works(session, [work.id for work in go])
    await belongings.delete_places(session, user_id)
    for work in works:
        await jobs.enqueue(
            session,
            REMOVE_CONTENTS,
            {
                "work_id": str(work.id),
                "kind": str(work.kind),
                "but": str(work.content_id) if work.id in wanted else None,
            },
        )
    await media.forget_owner(session, user_id, but=await _pictures_in(stay))


def _leave_to_readers(session: AsyncSession, work: Work, now: datetime) -> None:
    if policy.is_published(work):
        outbox.add(session, WorkWithdrawn(WorkId(work.id), UserId(work.creator_id)))
    if policy.is_published(work) or work.creator_name != LEFT:
        work.status, work.creator_name, work.updated_at = Status.DRAFT, LEFT, now


async def _pictures_in(works: Sequence[Work]) -> set[UUID]:
    """The pictures that people see in works which they have."""
    found: set[UUID] = set()
    for work in works:
        if work.cover_id is not None:
            found.add(work.cover_id)
        if work.content_id is not None:
            found |= pictures_of(await documents.get(Kind(work.kind), work.content_id))
    return found


def pictures_of(content: documents.Content) -> set[UUID]:
    """The ids of the uploaded pictures that a content shows."""
    found = {page.picture_id for page in content.pages if page.picture_id is not None}
    for short in _PICTURE.findall(content.html):
        try:
            found.add(ids.parse(short))
        except NotFound:  # an address that never was a picture's
            continue
    return found
