"""When somebody has left, what events still tell of them goes too. Importing this registers it.

Events hold names of browsers and titles of works, and stay for a month to be looked at. Those about
somebody who left are deleted from every database once nobody waits for them any more.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import changes
from dreamdot_app.accounts.contract import AccountLeft
from dreamdot_app.core import clock, jobs, outbox
from dreamdot_app.core.db import Database, unhurried
from dreamdot_app.core.outbox import Envelope

_LOOK_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class _EventsAbout:
    """Somebody who left."""

    account_id: UUID


@outbox.consumer(AccountLeft, name="accounts.tell_left", into=None)
async def tell_left(_envelope: Envelope, event: AccountLeft) -> None:
    """Have every process show somebody as having left, at once."""
    changes.tell(event.account_id)


def _register(database: Database) -> None:
    kind = f"accounts.forget_events_{database.value}"

    @outbox.consumer(AccountLeft, name=kind, into=database)
    async def _ask(session: AsyncSession, event: AccountLeft) -> None:  # pyright: ignore[reportUnusedFunction] registered
        await _enqueue(session, event.account_id)

    async def _enqueue(session: AsyncSession, account_id: UUID, *, later: bool = False) -> None:
        run_at = clock.now() + _LOOK_AGAIN_AFTER if later else None
        await jobs.enqueue(
            session, kind, _EventsAbout(account_id), dedupe=str(account_id), run_at=run_at
        )

    @jobs.job(kind, in_=database, timeout_s=1_800)
    async def _forget(session: AsyncSession, payload: _EventsAbout) -> None:  # pyright: ignore[reportUnusedFunction] registered
        await unhurried(session)
        if await outbox.forget(session, payload.account_id, but=AccountLeft):
            await _enqueue(session, payload.account_id, later=True)


for _database in Database:
    _register(_database)
