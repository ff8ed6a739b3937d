"""A creator's own works, drafts among them."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Totals:
    """All of a creator's works together, since the first; somebody who began two counts twice."""

    readers: int
    sales: int


async def totals(session: AsyncSession, creator_id: UUID) -> Totals:
    """How often the creator's works were begun and sold."""
    sums = select(func.sum(col(Work.readers)), func.sum(col(Work.sales)))
    row = (await session.execute(sums.where(col(Work.creator_id) == creator_id))).one()
    return Totals(readers=int(row[0] or 0), sales=int(row[1] or 0))
