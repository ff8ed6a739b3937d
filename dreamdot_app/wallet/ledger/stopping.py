"""Payouts stand still from when something about money disagrees until a person has looked at it.

The ledger never corrects by itself: what was found is mended by hand, then the stop is lifted.
"""

from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids

_STOP = text("""
    insert into ledger_stop (id, since, reason) values (:id, :at, :reason)
    on conflict do nothing
""").bindparams(bindparam("id", type_=Uuid))
_IS_STOPPED = text("select exists (select from ledger_stop where lifted_at is null)")
_WHY = text("select reason from ledger_stop where lifted_at is null")
_LIFT = text("update ledger_stop set lifted_at = :at, lifted_by = :by where lifted_at is null")


async def stop_payouts(session: AsyncSession, *, reason: str, at: datetime) -> bool:
    """Stop payouts in a transaction of the items database; whether they went on until now."""
    result = await session.execute(_STOP, {"id": ids.new(), "at": at, "reason": reason})
    return cast("CursorResult[object]", result).rowcount > 0


async def payouts_are_stopped(session: AsyncSession) -> bool:
    """Whether nothing may be paid out now (asked in a transaction of the items database)."""
    return bool((await session.execute(_IS_STOPPED)).scalar_one())


async def why_stopped(session: AsyncSession) -> str | None:
    """Why payouts are stopped; nothing if they are not."""
    return (await session.execute(_WHY)).scalar_one_or_none()


async def resume_payouts(session: AsyncSession, *, by: str, at: datetime) -> bool:
    """Let payouts go on; ``by`` is who answers for it. Whether they were stopped."""
    result = await session.execute(_LIFT, {"by": by, "at": at})
    return cast("CursorResult[object]", result).rowcount > 0
