"""Pictures taken off a profile: they go, unless something of their owner's shows them still."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import documents
from dreamdot_app.market.contract import Kind
from dreamdot_app.market.repository import belongings
from dreamdot_app.media import service as media


async def forget_replaced(
    session: AsyncSession, *, user_id: UserId, pictures: Collection[UUID]
) -> int:
    """Remove these pictures, but for those that stand on their profile once more, on a cover or in
    a text of theirs, in the caller's transaction of the items database; how many went.
    """
    wanted = set(pictures) - await accounts.profile_pictures(user_id)
    works = await belongings.works(session, user_id)
    covers = {row.cover_id for pair in works for row in pair if row is not None}
    by_kind: dict[Kind, list[UUID]] = {}
    for work, _ in works:
        by_kind.setdefault(Kind(work.kind), []).append(work.id)
    gone = [one for one in wanted - covers if not await _is_shown(by_kind, one)]
    return await media.forget_pictures(session, user_id, gone)


async def _is_shown(by_kind: dict[Kind, list[UUID]], picture_id: UUID) -> bool:
    for kind, works in by_kind.items():
        if await documents.shows(kind, works, picture_id):
            return True
    return False
