"""Keeping people away, and letting them back."""

from datetime import datetime
from uuid import UUID

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core import ids
from dreamdot_app.core.cache import ExpiringCache
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.social import repository
from dreamdot_app.social.contract import (
    Distance,
    KeptAway,
    KeptAwayPage,
    Standing,
    TooMany,
    Yourself,
)
from dreamdot_app.social.models import Aversion

MOST = 2_000
_PAGE = 50
# Every list of works asks; in other processes it is right after as many seconds.
_unseen: ExpiringCache[UUID, frozenset[UserId]] = ExpiringCache(lifetime_s=5, max_items=20_000)


async def keep_away(
    *, user_id: UserId, other_id: UserId, distance: Distance, now: datetime
) -> None:
    """Mute or block somebody; doing it again changes nothing.

    Raises:
        Yourself: it is oneself.
        NotFound: there is no such person.
        TooMany: as many are kept away as may be.
    """
    if other_id == user_id:
        raise Yourself
    if other_id not in await accounts.cards([other_id]):
        raise NotFound("Nobody has this name.")
    async with transaction(Database.SOCIAL, actor=user_id) as session:
        if await repository.count(session, user_id) >= MOST:
            raise TooMany
        row = Aversion(account_id=user_id, other_id=other_id, distance=distance, since=now)
        await repository.add(session, row)
    _forget(user_id, other_id)


async def let_back(*, user_id: UserId, other_id: UserId, distance: Distance) -> None:
    """Unmute or unblock somebody; doing it again changes nothing."""
    async with transaction(Database.SOCIAL, actor=user_id) as session:
        await repository.remove(session, user_id, other_id, distance)
    _forget(user_id, other_id)


async def standing(*, user_id: UserId, other_id: UserId) -> Standing:
    """How one keeps another away; what the other does with them is not told."""
    async with reading(Database.SOCIAL) as session:
        found = await repository.distances(session, user_id, other_id)
    return Standing(is_muted=Distance.MUTED in found, is_blocked=Distance.BLOCKED in found)


async def has_blocked(*, user_id: UserId, other_id: UserId) -> bool:
    """Whether the one has blocked the other: then the other may not write to or follow them."""
    return (await standing(user_id=user_id, other_id=other_id)).is_blocked


async def unseen_by(user_id: UserId | None) -> frozenset[UserId]:
    """Whose works and words are not shown to somebody in lists; nobody's for visitors.

    Of very many who have blocked somebody these are the latest (`repository.MOST_BLOCKERS`).
    """
    if user_id is None:
        return frozenset()
    if (kept := _unseen.get(user_id)) is not None:
        return kept
    before = _unseen.mark()
    async with reading(Database.SOCIAL) as session:
        found = frozenset(UserId(one) for one in await repository.unseen_by(session, user_id))
    _unseen.put(user_id, found, read_since=before)
    return found


async def kept_away(
    *, user_id: UserId, distance: Distance, before: str = "", limit: int = _PAGE
) -> KeptAwayPage:
    """Whom somebody keeps away, the latest first; ``before`` is the ``next`` of a page.

    Raises:
        NotFound: ``before`` is none.
    """
    after, size = ids.parse(before) if before else None, max(1, min(limit, _PAGE))
    async with reading(Database.SOCIAL) as session:
        rows = await repository.kept_away(session, user_id, distance, before=after, limit=size + 1)
    known = await accounts.cards(UserId(row.other_id) for row in rows)
    people = tuple(
        KeptAway(known[UserId(row.other_id)], row.since)
        for row in rows[:size]
        if UserId(row.other_id) in known
    )
    return KeptAwayPage(people, ids.short(rows[size - 1].id) if len(rows) > size else "")


def _forget(*people: UUID) -> None:
    for one in people:
        _unseen.drop(one)
