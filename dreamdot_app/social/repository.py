"""Queries on whom people keep away, nothing else."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.social.contract import Distance
from dreamdot_app.social.models import Aversion

# Whoever is blocked by more people than this costs no more than by so many.
MOST_BLOCKERS = 5_000


async def add(session: AsyncSession, row: Aversion) -> None:
    """Keep somebody away; once more changes nothing."""
    values = row.model_dump()
    await session.execute(
        insert(Aversion)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["account_id", "other_id", "distance"])
    )


async def remove(
    session: AsyncSession, account_id: UUID, other_id: UUID, distance: Distance
) -> None:
    """Let somebody back; once more changes nothing."""
    await session.execute(
        delete(Aversion).where(
            col(Aversion.account_id) == account_id,
            col(Aversion.other_id) == other_id,
            col(Aversion.distance) == distance,
        )
    )


async def count(session: AsyncSession, account_id: UUID) -> int:
    """How many somebody keeps away, in either way."""
    wanted = select(func.count()).where(col(Aversion.account_id) == account_id)
    return await session.scalar(wanted) or 0


async def distances(session: AsyncSession, account_id: UUID, other_id: UUID) -> set[str]:
    """The ways in which one keeps the other away."""
    rows = await session.scalars(
        select(col(Aversion.distance)).where(
            col(Aversion.account_id) == account_id, col(Aversion.other_id) == other_id
        )
    )
    return set(rows)


async def kept_away(
    session: AsyncSession, account_id: UUID, distance: Distance, *, before: UUID | None, limit: int
) -> Sequence[Aversion]:
    """Whom somebody keeps away, the latest first, from after the row ``before``."""
    wanted = (
        select(Aversion)
        .where(col(Aversion.account_id) == account_id, col(Aversion.distance) == distance)
        .order_by(col(Aversion.id).desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(col(Aversion.id) < before)
    return (await session.scalars(wanted)).all()


async def unseen_by(session: AsyncSession, account_id: UUID) -> set[UUID]:
    """Whom somebody keeps away in either way, and who has blocked them, of these the latest."""
    theirs = select(col(Aversion.other_id)).where(col(Aversion.account_id) == account_id)
    blockers = (
        select(col(Aversion.account_id))
        .where(col(Aversion.other_id) == account_id, col(Aversion.distance) == Distance.BLOCKED)
        .order_by(col(Aversion.id).desc())
        .limit(MOST_BLOCKERS)
    )
    return set(await session.scalars(theirs.union_all(blockers)))


async def forget(session: AsyncSession, account_id: UUID) -> None:
    """Delete everything that names this account."""
    await session.execute(
        delete(Aversion).where(
            or_(col(Aversion.account_id) == account_id, col(Aversion.other_id) == account_id)
        )
    )
