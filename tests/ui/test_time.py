"""Times as words."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dreamdot_app.ui import time
from tests.ui import drawn, node

pytestmark = pytest.mark.pure

_NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=-40), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=1), "1 d"),
        (timedelta(days=6, hours=23), "6 d"),
        (timedelta(days=7), "14 Nov"),
        (timedelta(days=365), "21 Nov 2025"),
    ],
)
def test_ago(before: timedelta, words: str) -> None:
    at = _NOW - before
    ago = "(at, now) => m.showAgo(m.readTime(at), m.readTime(now))"
    assert node.call("time.js", ago, [[at.isoformat(), _NOW.isoformat()]]) == [words]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ((2026, 11, 21, 9, 5), "Today, 09:05"),
        ((2026, 11, 21, 0, 0), "Today, 00:00"),
        ((2026, 11, 20, 23, 59), "Yesterday, 23:59"),
        ((2026, 11, 19, 0, 30), "19 Nov"),
        ((2026, 11, 19, 23, 30), "19 Nov"),
        ((2026, 1, 1, 0, 5), "1 Jan"),
        ((2025, 11, 21, 12, 0), "21 Nov 2025"),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"])
def test_moment(zone: str, at: tuple[int, ...], words: str) -> None:
    """By the clock of whoever reads, wherever that is."""
    there = f"(process.env.TZ = {zone!r}, "
    local = "(year, month, ...rest) => new Date(year, month - 1, ...rest)"
    moment = f"(at) => m.showMoment(({local})(...at), ({local})(2026, 11, 21, 12, 0))"
    assert node.call("time.js", f"{there}{moment})", [[at]]) == [words]


def test_times_without_a_zone_are_utc() -> None:
    texts = [
        "2026-11-12T09:12:00",
        "2026-11-12 09:12:00",
        "2026-11-12T10:12:00+01:00",
        "2026-11-12",
    ]
    read = node.call("time.js", "readTime", [[text] for text in texts])
    assert read == ["2026-11-12T09:12:00.000Z"] * 3 + ["2026-11-12T00:00:00.000Z"]


@pytest.mark.parametrize("text", ["", None, "yesterday", "2026-13-45T00:00:00"])
def test_what_is_no_time_shows_nothing(text: str | None) -> None:
    assert node.call("time.js", "readTime", [[text]]) == [None]


def test_python_hands_over_utc() -> None:
    berlin = datetime(2026, 11, 12, 10, 12, tzinfo=timezone(timedelta(hours=1)))
    assert drawn.props_of(time.ago(berlin))["at"] == '"2026-11-12T09:12:00+00:00"'


def test_minutes_to_read() -> None:
    assert drawn.words(time.minutes(1)) == "1 minute"
    assert drawn.words(time.minutes(18)) == "18 minutes"


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "Europe/Lisbon", "Today, 11:30"),
        ("en", "Asia/Tokyo", "Today, 20:30"),
        ("en-US", "America/New_York", "Today, 6:30 AM"),
        ("en-US", "Asia/Kathmandu", "Today, 5:15 PM"),
        ("en", "Pacific/Kiritimati", "Yesterday, 01:30"),
    ],
)
def test_a_moment_on_the_clock_that_was_chosen(language: str, zone: str, words: str) -> None:
    at = _NOW - timedelta(minutes=30)
    now = at + timedelta(days=1) if words.startswith("Y") else _NOW
    moment = "(at, now, clock) => m.showMoment(m.readTime(at), m.readTime(now), clock)"
    clock = {"language": language, "zone": zone}
    shown = node.call("time.js", moment, [[at.isoformat(), now.isoformat(), clock]])
    assert shown == [words]


def test_days_as_americans_write_them() -> None:
    day = "(at, now) => m.showDay(m.readTime(at), m.readTime(now), { language: 'en-US', zone: '' })"
    times = [["2026-11-12T10:00:00Z", _NOW.isoformat()], ["2025-11-12T10:00:00Z", _NOW.isoformat()]]
    assert node.call("time.js", day, times) == ["Nov 12", "Nov 12, 2025"]
