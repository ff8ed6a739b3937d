"""The time zone that a browser says it is in: all that is known of a place."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

ZONE_HEADER = "x-dreamdot-zone"


def parse_zone(value: object) -> str:
    """An IANA name as it stands in the database of zones; empty for anything else."""
    return value if isinstance(value, str) and value in known_zones() else ""


def clock_in(zone: str, moment: datetime) -> str:
    """``30 November 2026, 11:37 (Europe/Lisbon)``: a moment as clocks there showed it."""
    there = moment.astimezone(ZoneInfo(zone) if zone else UTC)
    return f"{there.day} {there:%B %Y, %H:%M} ({zone or 'UTC'})"


@cache
def known_zones() -> frozenset[str]:
    """Every name in the database of zones, which is a folder of files: it is walked once."""
    return frozenset(available_timezones())
