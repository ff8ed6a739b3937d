"""The first six book covers: spires, contour lines, a folded river, rain, a bus, a lighthouse."""

from __future__ import annotations

import math

from ..lettering.faces import BLACK, ROMAN, SANS, STRONG
from ..lettering.setting import draw_block
from ..look import Look
from ..palettes import mix
from ..scenes.land import ridge_line
from ..scenes.sea import lighthouse
from ..scenes.wild import spires
from ..svg import Canvas, num, polyline
from .registry import BOOK, COMIC, design
from .titles import filling, name, syllables, title


@design("salt", COMIC, "comic writing", "tide teal arctic peach slate", ("dusk",))
def salt(c: Canvas, look: Look) -> None:
    """White spires in the sea, the title spaced out over them."""
    c.rect(0, 0, 300, 30, look.light.sky_top)
    with c.group(transform="translate(0 26)"):
        spires(c, 300, 400, look)
    words, shown = look.title.upper().split(), "#fff6ea"
    if len(words) == 2:
        draw_block(
            c, filling(words[0], STRONG, 250, largest=30, tracking=240), 150, 40, shown, anchor=0.5
        )
        name(
            c, words[1], 150, 62, shown, face=STRONG, size=15.5, width=246, anchor=0.5, tracking=380
        )
    else:
        title(
            c, look, (22, 18, 256, 50), shown, face=STRONG, largest=24, tracking=130, caps=True,
            anchor=0.5, at="middle", most_lines=3, leading=1.2,
        )  # fmt: skip


@design("carto", BOOK, "writing", "teal night grape forest wine dusk coal denim plum")
def carto(c: Canvas, look: Look) -> None:
    """Contour lines around one bright place, and the way out of it."""
    p, chance = look.palette, look.chance
    c.ground(p.deep)
    x, y = chance.between(90, 210), chance.between(120, 165)
    phase = [chance() * 6 for _ in range(3)]
    for k in range(1, 24):
        points = []
        for i in range(49):
            t = i / 48 * math.tau
            r = k * 13 * (
                1 + 0.16 * math.sin(2 * t + phase[0] + k * 0.05)
                + 0.1 * math.sin(3 * t + phase[1] - k * 0.07) + 0.05 * math.sin(5 * t + phase[2])
            )  # fmt: skip
            points.append((x + r * math.cos(t), y + r * 1.15 * math.sin(t)))
        c.path(
            polyline(points, close=True), stroke=p.glow, stroke_width=1.5 if k % 5 == 0 else 0.7,
            opacity=0.95 - k * 0.028,
        )  # fmt: skip
    side = 1 if x > 150 else -1
    c.circle(x, y, 15, p.pop, opacity=0.28)
    c.circle(x, y, 6, p.pop)
    c.line(
        f"M{num(x)} {num(y)}c{-38 * side} 60 {-92 * side} 46 {-126 * side} 112", p.pop, 1.6,
        stroke_dasharray="2 5",
    )  # fmt: skip
    c.rect(0, 268, 300, 182, p.deep, opacity=0.93)
    _, low = title(c, look, (26, 288, 250, 84), mix(p.pale, p.glow, 0.15), largest=31)
    c.line(f"M26 {num(low + 25)}h34", p.glow, 1)
    name(c, look.author, 26, max(low + 52, 412), p.glow, tracking=170, caps=True, width=248)


@design("river", BOOK, "writing art", "sakura rust river forest lilac brick sand arctic")
def river(c: Canvas, look: Look) -> None:
    """Folded bands of water from cold to warm."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.pale, p.soft, 0.12))
    steps = (
        p.deep, p.dark, mix(p.dark, p.mid, 0.5), p.mid, mix(p.mid, p.soft, 0.5), p.soft,
        mix(p.glow, p.pale, 0.35), mix(p.glow, p.pop, 0.5), p.pop,
    )  # fmt: skip
    bend = [chance.between(0.25, 0.5), chance.between(0.75, 1.05), chance.between(0.1, 0.3)]
    for i, colour in enumerate(steps):
        y = 46 + i * 29
        a = 26 * (1 if i % 2 else -1)
        edge = ((0, 0.0), (75, a), (150, -a * bend[0]), (225, a * bend[1]), (300, -a * bend[2]))
        upper = [(x, y + d) for x, d in edge]
        lower = [(x, y + 31 + d) for x, d in reversed(edge)]
        c.path(polyline(upper + lower, close=True), colour)
        for k in (1, 3):
            (x0, d0), (x1, d1) = edge[k], edge[k + 1]
            c.path(
                polyline(((x0, y + d0), (x1, y + d1), (x1, y + 31 + d1), (x0, y + 31 + d0)),
                    close=True),
                p.deep, opacity=0.16,
            )  # fmt: skip
    _, low = title(c, look, (24, 352, 252, 58), p.deep, largest=26, second=None)
    name(c, look.author, 24, low + 23, p.deep, size=11)


@design("tin", BOOK, "writing", "forest ember rust brick cobalt tin mustard")
def tin(c: Canvas, look: Look) -> None:
    """The title as large as it goes, broken where it must, and rained upon."""
    p, chance = look.palette, look.chance
    c.ground(p.mid)
    words = look.title.split()
    lines = [part for word in words for part in syllables(word)]
    if len(lines) > 5:
        lines = words
    blocks = [filling(line, BLACK, 268, largest=150) for line in lines]
    tall = sum(block.size * 0.84 for block in blocks)
    shrink = min(1.0, 330 / tall) if tall else 1
    y = 24.0
    for block in blocks:
        size = block.size * shrink
        y += size * 0.8
        draw_block(c, filling(block.lines[0], BLACK, 268, largest=size), 15, y, p.pale)
        y += size * 0.06
    for i in range(62):
        x, top = -40 + i * 6.2, chance() * 80 - 20
        c.line(
            f"M{num(x)} {num(top)}l{num(60 + chance() * 20)} {num(210 + chance() * 160)}", p.mid,
            chance.between(0.8, 2.1),
        )  # fmt: skip
    c.path("M20 392h260", stroke=p.deep, stroke_width=2)
    name(c, look.author, 20, 418, p.pale, size=13.5)


@design("bus", BOOK, "writing", "plum cobalt dusk night denim wine", ("night",))
def bus(c: Canvas, look: Look) -> None:
    """A lit bus under a high night sky."""
    p, chance = look.palette, look.chance
    ink = mix(p.deep, "#000000", 0.25)
    c.rect(0, 0, 300, 450, c.linear((0, p.deep), (0.6, p.dark), (1, p.mid)))
    for _ in range(60):
        c.circle(
            chance() * 300,
            chance() * 210,
            chance.between(0.5, 1.6),
            p.pale,
            opacity=chance.between(0.3, 0.9),
        )
    c.path(ridge_line(chance, 300, 290, 54, 3).replace("9999", "450"), mix(p.deep, p.dark, 0.4))
    c.rect(0, 372, 300, 78, ink)
    c.rect(-30, 268, 262, 96, p.pop, rx=16)
    c.rect(-30, 330, 262, 12, mix(p.glow, p.pale, 0.4))
    empty = chance.whole(0, 3)
    for i in range(4):
        x = 8 + i * 52
        c.rect(x, 282, 42, 38, p.glow, rx=5)
        if i != empty:
            c.circle(x + 20, 304, 8, p.deep)
            c.path(f"M{x + 6} 320q14-16 28 0z", p.deep)
    c.path("M216 284h10q6 0 6 6v30h-16z", p.glow)
    for x in (46, 184):
        c.circle(x, 366, 17, ink)
        c.circle(x, 366, 7, p.soft)
    c.path("M232 336L300 318V372H232Z", p.glow, opacity=0.38)
    c.path("M10 412h50M90 412h50M170 412h50M250 412h50", stroke=p.glow, stroke_width=3, opacity=0.6)
    _, low = title(c, look, (24, 36, 250, 128), p.pale, largest=40, leading=1.02)
    name(c, look.author, 25, low + 31, mix(p.soft, p.pale, 0.5))


@design("light", BOOK, "writing", "rose frost clay night arctic tide", ("day", "night"))
def light(c: Canvas, look: Look) -> None:
    """A lighthouse, its beams, and the title in the water."""
    lighthouse(c, 300, 450, look)
    p = look.palette
    title(c, look, (24, 374, 252, 50), p.pale, largest=25, face=ROMAN, second=None, at="bottom")
    name(
        c, look.author, 24, 32, look.light.ink if look.mood == "day" else p.pale, face=SANS, size=11
    )
