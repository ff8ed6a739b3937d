"""Queries of media, nothing else."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, func
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


async def of_owner(session: AsyncSession, owner_id: UUID) -> Sequence[Picture]:
    """Everything that somebody uploaded, in order."""
    mine = select(Picture).where(col(Picture.owner_id) == owner_id).order_by(col(Picture.id))
    return (await session.scalars(mine)).all()


async def delete_these(
    session: AsyncSession, owner_id: UUID, wanted: Collection[UUID]
) -> Sequence[UUID]:
    """Delete the rows of these, as far as this person uploaded them; the ids of those."""
    gone = delete(Picture).where(
        col(Picture.owner_id) == owner_id, col(Picture.id).in_(list(wanted))
    )
    return (await session.scalars(gone.returning(col(Picture.id)))).all()


async def delete_of_owner(
    session: AsyncSession, owner_id: UUID, *, but: Collection[UUID]
) -> Sequence[UUID]:
    """Delete the rows of what somebody uploaded, but for these; their ids."""
    gone = delete(Picture).where(
        col(Picture.owner_id) == owner_id, col(Picture.id).not_in(list(but))
    )
    return (await session.scalars(gone.returning(col(Picture.id)))).all()
