"""Lists that grow under a button: how much of one a tab holds, and what stands under it.

A page of a list is its rows and what the following page is asked with, "" at the end. Rows live in
the server's memory as long as the tab, so there is a most of them. A page that is loaded again (by
Back, by a connection that was lost) shows as many as before, for the browser goes back to where the
reader was among them.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import reflex as rx

from dreamdot_app.ui.buttons import button
from dreamdot_app.ui.layout import show_more

MOST_SHOWN = 240
Row = TypeVar("Row")


async def as_many(
    page_after: Callable[[str], Awaitable[tuple[tuple[Row, ...], str]]],
    count: int,
    *,
    after: str = "",
) -> tuple[tuple[Row, ...], str]:
    """At least ``count`` rows where there are so many, `MOST_SHOWN` or a page more at most.

    ``after`` is what the first page is asked with.
    """
    rows, following = await page_after(after)
    while following and len(rows) < min(count, MOST_SHOWN):
        more, following = await page_after(following)
        rows += more
    return rows, following


def is_full(rows: tuple[Any, ...]) -> bool:
    """Whether a tab holds no more rows than these."""
    return len(rows) >= MOST_SHOWN


def with_next(rows: tuple[Row, ...], page: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows and a further page; that page alone when there were enough already."""
    return page if is_full(rows) else rows + page


def rest_of_list(
    following: Any, on_click: Any, *, shown: Any, busy: Any, narrowing: str = ""
) -> rx.Component:
    """The button under a list that is longer, until it holds `MOST_SHOWN` rows.

    Then a line says how to narrow the search; without one, the button shows the next rows in
    place of these. ``following`` is the list's next page, "" where there is none.
    """
    onwards = (
        rx.el.p(
            "These are the first ",
            shown.length(),
            f". {narrowing}",
            class_name="mt-10 text-center text-muted",
        )
        if narrowing
        else rx.el.div(
            button("Go on with the next", on_click=on_click, busy=busy),
            class_name="mt-10 flex justify-center",
        )
    )
    return rx.cond(
        (shown.length() >= MOST_SHOWN) & (following != ""),
        onwards,
        show_more(following, on_click, busy=busy),
    )
