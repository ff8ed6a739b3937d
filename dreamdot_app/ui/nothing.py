"""What stands where there is nothing yet: an empty shelf, and the next step."""

from typing import Any

import reflex as rx

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Part, Text

_PLACES = ((34, 26, 40, 62), (84, 42, 46, 46), (140, 18, 46, 70))


def _empty_shelf() -> rx.Component:
    ghosts = [
        rx.el.rect(x=str(x), y=str(y), width=str(width), height=str(height), rx="3")
        for x, y, width, height in _PLACES
    ]
    coral = "var(--color-secondary)"
    return rx.el.svg(
        rx.el.path(d="M6 88H214", stroke="currentColor", stroke_opacity=".5"),
        rx.el.g(
            *ghosts,
            fill="none",
            stroke="currentColor",
            stroke_opacity=".55",
            stroke_dasharray="3 4",
        ),
        rx.el.circle(cx="107", cy="65", r="13", fill=coral, opacity=".22"),
        rx.el.circle(cx="107", cy="65", r="5.5", fill=coral),
        view_box="0 0 220 96",
        class_name="w-52 max-w-full text-muted",
        custom_attrs={"aria-hidden": "true"},
    )


def empty_state(title: Text, text: Text, *actions: Part, **props: Any) -> rx.Component:
    """Nothing here yet: says what will stand here and what to do next."""
    return rx.el.div(
        _empty_shelf(),
        rx.el.h2(title, class_name="mt-6 text-2xl"),
        rx.el.p(text, class_name="mt-1.5 max-w-[38ch] text-muted text-pretty"),
        *(
            [rx.el.div(*actions, class_name="mt-5 flex flex-wrap justify-center gap-2")]
            if actions
            else []
        ),
        **with_classes(
            props,
            "grid place-items-center rounded-box border border-dashed border-base-content/20",
            "px-6 py-14 text-center",
        ),
    )
