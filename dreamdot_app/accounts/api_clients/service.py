"""The verbs of API clients: sign in, go on, leave.

Each refresh token is used once and answered with its successor. A token that comes a second time
is in two hands, so its whole family is over: the session ends. But answers get lost on their way,
and a client then asks once more: within a few seconds, and as long as nobody has used the
successor, it is answered with that same successor, which is derived from the token and not kept.
A thief gains nothing by it: of the two who then hold the successor, the second to use it ends it
(docs/decisions/0011-api-clients.md).
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import sessions
from dreamdot_app.accounts.api_clients import access, letters, repository
from dreamdot_app.accounts.api_clients.errors import RefreshRefused, SecondFactorNeeded
from dreamdot_app.accounts.contract import RefreshReused, UserId, Viewer
from dreamdot_app.accounts.credentials import account_by_password
from dreamdot_app.accounts.devices.zones import parse_zone
from dreamdot_app.accounts.factors import proving
from dreamdot_app.accounts.models import Account, AccountSession, RefreshToken
from dreamdot_app.accounts.tokens import new_token, token_hash
from dreamdot_app.core import allowances, outbox, text
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.rates import spend
from dreamdot_app.core.secret_keys import key_for
from dreamdot_app.core.settings import settings

LOST_ANSWER = timedelta(seconds=10)
_SUCCESSORS = "dreamdot refresh tokens"
_LONGEST_NAME = 60
_LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class ApiTokens:
    """What a client goes on with; both are known to it alone."""

    access_token: str
    refresh_token: str
    lasts_s: int = int(access.LASTS.total_seconds())


async def sign_in(
    *,
    login: object,
    password: object,
    code: object,
    client: object,
    time_zone: object,
    address: str,
    now: datetime,
) -> ApiTokens:
    """Begin a session for a program that knows its person's password.

    ``client`` is the name by which they find it among their sessions.

    Raises:
        BadInput: the client has no name, or too long a one.
        SignInRefused: unknown name or wrong password.
        SecondFactorNeeded, DomainError: the account asks for a code, or the code is wrong.
        TooManyTries: too many for this name, or from this address.
    """
    name = text.line(client, field="client", max_length=_LONGEST_NAME)
    if not name:
        raise BadInput("Tell what the client is called.", field="client")
    found = await account_by_password(login=login, password=password, address=address)
    account = found.account
    how = await _second_factor(account, code, now=now)
    await found.forgive(address)
    async with transaction(Database.USER, actor=account.id) as session:
        if await found.require_still(session) and how == "password":
            raise SecondFactorNeeded  # it was turned on in this very moment
        begun = await sessions.begin(
            session,
            account,
            user_agent=name,
            now=now,
            how=how,
            time_zone=parse_zone(time_zone),
            kind="api",
        )
        await session.flush()
        family = await session.get_one(AccountSession, begun.viewer.session_id)
        await letters.tell_of_new_client(session, account, family, now=now)
        refresh = new_token()
        _keep(session, family, refresh, now=now)
    return ApiTokens(access.sign(begun.viewer, now=now), refresh)


async def _second_factor(account: Account, code: object, *, now: datetime) -> str:
    """Check the code of an account that has a second factor; how its owner was proved."""
    if not await proving.is_on(account.id):
        return "password"
    if not isinstance(code, str) or not code:
        raise SecondFactorNeeded
    await proving.check_any_code(account.id, code, now)
    return "code"


async def refresh(*, refresh_token: object, now: datetime) -> ApiTokens:
    """Go on with a fresh pair of tokens.

    Raises:
        RefreshRefused: forged, expired, its session is over, or used before: then it is now.
        TooManyTries: the client asks far too often.
    """
    given = _read(refresh_token)
    async with transaction(Database.USER, actor=None) as session:
        tokens = await _successor(session, given, now=now)
    if tokens is None:
        raise RefreshRefused
    return tokens


async def revoke(*, refresh_token: object, now: datetime) -> None:
    """End the session of a refresh token, used or not; nothing for one that is none (RFC 7009)."""
    try:
        given = _read(refresh_token)
    except RefreshRefused:
        return
    async with transaction(Database.USER, actor=None) as session:
        if found := await repository.held(session, token_hash(given)):
            family = found[1]
            await sessions.end_one(
                session,
                account_id=family.account_id,
                session_id=family.id,
                now=now,
                how="signed_out",
            )


async def viewer_of_access_token(token: str, *, now: datetime) -> Viewer:
    """Whom an access token stands for; its session is looked up as a cookie's is.

    Raises:
        AccessTokenRefused: forged, too old, or its session is over.
    """
    asking = await sessions.viewer_of_api_session(access.session_in(token, now=now), now=now)
    if asking is None:
        raise access.AccessTokenRefused
    return asking


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Delete refresh tokens that have expired, in the caller's transaction."""
    await repository.forget(session, expired_before=now)


async def _successor(session: AsyncSession, given: str, *, now: datetime) -> ApiTokens | None:
    found = await repository.held(session, token_hash(given))
    if found is None or not _is_live(*found, now=now):
        return None
    token, family = found
    await spend([(allowances.REFRESHING, str(family.id))])
    following = _derived(given)
    if token.used_at is None:
        token.used_at = now
        _keep(session, family, following, now=now)
    elif not await _was_lost(session, token, following, now=now):
        await _end_family(session, family, now=now)
        return None
    idle = timedelta(seconds=settings().session_idle_s)
    await repository.touch(session, family.id, now=now, idle=idle)
    account = await session.get_one(Account, family.account_id)
    return ApiTokens(access.sign(await sessions.viewer(account, family), now=now), following)


def _is_live(token: RefreshToken, family: AccountSession, *, now: datetime) -> bool:
    ends = min(token.expires_at, family.idle_expires_at, family.expires_at)
    return family.ended_at is None and family.kind == "api" and now < ends


async def _was_lost(
    session: AsyncSession, token: RefreshToken, following: str, *, now: datetime
) -> bool:
    """Whether a used token may be asked for once more: its answer may not have arrived."""
    successor = await repository.find(session, token_hash(following))
    is_unused = successor is not None and successor.used_at is None
    return is_unused and token.used_at is not None and now - token.used_at < LOST_ANSWER


async def _end_family(session: AsyncSession, family: AccountSession, *, now: datetime) -> None:
    """Committed although the client is refused: that is the point of it."""
    owner = UserId(family.account_id)
    await sessions.end_one(session, account_id=owner, session_id=family.id, now=now, how="reuse")
    outbox.add(session, RefreshReused(owner, family.id, family.user_agent))
    account = await session.get_one(Account, owner)
    await letters.tell_of_reuse(session, account, family, now=now)


def _keep(session: AsyncSession, family: AccountSession, token: str, *, now: datetime) -> None:
    idle = timedelta(seconds=settings().session_idle_s)
    row = RefreshToken(
        token_hash=token_hash(token),
        session_id=family.id,
        created_at=now,
        expires_at=min(now + idle, family.expires_at),
    )
    session.add(row)


def _derived(token: str) -> str:
    """The one successor that a token can have; only we can tell it."""
    successor = hmac.digest(key_for(_SUCCESSORS), token.encode(), "sha256")
    return urlsafe_b64encode(successor).rstrip(b"=").decode()


def _read(token: object) -> str:
    if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN or not token.isascii():
        raise RefreshRefused
    return token
