"""Seeing and ending the sessions of an account."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dreamdot_app.accounts import sessions
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.devices.browsers import described
from dreamdot_app.accounts.models import AccountSession
from dreamdot_app.accounts.session_settings import repository
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import NotFound

PAGE = 20


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as its owner sees it; ``time_zone`` is all that is known of the place."""

    id: UUID
    device: str
    is_client: bool
    is_this: bool
    time_zone: str
    last_used_at: datetime
    created_at: datetime


async def sessions_of(
    *, viewer: Viewer, before: UUID | None, now: datetime
) -> tuple[list[SessionView], UUID | None]:
    """A page of somebody's live sessions, this one first, and what the next page begins after."""
    async with reading(Database.USER) as session:
        this = None if before else await repository.one(session, viewer.session_id)
        rows = await repository.others(
            session, viewer.id, but=viewer.session_id, before=before, limit=PAGE + 1, now=now
        )
    shown = [*([this] if this else []), *rows[:PAGE]]
    following = rows[PAGE - 1].id if len(rows) > PAGE else None
    # Reading what browsers say of themselves takes a while, the first time.
    return await asyncio.to_thread(_views, shown, viewer.session_id), following


async def end_session(*, viewer: Viewer, session_id: UUID, now: datetime) -> None:
    """End one of somebody's sessions.

    Raises:
        NotFound: it is over already, or somebody else's.
    """
    async with transaction(Database.USER, actor=viewer.id) as session:
        has_ended = await sessions.end_one(
            session, account_id=viewer.id, session_id=session_id, now=now, how="elsewhere"
        )
    if not has_ended:
        raise NotFound("This session is over already.")


async def end_others(*, viewer: Viewer, now: datetime) -> int:
    """End all of somebody's sessions but the one that asks; how many."""
    async with transaction(Database.USER, actor=viewer.id) as session:
        return await sessions.end_all(
            session, account_id=viewer.id, but=viewer.session_id, now=now, how="elsewhere"
        )


def _views(rows: Sequence[AccountSession], this: UUID) -> list[SessionView]:
    return [
        SessionView(
            id=row.id,
            device=row.user_agent if row.kind == "api" else described(row.user_agent),
            is_client=row.kind == "api",
            is_this=row.id == this,
            time_zone=row.time_zone,
            last_used_at=row.last_used_at,
            created_at=row.created_at,
        )
        for row in rows
    ]
