"""Money as integer minor units (cents); reading what people type, showing what they own."""

import re

from dreamdot_app.core.errors import BadInput

# ISO 4217 reserves XTS for testing. Without a Stripe key all credit is in XTS, so that a key added
# later never makes it withdrawable.
TEST_CURRENCY = "XTS"
_TYPED = re.compile(r"\$?\s*(\d{1,9})(?:[.,](\d{1,2}))?")


def parse_minor(text: object, *, field: str, maximum_minor: int = 100_000_00) -> int:
    """Read an amount that a person typed (``12``, ``12.5``, ``12,50``, ``$12.50``) as cents.

    Raises:
        BadInput: not an amount, below zero, finer than a cent, or above ``maximum_minor``.
    """
    if isinstance(text, bool) or not isinstance(text, str | int):
        raise BadInput("Write an amount such as 2.50.", field=field)
    typed = str(text).strip()
    if typed.startswith(("-", "\u2212")):
        raise BadInput("An amount cannot be below zero.", field=field)
    if re.fullmatch(r"\$?\s*\d+[.,]\d{3,}", typed):
        raise BadInput("At most two digits after the point.", field=field)
    match = _TYPED.fullmatch(typed)
    if match is None or not typed.isascii():
        raise BadInput("Write an amount such as 2.50.", field=field)
    minor = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    if minor > maximum_minor:
        raise BadInput(f"At most {show(maximum_minor)}.", field=field)
    return minor


def show(minor: int) -> str:
    """``123450`` as ``$1,234.50``; below zero with a true minus sign."""
    sign = "\u2212" if minor < 0 else ""
    whole, cents = divmod(abs(minor), 100)
    return f"{sign}${whole:,}.{cents:02d}"


def share(amount_minor: int, basis_points: int) -> int:
    """The share of an amount in basis points, rounded down to the cent."""
    return amount_minor * basis_points // 10_000
