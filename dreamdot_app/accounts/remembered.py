"""Whom sessions stand for, remembered for four seconds: an event costs no query for that.

A session that has ended is forgotten by this process at once, and by the others as soon as they
hear of it; whoever does not hear has forgotten it within five seconds.
"""

from contextlib import suppress
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import bus
from dreamdot_app.core.cache import ExpiringCache

LIFETIME_S = 4
_TOPIC = "accounts.session_over"
_KEY = "accounts_sessions_over"
_viewers: ExpiringCache[bytes, Viewer] = ExpiringCache(lifetime_s=LIFETIME_S, max_items=20_000)


def viewer(key: bytes) -> Viewer | None:
    """Whom a session stands for, by its token's hash or its id; ``None`` when it is not known."""
    return _viewers.get(key)


def mark() -> int:
    """How things stand before a session is looked up, for `keep`."""
    return _viewers.mark()


def keep(key: bytes, asking: Viewer, *, read_since: int) -> None:
    """Remember it for a moment, unless a session has ended since the `mark`."""
    _viewers.put(key, asking, read_since=read_since)


def forget(key: bytes) -> None:
    """Forget it in this process."""
    _viewers.drop(key)


def forget_account(account_id: UUID | None) -> None:
    """Forget an account's sessions in this process; everybody's for ``None``."""
    if account_id is None:
        _viewers.clear()
    else:
        _viewers.drop_where(lambda asking: asking.id == account_id)


def forget_on_commit(session: AsyncSession, *keys: bytes) -> None:
    """Forget sessions everywhere when the session's transaction commits; here at once, too."""
    for key in keys:
        forget(key)
    session.info.setdefault(_KEY, set()).update(keys)


async def hear() -> None:
    """Forget what other processes have ended, until cancelled; all of it when one was missed."""
    async with bus.subscribe(_TOPIC, size=1_000) as ended:
        async for told in ended:
            if not isinstance(told, str):
                _viewers.clear()
                continue
            with suppress(ValueError):
                forget(bytes.fromhex(told))


@event.listens_for(Session, "after_commit")
def _after_commit(session: Session) -> None:  # pyright: ignore[reportUnusedFunction] called by SQLAlchemy
    if not session.in_nested_transaction():
        for key in session.info.pop(_KEY, ()):
            forget(key)  # it may have been looked up again before the commit
            bus.publish(_TOPIC, key.hex())
