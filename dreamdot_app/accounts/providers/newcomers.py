"""Joining with an account elsewhere: what the provider told waits until a name is chosen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import errors as postgres
from sqlalchemy.exc import IntegrityError

from dreamdot_app.accounts import ceremonies, names, rates, repository, sessions, usernames
from dreamdot_app.accounts.confirming import asking
from dreamdot_app.accounts.contract import AccountJoined, EmailConfirmed, SignedIn, UserId
from dreamdot_app.accounts.emails import email_key, parse_email
from dreamdot_app.accounts.errors import (
    CeremonyOver,
    JoinRefused,
    TermsNotAccepted,
    UsernameTaken,
)
from dreamdot_app.accounts.joining import new_account, parse_display_name, require_free
from dreamdot_app.accounts.providers.contract import Newcomer
from dreamdot_app.accounts.providers.errors import AddressKnown, RoundTripOver
from dreamdot_app.accounts.providers.linking import identity
from dreamdot_app.accounts.providers.person import Person, suggested_usernames
from dreamdot_app.core import ids, outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import DomainError

LIFETIME = timedelta(hours=1)
_PURPOSE = "provider_join"


@dataclass(frozen=True, slots=True)
class _Form:
    email: str
    username: str
    display_name: str


async def wait_for_name(*, person: Person, next_page: str, now: datetime) -> str:
    """Keep what a provider told of somebody new; the token to join with.

    Raises:
        AddressKnown: an account here has confirmed the very address that the provider knows to be
            theirs. That is told to nobody but who has shown that the mailbox is theirs, and is no
            reason to let them in: they sign in as before and link it themselves.
    """
    async with transaction(Database.USER, actor=None) as session:
        is_here = person.is_verified and await repository.confirmed_owner(
            session, email_key(person.email)
        )
        if is_here:
            raise AddressKnown(person.provider)
        return ceremonies.begin(
            session,
            _PURPOSE,
            data={**person.as_data(), "next": next_page},
            lifetime=LIFETIME,
            now=now,
        )


async def newcomer(token: str | None, *, now: datetime) -> Newcomer | None:
    """Who is joining in this browser, with a name that is free; ``None`` for nobody."""
    found = await _waiting(token, now=now)
    if found is None:
        return None
    person, next_page = found
    return Newcomer(
        provider=person.provider,
        email=person.email,
        is_verified=person.is_verified,
        username=await _free_name(person, now=now),
        display_name=person.name,
        next_page=next_page,
    )


async def join(
    *,
    token: str | None,
    username: object,
    display_name: object,
    email: object,
    accepts_terms: object,
    address: str,
    user_agent: str,
    now: datetime,
) -> tuple[SignedIn, str]:
    """Make an account without a password, linked to the account elsewhere, and sign its owner in.

    The address that the provider knows to be theirs is confirmed by that; another one, which they
    type, is not. Returns also the page to go to.

    Raises:
        CeremonyOver: it took too long, or was done already.
        JoinRefused, BadInput, TermsNotAccepted, UsernameTaken: beside their fields.
        AddressKnown: somebody has confirmed the address meanwhile.
        TooManyTries: too many accounts from this address.
    """
    found = await _waiting(token, now=now)
    if found is None:
        raise CeremonyOver
    person, next_page = found
    wanted = person.email if person.is_verified else email
    form = _read(username, display_name, wanted, accepts_terms)
    await rates.count_join(address)
    await require_free(form.username, now=now)
    try:
        return await _make(form, person, token, user_agent=user_agent, now=now), next_page
    except IntegrityError as error:
        # Somebody was faster between the question and the answer.
        if not isinstance(error.orig, postgres.UniqueViolation):
            raise
        raise _told(error.orig.diag.constraint_name, form, person) from None


def _told(constraint: str | None, form: _Form, person: Person) -> DomainError:
    if constraint == "uq_account_confirmed_email":
        return AddressKnown(person.provider)
    if constraint and "username" in constraint:
        return UsernameTaken(form.username)
    return RoundTripOver(person.provider)  # they joined in another tab


def _read(username: object, display_name: object, email: object, accepts_terms: object) -> _Form:
    refusals: list[DomainError] = []
    read = {"username": "", "display_name": "", "email": ""}
    readings = {
        "username": lambda: usernames.parse_username(username),
        "display_name": lambda: parse_display_name(display_name or ""),
        "email": lambda: parse_email(email),
    }
    for name, reading_of in readings.items():
        try:
            read[name] = reading_of()
        except DomainError as refusal:
            refusals.append(refusal)
    if accepts_terms is not True:
        refusals.append(TermsNotAccepted())
    if refusals:
        raise refusals[0] if len(refusals) == 1 else JoinRefused(refusals)
    return _Form(read["email"], read["username"], read["display_name"] or read["username"])


async def _make(
    form: _Form, person: Person, token: str | None, *, user_agent: str, now: datetime
) -> SignedIn:
    account = new_account(
        account_id=ids.new(),
        email=form.email,
        username=form.username,
        display_name=form.display_name,
        password_hash=None,
        now=now,
    )
    if person.is_verified:
        account.email_confirmed_at = now
    may_write = not person.is_verified and await rates.may_write_to(account.email_key)
    async with transaction(Database.USER, actor=account.id) as session:
        await ceremonies.finish(session, await ceremonies.look(session, _PURPOSE, token, now=now))
        await names.claim(session, account.username, account_id=account.id, now=now)
        session.add(account)
        await session.flush()
        session.add(identity(person, account.id, now=now))
        await session.flush()
        outbox.add(session, AccountJoined(account_id=UserId(account.id), username=account.username))
        if person.is_verified:
            outbox.add(session, EmailConfirmed(account_id=UserId(account.id)))
        if may_write:
            await asking.ask_to_confirm(session, account, now=now)
        return await sessions.begin(
            session, account, user_agent=user_agent, now=now, how=person.provider
        )


async def _waiting(token: str | None, *, now: datetime) -> tuple[Person, str] | None:
    try:
        async with reading(Database.USER) as session:
            found = await ceremonies.peek(session, _PURPOSE, token, now=now)
    except CeremonyOver:
        return None
    return Person.of_data(found.data), found.data["next"]


async def _free_name(person: Person, *, now: datetime) -> str:
    for name in suggested_usernames(person):
        try:
            await require_free(name, now=now)
        except UsernameTaken as taken:
            if taken.suggestion:
                return taken.suggestion
        else:
            return name
    return ""
