"""Queries of media, nothing else."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from dreamdot_app.media.models import Picture


async def pictures(session: AsyncSession, wanted: Collection[UUID]) -> Sequence[Picture]:
    """The rows of these ids, in no order."""
    rows = await session.scalars(select(Picture).where(col(Picture.id).in_(wanted)))
    return rows.all()


async def existing(session: AsyncSession, wanted: Collection[UUID]) -> set[UUID]:
    """Which of these ids have a row."""
    rows = await session.scalars(select(Picture.id).where(col(Picture.id).in_(wanted)))
    return set(rows)


async def kept_by(session: AsyncSession, owner_id: UUID) -> tuple[int, int]:
    """How many pictures somebody has uploaded, and how many bytes they were."""
    kept = select(func.count(), func.coalesce(func.sum(Picture.original_bytes), 0)).where(
        col(Picture.owner_id) == owner_id
    )
    count, size = (await session.execute(kept)).one()
    return int(count), int(size)
