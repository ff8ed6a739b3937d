"""Figures in a row, between two hairlines."""

from typing import Any

import reflex as rx

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Part, Text, when


def stat(
    label: Text, value: Part | int, *, detail: Text = "", good: bool = False, **props: Any
) -> rx.Component:
    """One figure: what it counts, how many, and how it changed."""
    figure = "font-serif text-[1.75rem] leading-none [font-variant-numeric:lining-nums]"
    second = "text-[.8125rem] " + ("font-medium text-success" if good else "text-muted")
    return rx.el.div(
        rx.el.dt(label, class_name="text-sm text-muted"),
        rx.el.dd(
            rx.el.div(value, class_name=figure),
            when(detail != "", rx.el.span(detail, class_name=second)),
            class_name="mt-1.5 flex flex-wrap items-baseline gap-2",
        ),
        **with_classes(props, "min-w-0 md:px-6 md:first:pl-0"),
    )


def stats(*figures: Part, **props: Any) -> rx.Component:
    """A row of `stat`; two columns on phones."""
    return rx.el.dl(
        *figures,
        **with_classes(
            props,
            "grid grid-cols-2 gap-x-4 gap-y-6 border-y border-hair py-6",
            "md:grid-flow-col md:auto-cols-fr md:grid-cols-none md:divide-x md:divide-hair",
        ),
    )
