"""How much may be added at once."""

from dreamdot_app.core import money
from dreamdot_app.core.errors import BadInput

LEAST_MINOR, MOST_MINOR = 5_00, 2_000_00
PRESETS_MINOR = (10_00, 25_00, 50_00, 100_00)


def parse_amount(typed: object) -> int:
    """Read an amount to add, as a person typed it, as cents.

    Raises:
        BadInput: not an amount, or not between 5.00 and 2,000.00.
    """
    minor = money.parse_minor(typed, field="amount", maximum_minor=MOST_MINOR)
    if minor < LEAST_MINOR:
        raise BadInput(f"At least {money.show(LEAST_MINOR)}.", field="amount")
    return minor
