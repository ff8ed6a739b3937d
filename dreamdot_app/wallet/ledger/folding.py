"""Adding up the platform's accounts, whose rows no sale touches."""

import asyncio
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_MARK = text("select top, writers from ledger_mark()")
_IS_CLEAR = text("select ledger_mark_is_clear(:writers)")
_FOLD = text("select ledger_fold_entries(:top, :most, :at)")
_PAUSE_S, _PAUSES = 0.05, 100
_MOST = 50_000


async def fold(session: AsyncSession, *, at: datetime) -> int:
    """Fold all entries that were written before now; returns how many.

    Waits some seconds for the transactions that write some of them. One that lasts longer puts
    folding off until the next time: 0.
    """
    mark = (await session.execute(_MARK)).one()
    if not await _is_clear(session, mark.writers):
        return 0
    folded = 0
    while batch := await _batch(session, mark.top, at):
        folded += batch
    return folded


async def _batch(session: AsyncSession, top: int, at: datetime) -> int:
    found = await session.execute(_FOLD, {"top": top, "most": _MOST, "at": at})
    return int(found.scalar_one())


async def _is_clear(session: AsyncSession, writers: list[str]) -> bool:
    for _ in range(_PAUSES):
        if (await session.execute(_IS_CLEAR, {"writers": writers})).scalar_one():
            return True
        await asyncio.sleep(_PAUSE_S)
    return False
