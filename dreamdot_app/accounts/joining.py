"""Joining: what was typed is read, a free name is made sure of, an account is made."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import errors as postgres
from sqlalchemy.exc import IntegrityError

from dreamdot_app.accounts import names, passwords, rates, repository, sessions, usernames
from dreamdot_app.accounts.confirming import asking
from dreamdot_app.accounts.contract import AccountJoined, SignedIn, UserId
from dreamdot_app.accounts.emails import email_key, parse_email
from dreamdot_app.accounts.errors import (
    JoinRefused,
    TermsNotAccepted,
    UsernameTaken,
    WeakPassword,
)
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import ids, outbox, text
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, DomainError
from dreamdot_app.core.settings import settings

DISPLAY_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class _Form:
    email: str
    username: str
    password: str
    display_name: str


async def join(
    *,
    email: object,
    username: object,
    password: object,
    accepts_terms: object,
    address: str,
    user_agent: str,
    now: datetime,
    display_name: object = "",
) -> SignedIn:
    """Make an account and sign its owner in.

    What was typed is untrusted, so everything is taken and read here; ``address`` is the client's.
    Without a display name the username is shown.

    Whether the address is somebody's already is not told: who joins is signed in either way, and
    whose mailbox it is gets a letter.

    Raises:
        JoinRefused, BadInput, WeakPassword, TermsNotAccepted, UsernameTaken: beside their fields;
            `JoinRefused` when there are several.
        TooManyTries: too many accounts from this address.
    """
    form = await _read(email, username, password, accepts_terms, display_name)
    await rates.count_join(address)
    await require_free(form.username, now=now)
    password_hash = await passwords.hashed(form.password, cost=settings().bcrypt_cost)
    try:
        return await _make(form, password_hash, user_agent=user_agent, now=now)
    except IntegrityError as error:
        # Somebody was faster between the question and the answer.
        if not isinstance(error.orig, postgres.UniqueViolation):
            raise
        await require_free(form.username, now=now)
        raise


async def _read(
    email: object, username: object, password: object, accepts_terms: object, display_name: object
) -> _Form:
    refusals: list[DomainError] = []
    read: dict[str, str] = {}
    readings = {
        "username": lambda: usernames.parse_username(username),
        "email": lambda: parse_email(email),
        "display_name": lambda: parse_display_name(display_name or ""),
    }
    for name, reading_of in readings.items():
        try:
            read[name] = reading_of()
        except DomainError as refusal:
            refusals.append(refusal)
    try:
        read["password"] = await passwords.choose(password, own=(username, email, display_name))
    except WeakPassword as refusal:
        refusals.append(refusal)
    if accepts_terms is not True:
        refusals.append(TermsNotAccepted())
    if refusals:
        raise refusals[0] if len(refusals) == 1 else JoinRefused(refusals)
    return _Form(**{**read, "display_name": read["display_name"] or read["username"]})


def parse_display_name(value: object) -> str:
    """Read the name that somebody wants to be shown with; empty for none.

    Raises:
        BadInput: not text, too long, or it would pass for DreamDot's own.
    """
    name = text.line(value, field="display_name", max_length=DISPLAY_NAME_LENGTH)
    if usernames.passes_for_us(name):
        raise BadInput("This name is kept by DreamDot. Choose another one.", field="display_name")
    return name


async def require_free(username: str, *, now: datetime) -> None:
    """Make sure that nobody has a username, or one that looks like it, or had it until lately.

    Raises:
        UsernameTaken: with one that is free.
    """
    near = [username, *usernames.suggestions(username)]
    cases = [usernames.case_key(name) for name in near]
    looks = [usernames.look_key(name) for name in near]
    async with reading(Database.USER) as session:
        taken_cases, taken_looks = await repository.taken_keys(
            session, case_keys=cases, look_keys=looks
        )
        kept_cases, kept_looks = await names.kept_for_others(
            session, case_keys=cases, look_keys=looks, now=now
        )
    free = [
        name
        for name, case, look in zip(near, cases, looks, strict=True)
        if case not in taken_cases | kept_cases and look not in taken_looks | kept_looks
    ]
    if username not in free:
        raise UsernameTaken(username, suggestion=free[0] if free else "")


async def _make(form: _Form, password_hash: str, *, user_agent: str, now: datetime) -> SignedIn:
    account = new_account(
        account_id=ids.new(),
        email=form.email,
        username=form.username,
        display_name=form.display_name,
        password_hash=password_hash,
        now=now,
    )
    may_write = await rates.may_write_to(account.email_key)
    async with transaction(Database.USER, actor=account.id) as session:
        await names.claim(session, account.username, account_id=account.id, now=now)
        session.add(account)
        await session.flush()
        outbox.add(session, AccountJoined(account_id=UserId(account.id), username=account.username))
        if may_write:
            await asking.ask_to_confirm(session, account, now=now)
        return await sessions.begin(session, account, user_agent=user_agent, now=now)


def new_account(
    *,
    account_id: UUID,
    email: str,
    username: str,
    display_name: str,
    password_hash: str | None,
    now: datetime,
) -> Account:
    """An account with its keys; the texts have been read already.

    Without a password its owner comes in another way.
    """
    return Account(
        id=account_id,
        email=email,
        email_key=email_key(email),
        username=username,
        username_key=usernames.case_key(username),
        username_look=usernames.look_key(username),
        display_name=display_name,
        password_hash=password_hash,
        drawing_key=ids.short(account_id),
        created_at=now,
        terms_at=now,
    )
