"""What earnings need done regularly. Importing this registers it."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, reading, unhurried
from dreamdot_app.core.jobs import JobContext
from dreamdot_app.core.log import logger
from dreamdot_app.core.schedules import every
from dreamdot_app.wallet.earning import adding_up, proving, service

_EVERY_S = 120
# Each tick looks further back than the last one, for those that were missed.
_WITHIN = timedelta(seconds=5 * _EVERY_S)
_log = logger(slice="wallet")


@every(seconds=_EVERY_S, name="wallet.add_up_earnings", in_=Database.ITEMS, outside=True)
async def add_up(_context: JobContext) -> None:
    """Add up what was sold lately, so that nobody who looks waits for it."""
    async with reading(Database.ITEMS) as session:
        sellers = await adding_up.sold_lately(session, within=_WITHIN, now=clock.now())
    for seller, currency in sellers:
        await service.catch_up(seller=seller, currency=currency)


@every(seconds=86_400, name="wallet.prove_earnings", in_=Database.ITEMS, timeout_s=1_800)
async def prove(session: AsyncSession) -> None:
    """Compare what is added up with the ledger. It is no money: a difference is for developers."""
    await unhurried(session)
    if wrong := await proving.differences(session):
        _log.error("earnings disagree", sellers=wrong)
