"""Sessions: how they begin, whom they stand for, how they end.

The browser has the token, the database its SHA-256. Whom a token stands for is remembered for four
seconds, so that an event costs no query and an ended session is dead everywhere within five.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import policy, remembered, repository
from dreamdot_app.accounts.avatars import avatar_urls
from dreamdot_app.accounts.contract import (
    Role,
    SessionBegan,
    SessionEnded,
    SignedIn,
    UserId,
    Viewer,
)
from dreamdot_app.accounts.devices.browsers import printable
from dreamdot_app.accounts.models import Account, AccountSession
from dreamdot_app.accounts.tokens import new_token, token_hash
from dreamdot_app.core import clock, outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.settings import settings

_TOUCHED_EVERY = timedelta(minutes=1)
_KEPT_AFTER_END = timedelta(days=90)
_BY_FACTOR = frozenset(("code", "passkey", "recovery"))


async def viewer(account: Account, live: AccountSession) -> Viewer:
    """An account as the one who asks, in this session."""
    avatars = await avatar_urls([account])
    return Viewer(
        id=UserId(account.id),
        username=account.username,
        display_name=account.display_name,
        avatar_url=avatars[account.id],
        session_id=live.id,
        token_hash=live.token_hash,
        role=Role(account.role),
        is_confirmed=account.email_confirmed_at is not None,
        proven_at=live.proven_at,
        factor_at=live.factor_at,
        leaves_at=policy.leaves_at(account.deletion_asked_at),
    )


async def begin(
    session: AsyncSession,
    account: Account,
    *,
    user_agent: str,
    now: datetime,
    how: str = "password",
    time_zone: str = "",
    kind: str = "browser",
) -> SignedIn:
    """Begin a session in the caller's transaction on the user database.

    ``how`` they proved who they are, and ``kind``, as `contract.SessionBegan` has them;
    ``time_zone`` is an IANA name, or empty. An ``api`` session has no use for its token.
    """
    token, chosen = new_token(), settings()
    expires_at = now + timedelta(seconds=chosen.session_lifetime_s)
    row = AccountSession(
        token_hash=token_hash(token),
        account_id=account.id,
        kind=kind,
        created_at=now,
        last_used_at=now,
        proven_at=now,
        factor_at=now if how in _BY_FACTOR else None,
        idle_expires_at=now + timedelta(seconds=chosen.session_idle_s),
        expires_at=expires_at,
        user_agent=printable(user_agent),
        time_zone=time_zone,
    )
    session.add(row)
    began = SessionBegan(UserId(account.id), row.id, how, kind, row.user_agent)
    outbox.add(session, began)
    return SignedIn(token, await viewer(account, row), expires_at)


async def renew(
    session: AsyncSession,
    asking: Viewer,
    *,
    proven_at: datetime | None,
    now: datetime,
    by_factor: bool = False,
) -> str | None:
    """Give the session of who is asking another token, in the caller's transaction; the former one
    is dead.

    Done whenever a session may do more than before. ``proven_at``, when given, notes that its
    owner has just proved who they are, ``by_factor`` that a second factor did it.

    ``None`` when the session has ended meanwhile, or has another token already than the one it was
    asked with: of two tabs at once, the browser may keep either answer's cookie, so only one of
    them gets one, and the other changes nothing.
    """
    token = new_token()
    if not await repository.renew_session(
        session,
        asking.session_id,
        token_hash(token),
        of=asking.token_hash,
        proven_at=proven_at,
        factor_at=proven_at if by_factor else None,
        now=now,
    ):
        return None
    remembered.forget_on_commit(session, asking.token_hash)
    return token


async def end_all(
    session: AsyncSession,
    *,
    account_id: UUID,
    but: UUID | None = None,
    now: datetime,
    how: str = "security",
) -> int:
    """End an account's sessions in the caller's transaction, all or all ``but`` one; how many.

    Those whose time is over count for nothing and are told to nobody.

    ``how`` is the reason, as `contract.SessionEnded` has it.
    """
    ended = await repository.end_sessions(session, account_id, but=but, now=now)
    return _tell_ended(session, ended, how, now=now)


async def end_one(
    session: AsyncSession, *, account_id: UUID, session_id: UUID, now: datetime, how: str
) -> bool:
    """End a session of an account in the caller's transaction; False when it was over, or is of
    somebody else.
    """
    ended = await repository.end_sessions(session, account_id, only=session_id, now=now)
    return bool(_tell_ended(session, ended, how, now=now))


def _tell_ended(
    session: AsyncSession, ended: Sequence[AccountSession], how: str, *, now: datetime
) -> int:
    """Tell of those that had not expired before; how many."""
    for row in ended:
        remembered.forget_on_commit(session, row.token_hash, row.id.bytes)
    live = [row for row in ended if now < min(row.idle_expires_at, row.expires_at)]
    for row in live:
        owner = UserId(row.account_id)
        outbox.add(session, SessionEnded(owner, row.id, how, row.kind, row.user_agent))
    return len(live)


def forget_viewer(token: str) -> None:
    """Ask the database anew whom a token stands for: something about them has changed."""
    remembered.forget(token_hash(token))


async def viewer_of_token(
    token: str | None, *, now: datetime | None = None, is_use: bool = True
) -> Viewer | None:
    """Whom a token stands for; ``None`` for no, a wrong, an expired or an ended one.

    A page that merely waits is no use of a session (``is_use``): it does not keep it alive.
    """
    if not token:
        return None
    hashed = token_hash(token)
    return remembered.viewer(hashed) or await _look_up(hashed, now or clock.now(), is_use=is_use)


async def viewer_of_api_session(session_id: UUID, *, now: datetime | None = None) -> Viewer | None:
    """Whom an API client's session stands for; ``None`` when it has expired or ended.

    For who has checked that the client may speak for it (`api_clients.access`).
    """
    key = session_id.bytes
    return remembered.viewer(key) or await _look_up(key, now or clock.now(), is_use=True)


async def sign_out(*, token: str, now: datetime) -> None:
    """End the session with this token; doing it again changes nothing."""
    async with transaction(Database.USER, actor=None) as session:
        ended = await repository.end_session(session, token_hash(token), now=now)
        _tell_ended(session, [ended] if ended else [], "signed_out", now=now)
    forget_viewer(token)


async def forget_old_sessions(session: AsyncSession, *, now: datetime) -> None:
    """Delete what nobody needs to look up any more, in the caller's transaction."""
    await repository.forget_sessions(session, expired_before=now - _KEPT_AFTER_END)


async def _look_up(key: bytes, now: datetime, *, is_use: bool) -> Viewer | None:
    before = remembered.mark()
    async with reading(Database.USER) as session:
        found = await repository.live_session(session, key, now=now)
    if found is None:
        return None
    live, account = found
    if is_use and live.last_used_at <= now - _TOUCHED_EVERY:
        async with transaction(Database.USER, actor=account.id) as session:
            idle = timedelta(seconds=settings().session_idle_s)
            await repository.touch_session(session, live.id, now=now, idle=idle)
    asking = await viewer(account, live)
    remembered.keep(key, asking, read_since=before)
    return asking
