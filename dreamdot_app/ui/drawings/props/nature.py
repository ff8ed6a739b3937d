"""Plants, animals and what is in the sky."""

from __future__ import annotations

import math

from ..svg import Canvas, num
from .tint import Prop, Tint


def moth(c: Canvas, t: Tint) -> None:
    """A moth with open wings."""
    with c.group(transform="scale(.82)"):
        c.path(
            "M0 0C-14-34-52-40-58-16-60 2-30 16-6 10-22 18-36 34-26 44-14 52-2 26 0 12 2 26 14 52"
            " 26 44 36 34 22 18 6 10 30 16 60 2 58-16 52-40 14-34 0 0Z",
            t.main,
        )
        c.path("M0 0C14-34 52-40 58-16 60 2 30 16 6 10 22 18 36 34 26 44 14 52 2 26 0 12Z", t.shade)
        c.circle(-34, -13, 7, t.light)
        c.circle(34, -13, 7, t.light)
        c.line("M0-8V26M0-8q-5-14-14-18M0-8q5-14 14-18", t.light, 3)


def bird(c: Canvas, t: Tint) -> None:
    """A small bird on a twig."""
    c.line("M-48 36Q0 28 48 40M26 36L40 26", t.line, 3.5)
    c.line("M-4 22V34M6 22V34", t.line, 2.5)
    c.path("M-46 22L-22-4Q-16-32 10-34 30-34 32-18L44-12 31-8Q30 24 2 26-16 26-24 14Z", t.main)
    c.path("M-30 8Q-4 10 8-10 16 14-8 20-22 20-30 8Z", t.shade)
    c.circle(18, -20, 3.4, t.light)


def owl(c: Canvas, t: Tint) -> None:
    """An owl looking at you."""
    c.path("M-30-40Q-20-34 0-34T30-40Q38-20 34 4 32 40 0 44-32 40-34 4-38-20-30-40Z", t.main)
    c.path("M0 0Q24 0 24 14 22 36 0 38-22 36-24 14-24 0 0 0Z", t.shade)
    for x in (-14, 14):
        c.circle(x, -14, 13, t.light)
        c.circle(x, -14, 6.5, t.line)
    c.path("M-5-8H5L0 4Z", t.light)
    c.line("M-10 14q5 5 10 0 5 5 10 0M-5 25q5 5 10 0", t.light, 2)


def cat(c: Canvas, t: Tint) -> None:
    """A cat that has seen something."""
    c.line("M24 38Q50 36 44 8", t.main, 9)
    c.path("M-22 42Q-32 2-14-12L-20-44-6-32H10L22-46 20-14Q36 4 28 42Z", t.main)
    c.path("M8 42Q28 20 14-10L20-14Q36 4 28 42Z", t.shade)
    c.circle(-6, -20, 4, t.light)
    c.circle(11, -20, 4, t.light)
    c.line("M0-12l3 3 3-3", t.light, 2)


def fish(c: Canvas, t: Tint) -> None:
    """A patterned fish."""
    c.path("M-48 0Q-18-34 20-6L46-26Q40 0 46 26L20 6Q-18 34-48 0Z", t.main)
    c.path("M-18-20Q-6 0-18 20 0 22 20 6L46 26Q40 0 46-26L20-6Q0-24-18-20Z", t.shade)
    c.circle(-32, -4, 4, t.light)
    for x in (-6, 4, 14):
        c.line(f"M{x}-10q6 10 0 20", t.light, 2.4)


def whale(c: Canvas, t: Tint) -> None:
    """A whale and its breath."""
    c.path(
        "M-48 4Q-44-22-6-22 22-22 30-4 40-6 40-24 48-20 50-10 44 10 30 18 4 34-30 28-46 22-48 4Z",
        t.main,
    )
    c.path("M-46 12Q-10 26 26 16 4 34-30 28-42 24-46 12Z", t.light)
    c.circle(-32, 0, 3, t.light)
    c.line("M-12-26q-2-14-14-14M-12-26q2-14 14-14", t.shade, 3.4)


def bee(c: Canvas, t: Tint) -> None:
    """A bee."""
    c.ellipse(-4, -22, 14, 24, t.light, transform="rotate(-24 -4 -22)", opacity=0.9)
    c.ellipse(18, -20, 12, 20, t.light, transform="rotate(24 18 -20)", opacity=0.75)
    c.ellipse(2, 10, 38, 22, t.main)
    c.path("M-12-11Q-20 10-12 30L-2 32Q-10 10-2-12ZM12-11Q4 10 12 31L22 28Q16 10 22-8Z", t.line)
    c.circle(-28, 6, 3.4, t.line)
    c.line("M-32-4q-4-12-14-12M-26-8q0-12-8-18", t.line, 2.4)


def leaf(c: Canvas, t: Tint) -> None:
    """A leaf with its veins."""
    with c.group(transform="rotate(30)"):
        c.path("M0-48Q34-18 26 12 18 34 0 40-18 34-26 12-34-18 0-48Z", t.main)
        c.path("M0-48Q34-18 26 12 18 34 0 40Z", t.shade)
        c.line("M0-40V50", t.light, 2.6)
        for y in (-18, -4, 10, 24):
            c.line(f"M0 {y}l-15-11M0 {y}l15-11", t.light, 1.8)


def flower(c: Canvas, t: Tint) -> None:
    """A daisy on its stem."""
    c.line("M0-8Q6 20 0 50", t.line, 3.4)
    c.path("M2 26Q26 10 34 20 22 38 2 36Z", t.shade)
    for k in range(9):
        with c.group(transform=f"rotate({k * 40} 0 -16)"):
            c.ellipse(0, -36, 6.5, 14, t.main)
    c.circle(0, -16, 9, t.light)


def rose(c: Canvas, t: Tint) -> None:
    """A rose seen from above."""
    for k, (r, colour) in enumerate(
        ((40, t.shade), (32, t.main), (24, t.shade), (16, t.main), (8, t.light))
    ):
        d = ""
        for i in range(5):
            a = math.radians(i * 72 + k * 31)
            b = math.radians(i * 72 + 72 + k * 31)
            d += (
                "M" if not i else "L"
            ) + f"{num(r * 0.9 * math.cos(a))} {num(r * 0.9 * math.sin(a))}"
            m = (a + b) / 2
            d += (
                f"Q{num(r * 1.36 * math.cos(m))} {num(r * 1.36 * math.sin(m))}"
                f" {num(r * 0.9 * math.cos(b))} {num(r * 0.9 * math.sin(b))}"
            )
        c.path(d + "Z", colour)


def mushroom(c: Canvas, t: Tint) -> None:
    """A spotted mushroom."""
    c.path("M-12 0H12Q8 24 18 42H-18Q-8 24-12 0Z", t.light)
    c.path("M4 0H12Q8 24 18 42H6Z", t.shade, opacity=0.3)
    c.path("M-46 4Q-42-42 0-42T46 4Q0 18-46 4Z", t.main)
    c.path("M14-40Q44-32 46 4 30 10 12 11 34-12 14-40Z", t.shade)
    for x, y, r in ((-20, -14, 7), (2, -28, 6), (20, -12, 7), (-4, -4, 4)):
        c.ellipse(x, y, r, r * 0.8, t.light)


def shell(c: Canvas, t: Tint) -> None:
    """A scallop."""
    c.path("M-10 40H10L14 28Q50 14 46-14 40-44 0-44T-46-14Q-50 14-14 28Z", t.main)
    for x in (-30, -15, 0, 15, 30):
        c.line(
            f"M{x * 0.2:.0f} 32Q{x * 0.9:.0f} 0 {x * 1.25:.0f}-{40 - abs(x) * 0.5:.0f}",
            t.light,
            2.6,
        )
    c.path("M-10 40H10L14 28H-14Z", t.shade)


def moon(c: Canvas, t: Tint) -> None:
    """A sickle moon and two stars."""
    c.path("M12-44A46 46 0 1 0 40 24 36 36 0 1 1 12-44Z", t.main)
    c.path("M28-22l3 8 8 3-8 3-3 8-3-8-8-3 8-3zM8 4l2 5 5 2-5 2-2 5-2-5-5-2 5-2z", t.light)


def star(c: Canvas, t: Tint) -> None:
    """A falling star."""
    c.line("M-44-38L-8-4M-46-10L-16 12M-14-46L6-22", t.shade, 4)
    d = "M" + "L".join(
        f"{num(18 + r * math.cos(math.radians(i * 36 - 60)))}"
        f" {num(18 + r * math.sin(math.radians(i * 36 - 60)))}"
        for i, r in enumerate((30, 12) * 5)
    )
    c.path(d + "Z", t.main)


def apple(c: Canvas, t: Tint) -> None:
    """An apple with a leaf."""
    c.path("M0-18C18-32 44-22 42 6 40 30 20 46 0 38-20 46-40 30-42 6-44-22-18-32 0-18Z", t.main)
    c.path("M10-22C28-28 44-18 42 6 40 30 20 46 6 40 30 20 28-8 10-22Z", t.shade)
    c.line("M0-16q0-16 8-26", t.line, 4)
    c.path("M4-28q14-18 30-10-8 16-30 10z", t.line)
    c.ellipse(-20, -4, 6, 11, t.light, opacity=0.6)


def feather(c: Canvas, t: Tint) -> None:
    """A feather."""
    with c.group(transform="rotate(38)"):
        c.path(
            "M0-50Q26-30 22 6L10 14 16 20Q8 32 0 34-10 30-16 20L-10 12-18 8Q-24-30 0-50Z", t.main
        )
        c.path("M0-50Q26-30 22 6L10 14 16 20Q8 32 0 34Z", t.shade)
        c.line("M0-44V52", t.light, 2.4)


def snail(c: Canvas, t: Tint) -> None:
    """A snail on its way."""
    c.path("M-46 38Q-50 20-38 16-34 8-38-4M38 38Q46 14 20 12L-10 14-36 22-46 38Z", t.light)
    c.path("M-50 38H44Q50 20 32 22L-30 24Q-44 24-50 38Z", t.light)
    c.line("M-42 20L-48-2M-36 20L-34-4", t.light, 3.4)
    c.circle(10, 4, 30, t.main)
    c.line("M10 4q8-8 12 2 2 12-12 12-18-2-16-20 4-20 26-18", t.shade, 5)


NATURE: dict[str, Prop] = {
    f.__name__: f
    for f in (
        moth, bird, owl, cat, fish, whale, bee, leaf, flower, rose, mushroom, shell, moon, star,
        apple, feather, snail,
    )
}  # fmt: skip
