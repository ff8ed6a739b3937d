"""What happens to sessions and names by itself. Importing this registers it."""

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import names, sessions
from dreamdot_app.core import clock
from dreamdot_app.core.db import Database
from dreamdot_app.core.schedules import every


@every(seconds=6 * 3_600, name="accounts.forget_old_sessions", in_=Database.USER)
async def forget_old_sessions(session: AsyncSession) -> None:
    """Delete sessions that expired a quarter of a year ago."""
    await sessions.forget_old_sessions(session, now=clock.now())


@every(seconds=24 * 3_600, name="accounts.forget_former_names", in_=Database.USER)
async def forget_former_names(session: AsyncSession) -> None:
    """Once a day, free the names that were kept for those who had them."""
    await names.forget_old(session, now=clock.now())
