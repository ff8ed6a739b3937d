"""A glyph, drawn inline as strokes in the colour of the text around it."""

from typing import Any

import reflex as rx

from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.icons import GLYPHS
from dreamdot_app.ui.script import script

STROKE = "1.65"
GLYPH_MODULE = script("glyph.jsx")
"""The same glyphs for components written in JavaScript, which import this file."""


def icon(name: str, size: float = 20, **props: Any) -> rx.Component:
    """A decorative glyph of ``size`` CSS pixels; whatever it stands for is said in words nearby.

    Raises:
        KeyError: there is no such glyph in ``ui/icons.py``.
    """
    if name not in GLYPHS:
        raise KeyError(f"no glyph named {name!r}: add its path to ui/icons.py")
    props["custom_attrs"] = {"aria-hidden": "true", **props.get("custom_attrs", {})}
    return rx.el.svg(
        rx.el.path(d=GLYPHS[name]),
        view_box="0 0 24 24",
        fill="none",
        stroke="currentColor",
        stroke_width=STROKE,
        stroke_linecap="round",
        stroke_linejoin="round",
        width=f"{size:g}",
        height=f"{size:g}",
        **with_classes(props, "shrink-0"),
    )
