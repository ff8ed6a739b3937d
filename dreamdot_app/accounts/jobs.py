"""What happens to accounts' leftovers by itself. Importing this registers it."""

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import ceremonies, links, names, sessions
from dreamdot_app.accounts.api_clients import service as api_clients
from dreamdot_app.accounts.devices import service as devices
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


@every(seconds=3_600, name="accounts.forget_expired", in_=Database.USER)
async def forget_expired(session: AsyncSession) -> None:
    """Delete what is worth nothing any more: ceremonies, refresh tokens, browsers unseen for a
    year, and names that are no longer kept for who had them.
    """
    now = clock.now()
    await ceremonies.forget_old(session, now=now)
    await api_clients.forget_old(session, now=now)
    await devices.forget_old(session, now=now)
    await names.forget_old(session, now=now)
