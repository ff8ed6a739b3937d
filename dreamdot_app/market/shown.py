"""How much of a list a tab shows at once: it lives in the server's memory as long as the tab."""

from typing import TypeVar

MOST_SHOWN = 240
Row = TypeVar("Row")


def with_next(rows: tuple[Row, ...], page: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows and a further page; that page alone when there were enough already."""
    return rows + page if len(rows) < MOST_SHOWN else page
