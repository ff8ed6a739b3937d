"""When a month begins, which limit holds, and when a change of it does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from dreamdot_app.wallet.ledger.post import first_id
from dreamdot_app.wallet.limits.models import SpendingLimit

# A spend control that can be lifted in the moment is none.
LIFTED_AFTER = timedelta(hours=24)
MOST_MINOR = 100_000_00


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as it holds: minor units or none, and the zone (IANA) whose months count."""

    minor: int | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month on somebody's clock; both ends in UTC, the second one outside."""

    begins_at: datetime
    ends_at: datetime
    zone: str

    @property
    def first_id(self) -> UUID:
        """Where the ids of this month's transfers begin."""
        return first_id(self.begins_at)

    @property
    def next_day(self) -> str:
        """``1 December``: the day on which the next one begins, where its owner is."""
        return f"1 {self.ends_at.astimezone(_clock(self.zone)):%B}"


def _clock(zone: str) -> ZoneInfo:
    return ZoneInfo(zone or "UTC")


def month_of(now: datetime, zone: str) -> Month:
    """The month that it is at ``now`` (UTC) in a zone."""
    clock = _clock(zone)
    there = now.astimezone(clock)
    year, month = there.year, there.month
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return Month(
        begins_at=datetime(year, month, 1, tzinfo=clock).astimezone(UTC),
        ends_at=datetime(*following, 1, tzinfo=clock).astimezone(UTC),
        zone=zone,
    )


def in_force(row: SpendingLimit | None, now: datetime) -> Limit:
    """The limit that holds at ``now``."""
    if row is None:
        return Limit()
    if row.next_at is not None and row.next_at <= now:
        return Limit(row.next_minor, row.next_zone)
    return Limit(row.limit_minor, row.zone)


def is_stricter(wanted: int | None, held: int | None) -> bool:
    """Whether one limit lets somebody spend less than another: then it holds at once."""
    return wanted is not None and (held is None or wanted < held)
