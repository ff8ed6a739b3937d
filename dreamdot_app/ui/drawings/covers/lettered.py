"""Covers whose picture is the lettering."""

from __future__ import annotations

import math

from ..lettering.faces import (
    BLACK,
    ITALIC,
    ITALIC_BLACK,
    ITALIC_LIGHT,
    LIGHT,
    ROMAN,
    SANS,
    SANS_BOLD,
    STRONG,
)  # fmt: skip
from ..lettering.setting import draw_block, fit, measure, outline
from ..look import Look
from ..palettes import mix
from ..props import PROPS, Tint, draw_prop
from ..svg import Canvas, num
from .registry import BOOK, SQUARE, design
from .titles import filling, name, title

_EMBLEMS = (
    "key", "moth", "leaf", "bird", "fish", "moon", "feather", "shell", "anchor", "eye", "hand",
    "hourglass", "candle", "rose", "letter", "chair", "boat", "scissors", "owl", "teapot",
)  # fmt: skip


def emblem_of(look: Look, choices: tuple[str, ...] = _EMBLEMS) -> str:
    """Give the thing that a word of the key names, before or after the ``@``, or one by chance."""
    by_chance = look.chance.pick(choices)
    words = (*look.options, *look.key.partition("@")[0].split("-"))
    return next((thing for word in words for thing in PROPS if _names(word, thing)), by_chance)


def _names(word: str, thing: str) -> bool:
    """Say whether a word of a key means a thing: itself, its plural, or what begins with it."""
    return word in (thing, thing + "s") or (len(thing) > 4 and word.startswith(thing))


@design("stack", BOOK, "writing", "cobalt rose lemon ink mint brick lilac ember")
def stack(c: Canvas, look: Look) -> None:
    """Each word as wide as the page, on bands of colour."""
    p, words = look.palette, look.title.upper().split()
    while len(words) > 5:
        shortest = min(range(len(words) - 1), key=lambda i: len(words[i]) + len(words[i + 1]))
        words[shortest : shortest + 2] = [f"{words[shortest]} {words[shortest + 1]}"]
    bands = (p.pop, p.deep, p.glow, p.mid, p.soft)
    inks = (p.pale, p.soft, p.deep, p.pale, p.deep)
    first = look.chance.whole(0, 4)
    c.ground(p.pale)
    blocks = [filling(word, SANS_BOLD, 270, largest=400) for word in words]
    weights = [min(block.size, 190) ** 0.55 for block in blocks] or [1.0]
    y, total = 0.0, sum(weights)
    for i, block in enumerate(blocks):
        tall = 396 * weights[i] / total
        k = (first + i) % 5
        c.rect(0, round(y, 1), 300, tall + 0.6, bands[k])
        stretch = (tall - 22) / (block.size * 0.7)
        with c.group(transform=f"translate(15 {num(y + tall - 11)})scale(1 {stretch:.3f})"):
            draw_block(c, block, 0, 0, inks[k])
        y += tall
    name(c, look.author, 15, 430, p.deep, size=14, face=SANS_BOLD, width=270)


@design("swiss", BOOK, "writing", "ink cobalt brick mint rust frost lemon teal")
def swiss(c: Canvas, look: Look) -> None:
    """A grid, a big disc, a quarter turn, and the title set small and sharp."""
    p, chance = look.palette, look.chance
    c.ground(p.pale)
    kind = chance.whole(0, 2)
    if kind == 0:
        c.circle(150, 300, 190, p.pop)
        c.circle(210, 350, 92, p.deep)
        c.circle(96, 262, 34, p.pale)
    elif kind == 1:
        for i in range(9):
            c.rect(i * 34 - 4, 150 + i * 6, 22, 300, (p.pop, p.deep, p.glow)[i % 3])
        c.path("M0 450V330L300 180V215L0 390Z", p.pale)
    else:
        with c.placed(150, 300, 1, -24):
            for i, colour in enumerate((p.deep, p.pop, p.glow, p.mid)):
                c.rect(-260, -70 + i * 56, 520, 40, colour)
        c.circle(236, 214, 30, p.deep)
    c.rect(0, 0, 300, 132, p.pale)
    _, low = title(
        c,
        look,
        (20, 20, 262, 84),
        p.deep,
        face=SANS_BOLD,
        second=None,
        largest=32,
        leading=1,
        tracking=-20,
    )
    name(c, look.author, 20, low + 24, p.deep, size=12.5)


@design("halftone", BOOK, "writing comic", "cobalt rose lemon mint coal brick", ("day",))
def halftone(c: Canvas, look: Look) -> None:
    """A thing in coarse dots of two inks that do not quite meet."""
    p = look.palette
    paper = mix(p.pale, "#ffffff", 0.3)
    c.ground(paper)
    thing = emblem_of(
        look, ("eye", "hand", "telephone", "radio", "mask", "apple", "camera", "robot", "rose")
    )
    for i in range(17):
        for k in range(17):
            x, y = 14 + i * 17 + (8.5 if k % 2 else 0), 24 + k * 15
            away = math.hypot(x - 150, y - 150) / 190
            c.circle(x, y, max(0.6, 7.4 * (1 - away)), p.glow)
    draw_prop(c, thing, Tint.flat(p.pop, p.pop), 157, 158, 186)
    draw_prop(c, thing, Tint(p.deep, p.deep, paper, p.deep), 148, 150, 186)
    c.rect(0, 286, 300, 164, p.deep)
    _, low = title(
        c, look, (20, 304, 260, 92), paper, face=BLACK, second=None, largest=46, leading=0.98
    )
    name(c, look.author, 20, max(low + 24, 428), p.glow, size=12, face=SANS_BOLD, width=260)


@design("ribbons", BOOK, "writing", "sakura cobalt rust mint lilac lemon teal plum")
def ribbons(c: Canvas, look: Look) -> None:
    """Enormous italics cut off by the edge."""
    p = look.palette
    ground, ink = look.chance.pick(
        ((p.pop, p.pale), (p.deep, p.glow), (p.glow, p.deep), (p.mid, p.pale))
    )
    c.ground(ground)
    words = look.title.split()
    lines = (
        words if len(words) <= 5 else [" ".join(words[i : i + 2]) for i in range(0, len(words), 2)]
    )
    tall = 320 / max(1, len(lines))
    for i, line in enumerate(lines):
        block = filling(line, ITALIC_BLACK, 262, largest=min(tall * 1.16, 150))
        draw_block(c, block, 18 if i % 2 == 0 else 282, 30 + tall * (i + 0.78), ink, anchor=i % 2)
    c.line("M18 392q24-14 48 0t48 0 48 0 48 0 48 0 24-6", ink, 2.4)
    name(c, look.author, 18, 426, ink, size=13, width=262)


@design("whisper", BOOK, "writing", "ink slate sakura sand frost moss lilac", ("day",))
def whisper(c: Canvas, look: Look) -> None:
    """Almost nothing: paper, a thin line, one dot of colour, quiet letters."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.pale, "#ffffff", 0.25))
    x, y = chance.between(120, 230), chance.between(225, 300)
    for k in range(9):
        c.circle(
            x - k * 5,
            y + k * 7,
            40 + k * 17,
            "none",
            stroke=p.deep,
            stroke_width=0.5,
            opacity=0.75 - k * 0.07,
        )
    c.circle(x, y, 25, p.pop)
    _, low = title(
        c,
        look,
        (28, 34, 244, 100),
        p.deep,
        face=LIGHT,
        second=ITALIC_LIGHT,
        largest=34,
        leading=1.12,
    )
    name(c, look.author, 28, 424, p.deep, size=12, face=ITALIC, width=244)
    del low


@design("echo", BOOK, "writing", "cobalt ember teal grape mustard forest rose")
def echo(c: Canvas, look: Look) -> None:
    """The title said again and again until it is a pattern."""
    p = look.palette
    c.ground(p.deep)
    block = fit(look.title, STRONG, 252, 110, largest=44, leading=1.05, most_lines=3)
    step = max(30.0, block.height + block.size * 0.42)
    rows = min(9, int(400 / step))
    for i in range(rows):
        t = i / max(1, rows - 1)
        ink = mix(p.pop, mix(p.deep, p.dark, 0.6), min(1.0, abs(t - 0.0) * 1.15)) if i else p.pale
        draw_block(c, block, 24 + i * 2, 34 + block.size * 0.72 + i * step, ink)
    c.rect(0, 404, 300, 46, p.deep)
    name(c, look.author, 24, 430, p.glow, size=12.5, width=252)


@design("wordwheel", SQUARE, "writing", "coal grape frost forest brick lemon")
def wordwheel(c: Canvas, look: Look) -> None:
    """The title on a circle around a small thing."""
    p = look.palette
    c.ground(p.pale if look.mood == "day" else p.deep)
    ink = p.deep if look.mood == "day" else p.pale
    text = f"{look.title} · " if 0 < len(look.title) <= 60 else ""
    rounds = max(1, round(math.tau * 104 / (32 * (measure(text, ROMAN, 30) or 99))))
    text *= rounds
    size = min(38.0, math.tau * 104 / (measure(text, ROMAN, 30) or 99))
    length = measure(text, ROMAN, 30) or 99 / size
    radius = length * size / math.tau

    def bend(x: float, y: float) -> tuple[float, float]:
        turn, r = x / radius - math.pi / 2, radius - y
        return 150 + r * math.cos(turn), 150 + r * math.sin(turn)

    if text:
        c.path(outline(text, ROMAN, 0, 0, size, tracking=30, warp=bend), ink)
    c.circle(150, 150, radius - 14, "none", stroke=ink, stroke_width=0.8)
    c.circle(150, 150, radius - 20, p.pop if look.mood == "day" else p.dark)
    draw_prop(
        c,
        emblem_of(look),
        Tint(p.glow, mix(p.glow, p.deep, 0.3), p.pale, p.deep),
        150,
        150,
        radius * 0.92,
    )
    if not text:
        title(c, look, (20, 8, 260, 34), ink, anchor=0.5, at="middle", largest=20)
    name(c, look.author, 150, 286, ink, anchor=0.5, size=10.5, face=SANS)
