"""Sessions: how they begin, whom they stand for, how they end.

The browser has the token, the database its SHA-256. Whom a token stands for is remembered for four
seconds, so that an event costs no query and an ended session is dead everywhere within five.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import repository
from dreamdot_app.accounts.avatars import avatar_urls
from dreamdot_app.accounts.cache import ExpiringCache
from dreamdot_app.accounts.contract import SessionBegan, SessionEnded, SignedIn, UserId, Viewer
from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.core import clock, outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.settings import settings

_REMEMBERED_S = 4
_TOUCHED_EVERY = timedelta(minutes=1)
_KEPT_AFTER_END = timedelta(days=90)
_USER_AGENT_LENGTH = 200
_viewers: ExpiringCache[bytes, Viewer] = ExpiringCache(lifetime_s=_REMEMBERED_S, max_items=20_000)


def token_hash(token: str) -> bytes:
    """What the database keeps of a token. A fast hash is right: tokens cannot be guessed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


async def viewer(account: Account) -> Viewer:
    """An account as the one who asks."""
    avatars = await avatar_urls([account])
    return Viewer(UserId(account.id), account.username, account.display_name, avatars[account.id])


async def begin(
    session: AsyncSession, account: Account, *, user_agent: str, now: datetime
) -> SignedIn:
    """Begin a session in the caller's transaction on the user database."""
    token, chosen = secrets.token_urlsafe(32), settings()
    expires_at = now + timedelta(seconds=chosen.session_lifetime_s)
    row = AccountSession(
        token_hash=token_hash(token),
        account_id=account.id,
        created_at=now,
        last_used_at=now,
        idle_expires_at=now + timedelta(seconds=chosen.session_idle_s),
        expires_at=expires_at,
        user_agent=_printable(user_agent),
    )
    session.add(row)
    outbox.add(session, SessionBegan(account_id=UserId(account.id), session_id=row.id))
    return SignedIn(token, await viewer(account), expires_at)


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
    asking = await viewer(account)
    _viewers.put(hashed, asking)
    return asking


def _printable(user_agent: str) -> str:
    return "".join(letter for letter in user_agent if letter.isprintable())[:_USER_AGENT_LENGTH]
