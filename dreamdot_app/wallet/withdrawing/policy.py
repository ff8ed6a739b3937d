"""What may be withdrawn, how often, and when; all amounts are minor units."""

from datetime import UTC, datetime, time, timedelta

from dreamdot_app.core import money
from dreamdot_app.core.errors import BadInput

MINIMUM_MINOR = 15_00
# Sanity, not thrift: more than a person earns here in such a time is looked at by somebody first.
DAILY_MOST_MINOR = 5_000_00
MONTHLY_MOST_MINOR = 25_000_00
REFUND_WITHIN = timedelta(days=30)
A_DAY, A_MONTH = timedelta(days=1), timedelta(days=30)
LIMITS = ((A_DAY, DAILY_MOST_MINOR), (A_MONTH, MONTHLY_MOST_MINOR))
BATCH_AT = time(6, 0, tzinfo=UTC)
"""Payouts leave once a day, from this time on."""
LOOKED_EVERY = timedelta(minutes=15)


def parse_amount(typed: object) -> int:
    """Read how much somebody wants to withdraw.

    Raises:
        BadInput: no amount, below the minimum, or above what a day allows.
    """
    amount = money.parse_minor(typed, field="amount", maximum_minor=DAILY_MOST_MINOR)
    if amount < MINIMUM_MINOR:
        raise BadInput(f"At least {money.show(MINIMUM_MINOR)}.", field="amount")
    return amount


def next_batch(after: datetime, *, ran_today: bool) -> datetime:
    """When the next batch leaves; ``ran_today`` says that the one of that day has left already."""
    todays = datetime.combine(after.astimezone(UTC).date(), BATCH_AT)
    return todays + A_DAY if ran_today else max(todays, after + LOOKED_EVERY)
