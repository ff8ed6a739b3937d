"""Covers like a label, a card, a notebook: paper things with words on them."""

from __future__ import annotations

import math

from ..chance import Chance
from ..lettering.faces import (
    BLACK,
    ROMAN,
    SANS,
    SANS_BOLD,
    STRONG,
)  # fmt: skip
from ..lettering.setting import draw_line, fit, measure
from ..look import Look
from ..palettes import mix
from ..props import Tint, draw_prop
from ..svg import Canvas, num
from .lettered import emblem_of
from .registry import BOOK, COMIC, design
from .titles import name, title


@design("emblem", BOOK, "writing", "kraft forest wine river rose slate moss plum sand coal")
def emblem(c: Canvas, look: Look) -> None:
    """A classic: one colour, a double rule, a small device."""
    p = look.palette
    dark = look.chance.likely(0.6)
    ground, ink = (p.dark, p.pale) if dark else (mix(p.pale, p.soft, 0.3), p.deep)
    gilt = p.glow if dark else p.pop
    thing = emblem_of(look)
    c.ground(ground)
    for inset, width in ((14, 2.4), (20, 0.8)):
        c.path(
            f"M{inset} {inset}H{300 - inset}V{450 - inset}H{inset}Z",
            stroke=gilt,
            stroke_width=width,
        )
    for x in (20, 280):
        for y in (20, 430):
            c.circle(x, y, 5, ground, stroke=gilt, stroke_width=1.4)
            c.circle(x, y, 1.8, gilt)
    c.circle(150, 282, 62, "none", stroke=gilt, stroke_width=0.8)
    c.circle(
        150,
        282,
        67,
        "none",
        stroke=gilt,
        stroke_width=0.8,
        stroke_dasharray="1 5",
        stroke_linecap="round",
    )
    draw_prop(
        c,
        thing,
        Tint(gilt, mix(gilt, ground, 0.35), mix(ink, ground, 0.1), mix(gilt, ink, 0.4)),
        150,
        282,
        82,
    )
    _, low = title(
        c, look, (44, 58, 212, 118), ink, face=ROMAN, largest=33, anchor=0.5, at="middle"
    )
    name(c, look.author, 150, 396, ink, anchor=0.5, caps=True, tracking=170, size=10, width=210)
    del low


@design("matchbox", BOOK, "writing comic", "brick lemon cobalt mustard mint kraft rose arctic")
def matchbox(c: Canvas, look: Look) -> None:
    """A matchbox label: rays, a creature, a ribbon."""
    p = look.palette
    thing = emblem_of(
        look, ("owl", "fish", "whale", "cat", "bird", "bee", "train", "moth", "snail", "rose")
    )
    c.ground(p.pale)
    c.rect(14, 14, 272, 422, p.pop, rx=8)
    for i in range(24):
        a, b = math.tau * i / 24, math.tau * (i + 0.5) / 24
        with c.cut("M22 22H278V428H22Z"):
            c.path(
                f"M150 216L{num(150 + 330 * math.cos(a))} {num(216 + 330 * math.sin(a))}L"
                f"{num(150 + 330 * math.cos(b))} {num(216 + 330 * math.sin(b))}Z",
                p.glow, opacity=0.9,
            )  # fmt: skip
    c.path("M22 22H278V428H22Z", stroke=p.deep, stroke_width=3)
    c.circle(150, 216, 96, p.pale)
    c.circle(150, 216, 96, "none", stroke=p.deep, stroke_width=3)
    draw_prop(
        c,
        thing,
        Tint.of(p, p.deep if p.name in ("lemon", "mustard") else p.mid, on_paper=True),
        150,
        216,
        132,
    )
    c.path("M22 48H278V118H22Z", p.deep)
    c.path("M22 330H278V404H22Z", p.deep)
    title(
        c,
        look,
        (34, 336, 232, 62),
        p.pale,
        face=BLACK,
        second=None,
        largest=34,
        anchor=0.5,
        at="middle",
        leading=1.02,
        most_lines=2,
    )
    name(
        c,
        look.author,
        150,
        90,
        p.pale,
        anchor=0.5,
        caps=True,
        tracking=180,
        size=13,
        width=226,
        face=SANS_BOLD,
    )


_SQUARE = "M26 26H274V274H26Z"


@design("initial", BOOK, "writing", "plum forest clay river wine moss denim sakura")
def initial(c: Canvas, look: Look) -> None:
    """The first letter, grown over with leaves."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.pale, p.soft, 0.15))
    c.rect(26, 26, 248, 248, p.dark)
    letter = next((x for x in look.title if x.isalpha()), "")
    with c.cut(_SQUARE):
        for _ in range(7):
            _vine(c, chance, p.mid, mix(p.mid, p.soft, 0.6), p.pop)
    size = 250.0
    if letter and measure(letter.upper(), BLACK):
        width = measure(letter.upper(), BLACK) * size
        size = min(size, size * 220 / width)
        draw_line(c, letter.upper(), BLACK, 150, 150 + size * 0.35, size, p.pale, anchor=0.5)
    with c.cut(_SQUARE):
        for _ in range(4):
            _vine(c, chance, mix(p.mid, p.deep, 0.2), p.soft, p.pop)
    c.rect(26, 26, 248, 248, "none", stroke=p.deep, stroke_width=2)
    _, low = title(c, look, (26, 298, 248, 96), p.deep, face=ROMAN, largest=34)
    name(c, look.author, 26, max(low + 26, 420), p.pop, size=12, width=248)


def _vine(c: Canvas, chance: Chance, stem: str, leaf: str, berry: str) -> None:
    """Draw one winding twig with leaves inside the initial's square."""
    x, y, turn = chance.between(40, 260), chance.pick((36.0, 264.0)), chance() * 6.3
    d = f"M{num(x)} {num(y)}"
    leaves: list[tuple[float, float, float]] = []
    for i in range(7):
        turn += chance.between(-0.9, 0.9)
        x = min(262.0, max(38.0, x + 30 * math.cos(turn)))
        y = min(262.0, max(38.0, y + 30 * math.sin(turn)))
        d += ("Q" if i % 2 == 0 else " ") + f"{num(x)} {num(y)}"
        leaves.append((x, y, math.degrees(turn)))
    d = d.rsplit("Q", 1)[0] if d.count("Q") * 2 > 7 else d
    c.line(d, stem, 2.4)
    for i, (lx, ly, angle) in enumerate(leaves):
        if i % 3 == 2:
            c.circle(lx, ly, 4, berry)
            continue
        with c.placed(min(lx, 254), min(ly, 254), 1, angle + 40):
            c.path("M0 0Q8-10 20-2 12 9 0 0Z", leaf)


@design("card", BOOK, "writing", "kraft sand slate moss rose denim", ("day",))
def card(c: Canvas, look: Look) -> None:
    """A ruled index card with a stamp and a paper clip."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.mid, p.soft, 0.35))
    with c.placed(150, 225, 1, chance.between(-2.4, 2.4)):
        c.rect(-122, -192, 248, 392, p.deep, opacity=0.2)
        c.rect(-126, -196, 248, 392, mix(p.pale, "#ffffff", 0.35))
        for i in range(12):
            c.rect(-126, -84 + i * 23, 248, 0.8, mix(p.soft, p.mid, 0.3), opacity=0.7)
        c.rect(-126, -108, 248, 1.6, p.pop)
        c.rect(-92, -196, 1, 392, p.pop, opacity=0.6)
        name(c, look.author, -80, -122, p.deep, face=SANS, size=12, width=190)
        block = fit(look.title, STRONG, 190, 150, largest=34, leading=46 / 34, most_lines=4)
        rows = 46 if block.size > 26 else 23 * math.ceil(block.size * 1.06 / 23)
        for i, line in enumerate(block.lines):
            draw_line(c, line, STRONG, -80, -84 + 23 * 2 + i * rows - 5, block.size, p.deep)
        with c.placed(62, 140, 1, -14):
            c.circle(0, 0, 38, "none", stroke=p.pop, stroke_width=2.6, opacity=0.85)
            c.circle(0, 0, 30, "none", stroke=p.pop, stroke_width=1, opacity=0.85)
            draw_prop(c, emblem_of(look), Tint.flat(p.pop, mix(p.pale, "#ffffff", 0.35)), 0, 0, 42)
        c.line("M-50-206V-168q0 8 8 8t8-8V-198q0-5-5-5t-5 5V-172", p.dark, 2.2)


@design("spine", COMIC, "writing comic", "ink brick cobalt mustard forest rose", ("day",))
def spine(c: Canvas, look: Look) -> None:
    """A bound notebook: cloth spine, speckled boards, a paper label."""
    p, chance = look.palette, look.chance
    c.ground(p.mid)
    for _ in range(150):
        x, y = chance.between(56, 300), chance() * 400
        c.ellipse(
            x,
            y,
            chance.between(0.8, 4),
            chance.between(0.6, 2.6),
            chance.pick((p.deep, p.soft, p.pale)),
            opacity=0.8,
        )
    c.rect(0, 0, 56, 400, p.pop)
    c.rect(50, 0, 6, 400, p.deep, opacity=0.25)
    c.rect(92, 70, 172, 128, p.pale, rx=3)
    c.rect(99, 77, 158, 114, "none", stroke=p.deep, stroke_width=1.4, rx=2)
    title(
        c,
        look,
        (108, 86, 140, 70),
        p.deep,
        face=STRONG,
        second=None,
        largest=25,
        anchor=0.5,
        at="middle",
    )
    c.rect(118, 164, 120, 1, p.deep)
    name(c, look.author, 178, 180, p.deep, anchor=0.5, size=10.5, width=136)
