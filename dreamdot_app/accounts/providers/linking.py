"""Accounts elsewhere: linked to an account here, proven by, unlinked from it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from psycopg import errors as postgres
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import policy, sessions
from dreamdot_app.accounts import repository as accounts
from dreamdot_app.accounts.contract import ProviderLinked, ProviderUnlinked, UserId, Viewer
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.providers import letters, repository
from dreamdot_app.accounts.providers.contract import LinkView
from dreamdot_app.accounts.providers.errors import (
    AnotherIsLinked,
    IdentityTaken,
    LastWayIn,
    SomebodyElseThere,
)
from dreamdot_app.accounts.providers.models import Identity
from dreamdot_app.accounts.providers.person import Person
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import NotFound, SignInRequired


def identity(person: Person, account_id: UUID, *, now: datetime) -> Identity:
    """The row that links somebody's account elsewhere to theirs here."""
    return Identity(
        provider=person.provider,
        subject=person.subject,
        account_id=account_id,
        label=person.label,
        linked_at=now,
        last_used_at=now,
    )


async def link(*, person: Person, viewer: Viewer, now: datetime) -> str | None:
    """Link an account elsewhere: the session's fresh token. Doing it again changes nothing, and
    there is none.

    They proved who they are when they were sent there (`round_trips.begin`).

    Raises:
        IdentityTaken: it is another account's.
        AnotherIsLinked: there is one of this provider already.
        SignInRequired: the account is gone, or the session has ended or another token meanwhile.
    """
    try:
        async with transaction(Database.USER, actor=viewer.id) as session:
            account = await _account_of(session, viewer)
            if await _is_linked(session, account, person):
                return None
            session.add(identity(person, account.id, now=now))
            await session.flush()
            event = ProviderLinked(account_id=viewer.id, provider=person.provider)
            event_id = outbox.add(session, event)
            await letters.linked(session, account, person.provider, person.label, event_id)
            return await _renewed(session, viewer, now=now)
    except IntegrityError as error:
        # Two accounts at once wanted it.
        if not isinstance(error.orig, postgres.UniqueViolation):
            raise
        raise IdentityTaken(person.provider) from None


async def unlink(*, provider: str, viewer: Viewer, offered: Collection[str], now: datetime) -> str:
    """Unlink a provider: the session's fresh token; ``offered`` are those that can be used to sign
    in. All other sessions end, as when a second factor is removed: who came in through an account
    elsewhere that is in other hands is to be out of it.

    Raises:
        ProofNeeded: they have to prove once more who they are.
        NotFound: it is not linked.
        LastWayIn: nobody could sign in to the account any more.
        SignInRequired: the account is gone, or the session has ended or another token meanwhile.
    """
    policy.require_proof(viewer, now=now)
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await _account_of(session, viewer)
        if not await repository.delete_identity(session, account.id, provider):
            raise NotFound("This is not linked any more.")
        if not await _has_way_in(session, account, offered):
            raise LastWayIn(provider)
        event = ProviderUnlinked(account_id=viewer.id, provider=provider)
        await letters.unlinked(session, account, provider, outbox.add(session, event))
        await sessions.end_all(session, account_id=viewer.id, but=viewer.session_id, now=now)
        return await _renewed(session, viewer, now=now)


async def unlink_all(session: AsyncSession, account: Account) -> None:
    """Unlink everything, in the caller's transaction: whoever linked it is not the owner."""
    for row in await repository.identities(session, account.id):
        await session.delete(row)
        event = ProviderUnlinked(account_id=UserId(account.id), provider=row.provider)
        await letters.unlinked(session, account, row.provider, outbox.add(session, event))


async def check_theirs(*, person: Person, account_id: UUID | None, now: datetime) -> None:
    """Check that somebody is the one whose account elsewhere is linked here.

    Raises:
        SomebodyElseThere: they are not.
    """
    async with transaction(Database.USER, actor=account_id) as session:
        found = await repository.owner(session, person.provider, person.subject)
        if found is None or found.id != account_id:
            raise SomebodyElseThere(person.provider)
        await repository.note_use(session, person.provider, person.subject, now=now)


async def links_of(account_id: UserId, offered: Collection[str]) -> tuple[LinkView, ...]:
    """The providers that are offered or linked, in the order in which they are offered."""
    async with reading(Database.USER) as session:
        rows = {row.provider: row for row in await repository.identities(session, account_id)}
    names = [*offered, *(name for name in rows if name not in offered)]
    return tuple(
        LinkView(name, rows[name].label, rows[name].linked_at, rows[name].last_used_at)
        if name in rows
        else LinkView(name, "", None, None)
        for name in names
    )


async def has_linked(account_id: UUID, provider: str) -> bool:
    """Whether somebody can prove themselves by a provider."""
    async with reading(Database.USER) as session:
        return await repository.has_linked(session, account_id, (provider,))


async def _renewed(session: AsyncSession, viewer: Viewer, *, now: datetime) -> str:
    """The session's new token, for its owner may come in by other ways than before."""
    token = await sessions.renew(session, viewer, proven_at=None, now=now)
    if token is None:
        raise SignInRequired
    return token


async def _account_of(session: AsyncSession, viewer: Viewer) -> Account:
    """The account, held for the transaction: its ways in change one after another."""
    account = await accounts.account_to_change(session, viewer.id)
    if account is None:
        raise SignInRequired
    return account


async def _is_linked(session: AsyncSession, account: Account, person: Person) -> bool:
    owner = await repository.owner(session, person.provider, person.subject)
    if owner is not None and owner.id != account.id:
        raise IdentityTaken(person.provider)
    if owner is None and await repository.has_linked(session, account.id, (person.provider,)):
        raise AnotherIsLinked(person.provider)
    return owner is not None


async def _has_way_in(session: AsyncSession, account: Account, offered: Collection[str]) -> bool:
    return (
        account.password_hash is not None
        or await repository.has_passkey(session, account.id)
        or await repository.has_linked(session, account.id, offered)
    )
