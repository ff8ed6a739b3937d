"""A creator's own works, drafts among them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from dreamdot_app.market.models import Draft, Work
from dreamdot_app.market.views import Status


async def works(
    session: AsyncSession,
    *,
    creator_id: UUID,
    status: Status | None,
    after: UUID | None,
    limit: int,
) -> Sequence[tuple[Work, Draft | None]]:
    """The creator's works with their drafts, the latest begun first."""
    query = (
        select(Work, Draft)
        .outerjoin(Draft, col(Draft.work_id) == col(Work.id))
        .where(col(Work.creator_id) == creator_id)
    )
    if status is not None:
        query = query.where(col(Work.status) == status)
    if after is not None:
        query = query.where(col(Work.id) < after)
    rows = await session.execute(query.order_by(col(Work.id).desc()).limit(limit))
    return [(work, draft) for work, draft in rows]


async def readers(session: AsyncSession, creator_id: UUID) -> int:
    """How many readers the creator's works have, all of them together."""
    total = select(func.sum(col(Work.readers))).where(col(Work.creator_id) == creator_id)
    return int(await session.scalar(total) or 0)
