"""How far back earnings are looked at, on the clock of who looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dreamdot_app.core.errors import BadInput


class Span(StrEnum):
    """How far back."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    YEAR = "12m"
    ALL = "all"


WORDS = {
    Span.WEEK: "7 days",
    Span.MONTH: "30 days",
    Span.QUARTER: "90 days",
    Span.YEAR: "12 months",
    Span.ALL: "All",
}


def span_of(value: object) -> Span:
    """Read a span from outside.

    Raises:
        BadInput: it is none.
    """
    try:
        return Span(value)
    except ValueError:
        raise BadInput("7, 30 or 90 days, 12 months, or all.", field="span") from None


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a day's beginning up to now: ``since`` and ``until`` in UTC, told apart by ``unit``
    (``day`` or ``month``), whose first days are `days`.
    """

    since: datetime
    until: datetime
    first: date
    last: date
    unit: str

    def days(self) -> Iterator[date]:
        """The first day of each bar, without a gap."""
        day = self.first
        while day <= self.last:
            yield day
            day = _next_month(day) if self.unit == "month" else day + timedelta(days=1)


def stretch(span: Span, *, zone: str, now: datetime, first_at: datetime | None) -> Stretch:
    """What a span is at ``now`` (UTC) in a zone; ``first_at`` is when there was a first sale."""
    clock = ZoneInfo(zone or "UTC")
    today = now.astimezone(clock).date()
    by_month = span in (Span.YEAR, Span.ALL)
    if span is Span.YEAR:
        first = date(today.year - 1, today.month, 1)
        first = _next_month(first)
    elif span is Span.ALL:
        first = (first_at or now).astimezone(clock).date().replace(day=1)
    else:
        first = today - timedelta(days=int(span.value) - 1)
    return Stretch(
        since=datetime.combine(first, time(), clock).astimezone(UTC),
        until=now + timedelta(days=1),
        first=first,
        last=today.replace(day=1) if by_month else today,
        unit="month" if by_month else "day",
    )


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
