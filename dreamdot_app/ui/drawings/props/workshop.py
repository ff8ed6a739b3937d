"""Tools, instruments and vehicles."""

from __future__ import annotations

from ..svg import Canvas
from .tint import Prop, Tint


def radio(c: Canvas, t: Tint) -> None:
    """A wireless set."""
    c.line("M18-24L38-48", t.line, 3)
    c.rect(-46, -24, 92, 62, t.main, rx=8)
    c.circle(-18, 8, 21, t.shade)
    for r in (15, 9, 3):
        c.circle(-18, 8, r, "none", stroke=t.light, stroke_width=2)
    c.rect(10, -14, 28, 12, t.light, rx=2)
    c.line("M28-14V-2", t.main, 2)
    c.circle(17, 16, 6, t.line)
    c.circle(33, 16, 6, t.line)


def telephone(c: Canvas, t: Tint) -> None:
    """A telephone with a dial."""
    c.path("M-30-6H30L44 40H-44Z", t.main)
    c.path("M12-6H30L44 40H20Z", t.shade)
    c.circle(0, 20, 16, t.light)
    for dx, dy in ((0, -10), (9, -5), (9, 5), (0, 10), (-9, 5), (-9, -5)):
        c.circle(dx, 20 + dy, 2.6, t.line)
    c.path("M-50-14Q-52-38 0-38T50-14L46-4 26-8V-20Q0-26-26-20V-8L-46-4Z", t.line)


def camera(c: Canvas, t: Tint) -> None:
    """A camera."""
    c.path("M-18-36H18L24-24H-24Z", t.shade)
    c.rect(-48, -26, 96, 60, t.main, rx=8)
    c.rect(-48, -8, 96, 24, t.shade)
    c.circle(0, 4, 25, t.line)
    c.circle(0, 4, 17, t.light)
    c.circle(0, 4, 10, t.line)
    c.circle(-4, 0, 3.5, t.light)
    c.rect(30, -20, 11, 7, t.light, rx=1)


def scissors(c: Canvas, t: Tint) -> None:
    """Open scissors."""
    c.path("M-6 2L26-48 32-44 4 10ZM6 2L-26-48-32-44-4 10Z", t.shade)
    c.circle(0, 4, 3.5, t.light)
    for x in (-20, 20):
        c.line(f"M0 6L{x * 0.6:.0f} 22", t.main, 7)
        c.circle(x, 34, 12, "none", stroke=t.main, stroke_width=7)


def violin(c: Canvas, t: Tint) -> None:
    """A violin."""
    with c.group(transform="rotate(28)"):
        c.rect(-4, -52, 8, 50, t.line)
        c.path("M0-14Q22-14 20 6 12 14 20 24 28 50 0 50T-20 24Q-12 14-20 6-22-14 0-14Z", t.main)
        c.path("M0-14Q22-14 20 6 12 14 20 24 28 50 0 50Z", t.shade)
        c.line("M-10 10q-5 8 0 16M10 10q5 8 0 16", t.line, 2.6)
        c.line("M-2-48V36M2-48V36", t.light, 1)
        c.path("M-6 34H6L4 46H-4Z", t.line)


def boat(c: Canvas, t: Tint) -> None:
    """A folded paper boat."""
    c.path("M-50 4L0-40 50 4 24 34H-24Z", t.light)
    c.path("M0-40L-20 8 0 22 20 8Z", t.main)
    c.path("M-50 4L-20 8 0 22-24 34ZM50 4L20 8 0 22 24 34Z", t.main)
    c.path("M50 4L20 8 0 22 24 34Z", t.shade)
    c.line("M-48 44q12-8 24 0t24 0 24 0 24 0", t.line, 3)


def bicycle(c: Canvas, t: Tint) -> None:
    """A bicycle leaning on nothing."""
    for x in (-28, 28):
        c.circle(x, 18, 20, "none", stroke=t.line, stroke_width=4)
        c.circle(x, 18, 3, t.line)
    c.line("M-28 18L-12-14H18L28 18M-12-14L2 18H-28M2 18L18-14", t.main, 4.5)
    c.line("M-16-20H-6M18-14L16-26H26", t.line, 4.5)


def kite(c: Canvas, t: Tint) -> None:
    """A kite and its tail."""
    c.path("M8-50L38-8 2 34-22-16Z", t.main)
    c.path("M8-50L38-8 2 34Z", t.shade)
    c.line("M8-50L2 34M-22-16L38-8", t.light, 2)
    c.line("M2 34q-14 2-12 10t-16 6", t.line, 2.4)
    c.path("M-14 38l6 8-10 0zM-24 44l8 6-9 3z", t.main)


def anchor(c: Canvas, t: Tint) -> None:
    """An anchor."""
    c.circle(0, -38, 9, "none", stroke=t.main, stroke_width=5)
    c.line("M0-29V44M-20-18H20", t.main, 6.5)
    c.line("M-40 10Q-36 42 0 44 36 42 40 10", t.main, 6.5)
    c.path("M-50 16L-40-2-28 14ZM50 16L40-2 28 14Z", t.main)


def compass(c: Canvas, t: Tint) -> None:
    """A compass."""
    c.circle(0, 0, 46, t.main)
    c.circle(0, 0, 37, t.light)
    c.line("M0-33v6M0 33v-6M-33 0h6M33 0h-6", t.line, 3)
    c.path("M18-22L6 6-6-6Z", t.main)
    c.path("M-18 22L6 6-6-6Z", t.line)
    c.circle(0, 0, 4, t.light)


def hourglass(c: Canvas, t: Tint) -> None:
    """An hourglass."""
    c.path("M-24-38H24Q24-14 5 0 24 14 24 38H-24Q-24 14-5 0-24-14-24-38Z", t.light)
    c.path("M-17-20H17Q14-10 0 0-14-10-17-20ZM0 10Q18 22 20 38H-20Q-18 22 0 10Z", t.main)
    c.line("M0 0V16", t.main, 2.4)
    c.rect(-32, -48, 64, 10, t.shade, rx=3)
    c.rect(-32, 38, 64, 10, t.shade, rx=3)


def house(c: Canvas, t: Tint) -> None:
    """A narrow house."""
    c.path("M-28 46V-8L0-38 28-8V46Z", t.main)
    c.path("M6 46V-32L28-8V46Z", t.shade)
    c.path("M-38-4L0-46 38-4 32 2 0-34-32 2Z", t.line)
    c.rect(-8, 20, 16, 26, t.line)
    c.rect(-20, 0, 12, 12, t.light)
    c.rect(10, 0, 12, 12, t.light)


def robot(c: Canvas, t: Tint) -> None:
    """A small machine with feelings."""
    c.line("M0-34V-46", t.line, 3)
    c.circle(0, -47, 4.5, t.light)
    c.rect(-26, -36, 52, 36, t.main, rx=8)
    c.rect(-19, -28, 38, 20, t.line, rx=5)
    c.circle(-8, -18, 4, t.light)
    c.circle(8, -18, 4, t.light)
    c.rect(-20, 4, 40, 32, t.shade, rx=5)
    c.line("M-20 10H-34V26M20 10H34V26M-10 36V46M10 36V46", t.line, 5)
    c.circle(0, 18, 6, t.light)


def mask(c: Canvas, t: Tint) -> None:
    """A mask on ribbons."""
    c.line("M-40-10Q-50 20-46 44M40-10Q50 20 46 44", t.shade, 4)
    c.path("M-44-22Q0-40 44-22 46 20 20 24 8 22 0 8-8 22-20 24-46 20-44-22Z", t.main)
    c.path("M0-32Q30-32 44-22 46 20 20 24 8 22 0 8Z", t.shade)
    c.path("M-32-8q14-12 24 4-14 10-24-4zM32-8q-14-12-24 4 14 10 24-4z", t.line)


def eye(c: Canvas, t: Tint) -> None:
    """An eye with rays."""
    c.path("M-48 6Q0-44 48 6 0 50-48 6Z", t.light)
    c.circle(0, 4, 20, t.main)
    c.circle(0, 4, 10, t.line)
    c.circle(-5, -2, 4, t.light)
    c.path("M-48 6Q0-44 48 6 0 50-48 6Z", stroke=t.line, stroke_width=3)
    c.line("M0-34V-48M-22-28L-30-42M22-28L30-42M-40-14L-50-24M40-14L50-24", t.line, 3)


def hand(c: Canvas, t: Tint) -> None:
    """An open hand."""
    c.path(
        "M-22 48L-26 10-42-8Q-46-18-36-18L-22-4-26-36Q-24-46-16-38L-10-8-8-44Q-2-54 4-44L6-8"
        " 14-38Q22-46 24-34L20-2 30-20Q40-22 36-10L24 20 20 48Z",
        t.main,
    )
    c.line("M-14 14Q4 6 16 16M-10 24Q0 20 6 34", t.light, 2.6)


def tape(c: Canvas, t: Tint) -> None:
    """A cassette."""
    c.rect(-48, -32, 96, 64, t.main, rx=6)
    c.rect(-38, -24, 76, 36, t.light, rx=3)
    c.rect(-28, -10, 56, 18, t.line, rx=9)
    c.circle(-18, -1, 6, t.light)
    c.circle(18, -1, 6, t.light)
    c.path("M-28 32L-22 18H22L28 32Z", t.shade)
    c.line("M-30-18H20", t.main, 2)


def train(c: Canvas, t: Tint) -> None:
    """A toy engine."""
    c.rect(-46, -6, 62, 30, t.main, rx=4)
    c.path("M8-36H44V24H8Z", t.shade)
    c.rect(16, -28, 20, 18, t.light)
    c.path("M-36-6L-40-30H-24L-28-6Z", t.line)
    c.rect(4, -42, 46, 8, t.line, rx=2)
    for x, r in ((-32, 11), (-8, 11), (28, 15)):
        c.circle(x, 40 - r, r, t.line)
        c.circle(x, 40 - r, r * 0.4, t.light)


WORKSHOP: dict[str, Prop] = {
    f.__name__: f
    for f in (
        radio, telephone, camera, scissors, violin, boat, bicycle, kite, anchor, compass,
        hourglass, house, robot, mask, eye, hand, tape, train,
    )
}  # fmt: skip
