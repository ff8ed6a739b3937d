"""What the audit trail adds to an export. Importing this registers it."""

from collections.abc import AsyncIterator
from typing import Any

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.service import Entry
from dreamdot_app.admin import service
from dreamdot_app.core.ids import UserId


async def _entries(user_id: UserId) -> AsyncIterator[dict[str, Any]]:
    page = await service.trail(account_id=user_id, limit=service.MOST)
    while page:
        for entry in page:
            yield {
                "id": entry.id,
                "kind": entry.kind,
                "happened_at": entry.happened_at,
                "actor": entry.actor_id,
                "details": entry.details,
            }
        page = await service.trail(account_id=user_id, before=page[-1].id, limit=service.MOST)


async def _gather(user_id: UserId) -> AsyncIterator[Entry]:
    yield Entry("trail.json", _entries(user_id), done=1.0)


accounts.exports("activity", _gather, about="What happened to your account, the latest first.")
