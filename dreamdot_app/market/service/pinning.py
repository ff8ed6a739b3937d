"""What stands first on somebody's page, and what it is chosen from."""

from uuid import UUID

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import cards, policy
from dreamdot_app.market.repository import lists, works
from dreamdot_app.market.views import PinnedWork

MOST_OFFERED = 200


async def pinned(*, creator_id: UserId, work_id: UUID) -> PinnedWork | None:
    """The work that somebody pinned; ``None`` when it is not theirs, or not out (any more)."""
    async with reading(Database.ITEMS) as session:
        work = await works.work(session, work_id)
    if work is None or work.creator_id != creator_id or not policy.is_published(work):
        return None
    return PinnedWork(await cards.card_of(work), work.summary)


async def count_of(*, creator_id: UserId) -> int:
    """How many works of somebody are out."""
    async with reading(Database.ITEMS) as session:
        return await lists.count_of(session, creator_id)


async def published_titles(*, creator_id: UserId) -> list[tuple[str, str]]:
    """``(id, title)`` of somebody's works that are out, the latest `MOST_OFFERED`."""
    async with reading(Database.ITEMS) as session:
        found = await lists.newest(
            session, kind=None, creator_id=creator_id, after=None, limit=MOST_OFFERED
        )
    return [(ids.short(work.id), work.title) for work in found]
