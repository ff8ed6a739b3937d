"""Reading the trail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from dreamdot_app.admin.models import AuditEntry
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId

MOST = 100


@dataclass(frozen=True, slots=True)
class AuditView:
    """An entry of the trail; ``id`` orders entries by time."""

    id: UUID
    kind: str
    actor_id: UUID | None
    details: dict[str, Any]
    happened_at: datetime


async def trail(
    *,
    account_id: UserId,
    before: UUID | None = None,
    limit: int = 50,
    kinds: Collection[str] | None = None,
) -> list[AuditView]:
    """What happened to an account, the latest first; ``before`` is the last id already seen.

    ``kinds`` are the names of the events that are wanted; all, unless some are named.
    """
    wanted = (
        select(AuditEntry)
        .where(col(AuditEntry.account_id) == account_id)
        .order_by(col(AuditEntry.id).desc())
        .limit(min(max(limit, 1), MOST))
    )
    if before is not None:
        wanted = wanted.where(col(AuditEntry.id) < before)
    if kinds is not None:
        wanted = wanted.where(col(AuditEntry.kind).in_(list(kinds)))
    async with reading(Database.AUDIT) as session:
        rows = await session.scalars(wanted)
    return [AuditView(row.id, row.kind, row.actor_id, row.details, row.happened_at) for row in rows]
