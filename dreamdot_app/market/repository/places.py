"""Reading places: one for each person and work."""

from uuid import UUID

from sqlalchemy import literal_column, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.market import popularity
from dreamdot_app.market.models import ReadingPlace, Work


async def place(session: AsyncSession, user_id: UUID, work_id: UUID) -> ReadingPlace | None:
    """Where somebody stopped in a work."""
    return await session.get(ReadingPlace, (user_id, work_id))


async def keep(session: AsyncSession, fresh: ReadingPlace) -> bool:
    """Keep a place, over an earlier one of the same person; whether it is their first."""
    row = insert(ReadingPlace).values(fresh.model_dump())
    names = ("revision", "block", "offset_permille", "permille", "updated_at")
    moved = {name: row.excluded[name] for name in names}
    kept = row.on_conflict_do_update(index_elements=["user_id", "work_id"], set_=moved)
    # A row that has just been inserted was never locked or replaced by another transaction.
    return bool(await session.scalar(kept.returning(literal_column("xmax = 0"))))


async def count_reader(session: AsyncSession, work_id: UUID, *, interest: float) -> None:
    """Count one more reader of a work, with the interest that they bring (`popularity`)."""
    await session.execute(
        update(Work)
        .where(col(Work.id) == work_id)
        .values(
            readers=Work.readers + 1,
            popularity=popularity.raised_column(col(Work.popularity), interest),
        )
    )
