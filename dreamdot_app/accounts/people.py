"""People as others see them in lists, and bringing many in at once."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import repository, usernames
from dreamdot_app.accounts.avatars import avatar_urls
from dreamdot_app.accounts.contract import (
    AccountJoined,
    NewPerson,
    PersonCard,
    UserId,
)
from dreamdot_app.accounts.emails import email_key
from dreamdot_app.core import ids, outbox
from dreamdot_app.core.cache import ExpiringCache
from dreamdot_app.core.db import Database, reading

_cards: ExpiringCache[UUID, PersonCard] = ExpiringCache(lifetime_s=30, max_items=50_000)


async def cards(ids_: Iterable[UserId]) -> dict[UserId, PersonCard]:
    """The cards of these people, with one query for all that were not asked for lately.

    Unknown ids are absent.
    """
    wanted = set(ids_)
    found = {one: card for one in wanted if (card := _cards.get(one)) is not None}
    missing = wanted - found.keys()
    if missing:
        before = _cards.mark()
        async with reading(Database.USER) as session:
            rows = await repository.accounts(session, missing)
        avatars = await avatar_urls(rows)
        for row in rows:
            name = "" if row.deleted_at else row.username
            card = PersonCard(UserId(row.id), name, row.display_name, avatars[row.id])
            found[card.id] = card
            _cards.put(row.id, card, read_since=before)
    return found


async def named(ids_: Iterable[UserId], words: Sequence[str]) -> list[UserId]:
    """Those of these people whose username or display name has all of these words."""
    if not words:
        return []
    async with reading(Database.USER) as session:
        return await repository.named(session, ids_, words)


def forget(account_id: UUID | None) -> None:
    """Ask the database anew about somebody, or about everybody."""
    if account_id is None:
        _cards.clear()
    else:
        _cards.drop(account_id)


async def import_people(
    session: AsyncSession, rows: Sequence[NewPerson], *, announce: bool = False
) -> dict[str, UserId]:
    """Make accounts for these people in the caller's transaction on the user database.

    Their texts are taken as they are. Who is there already, by id, is left alone. Returns
    ``{username: id}``. With ``announce`` each of those who are new is told of as having joined;
    without, the caller does for them what consumers would.

    Raises:
        IntegrityError: a name or an address is taken.
    """
    made = [_as_row(person) for person in rows]
    fresh = await repository.insert_accounts(session, made) if made else ()
    known = {str(row["username"]): UserId(UUID(str(row["id"]))) for row in made}
    if announce:
        for username, account_id in known.items():
            if account_id in fresh:
                outbox.add(session, AccountJoined(account_id=account_id, username=username))
    return known


def _as_row(person: NewPerson) -> dict[str, object]:
    return {
        "id": person.id or ids.new(),
        "email": person.email,
        "email_key": email_key(person.email),
        "email_confirmed_at": person.joined_at,
        "username": person.username,
        "username_key": usernames.case_key(person.username),
        "username_look": usernames.look_key(person.username),
        "display_name": person.display_name,
        "bio": person.bio,
        "password_hash": person.password_hash,
        "drawing_key": person.username,
        "drawing_face": person.has_face,
        "created_at": person.joined_at,
        "terms_at": person.joined_at,
    }


async def confirmed_address(account_id: UserId) -> str | None:
    """An account's email address, if it has shown to be theirs: what may be written to."""
    async with reading(Database.USER) as session:
        found = await repository.account(session, account_id)
    return found.email if found and found.email_confirmed_at else None
