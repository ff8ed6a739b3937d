"""The wordmark with its dot, and the link past the navigation."""

import reflex as rx

from dreamdot_app.ui.link import link


def wordmark(look: str = "text-2xl") -> rx.Component:
    """The name, ended by the coral dot; it leads home."""
    return link(
        "dreamdot",
        rx.el.span(class_name="dd-dot", custom_attrs={"aria-hidden": "true"}),
        href="/",
        class_name=f"dd-wordmark {look}",
        custom_attrs={"aria-label": "DreamDot, home"},
    )


class _Anchor(rx.el.Span):
    """A link that the router knows nothing of."""

    tag = "a"

    href: rx.Var[str]


def skip_link(target: str) -> rx.Component:
    """For those who move by keyboard: past everything that repeats."""
    # Left to the browser, which moves the focus as well; a link of the router only scrolls. It
    # would also be prerendered with the page's address and a slash before the target.
    skip = _Anchor.create("Skip to content", href=f"#{target}", class_name="dd-skip")
    # A landmark of its own: on a page that holds a second frame it is not the first link.
    # Out of the flow: in a frame that is a grid it would take a cell.
    return rx.el.nav(skip, custom_attrs={"aria-label": "Shortcut"}, class_name="absolute")
