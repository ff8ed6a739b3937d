"""Animals that people know by name."""

from __future__ import annotations

from ..svg import Canvas
from .tint import Prop, Tint


def goat(c: Canvas, t: Tint) -> None:
    """A goat with an opinion."""
    c.line("M-8-30Q-30-34-34-50M10-30Q32-36 38-50", t.line, 7)
    c.path("M-24-14Q-48-18-48-6-36 0-22-4ZM26-14Q50-18 50-6 38 0 24-4Z", t.shade)
    c.path("M-24-20Q-20-34 1-34T26-20Q26 4 16 24 8 34 1 34T-14 24Q-24 4-24-20Z", t.main)
    c.path("M1-34Q22-34 26-20 26 4 16 24 8 34 1 34 12 0 1-34Z", t.shade)
    c.path("M-9 32Q1 38 11 32L2 50Z", t.light)
    c.ellipse(-11, -8, 4.6, 3, t.light)
    c.ellipse(14, -8, 4.6, 3, t.light)
    c.path("M-13-9h5v2h-5zM12-9h5v2h-5z", t.line)
    c.line("M-5 20q6 6 13 0M-3 13h2M5 13h2", t.line, 2.4)


def tortoise(c: Canvas, t: Tint) -> None:
    """A tortoise that will get there."""
    c.path("M30 14Q34-8 48-4 54 8 40 22Z", t.shade)
    c.circle(45, 2, 2, t.line)
    c.path("M-32 16h14l-2 20h-14zM14 16h14l4 20h-14z", t.shade)
    c.path("M-46 22Q-40 14-34 18L-36 26Z", t.shade)
    c.path("M-42 20Q-38-28 0-28T40 20Q0 32-42 20Z", t.main)
    c.line(
        "M-26 20L-18-6-8-20M0 24V2M24 21L18-6 8-22M-18-6L0 2 18-6M-36 8L-18-6M34 8L18-6", t.light, 3
    )


def dog(c: Canvas, t: Tint) -> None:
    """A dog waiting."""
    c.line("M-26 34Q-48 30-44 8", t.main, 8)
    c.path("M-28 42Q-34 4-4-10L0-30Q4-42 22-40L44-32Q48-20 34-18L26-14Q22 8 26 42Z", t.main)
    c.path("M10 42Q24 10 14-12L26-14Q22 8 26 42Z", t.shade)
    c.path("M2-32Q-14-34-14-12-4-6 6-20Z", t.shade)
    c.circle(22, -30, 2.8, t.line)
    c.path("M38-33l7 1q1 5-4 6z", t.line)
    c.line("M-4-6Q8 2 20-8", t.light, 4)


def glove(c: Canvas, t: Tint) -> None:
    """One glove."""
    c.path(
        "M-20 28L-22-2-42-14Q-46-26-34-26L-18-16-20-40Q-16-50-9-40L-6-16-4-46Q2-54 8-46L8-16"
        " 16-40Q24-46 26-36L22-4 20 28Z",
        t.main,
    )
    c.path("M8-16L16-40Q24-46 26-36L22-4 20 28H8Q14 4 8-16Z", t.shade)
    c.path("M-24 28H24V46H-24Z", t.line)
    c.line("M-12 6V20M0 6V20M12 6V20", t.light, 2.6)


ANIMALS: dict[str, Prop] = {f.__name__: f for f in (goat, tortoise, dog, glove)}
