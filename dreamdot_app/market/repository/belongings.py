"""Everything that goes with one person: to be taken along, or to be removed when they leave."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from dreamdot_app.market.models import Draft, Purchase, ReadingPlace, Work


async def works(session: AsyncSession, creator_id: UUID) -> Sequence[tuple[Work, Draft | None]]:
    """Somebody's works with their drafts, in the order in which they were begun."""
    query = (
        select(Work, Draft)
        .outerjoin(Draft, col(Draft.work_id) == col(Work.id))
        .where(col(Work.creator_id) == creator_id)
        .order_by(col(Work.id))
    )
    return [(work, draft) for work, draft in await session.execute(query)]


async def purchases(session: AsyncSession, buyer_id: UUID) -> Sequence[tuple[Purchase, str]]:
    """What somebody has of others, with its title, in the order of time."""
    query = (
        select(Purchase, Work.title)
        .join(Work, col(Work.id) == col(Purchase.work_id))
        .where(col(Purchase.buyer_id) == buyer_id)
        .order_by(col(Purchase.created_at), col(Purchase.id))
    )
    return [(purchase, title) for purchase, title in await session.execute(query)]


async def sales(session: AsyncSession, creator_id: UUID) -> Sequence[Purchase]:
    """What others have of somebody, in the order of time."""
    query = select(Purchase).where(col(Purchase.creator_id) == creator_id)
    return (await session.scalars(query.order_by(col(Purchase.created_at), col(Purchase.id)))).all()


async def places(session: AsyncSession, user_id: UUID) -> Sequence[ReadingPlace]:
    """Where somebody stopped reading, the last read first."""
    query = select(ReadingPlace).where(col(ReadingPlace.user_id) == user_id)
    return (await session.scalars(query.order_by(col(ReadingPlace.updated_at).desc()))).all()


async def locked_works(session: AsyncSession, creator_id: UUID) -> Sequence[Work]:
    """Somebody's works, as they stay until the transaction ends."""
    query = select(Work).where(col(Work.creator_id) == creator_id).order_by(col(Work.id))
    return (await session.scalars(query.with_for_update(key_share=True))).all()


async def in_libraries(session: AsyncSession, works_: Collection[UUID]) -> set[UUID]:
    """Which of these works somebody has."""
    query = select(Purchase.work_id).where(col(Purchase.work_id).in_(list(works_))).distinct()
    return set((await session.scalars(query)).all())


async def delete_works(session: AsyncSession, works_: Collection[UUID]) -> None:
    """Delete works with their drafts and the places people kept in them."""
    await session.execute(delete(Work).where(col(Work.id).in_(list(works_))))


async def delete_drafts(session: AsyncSession, works_: Collection[UUID]) -> None:
    """Delete the drafts of works that stay."""
    await session.execute(delete(Draft).where(col(Draft.work_id).in_(list(works_))))


async def delete_places(session: AsyncSession, user_id: UUID) -> None:
    """Forget where somebody stopped reading."""
    await session.execute(delete(ReadingPlace).where(col(ReadingPlace.user_id) == user_id))
