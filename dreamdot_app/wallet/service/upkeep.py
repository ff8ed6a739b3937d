"""What the ledger needs done now and then: folding, maturing, letting holds expire, proving."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import clock, outbox
from dreamdot_app.core.db import Database, reading, transaction, unhurried
from dreamdot_app.core.log import logger
from dreamdot_app.wallet.contract import LedgerDisagreed, PayoutsResumed, ProofView
from dreamdot_app.wallet.ledger import folding, holding, maturing, proving, stopping
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


async def expire_holds(session: AsyncSession, *, now: datetime) -> int:
    """Give back what is left of holds whose time is over; how many holds."""
    expired = await holding.expire(session, at=now)
    tell_on_commit(session, *(one.payer for one in expired))
    return len(expired)


async def proof() -> ProofView:
    """Check every invariant of the ledger and count what is in it."""
    async with reading(Database.ITEMS) as session:
        await unhurried(session)
        return await proving.prove(session)


async def verify(session: AsyncSession) -> ProofView:
    """Check every invariant. What is broken is logged, told to those who watch over it, and stops
    payouts; nothing is ever corrected by this.
    """
    await unhurried(session)
    found = await proving.prove(session)
    if not found.holds:
        await disagree(session, violations=found.violations, now=clock.now())
    return found


async def disagree(session: AsyncSession, *, violations: Sequence[str], now: datetime) -> None:
    """Something about money disagrees: log it, tell administrators, stop payouts."""
    _log.error("ledger disagrees", violations=violations)
    await stopping.stop_payouts(session, reason="\n".join(violations), at=now)
    outbox.add(session, LedgerDisagreed(violations=list(violations)))


async def check() -> tuple[ProofView, str | None]:
    """The proof, and why payouts are stopped if they are: as `verify`, for who looks by hand."""
    async with transaction(Database.ITEMS, actor=None) as session:
        return await verify(session), await stopping.why_stopped(session)


async def resume_payouts(*, by: str, now: datetime) -> bool:
    """Let payouts go on after what disagreed was mended; whether they were stopped.

    ``by`` is who answers for it. The caller has seen that the proof holds.
    """
    async with transaction(Database.ITEMS, actor=None) as session:
        resumed = await stopping.resume_payouts(session, by=by, at=now)
        if resumed:
            outbox.add(session, PayoutsResumed(by=by))
        return resumed
