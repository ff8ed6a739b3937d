"""What happens to sessions and links by itself. Importing this registers it."""

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import links, sessions
from dreamdot_app.accounts.new_password import forgotten
from dreamdot_app.core import clock
from dreamdot_app.core.db import Database
from dreamdot_app.core.schedules import every

__all__ = ["forgotten"]  # its job


@every(seconds=6 * 3_600, name="accounts.forget_old_sessions", in_=Database.USER)
async def forget_old_sessions(session: AsyncSession) -> None:
    """Delete sessions that expired a quarter of a year ago."""
    await sessions.forget_old_sessions(session, now=clock.now())


@every(seconds=6 * 3_600, name="accounts.forget_old_links", in_=Database.USER)
async def forget_old_links(session: AsyncSession) -> None:
    """Delete links that expired a month ago, and the addresses with them."""
    await links.forget_old(session, now=clock.now())
