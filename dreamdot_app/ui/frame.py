"""The shells that pages stand in."""

import reflex as rx

from dreamdot_app.ui.kinds import Part, Text
from dreamdot_app.ui.shell.bare import editor_frame
from dreamdot_app.ui.shell.bars import tab_bar, top_bar
from dreamdot_app.ui.shell.landing import landing_frame
from dreamdot_app.ui.shell.mark import skip_link, wordmark
from dreamdot_app.ui.shell.rail import rail
from dreamdot_app.ui.shell.slots import DESTINATIONS, Destination, Slots, fill, filled

__all__ = [
    "DESTINATIONS",
    "Destination",
    "Slots",
    "editor_frame",
    "fill",
    "filled",
    "landing_frame",
    "members_only",
    "page_frame",
    "visitors_only",
    "wordmark",
]


def page_frame(
    *children: Part,
    current: str = "",
    title: Text = "",
    actions: Part | tuple[Part, ...] | None = None,
    aside: Part | None = None,
    wide: bool = True,
) -> rx.Component:
    """Rail and content; on phones a bar at the top and one at the bottom.

    ``current`` is the key of the destination that one is at. ``title`` is the page's h1; without
    one the page writes its own. ``aside`` stands at the right from 1280 pixels, below the content
    before that. ``wide=False`` leaves the content without padding.
    """
    listed = [] if actions is None else list(actions) if isinstance(actions, tuple) else [actions]
    padding = "px-4 pt-6 pb-28 md:px-10 md:pt-10 lg:pb-16" if wide else "pb-28 lg:pb-16"
    main = rx.el.main(
        *_head(title, listed),
        *children,
        id="main",
        tab_index=-1,
        class_name=f"min-w-0 outline-none {padding}",
    )
    return rx.el.div(
        skip_link("main"),
        top_bar(title, listed),
        rx.el.div(rail(current), _beside(main, aside), class_name="dd-frame"),
        tab_bar(current),
    )


def _head(title: Text, actions: list[Part]) -> list[Part]:
    """The title on wide screens (phones have it in their bar), the actions on all."""
    if not isinstance(title, rx.Var) and not title:
        return []
    head = rx.el.div(
        rx.el.h1(title, class_name="min-w-0 text-[2rem] wrap-anywhere max-lg:hidden"),
        *([rx.el.div(*actions, class_name="flex flex-wrap gap-2")] if actions else []),
        class_name="mb-7 flex flex-wrap items-center justify-between gap-x-6 gap-y-3"
        " [&+section]:mt-0" + ("" if actions else " max-lg:hidden"),
    )
    return [head]


def _beside(main: rx.Component, aside: Part | None) -> rx.Component:
    if aside is None:
        return main
    column = rx.el.aside(
        aside, class_name="min-w-0 px-4 pb-28 md:px-10 xl:border-l xl:border-hair xl:px-7 xl:pt-6"
    )
    return rx.el.div(
        main,
        column,
        class_name="grid grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,40rem)_minmax(0,1fr)]",
    )


def members_only(*children: Part) -> rx.Component:
    """Shown to those who are signed in. Looks only: every handler checks for itself."""
    return rx.el.div(*children, class_name="dd-in")


def visitors_only(*children: Part) -> rx.Component:
    """Shown to those who are not signed in."""
    return rx.el.div(*children, class_name="dd-out")
