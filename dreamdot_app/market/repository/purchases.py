"""Purchases: one person's of one work, a library, a creator's sales by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, literal_column, or_, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from dreamdot_app.market.models import Purchase, ReadingPlace, Work
from dreamdot_app.market.views import FINISHED_PERMILLE, KINDS_WITH_AN_END, Kind, Progress

_HAS_AN_END = col(Work.kind).in_(KINDS_WITH_AN_END)
_IS_FINISHED = col(ReadingPlace.furthest_permille) >= FINISHED_PERMILLE


@dataclass(frozen=True, slots=True)
class Owned:
    """A row of a library."""

    work: Work
    purchase: Purchase
    place: ReadingPlace | None


@dataclass(frozen=True, slots=True)
class SalesOfDay:
    """What a creator sold on one day (UTC)."""

    day: date
    sales: int
    promo_minor: int
    cash_minor: int


async def of_work(session: AsyncSession, work_id: UUID, buyer_id: UUID) -> Purchase | None:
    """Somebody's purchase of a work."""
    mine = select(Purchase).where(
        col(Purchase.work_id) == work_id, col(Purchase.buyer_id) == buyer_id
    )
    return (await session.scalars(mine)).first()


async def library(
    session: AsyncSession,
    *,
    buyer_id: UUID,
    kind: Kind | None,
    progress: Progress,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Owned]:
    """What somebody has, the latest first, with how far they have read it."""
    query = (
        select(Work, Purchase, ReadingPlace)
        .join(Purchase, col(Purchase.work_id) == col(Work.id))
        .outerjoin(
            ReadingPlace,
            (col(ReadingPlace.work_id) == col(Work.id)) & (col(ReadingPlace.user_id) == buyer_id),
        )
        .where(col(Purchase.buyer_id) == buyer_id)
    )
    if kind is not None:
        query = query.where(col(Work.kind) == kind)
    match progress:
        case Progress.UNREAD:
            query = query.where(col(ReadingPlace.user_id).is_(None))
        case Progress.READING:
            query = query.where(_HAS_AN_END, ~_IS_FINISHED)
        case Progress.FINISHED:
            query = query.where(_HAS_AN_END, _IS_FINISHED)
        case Progress.ANY:
            pass
    if after is not None:
        query = query.where(tuple_(col(Purchase.created_at), col(Purchase.id)) < after)
    latest_first = (col(Purchase.created_at).desc(), col(Purchase.id).desc())
    rows = await session.execute(query.order_by(*latest_first).limit(limit))
    return [Owned(work, purchase, place) for work, purchase, place in rows]


async def being_read(
    session: AsyncSession, *, user_id: UUID, limit: int
) -> Sequence[tuple[Work, ReadingPlace, Purchase | None]]:
    """Works that somebody has begun, not finished and may still read; the last read first."""
    query = (
        select(Work, ReadingPlace, Purchase)
        .join(ReadingPlace, col(ReadingPlace.work_id) == col(Work.id))
        .outerjoin(
            Purchase,
            (col(Purchase.work_id) == col(Work.id)) & (col(Purchase.buyer_id) == user_id),
        )
        .where(
            col(ReadingPlace.user_id) == user_id,
            _HAS_AN_END,
            ~_IS_FINISHED,
            or_(
                col(Purchase.id).is_not(None),
                (col(Work.status) == literal_column("'published'")) & (col(Work.price_minor) == 0),
            ),
        )
        .order_by(col(ReadingPlace.updated_at).desc())
        .limit(limit)
    )
    rows = await session.execute(query)
    return [(work, place, purchase) for work, place, purchase in rows]


async def sales_by_day(
    session: AsyncSession, *, creator_id: UUID, since: datetime
) -> Sequence[SalesOfDay]:
    """A creator's paid sales, summed up by day (UTC), since a time."""
    day = func.date(func.timezone("UTC", col(Purchase.created_at)))
    query = (
        select(
            day,
            func.count(),
            func.sum(col(Purchase.earned_promo_minor)),
            func.sum(col(Purchase.earned_cash_minor)),
        )
        .where(
            col(Purchase.creator_id) == creator_id,
            col(Purchase.created_at) >= since,
            col(Purchase.price_minor) > 0,
        )
        .group_by(day)
    )
    rows = await session.execute(query)
    return [SalesOfDay(row[0], row[1], int(row[2]), int(row[3])) for row in rows]
