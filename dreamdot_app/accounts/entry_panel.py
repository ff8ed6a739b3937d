"""The panel that joining, signing in and what comes of letters stand in."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false

import reflex as rx

from dreamdot_app.ui import frame, layout
from dreamdot_app.ui.kinds import Part, Text


def entry_panel(title: str, lead: Part, *children: Part, quote: Text) -> rx.Component:
    """A heading with a line below, then what there is to do, beside a saying."""
    head = rx.el.header(
        rx.el.h1(title, class_name="text-[2rem]"),
        rx.el.p(lead, class_name="mt-2 text-muted text-pretty"),
        class_name="mb-6",
    )
    panel = layout.split_panel(head, *children, quote=quote)
    return frame.landing_frame(
        rx.el.div(panel, class_name="mx-auto max-w-[80rem] px-4 py-6 md:px-8 lg:py-10")
    )
