"""The words of a statement, in every form of it."""

from dreamdot_app.wallet.shown import Names, beside, titled
from dreamdot_app.wallet.statements.models import Line, Opening

TEST_MONEY = "Test money: no card was charged, and none of it is ever paid out."


def title_of(line: Line) -> str:
    """What a movement is called."""
    return titled(line.kind, line.title)


def side_of(line: Line, names: Names) -> str:
    """With whom it was."""
    did, side = beside(line.kind, line.counterparty_id, names, is_incoming=line.is_incoming)
    return f"{did} {side}".strip()


def about(opening: Opening) -> str:
    """Whose statement it is, of when, on whose clocks, of which money."""
    whose = f"{opening.holder}, {opening.month.name}, {opening.zone.key}"
    return f"{whose}. {TEST_MONEY}" if opening.is_test_money else whose


def decimal(minor: int) -> str:
    """``-1234.50``: for programs."""
    whole, cents = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}.{cents:02d}"


def figure(minor: int) -> str:
    """``−1,234.50``: for people, in a column that names its currency. Nothing for zero."""
    whole, cents = divmod(abs(minor), 100)
    return f"{'−' if minor < 0 else ''}{whole:,}.{cents:02d}" if minor else ""
