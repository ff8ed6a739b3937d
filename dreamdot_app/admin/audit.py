"""Writing the trail: any slice's event becomes an entry, exactly once."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.admin.models import AuditEntry
from dreamdot_app.core.db import Database
from dreamdot_app.core.outbox import Event, consumer, envelope_of

E = TypeVar("E", bound=Event)


def audited(
    kind: type[E],
    *,
    account: Callable[[E], UUID | None],
    details: Callable[[E], dict[str, Any] | Awaitable[dict[str, Any]]] = lambda _event: {},
) -> None:
    """Write every event of this kind into the trail.

    ``account`` tells whom it is about, ``details`` what to keep of it: plain values, nothing
    secret, nothing that somebody wrote. What takes a while may be awaited.
    """

    async def record(session: AsyncSession, event: E) -> None:
        envelope = envelope_of(session)
        kept = details(event)
        session.add(
            AuditEntry(
                id=envelope.id,
                kind=kind.name,
                account_id=account(event),
                actor_id=envelope.actor,
                details=await kept if inspect.isawaitable(kept) else kept,
                happened_at=envelope.created_at,
            )
        )

    consumer(kind, name=f"admin.audit_{kind.name.replace('.', '_')}", into=Database.AUDIT)(record)
