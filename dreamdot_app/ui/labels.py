"""Small marks beside a name or a title."""

from typing import Any, Literal

import reflex as rx

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Text, Whole
from dreamdot_app.ui.link import link

BadgeTone = Literal["new", "quiet", "good", "warn"]
DotTone = Literal["live", "draft", "review", "gone"]
_BADGES: dict[str, str] = {
    "new": "bg-secondary text-secondary-content",
    "quiet": "bg-base-200 text-muted",
    "good": "bg-success/12 text-success",
    "warn": "bg-accent/45 text-base-content",
}
_DOTS: dict[str, str] = {
    "live": "bg-success",
    "draft": "border-2 border-muted",
    "review": "bg-accent",
    "gone": "bg-error",
}


def tag(label: Text, href: Text, **props: Any) -> rx.Component:
    """A tag that opens what else carries it."""
    return link(label, href=href, **with_classes(props, "dd-tag py-1"))


def count(number: Whole, *, of: str = "unread", **props: Any) -> rx.Component:
    """How many wait; ``of`` says what they are."""
    return rx.el.span(
        number, rx.el.span(f" {of}", class_name="sr-only"), **with_classes(props, "dd-count")
    )


def badge(label: Text, *, tone: BadgeTone = "quiet", **props: Any) -> rx.Component:
    """A word in a pill."""
    look = "inline-block rounded-full px-2 text-xs leading-5 font-semibold whitespace-nowrap"
    return rx.el.span(label, **with_classes(props, look, _BADGES[tone]))


def status_dot(label: Text, *, tone: DotTone = "live", **props: Any) -> rx.Component:
    """A state in a table: a dot and a word."""
    return rx.el.span(
        rx.el.span(class_name=f"size-2 flex-none rounded-full {_DOTS[tone]}"),
        label,
        **with_classes(props, "inline-flex items-center gap-2 text-sm whitespace-nowrap"),
    )


def verified(size: int = 16, **props: Any) -> rx.Component:
    """The tick after a name that was checked."""
    return rx.el.svg(
        rx.el.circle(cx="10", cy="10", r="8.5", fill="currentColor"),
        rx.el.path(
            d="M6.3 10.3l2.5 2.5 5-5.2",
            fill="none",
            stroke="var(--color-primary-content)",
            stroke_width="1.9",
            stroke_linecap="round",
            stroke_linejoin="round",
        ),
        view_box="0 0 20 20",
        width=str(size),
        height=str(size),
        role="img",
        custom_attrs={"aria-label": "Verified"},
        **with_classes(props, "inline-block shrink-0 text-primary"),
    )


def progress(percent: Whole | float, label: str, **props: Any) -> rx.Component:
    """A thin line: how far one has come, from 0 to 100."""
    share = percent if isinstance(percent, rx.Var) else rx.Var.create(percent)
    whole = share.to(float)
    spoken = {"aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": whole}
    bar = {"style": rx.Var.create({"width": whole.to_string() + "%"})}
    return rx.el.div(
        rx.el.div(class_name="h-full rounded-full bg-ember", custom_attrs=bar),
        role="progressbar",
        custom_attrs=spoken,
        **with_classes(props, "h-1 overflow-hidden rounded-full bg-base-300"),
    )
