"""Published works in lists: by time, by popularity, by what they are about. All are keyset pages.

Every list takes the key of the row that it begins after, and gives at most ``limit`` rows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, func, literal_column, not_, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from dreamdot_app.market import search_terms
from dreamdot_app.market.models import NAMES, SEARCH, Work
from dreamdot_app.market.views import Kind, Price

# Written into the statement: with a parameter there, a prepared plan could not use the partial
# indexes.
_IS_PUBLISHED = col(Work.status) == literal_column("'published'")


# How many works a search looks at before it asks the index of words.
_AHEAD = 1_000


def _published(
    kind: Kind | None, price: Price = Price.ANY, besides: Collection[UUID] = ()
) -> SelectOfScalar[Work]:
    query = select(Work).where(_IS_PUBLISHED)
    if besides:
        query = query.where(col(Work.creator_id).not_in(besides))
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
    besides: Collection[UUID] = (),
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Work]:
    """Latest first: of everybody ``besides`` these creators, or of one creator."""
    query = _published(kind, besides=besides)
    if creator_id is not None:
        query = query.where(col(Work.creator_id) == creator_id)
    if after is not None:
        query = query.where(tuple_(col(Work.published_at), col(Work.id)) < after)
    newest_first = (col(Work.published_at).desc(), col(Work.id).desc())
    return await _rows(session, query.order_by(*newest_first).limit(limit))


async def count_of(session: AsyncSession, creator_id: UUID) -> int:
    """How many works of one creator are published."""
    count = select(func.count()).where(_IS_PUBLISHED, col(Work.creator_id) == creator_id)
    return int(await session.scalar(count) or 0)


@dataclass(frozen=True, slots=True)
class Sought:
    """What works are looked for by."""

    words: tuple[str, ...] = ()
    kind: Kind | None = None
    price: Price = Price.ANY
    besides: Collection[UUID] = ()  # creators whose works are left out


async def found(
    session: AsyncSession,
    sought: Sought,
    *,
    tier: int = 0,
    after: tuple[float, UUID] | None = None,
    limit: int,
) -> Sequence[Work]:
    """Works with all of the words, most popular first; without words simply the popular.

    Tier 0 are those with all words in their title and their creator's name, tier 1 the others.

    Common words are found along the popularity index, rare ones by the index of words, and the
    planner cannot tell which these are (it takes words for independent of each other). So the
    next works by popularity are looked at first, whatever they say; only where too few of them
    match are all matches collected, which are few then.
    """
    wanted = _after(_published(sought.kind, sought.price, sought.besides), after)
    if not sought.words:
        return await _by_popularity(session, wanted, limit)
    key = (col(Work.popularity), col(Work.id))
    ahead = (
        wanted.with_only_columns(*key, NAMES, SEARCH)
        .order_by(*(part.desc() for part in key))
        .limit(_AHEAD)
        .subquery()
    )
    matches = _matches(ahead.c.names, ahead.c.search, sought.words, tier)
    near = await _rows(session, _ranked(ahead, limit).where(matches))
    if len(near) == limit:
        return near
    every = wanted.with_only_columns(*key).where(_matches(NAMES, SEARCH, sought.words, tier)).cte()
    return await _rows(session, _ranked(every.prefix_with("materialized"), limit))


async def _by_popularity(
    session: AsyncSession, query: SelectOfScalar[Work], limit: int
) -> Sequence[Work]:
    popular_first = (col(Work.popularity).desc(), col(Work.id).desc())
    return await _rows(session, query.order_by(*popular_first).limit(limit))


def _ranked(keys: FromClause, limit: int) -> SelectOfScalar[Work]:
    """The works of these keys, most popular first."""
    joined = select(Work).join(keys, keys.c.id == col(Work.id))
    return joined.order_by(keys.c.popularity.desc(), keys.c.id.desc()).limit(limit)


def _after(query: SelectOfScalar[Work], after: tuple[float, UUID] | None) -> SelectOfScalar[Work]:
    if after is None:
        return query
    return query.where(tuple_(col(Work.popularity), col(Work.id)) < after)


def _matches(
    names: ColumnElement[str], search: ColumnElement[str], words: tuple[str, ...], tier: int
) -> ColumnElement[bool]:
    query = func.to_tsquery("pg_catalog.simple", func.work_fold(search_terms.query(words)))
    named = names.bool_op("@@")(query)
    return named if tier == 0 else and_(search.bool_op("@@")(query), not_(named))


async def sharing_tags(
    session: AsyncSession, *, tags: Collection[str], besides: UUID, limit: int
) -> Sequence[Work]:
    """Popular works with at least one of these tags."""
    query = _published(None).where(
        col(Work.tags).bool_op("&&")(list(tags)), col(Work.id) != besides
    )
    return await _by_popularity(session, query, limit)
