"""Sessions: how they begin, whom they stand for, how they end.

The browser has the token, the database its SHA-256. Whom a token stands for is remembered for four
seconds, so that an event costs no query and an ended session is dead everywhere within five.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import repository
from dreamdot_app.accounts.avatars import avatar_urls
from dreamdot_app.accounts.contract import (
    Role,
    SessionBegan,
    SessionEnded,
    SignedIn,
    UserId,
    Viewer,
)
from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.accounts.tokens import new_token, token_hash
from dreamdot_app.core import clock, outbox
from dreamdot_app.core.cache import ExpiringCache
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.settings import settings

_REMEMBERED_S = 4
_TOUCHED_EVERY = timedelta(minutes=1)
_KEPT_AFTER_END = timedelta(days=90)
_USER_AGENT_LENGTH = 200
_viewers: ExpiringCache[bytes, Viewer] = ExpiringCache(lifetime_s=_REMEMBERED_S, max_items=20_000)


async def viewer(account: Account, live: AccountSession) -> Viewer:
    """An account as the one who asks, in this session."""
    avatars = await avatar_urls([account])
    return Viewer(
        id=UserId(account.id),
        username=account.username,
        display_name=account.display_name,
        avatar_url=avatars[account.id],
        session_id=live.id,
        role=Role(account.role),
        is_confirmed=account.email_confirmed_at is not None,
        proven_at=live.proven_at,
    )


async def begin(
    session: AsyncSession,
    account: Account,
    *,
    user_agent: str,
    now: datetime,
    how: str = "password",
    time_zone: str = "",
) -> SignedIn:
    """Begin a session in the caller's transaction on the user database.

    ``how`` they proved who they are, as `contract.SessionBegan` has it; ``time_zone`` is an IANA
    name, or empty.
    """
    token, chosen = new_token(), settings()
    expires_at = now + timedelta(seconds=chosen.session_lifetime_s)
    row = AccountSession(
        token_hash=token_hash(token),
        account_id=account.id,
        created_at=now,
        last_used_at=now,
        proven_at=now,
        idle_expires_at=now + timedelta(seconds=chosen.session_idle_s),
        expires_at=expires_at,
        user_agent=_printable(user_agent),
        time_zone=time_zone,
    )
    session.add(row)
    outbox.add(session, SessionBegan(account_id=UserId(account.id), session_id=row.id, how=how))
    return SignedIn(token, await viewer(account, row), expires_at)


async def renew(
    session: AsyncSession,
    session_id: UUID,
    *,
    proven_at: datetime | None,
    now: datetime,
    of: str | None = None,
) -> str | None:
    """Give a live session another token, in the caller's transaction; the former one is dead.

    Done whenever a session may do more than before. ``proven_at``, when given, notes that its
    owner has just proved who they are. ``None`` when the session has ended meanwhile, or has
    another token than ``of`` already: of two tabs at once, the browser must not keep the first's.
    """
    token = new_token()
    former = await repository.renew_session(
        session,
        session_id,
        token_hash(token),
        of=token_hash(of) if of else None,
        proven_at=proven_at,
        now=now,
    )
    if former is None:
        return None
    _viewers.drop(former)
    return token


async def end_all(
    session: AsyncSession, *, account_id: UUID, but: UUID | None = None, now: datetime
) -> int:
    """End an account's sessions in the caller's transaction, all or all ``but`` one; how many."""
    ended = await repository.end_sessions(session, account_id, but=but, now=now)
    for session_id, hashed in ended:
        _viewers.drop(hashed)
        outbox.add(session, SessionEnded(account_id=UserId(account_id), session_id=session_id))
    return len(ended)


def forget_viewer(token: str) -> None:
    """Ask the database anew whom a token stands for: something about them has changed."""
    _viewers.drop(token_hash(token))


def forget_viewers_of(account_id: UUID | None) -> None:
    """Ask the database anew whom tokens stand for: of one account's, or of all."""
    _viewers.drop_where(lambda asking: account_id is None or asking.id == account_id)


async def viewer_of_token(
    token: str | None, *, now: datetime | None = None, is_use: bool = True
) -> Viewer | None:
    """Whom a token stands for; ``None`` for no, a wrong, an expired or an ended one.

    A page that merely waits is no use of a session (``is_use``): it does not keep it alive.
    """
    if not token:
        return None
    hashed = token_hash(token)
    return _viewers.get(hashed) or await _look_up(hashed, now or clock.now(), is_use=is_use)


async def sign_out(*, token: str, now: datetime) -> None:
    """End the session with this token; doing it again changes nothing."""
    hashed = token_hash(token)
    _viewers.drop(hashed)
    async with transaction(Database.USER, actor=None) as session:
        if ended := await repository.end_session(session, hashed, now=now):
            session_id, account_id = ended
            outbox.add(session, SessionEnded(account_id=UserId(account_id), session_id=session_id))
    _viewers.drop(hashed)


async def forget_old_sessions(session: AsyncSession, *, now: datetime) -> None:
    """Delete what nobody needs to look up any more, in the caller's transaction."""
    await repository.forget_sessions(session, expired_before=now - _KEPT_AFTER_END)


async def _look_up(hashed: bytes, now: datetime, *, is_use: bool) -> Viewer | None:
    async with reading(Database.USER) as session:
        found = await repository.live_session(session, hashed, now=now)
    if found is None:
        return None
    live, account = found
    if is_use and live.last_used_at <= now - _TOUCHED_EVERY:
        async with transaction(Database.USER, actor=account.id) as session:
            idle = timedelta(seconds=settings().session_idle_s)
            await repository.touch_session(session, live.id, now=now, idle=idle)
    asking = await viewer(account, live)
    _viewers.put(hashed, asking)
    return asking


def _printable(user_agent: str) -> str:
    return "".join(letter for letter in user_agent if letter.isprintable())[:_USER_AGENT_LENGTH]
