"""What the ledger needs done now and then: folding, maturing, proving."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, unhurried
from dreamdot_app.core.log import logger
from dreamdot_app.wallet.contract import LedgerDisagreed, ProofView
from dreamdot_app.wallet.ledger import folding, maturing, proving
from dreamdot_app.wallet.telling import tell_on_commit

_log = logger(slice="wallet")


async def fold(session: AsyncSession, *, now: datetime) -> int:
    """Add up what came to the platform's accounts since the last time; how many entries."""
    return await folding.fold(session, at=now)


async def mature(session: AsyncSession, *, now: datetime) -> int:
    """Move what is due by now from pending to earned, sale by sale, each once; how many sales."""
    matured = await maturing.mature(session, at=now)
    tell_on_commit(session, *(one.owner for one in matured))
    return len(matured)


async def proof() -> ProofView:
    """Check every invariant of the ledger and count what is in it."""
    async with reading(Database.ITEMS) as session:
        await unhurried(session)
        return await proving.prove(session)


async def verify(session: AsyncSession) -> ProofView:
    """Check every invariant; what is broken is logged and told to those who watch over it."""
    await unhurried(session)
    found = await proving.prove(session)
    if not found.holds:
        _log.error("ledger disagrees", violations=found.violations)
        outbox.add(session, LedgerDisagreed(violations=list(found.violations)))
    return found
