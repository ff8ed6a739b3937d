"""The time at which tests say that things happen; services take the clock as an argument."""

from datetime import UTC, datetime

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
