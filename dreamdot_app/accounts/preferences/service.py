"""What people have chosen, asked for and changed."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.preferences import repository
from dreamdot_app.accounts.preferences.choices import NAMES, Preferences, read_choice
from dreamdot_app.accounts.preferences.models import Preference
from dreamdot_app.accounts.preferences.news import KINDS, Way, read_news
from dreamdot_app.core.cache import ExpiringCache
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId

# Every page asks how it shall look: a choice made in another process is there in as many seconds.
_chosen: ExpiringCache[UUID, Preferences] = ExpiringCache(lifetime_s=5, max_items=20_000)


async def preferences_of(ids: Iterable[UserId]) -> dict[UserId, Preferences]:
    """What each of these people has chosen, with one query for all not asked for lately."""
    wanted = set(ids)
    found = {one: kept for one in wanted if (kept := _chosen.get(one)) is not None}
    missing = wanted - found.keys()
    if missing:
        before = _chosen.mark()
        async with reading(Database.USER) as session:
            rows = await repository.preferences(session, list(missing))
        by_id = {row.account_id: _view(row) for row in rows}
        for one in missing:
            found[one] = by_id.get(one, Preferences())
            _chosen.put(one, found[one], read_since=before)
    return found


async def preferences(user_id: UserId) -> Preferences:
    """What somebody has chosen."""
    return (await preferences_of([user_id]))[user_id]


async def looks(user_id: UserId) -> dict[str, str]:
    """How DreamDot shall look to somebody, in the names that the browser's part knows."""
    chosen = await preferences(user_id)
    return {
        "theme": chosen.theme,
        "motion": chosen.motion,
        "text": chosen.text_size,
        "language": chosen.language,
        "zone": chosen.time_zone,
        "amounts": chosen.amounts,
    }


async def choose(*, user_id: UserId, choices: Mapping[str, object]) -> Preferences:
    """Keep some choices, all or none of them; everything that is chosen then.

    Raises:
        BadInput: there is no such choice, or no such answer to it.
    """
    read: dict[str, Any] = dict(read_choice(name, value) for name, value in choices.items())
    if read:
        async with transaction(Database.USER, actor=user_id) as session:
            await repository.set_preferences(session, user_id, read)
        _chosen.drop(user_id)
    return await preferences(user_id)


async def news(user_id: UserId) -> dict[str, frozenset[Way]]:
    """For each kind of news the ways by which it reaches somebody."""
    async with reading(Database.USER) as session:
        chosen = await repository.news_choices(session, user_id)
    return {key: _ways(key, chosen) for key in KINDS}


async def choose_news(*, user_id: UserId, kind: object, way: object, is_on: object) -> None:
    """Switch a kind of news on or off for a way.

    Raises:
        BadInput: no such kind or way, or one that cannot be switched off.
    """
    read, by, on = read_news(kind, way, is_on)
    async with transaction(Database.USER, actor=user_id) as session:
        await repository.set_news_choice(session, user_id, read.key, by, is_on=on)


async def wants(session: AsyncSession, user_id: UserId, kind: str, way: Way) -> bool:
    """Whether somebody wants a kind of news by a way; asked in a session of the user database."""
    return way in _ways(kind, await repository.news_choices(session, user_id))


def _ways(kind: str, chosen: Mapping[tuple[str, str], bool]) -> frozenset[Way]:
    known = KINDS[kind]
    on = {way for way in Way if chosen.get((kind, way), way in known.on)}
    return frozenset(on | known.always)


def _view(row: Preference) -> Preferences:
    return Preferences(**{name: getattr(row, name) for name in NAMES})
