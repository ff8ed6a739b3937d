"""A text of which the beginning is shown, and the rest when asked."""

from typing import Any

import reflex as rx

from dreamdot_app.ui.kinds import Part
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script


class _Clamped(Piece):
    library = script("clamped.jsx").importable_path
    tag = "Clamped"

    more: rx.Var[str]
    less: rx.Var[str]
    lines: rx.Var[int]


def clamped(
    *children: Part, lines: int = 6, more: str = "Show all", less: str = "Show less", **props: Any
) -> rx.Component:
    """At most ``lines`` lines of what stands in it, and a button where there are more."""
    return _Clamped.create(*children, lines=lines, more=more, less=less, **props)
