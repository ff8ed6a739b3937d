"""Waiting until sessions of a database stand where a test wants them."""

import asyncio

from sqlalchemy import text

from tests.factories.wallet import items_session

# Somebody waits for an advisory lock: behind another buyer of the same seller.
STANDS_IN_LINE = """
    select exists (select from pg_locks l join pg_database d on d.oid = l.database
                    where d.datname = current_database() and l.locktype = 'advisory'
                      and not l.granted)
"""
# So many sessions wait for rows that others hold.
WAIT_FOR_ROWS = """
    select count(*) = {} from pg_stat_activity
     where datname = current_database() and wait_event in ('transactionid', 'tuple')
"""
# Somebody has asked whether a mark is clear.
LOOKS_WHETHER_CLEAR = """
    select exists (select from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()
                      and query like '%ledger_mark_is_clear%')
"""


async def until(url: str, question: str, *, or_done: asyncio.Task[int] | None = None) -> None:
    """Ask the server until it says yes, or until a task is done that should not be.

    Each time in a new transaction: one sees the same activity for as long as it lasts.
    """
    async with asyncio.timeout(30):
        while or_done is None or not or_done.done():
            async with items_session(url) as session:
                if (await session.execute(text(question))).scalar_one():
                    return
            await asyncio.sleep(0.01)
