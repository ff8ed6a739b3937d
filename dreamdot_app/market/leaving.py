"""What market does when somebody has left. Importing this registers it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.contract import AccountLeft
from dreamdot_app.core import clock, jobs, outbox
from dreamdot_app.core.db import Database
from dreamdot_app.core.ids import UserId
from dreamdot_app.market.service.forgetting import forget_creator

_FORGET_LATECOMERS = "market.forget_latecomers"
# A request that had begun before its session was over, such as an upload.
_LONGEST_REQUEST = timedelta(minutes=15)


@dataclass(frozen=True)
class _Leaver:
    """Somebody who left."""

    account_id: UUID


@outbox.consumer(AccountLeft, name="market.forget_creator", into=Database.ITEMS, timeout_s=600)
async def forget(session: AsyncSession, event: AccountLeft) -> None:
    """Remove all that is not in anybody's library, with the pictures that nobody needs."""
    now = clock.now()
    await forget_creator(session, user_id=event.account_id, now=now)
    await jobs.enqueue(
        session,
        _FORGET_LATECOMERS,
        _Leaver(event.account_id),
        dedupe=str(event.account_id),
        run_at=now + _LONGEST_REQUEST,
    )


@jobs.job(_FORGET_LATECOMERS, in_=Database.ITEMS, timeout_s=600)
async def forget_latecomers(session: AsyncSession, payload: _Leaver) -> None:
    """Remove what was still on its way when its owner left."""
    await forget_creator(session, user_id=UserId(payload.account_id), now=clock.now())
