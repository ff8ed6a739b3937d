"""Type, colours, glyphs."""

import reflex as rx

from dreamdot_app.ui import icons, layout
from dreamdot_app.ui.frame import wordmark
from dreamdot_app.ui.icon import icon
from dreamdot_app.ui.link import text_link
from dreamdot_app.ui.styleguide.sample import labelled, stacked

_COLOURS = (
    "bg-base-100", "bg-base-200", "bg-base-300", "bg-leaf", "bg-base-content", "bg-muted",
    "bg-primary", "bg-secondary", "bg-ember", "bg-dawn", "bg-accent", "bg-gold", "bg-neutral",
    "bg-success", "bg-error",
)  # fmt: skip


def _swatch(colour: str) -> rx.Component:
    return rx.el.div(
        rx.el.span(class_name=f"block h-12 rounded-lg border border-hair {colour}"),
        rx.el.span(colour.removeprefix("bg-"), class_name="mt-1 block text-xs text-muted"),
    )


def _type() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            "Stories and pictures",
            class_name="font-serif text-[2.625rem] leading-[1.03] font-[440] tracking-[-.03em]",
        ),
        rx.el.p("Page title", class_name="font-serif text-[2rem] font-[500]"),
        rx.el.p("Section", class_name="font-serif text-2xl font-[500]"),
        rx.el.p(
            "Reading: the last bus to Verin left at ten past midnight, and everyone who took it had"
            " a reason not to wait for morning.",
            class_name="dd-reading mx-0",
        ),
        rx.el.p("Interface, 15 pixels. Names are semi-bold, second lines are grey."),
        rx.el.p("Second line, 13 pixels", class_name="text-[.8125rem] text-muted"),
        class_name="space-y-4",
    )


def chapter(_theme: str) -> rx.Component:
    """Type, colours, glyphs."""
    return stacked(
        labelled("Wordmark", wordmark("text-[2.5rem]")),
        _type(),
        labelled("Links", text_link("A link", "/styleguide"), text_link("Quiet", "/", quiet=True)),
        layout.divider("or"),
        labelled("Colours", *map(_swatch, _COLOURS), look="grid grid-cols-4 gap-3 sm:grid-cols-5"),
        labelled("Glyphs", *[icon(name) for name in icons.GLYPHS]),
    )
