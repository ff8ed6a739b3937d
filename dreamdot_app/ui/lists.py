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
    if after and not rows:  # what stood there has gone; the first ones have not
        rows, following = await page_after("")
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


async def grown(
    page_after: Callable[[str], Awaitable[tuple[tuple[Row, ...], str]]],
    rows: tuple[Row, ...],
    following: str,
    begins_after: str,
) -> tuple[tuple[Row, ...], str, str]:
    """A list with its following page: the rows, what follows them, and what they begin after."""
    page, further = await page_after(following)
    return with_next(rows, page), further, following if is_full(rows) else begins_after


def rest_of_list(state: Any, shown: Any, *, narrowing: str = "") -> rx.Component:
    """The button under a list that is longer, until it holds `MOST_SHOWN` rows.

    Then a line says how to narrow the search; without one, the button shows the next rows in
    place of these, and another leads back to the first. ``state`` has ``following_page``,
    ``is_loading_more`` and ``load_more``, and without ``narrowing`` what `grown` gives as
    ``begins_after``, and ``show_first``.
    """
    onwards = _narrow(shown, narrowing) if narrowing else _go_on(state)
    more = rx.cond(
        (shown.length() >= MOST_SHOWN) & (state.following_page != ""),
        onwards,
        show_more(state.following_page, state.load_more, busy=state.is_loading_more),
    )
    return more if narrowing else rx.fragment(more, _back(state))


def _narrow(shown: Any, narrowing: str) -> rx.Component:
    return rx.el.p(
        "These are the first ",
        shown.length(),
        f". {narrowing}",
        class_name="mt-10 text-center text-muted",
    )


def _go_on(state: Any) -> rx.Component:
    on = button("Go on with the next", on_click=state.load_more, busy=state.is_loading_more)
    return rx.el.div(on, class_name="mt-10 flex justify-center")


def _back(state: Any) -> rx.Component:
    back = button("Back to the first", on_click=state.show_first)
    return rx.cond(state.begins_after != "", rx.el.div(back, class_name="mt-4 flex justify-center"))
