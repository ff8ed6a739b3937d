"""Telling open pages that money moved, once it has.

A hint and nothing more, so it may be given after the commit: whoever misses it finds the new
balance when the page is next looked at.
"""

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from dreamdot_app.core import bus
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.contract import topic

_KEY = "wallet_moved"


def tell_on_commit(session: AsyncSession, *people: UserId) -> None:
    """Tell these people's open pages when the session's transaction commits."""
    session.info.setdefault(_KEY, set()).update(people)


@event.listens_for(Session, "after_commit")
def _after_commit(session: Session) -> None:  # pyright: ignore[reportUnusedFunction] called by SQLAlchemy
    if not session.in_nested_transaction():
        for person in session.info.pop(_KEY, ()):
            bus.publish(topic(person), None)
