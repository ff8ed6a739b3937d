"""Works to look through: the newest, the popular, what was searched, what stands near another."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import cards, cursors, policy, search_terms
from dreamdot_app.market.contract import Kind, Price, WorkCard, WorkId, WorkPage
from dreamdot_app.market.models import Work
from dreamdot_app.market.repository import lists, works

MOST = 60
# How many works that share a tag are looked at to find those that share most.
_CANDIDATES = 48
_OF_ONE_CREATOR = 2


def page_size(limit: int) -> int:
    """A page's size within what is allowed."""
    return max(1, min(limit, MOST))


async def newest(
    *,
    kind: Kind | None = None,
    besides: Collection[UserId] = (),
    before: str = "",
    limit: int = 24,
) -> WorkPage:
    """Published works, latest first, ``besides`` those of these creators.

    Raises:
        BadInput: ``before`` is not the ``next`` of a page.
    """
    return await _by_time(kind=kind, creator_id=None, besides=besides, before=before, limit=limit)


async def by_creator(*, creator_id: UserId, before: str = "", limit: int = 24) -> WorkPage:
    """One creator's published works, latest first.

    Raises:
        BadInput: ``before`` is not the ``next`` of a page.
    """
    return await _by_time(kind=None, creator_id=creator_id, before=before, limit=limit)


async def _by_time(
    *,
    kind: Kind | None,
    creator_id: UserId | None,
    besides: Collection[UserId] = (),
    before: str,
    limit: int,
) -> WorkPage:
    after = cursors.time_and_id(before) if before else None
    size = page_size(limit)
    async with reading(Database.ITEMS) as session:
        found = await lists.newest(
            session,
            kind=kind,
            creator_id=creator_id,
            besides=besides,
            after=after,
            limit=size + 1,
        )
    following = ""
    if len(found) > size and (at := found[size - 1].published_at):
        following = cursors.of_time(at, found[size - 1].id)
    return WorkPage(await cards.cards(found[:size]), following)


async def popular(
    *,
    kind: Kind | None = None,
    besides: Collection[UserId] = (),
    before: str = "",
    limit: int = 24,
) -> WorkPage:
    """Published works by interest, which halves every week (`popularity`), ``besides`` those of
    these creators.

    Raises:
        BadInput: ``before`` is not the ``next`` of a page.
    """
    return await search(q="", kind=kind, besides=besides, before=before, limit=limit)


async def search(
    *,
    q: str,
    kind: Kind | None = None,
    price: Price = Price.ANY,
    besides: Collection[UserId] = (),
    before: str = "",
    limit: int = 24,
) -> WorkPage:
    """Published works with all of the typed words, of which each may be a word's beginning.

    Those of the creators ``besides`` whom it is searched are left out. Accents and capitals do not
    matter. Works that are called so or made by somebody called so come first, then those with the
    words in tags or summary, both by popularity. Without a word that can be searched for,
    everything is found.

    Raises:
        BadInput: ``before`` is not the ``next`` of a page.
    """
    start = cursors.rank(before) if before else None
    sought = lists.Sought(search_terms.words(q), kind, price, besides)
    size = page_size(limit)
    ranked: list[tuple[int, Work]] = []
    async with reading(Database.ITEMS) as session:
        for tier in range(start.tier if start else 0, 2 if sought.words else 1):
            after = (start.popularity, start.row_id) if start and start.tier == tier else None
            left = size + 1 - len(ranked)
            found = await lists.found(session, sought, tier=tier, after=after, limit=left)
            ranked += [(tier, work) for work in found]
            if len(ranked) > size:
                break
    following = ""
    if len(ranked) > size:
        tier, last = ranked[size - 1]
        following = cursors.of_rank(cursors.Rank(tier, last.popularity, last.id))
    return WorkPage(await cards.cards([work for _, work in ranked[:size]]), following)


async def near(
    *, work_id: WorkId, besides: Collection[UserId] = (), limit: int = 4
) -> tuple[WorkCard, ...]:
    """Works to go on with: up to two of the same creator, then those that share most tags, then
    the popular ones of its kind, all of them ``besides`` those of these creators.
    """
    async with reading(Database.ITEMS) as session:
        work = await works.work(session, work_id)
        if work is None or not policy.is_published(work):
            return ()
        chosen = await _near(session, work, page_size(limit), besides)
    return await cards.cards(chosen)


async def _near(
    session: AsyncSession, work: Work, limit: int, besides: Collection[UserId]
) -> Sequence[Work]:
    same = await lists.newest(
        session, kind=None, creator_id=work.creator_id, after=None, limit=_OF_ONE_CREATOR + 1
    )
    chosen = {other.id: other for other in same if other.id != work.id}
    chosen = dict(list(chosen.items())[: min(_OF_ONE_CREATOR, limit)])
    if work.tags:
        akin = await lists.sharing_tags(session, tags=work.tags, besides=work.id, limit=_CANDIDATES)
        akin = [other for other in akin if other.creator_id not in besides]
        shared = sorted(akin, key=lambda other: -len(set(other.tags) & set(work.tags)))
        chosen |= {other.id: other for other in shared if other.id not in chosen}
    if len(chosen) < limit:
        of_its_kind = lists.Sought(kind=Kind(work.kind), besides=besides)
        popular_ones = await lists.found(session, of_its_kind, limit=limit + 1 + len(chosen))
        chosen |= {other.id: other for other in popular_ones if other.id not in chosen}
    chosen.pop(work.id, None)
    return list(chosen.values())[:limit]
