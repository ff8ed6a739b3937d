"""On whose clock days and months begin."""

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.devices.zones import parse_zone
from dreamdot_app.accounts.preferences import service as preferences
from dreamdot_app.accounts.session_settings import repository
from dreamdot_app.core.db import Database, reading


async def zone_of(viewer: Viewer) -> str:
    """The time zone (IANA) that somebody has chosen, else the one of the browser that they signed
    in with; empty where neither is known, which is UTC.
    """
    chosen = await preferences.preferences(viewer.id)
    if chosen.time_zone:
        return chosen.time_zone
    async with reading(Database.USER) as session:
        this = await repository.one(session, viewer.session_id)
    return parse_zone(this.time_zone) if this else ""
