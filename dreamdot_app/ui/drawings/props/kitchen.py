"""Things from a house."""

from __future__ import annotations

from ..svg import Canvas
from .tint import Prop, Tint


def cup(c: Canvas, t: Tint) -> None:
    """A steaming cup on its saucer."""
    c.ellipse(0, 34, 46, 8, t.shade)
    c.line("M26-2q22-2 18 14-4 13-24 12", t.main, 7)
    c.path("M-30-12H30Q30 28 10 32H-10Q-30 28-30-12Z", t.main)
    c.ellipse(0, -12, 30, 6.5, t.line)
    for x in (-10, 6):
        c.line(f"M{x}-20q-8-10 0-16t0-14", t.light, 3.4, opacity=0.8)


def bowl(c: Canvas, t: Tint) -> None:
    """A bowl with chopsticks."""
    c.line("M6-6L42-46M16-4L48-40", t.line, 4)
    c.path("M-46-8H46Q44 34 16 40H-16Q-44 34-46-8Z", t.main)
    c.path("M12 40Q40 26 40-8H46Q44 34 16 40Z", t.shade)
    c.ellipse(0, -8, 46, 9, t.light)
    c.line("M-28-8q7-9 14 0t14 0 14 0 14 0", t.shade, 3.5)
    c.line("M-36 10q36 14 72 0", t.light, 3, stroke_dasharray="9 6")


def teapot(c: Canvas, t: Tint) -> None:
    """A round teapot."""
    c.line("M-28-6q-26 0-20 22 4 14 22 12", t.main, 7)
    c.path("M26 10Q38 4 40-12L50-16Q50 14 30 26Z", t.main)
    c.path("M0-22Q34-22 34 10 34 36 14 38H-14Q-34 36-34 10-34-22 0-22Z", t.main)
    c.path("M10-20Q34-16 34 10 34 36 14 38H8Q26 14 10-20Z", t.shade)
    c.path("M-16-22Q0-34 16-22Z", t.shade)
    c.circle(0, -32, 5, t.line)
    c.ellipse(-14, 2, 7, 12, t.light, opacity=0.6)


def jar(c: Canvas, t: Tint) -> None:
    """A preserving jar with a label."""
    c.path("M-28-28Q-34-20-34-12V36Q-34 46-24 46H24Q34 46 34 36V-12Q34-20 28-28Z", t.light)
    c.path("M-30-8H30V34Q30 42 22 42H-22Q-30 42-30 34Z", t.main)
    c.path("M14-8H30V34Q30 42 22 42H14Z", t.shade)
    c.rect(-30, -46, 60, 16, t.line, rx=4)
    c.rect(-20, 6, 40, 22, t.light, rx=2)
    c.line("M-13 14H13M-13 20H4", t.line, 2)


def lamp(c: Canvas, t: Tint) -> None:
    """A desk lamp throwing its light."""
    c.path("M-2-14L-44 42H40L14-14Z", t.light, opacity=0.35)
    c.line("M26 42V10L4-30", t.line, 5)
    c.path("M-14-14Q-18-44 8-46 28-44 26-22Z", t.main)
    c.path("M8-46Q28-44 26-22L14-19Q18-36 8-46Z", t.shade)
    c.ellipse(26, 43, 20, 5, t.line)
    c.circle(26, 10, 5, t.main)


def lantern(c: Canvas, t: Tint) -> None:
    """A storm lantern."""
    c.circle(0, 4, 44, t.light, opacity=0.25)
    c.line("M-20-20Q-20-50 0-50T20-20", t.line, 3.5)
    c.path("M-12-34H12L18-22H-18Z", t.main)
    c.path("M-18-22H18L24 26H-24Z", t.light)
    c.path("M0-12Q14 6 0 22-14 6 0-12Z", t.main)
    c.path("M-28 26H28V36Q28 42 22 42H-22Q-28 42-28 36Z", t.main)
    c.path("M8 26H28V36Q28 42 22 42H8Z", t.shade)
    c.line("M-18-22L-24 26M18-22L24 26", t.line, 2.5)


def candle(c: Canvas, t: Tint) -> None:
    """A candle in its holder."""
    c.circle(0, -34, 22, t.light, opacity=0.35)
    c.path("M0-52Q12-36 8-28 0-20-8-28-12-36 0-52Z", t.main)
    c.rect(-11, -18, 22, 52, t.light)
    c.path("M-11-18Q-6-4-3-18V-6Q1 4 4-8V-18Z", t.shade, opacity=0.5)
    c.line("M0-18v-6", t.line, 2)
    c.path("M-36 30H36Q32 44 14 46H-14Q-32 44-36 30Z", t.shade)
    c.circle(40, 32, 8, "none", stroke=t.shade, stroke_width=4)


def clock(c: Canvas, t: Tint) -> None:
    """An alarm clock."""
    c.path("M-38-30A14 14 0 0 1-14-44ZM38-30A14 14 0 0 0 14-44Z", t.shade)
    c.line("M-24 34L-32 46M24 34L32 46", t.line, 6)
    c.circle(0, 2, 40, t.main)
    c.circle(0, 2, 31, t.light)
    c.line("M0 2V-20M0 2L15 10", t.line, 4)
    c.line("M0-24v3M0 28v-3M-26 2h3M26 2h-3", t.line, 2.5)
    c.circle(0, 2, 3.5, t.main)


def key(c: Canvas, t: Tint) -> None:
    """An old key."""
    with c.group(transform="rotate(38)"):
        c.circle(0, -30, 16, "none", stroke=t.main, stroke_width=8)
        c.path("M-4-13H4V46H-4ZM4 22H20V30H4ZM4 36H16V44H4Z", t.main)
        c.path("M1-13H4V46H1Z", t.shade)
        c.rect(-7, -13, 14, 6, t.shade)


def letter(c: Canvas, t: Tint) -> None:
    """A sealed letter."""
    c.rect(-46, -30, 92, 62, t.light)
    c.path("M-46 32L-10-2H10L46 32Z", t.shade, opacity=0.25)
    c.path("M-46-30L0 10 46-30Z", t.light)
    c.line("M-46-30L0 10 46-30", t.line, 2)
    c.path("M-46-30H46V32H-46Z", stroke=t.line, stroke_width=2.5, stroke_linejoin="round")
    c.circle(0, 8, 11, t.main)
    c.circle(0, 8, 6, "none", stroke=t.shade, stroke_width=2)


def book(c: Canvas, t: Tint) -> None:
    """An open book."""
    c.path("M0-26Q-24-40-50-32V32Q-24 24 0 38 24 24 50 32V-32Q24-40 0-26Z", t.main)
    c.path("M0-22Q-22-34-45-28V26Q-22 20 0 32Z", t.light)
    c.path("M0-22Q22-34 45-28V26Q22 20 0 32Z", t.light)
    c.path("M0-22Q10-28 18-29V24Q8 26 0 32Z", t.shade, opacity=0.25)
    for y in (-14, -5, 4, 13):
        c.line(
            f"M-38 {y - 4}Q-20 {y - 7}-8 {y + 1}M38 {y - 4}Q20 {y - 7} 8 {y + 1}",
            t.line,
            1.6,
            opacity=0.55,
        )


def umbrella(c: Canvas, t: Tint) -> None:
    """An open umbrella."""
    c.line("M0-44V36q0 10-9 10t-9-9", t.line, 4)
    c.path("M-48 0Q-44-42 0-42T48 0Q40-8 32 0 16-8 0 0-16-8-32 0-40-8-48 0Z", t.main)
    c.path("M0-42Q44-42 48 0 40-8 32 0 28-28 0-42ZM0 0Q-16-8-32 0-28-28 0-42Z", t.shade)


def suitcase(c: Canvas, t: Tint) -> None:
    """A suitcase with labels."""
    c.path("M-14-26V-38Q-14-42-10-42H10Q14-42 14-38V-26", stroke=t.line, stroke_width=6)
    c.rect(-48, -26, 96, 64, t.main, rx=7)
    c.path("M20-26H41Q48-26 48-19V31Q48 38 41 38H20Z", t.shade)
    c.path("M-32-26h9v64h-9zM23-26h9v64h-9z", t.line)
    c.path("M-12-10L12-16 15-4-9 2Z", t.light)
    c.circle(4, 20, 10, t.light)
    c.circle(4, 20, 4, t.main)


def hat(c: Canvas, t: Tint) -> None:
    """A felt hat."""
    c.ellipse(0, 22, 50, 11, t.shade)
    c.path("M-28 18Q-32-26-12-32 0-24 12-32 32-26 28 18 0 30-28 18Z", t.main)
    c.path("M-29 6Q0 20 29 6V17Q0 31-29 17Z", t.line)


def shoe(c: Canvas, t: Tint) -> None:
    """A child's boot."""
    c.path("M-26-40H4V-2Q40 2 44 22V30H-30Q-30 6-26-40Z", t.main)
    c.path("M-30 30H46V40H-32Z", t.line)
    c.line("M4-24H-8M4-12H-8M6 0L-6 2", t.light, 3.4)
    c.path("M-26-40H4V-32H-27Z", t.shade)


def chair(c: Canvas, t: Tint) -> None:
    """A plain wooden chair."""
    c.line("M-24-46V46M24 2V46M-24 2H24", t.main, 6)
    c.path("M-28-4H30V6H-28Z", t.main)
    c.line("M-10 4V40M14 4V40", t.shade, 5)
    c.path("M-27-46h7v44h-7zM-27-40H6Q10-40 10-36V-10H4V-34H-27Z", t.main)
    c.line("M-20-26H4M-20-16H4", t.shade, 4)


KITCHEN: dict[str, Prop] = {
    f.__name__: f
    for f in (
        cup, bowl, teapot, jar, lamp, lantern, candle, clock, key, letter, book, umbrella,
        suitcase, hat, shoe, chair,
    )
}  # fmt: skip
