"""Single things, drawn around (0, 0) in a box from -50 to 50."""

from __future__ import annotations

from ..svg import Canvas
from .animals import ANIMALS
from .kitchen import KITCHEN
from .nature import NATURE
from .tint import Prop, Tint
from .workshop import WORKSHOP

PROPS: dict[str, Prop] = {**KITCHEN, **NATURE, **WORKSHOP, **ANIMALS}


def draw_prop(
    c: Canvas, name: str, tint: Tint, x: float, y: float, size: float, turn: float = 0
) -> None:
    """Draw a thing ``size`` wide around (x, y)."""
    with c.placed(x, y, size / 100, turn):
        PROPS[name](c, tint)


__all__ = ["PROPS", "Prop", "Tint", "draw_prop"]
