"""Published works in lists: by time, by popularity, by what they are about. All are keyset pages.

Every list takes the key of the row that it begins after, and gives at most ``limit`` rows.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal_column, not_, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from dreamdot_app.market import search_terms
from dreamdot_app.market.models import SEARCH, Work
from dreamdot_app.market.views import Kind, Price

# Written into the statement: with a parameter there, a prepared plan could not use the partial
# indexes.
_IS_PUBLISHED = col(Work.status) == literal_column("'published'")


def _published(kind: Kind | None, price: Price = Price.ANY) -> SelectOfScalar[Work]:
    query = select(Work).where(_IS_PUBLISHED)
    if kind is not None:
        query = query.where(col(Work.kind) == kind)
    if price is Price.FREE:
        query = query.where(col(Work.price_minor) == 0)
    elif price is Price.PAID:
        query = query.where(col(Work.price_minor) > 0)
    return query


async def _rows(session: AsyncSession, query: SelectOfScalar[Work]) -> Sequence[Work]:
    return (await session.scalars(query)).all()


async def newest(
    session: AsyncSession,
    *,
    kind: Kind | None,
    creator_id: UUID | None = None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Work]:
    """Latest first: of everybody, or of one creator."""
    query = _published(kind)
    if creator_id is not None:
        query = query.where(col(Work.creator_id) == creator_id)
    if after is not None:
        query = query.where(tuple_(col(Work.published_at), col(Work.id)) < after)
    newest_first = (col(Work.published_at).desc(), col(Work.id).desc())
    return await _rows(session, query.order_by(*newest_first).limit(limit))


async def found(
    session: AsyncSession,
    *,
    words: list[str],
    tier: int,
    kind: Kind | None,
    price: Price,
    after: tuple[float, UUID] | None,
    limit: int,
) -> Sequence[Work]:
    """Works with all of the words, most popular first; without words all of them.

    Tier 0 are those with all words in their title and their creator's name, tier 1 the others:
    two lists one after the other, so that each can be read along the popularity index or out of
    the words' index, whichever is shorter.
    """
    query = _published(kind, price)
    if words and tier == 0:
        query = query.where(_matches(words, weights="AB"))
    elif words:
        query = query.where(_matches(words), not_(_matches(words, weights="AB")))
    return await _by_popularity(session, query, after, limit)


async def _by_popularity(
    session: AsyncSession,
    query: SelectOfScalar[Work],
    after: tuple[float, UUID] | None,
    limit: int,
) -> Sequence[Work]:
    if after is not None:
        query = query.where(tuple_(col(Work.popularity), col(Work.id)) < after)
    popular_first = (col(Work.popularity).desc(), col(Work.id).desc())
    return await _rows(session, query.order_by(*popular_first).limit(limit))


def _matches(words: list[str], *, weights: str = "") -> ColumnElement[bool]:
    query = func.work_fold(search_terms.query(words, weights=weights))
    return SEARCH.bool_op("@@")(func.to_tsquery("pg_catalog.simple", query))


async def sharing_tags(
    session: AsyncSession, *, tags: Collection[str], besides: UUID, limit: int
) -> Sequence[Work]:
    """Popular works with at least one of these tags."""
    query = _published(None).where(
        col(Work.tags).bool_op("&&")(list(tags)), col(Work.id) != besides
    )
    return await _by_popularity(session, query, None, limit)


async def total_published(session: AsyncSession, *, since: datetime, most: int) -> int:
    """How many works came out since a time, counted up to ``most``."""
    recent = (
        select(Work.id).where(_IS_PUBLISHED, col(Work.published_at) >= since).limit(most)
    ).subquery()
    return await session.scalar(select(func.count()).select_from(recent)) or 0
