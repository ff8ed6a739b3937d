"""On whose clock days are counted, where the server counts them."""

from zoneinfo import ZoneInfo

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.devices.zones import known_zones
from dreamdot_app.accounts.models import AccountSession
from dreamdot_app.accounts.preferences.service import preferences
from dreamdot_app.core.db import Database, reading

_WITHOUT_ANY = "UTC"


async def zone_of(viewer: Viewer) -> ZoneInfo:
    """The zone that somebody has chosen; else that of the device they signed in with; else UTC."""
    chosen = (await preferences(viewer.id)).time_zone
    if not chosen:
        async with reading(Database.USER) as session:
            entered = await session.get(AccountSession, viewer.session_id)
        chosen = entered.time_zone if entered else ""
    return ZoneInfo(chosen if chosen in known_zones() else _WITHOUT_ANY)
