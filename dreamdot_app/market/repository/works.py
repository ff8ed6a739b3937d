"""Works and drafts by id: for reading, and locked for a change.

Everybody locks in the same order: the work, then its draft, then (a purchase) the ledger's
accounts in the ledger's own order. The work's lock is FOR NO KEY UPDATE: rows that refer to it may
be added meanwhile.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, union_all, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from dreamdot_app.market import popularity
from dreamdot_app.market.models import Draft, Purchase, Work
from dreamdot_app.market.views import Status


async def work(session: AsyncSession, work_id: UUID) -> Work | None:
    """A work as it is."""
    return await session.get(Work, work_id)


async def locked_work(session: AsyncSession, work_id: UUID) -> Work | None:
    """A work that stays as it is until the transaction ends."""
    return await session.get(Work, work_id, with_for_update={"key_share": True})


async def draft(session: AsyncSession, work_id: UUID) -> Draft | None:
    """A work's draft, if there is one."""
    return await session.get(Draft, work_id)


async def locked_draft(session: AsyncSession, work_id: UUID) -> Draft | None:
    """A work's draft, as it stays until the transaction ends."""
    return await session.get(Draft, work_id, with_for_update=True)


async def ensured_draft(session: AsyncSession, fresh: Draft) -> Draft:
    """The work's draft, locked; ``fresh`` when there was none."""
    await session.execute(insert(Draft).values(fresh.model_dump()).on_conflict_do_nothing())
    found = await locked_draft(session, fresh.work_id)
    assert found is not None  # noqa: S101 it was there or has just been made
    return found


async def only_one_start(session: AsyncSession, creator_id: UUID) -> None:
    """Let a creator begin one draft at a time, until the transaction ends."""
    key = func.hashtextextended(f"market.start_draft:{creator_id}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def untouched_draft(
    session: AsyncSession, creator_id: UUID, since: datetime
) -> tuple[Work, Draft] | None:
    """A draft that the creator began after a time and has not saved yet."""
    found = await session.execute(
        select(Work, Draft)
        .join(Draft, col(Draft.work_id) == col(Work.id))
        .where(
            col(Work.creator_id) == creator_id,
            col(Work.status) == Status.DRAFT,
            col(Work.content_id).is_(None),
            col(Draft.revision) == 0,
            col(Draft.saved_at) >= since,
        )
        .order_by(col(Work.id).desc())
        .limit(1)
    )
    row = found.first()
    return (row[0], row[1]) if row else None


async def delete_work(session: AsyncSession, work_id: UUID) -> None:
    """Delete a work with its draft and the places people kept in it."""
    await session.execute(delete(Work).where(col(Work.id) == work_id))


async def delete_untouched(session: AsyncSession, before: datetime) -> int:
    """Delete works that were begun before a time and never saved; how many went."""
    empty = select(Draft.work_id).where(
        col(Draft.revision) == 0,
        col(Draft.saved_at) < before,
        col(Draft.refused) == {},
    )
    gone = await session.scalars(
        delete(Work)
        .where(
            col(Work.id).in_(empty),
            col(Work.content_id).is_(None),
            col(Work.status) == Status.DRAFT,
        )
        .returning(col(Work.id))
    )
    return len(gone.all())


async def has_buyers(session: AsyncSession, work_id: UUID) -> bool:
    """Whether anybody has the work."""
    one = select(Purchase.id).where(col(Purchase.work_id) == work_id).limit(1)
    return await session.scalar(one) is not None


async def pointed_to(session: AsyncSession, contents: Collection[UUID]) -> set[UUID]:
    """Which of these contents a work or a draft points to."""
    rows = await session.execute(
        union_all(
            select(Work.content_id).where(col(Work.content_id).in_(contents)),
            select(Draft.content_id).where(col(Draft.content_id).in_(contents)),
        )
    )
    return {row[0] for row in rows}


async def raise_popularity(session: AsyncSession, work_id: UUID, interest: float) -> None:
    """Add interest (`popularity`) to a work."""
    raised = popularity.raised_column(col(Work.popularity), interest)
    await session.execute(update(Work).where(col(Work.id) == work_id).values(popularity=raised))


async def rename_maker(session: AsyncSession, creator_id: UUID, creator_name: str) -> None:
    """Let all works of somebody be found under this name."""
    await session.execute(
        update(Work)
        .where(col(Work.creator_id) == creator_id, col(Work.creator_name) != creator_name)
        .values(creator_name=creator_name)
    )
