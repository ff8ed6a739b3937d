"""What the ledger needs done regularly."""

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database
from dreamdot_app.core.schedules import every
from dreamdot_app.wallet.service import upkeep


@every(seconds=60, name="wallet.fold", in_=Database.ITEMS)
async def fold(session: AsyncSession) -> None:
    """Add up what came to the platform's accounts."""
    await upkeep.fold(session, now=clock.now())


@every(seconds=60, name="wallet.mature", in_=Database.ITEMS)
async def mature(session: AsyncSession) -> None:
    """Let earnings whose time has come mature."""
    await upkeep.mature(session, now=clock.now())


@every(seconds=30, name="wallet.expire_holds", in_=Database.ITEMS)
async def expire_holds(session: AsyncSession) -> None:
    """Give back what is left of holds whose time is over."""
    await upkeep.expire_holds(session, now=clock.now())


@every(seconds=3_600, name="wallet.verify", in_=Database.ITEMS, timeout_s=1_800)
async def verify(session: AsyncSession) -> None:
    """Check every invariant of the ledger; what is broken becomes an alert and stops payouts."""
    await upkeep.verify(session)
