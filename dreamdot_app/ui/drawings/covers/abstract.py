"""Covers and prints made of shapes alone."""

from __future__ import annotations

import math

from ..lettering.faces import BLACK, ITALIC, SANS, SANS_BOLD, STRONG
from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num, polyline
from .registry import BOOK, COMIC, POSTER, SQUARE, WIDE, design
from .titles import name, title


def _quarters(c: Canvas, w: float, h: float, size: float, look: Look) -> None:
    """Fill a box with square tiles of quarter circles, discs and bars."""
    p, chance = look.palette, look.chance
    colours = (p.pop, p.glow, p.deep, p.mid, p.soft, p.pale)
    for row in range(math.ceil(h / size)):
        for column in range(math.ceil(w / size)):
            ground, ink = chance.shuffled(colours)[:2]
            x, y = column * size, row * size
            c.rect(x, y, size + 0.3, size + 0.3, ground)
            kind = chance.whole(0, 5)
            with c.placed(x + size / 2, y + size / 2, 1, chance.whole(0, 3) * 90):
                s = size / 2
                if kind == 0:
                    c.path(f"M{-s} {-s}A{size} {size} 0 0 1 {s} {s}H{-s}Z", ink)
                elif kind == 1:
                    c.path(f"M{-s} 0A{s} {s} 0 0 1 {s} 0Z", ink)
                    c.path(f"M{-s} {s}A{s} {s} 0 0 1 {s} {s}Z", mix(ink, ground, 0.5))
                elif kind == 2:
                    c.circle(0, 0, s * 0.72, ink)
                    c.circle(0, 0, s * 0.3, ground)
                elif kind == 3:
                    c.path(f"M{-s} {-s}L{s} {s}H{-s}Z", ink)
                elif kind == 4:
                    for k in range(4):
                        c.rect(-s, -s + k * size / 4, size, size / 8, ink)
                else:
                    c.path(
                        f"M{-s} {-s}A{s} {s} 0 0 1 {-s} {s}ZM{s} {-s}A{s} {s} 0 0 0 {s} {s}Z", ink
                    )


@design("bauhaus", BOOK, "writing", "cobalt mint clay rust lilac mustard brick")
def bauhaus(c: Canvas, look: Look) -> None:
    """Tiles above, words on plain paper below."""
    p = look.palette
    c.ground(p.pale)
    with c.window(0, 0, 300, 300):
        _quarters(c, 300, 300, 60, look)
    _, low = title(
        c,
        look,
        (22, 322, 256, 82),
        p.deep,
        face=SANS_BOLD,
        second=None,
        largest=31,
        leading=1,
        tracking=-15,
    )
    name(c, look.author, 22, max(low + 24, 430), p.deep, size=12.5, width=256)


@design("tiles", SQUARE, "art item", "cobalt mint clay rust lilac mustard brick ember")
def tiles(c: Canvas, look: Look) -> None:
    """The same tiles as a print."""
    _quarters(c, 300, 300, 50, look)


@design("pulse", BOOK, "writing", "coal ink night forest wine grape cobalt")
def pulse(c: Canvas, look: Look) -> None:
    """Lines of a quiet signal that rises in the middle."""
    p, chance = look.palette, look.chance
    c.ground(p.deep)
    for row in range(34):
        base = 108 + row * 7.6
        peaks = [
            (chance.between(95, 205), chance.between(4, 22), chance.between(7, 20))
            for _ in range(5)
        ]
        points = []
        for i in range(41):
            x = 30 + i * 6
            hill = math.exp(-(((x - 150) / 52) ** 2))
            y = base - hill * sum(h * math.exp(-(((x - at) / w) ** 2)) for at, h, w in peaks)
            points.append((x, y - chance() * 1.4))
        line = polyline(points)
        c.path(line + f"V{num(base + 8)}H30Z", p.deep)
        c.line(line, p.pop if row == 16 else p.pale, 1.2)
    title(
        c,
        look,
        (30, 34, 240, 56),
        p.pale,
        face=STRONG,
        second=ITALIC,
        largest=28,
        anchor=0.5,
        at="middle",
    )
    name(c, look.author, 150, 424, p.pale, anchor=0.5, caps=True, tracking=220, size=10)


@design("strata", BOOK, "writing", "clay sand slate rust moss plum rose arctic")
def strata(c: Canvas, look: Look) -> None:
    """A cut through the ground, layer under layer, with something buried."""
    p, chance = look.palette, look.chance
    steps = (
        p.soft,
        p.glow,
        mix(p.soft, p.mid, 0.5),
        p.mid,
        p.pop,
        p.dark,
        mix(p.dark, p.deep, 0.5),
        p.deep,
    )
    c.ground(p.pale)
    y = 176.0
    for i, colour in enumerate(steps):
        a, b = chance() * 6, chance() * 6
        points = [
            (x, y + 9 * math.sin(x / 46 + a) + 5 * math.sin(x / 17 + b)) for x in range(0, 301, 12)
        ]
        c.path(polyline(points) + "V450H0Z", colour)
        tall = chance.between(24, 46)
        for _ in range(13):
            x, dy = chance() * 300, chance() * tall
            if i % 3 == 0:
                c.circle(x, y + 10 + dy, chance.between(0.8, 2.6), mix(colour, p.deep, 0.4))
            elif i % 3 == 1:
                c.line(
                    f"M{num(x)} {num(y + 12 + dy)}h{num(chance.between(6, 18))}",
                    mix(colour, p.deep, 0.3),
                    1,
                )
            else:
                c.path(f"M{num(x)} {num(y + 10 + dy)}l4-5 5 5-5 4z", mix(colour, p.pale, 0.3))
        y += tall
    x = chance.between(80, 220)
    c.line(f"M{num(x)} 176q14-10 12-30m-12 30q-18-8-16-34m16 34V128", p.mid, 3)
    c.path(f"M{num(x)} 128q-16-16 0-32 16 16 0 32z", p.pop)
    _, low = title(c, look, (26, 30, 200, 80), p.deep, face=STRONG, largest=32)
    name(c, look.author, 26, 428, p.pale, size=12)
    del low


@design("weave", SQUARE, "item art", "ember cobalt mint kraft sakura forest denim mustard")
def weave(c: Canvas, look: Look) -> None:
    """Bands going over and under each other."""
    p = look.palette
    c.ground(p.deep)
    over, under = (p.pop, p.glow, p.pale), (p.mid, p.soft, p.dark)
    step, band = 50, 36
    for row in range(6):
        y = row * step + 7
        c.rect(0, y, 300, band, over[row % 3])
        for k in range(3):
            c.rect(0, y + 6 + k * 11, 300, 1.2, p.deep, opacity=0.25)
    for column in range(6):
        x = column * step + 7
        colour = under[column % 3]
        for row in range(6):
            if (row + column) % 2:
                c.rect(x, row * step - 7, band, step + 14, colour)
                for k in range(3):
                    c.rect(x + 6 + k * 11, row * step - 7, 1.2, step + 14, p.deep, opacity=0.25)
                c.rect(x, row * step - 7, band, 5, p.deep, opacity=0.28)
                c.rect(x, row * step + step + 2, band, 5, p.deep, opacity=0.28)
            else:
                c.rect(x, row * step - 7, band, 14, colour)


@design("squares", SQUARE, "art", "rose cobalt clay forest sakura mustard ink teal")
def squares(c: Canvas, look: Look) -> None:
    """Squares in squares: the same colours, looked at longer."""
    p, chance = look.palette, look.chance
    colours = (p.deep, p.dark, p.mid, p.pop, p.glow, p.soft, p.pale)
    for row in range(3):
        for column in range(3):
            deck = chance.shuffled(colours)
            for k in range(4):
                inset = k * 13
                c.rect(
                    column * 100 + inset,
                    row * 100 + inset * 1.28 - k * 0.6,
                    100 - 2 * inset,
                    100 - 2 * inset,
                    deck[k],
                )


@design("labyrinth", BOOK, "writing", "forest kraft wine cobalt coal teal rust")
def labyrinth(c: Canvas, look: Look) -> None:
    """A round maze with one thread through it."""
    p, chance = look.palette, look.chance
    c.ground(p.dark)
    cx, cy = 150, 262
    for ring in range(1, 9):
        r = ring * 15.5
        gap = chance() * 360
        width = 360 * 15 / (math.tau * r) * 1.2
        a, b = math.radians(gap + width), math.radians(gap + 360 - 0.1)
        c.line(
            f"M{num(cx + r * math.cos(a))} {num(cy + r * math.sin(a))}A{num(r)} {num(r)} 0 1 1"
            f" {num(cx + r * math.cos(b))} {num(cy + r * math.sin(b))}", p.soft, 4.6,
        )  # fmt: skip
        for _ in range(2 if ring > 2 else 0):
            t = math.radians(chance() * 360)
            c.line(
                f"M{num(cx + r * math.cos(t))} {num(cy + r * math.sin(t))}L"
                f"{num(cx + (r - 15.5) * math.cos(t))} {num(cy + (r - 15.5) * math.sin(t))}",
                    p.soft, 4.6,
            )  # fmt: skip
    points = [
        (cx + (8 + t * 4.1) * math.cos(t * 0.66), cy + (8 + t * 4.1) * math.sin(t * 0.66))
        for t in range(32)
    ]
    c.line(polyline(points), p.pop, 2.2, stroke_dasharray="1 6")
    c.circle(cx, cy, 6.5, p.pop)
    title(c, look, (26, 30, 248, 88), p.pale, face=STRONG, largest=34)
    name(c, look.author, 26, 428, p.glow, size=12)


@design("sunrays", POSTER, "art", "ember cobalt mint mustard teal brick grape")
def sunrays(c: Canvas, look: Look) -> None:
    """A sun in a hundred stripes over striped water."""
    p = look.palette
    c.ground(p.deep)
    for i in range(30):
        a, b = math.pi + math.pi * i / 30, math.pi + math.pi * (i + 0.55) / 30
        c.path(
            f"M140 270L{num(140 + 420 * math.cos(a))} {num(270 + 420 * math.sin(a))}L"
            f"{num(140 + 420 * math.cos(b))} {num(270 + 420 * math.sin(b))}Z",
                mix(p.dark, p.mid, (i % 3) / 3),
        )  # fmt: skip
    for k, colour in enumerate((p.mid, p.pop, mix(p.pop, p.glow, 0.5), p.glow, p.pale)):
        r = 112 - k * 22
        c.path(f"M{140 - r} 270A{r} {r} 0 0 1 {140 + r} 270Z", colour)
    for k in range(13):
        y = 270 + k * k * 1.3
        c.rect(0, round(y, 1), 280, 3 + k * 1.6, (p.pop, p.glow, p.mid)[k % 3])
        c.rect(140 - 112 + k * 5, round(y, 1), 224 - k * 10, 3 + k * 1.6, p.pale, opacity=0.35)


@design("current", WIDE, "art item", "teal river sakura grape ember moss arctic")
def current(c: Canvas, look: Look) -> None:
    """Marbled paper: combed colours."""
    p, chance = look.palette, look.chance
    colours = (p.deep, p.pop, p.pale, p.mid, p.glow, p.soft, p.dark)
    c.ground(p.dark)
    shift = [chance() * 6 for _ in range(3)]
    for i in range(34):
        x0 = -40 + i * 14
        points = []
        for k in range(26):
            y = k * 12.5
            x = (
                x0
                + 22 * math.sin(y / 31 + shift[0])
                + 9 * math.sin(y / 12 + i * 0.35 + shift[1])
                + 12 * math.sin(i * 0.7 + shift[2])
            )
            points.append((x, y))
        c.line(polyline(points), colours[i % 7], chance.between(5, 15))
    for i in range(9):
        x, y = chance() * 400, chance() * 300
        for k, r in enumerate((15, 10, 5)):
            c.ellipse(x, y, r, r * 0.8, colours[(i + k * 2) % 7])


@design("cutouts", COMIC, "art writing", "cobalt sakura mint clay lemon teal rose", ("day",))
def cutouts(c: Canvas, look: Look) -> None:
    """Leaves cut from painted paper, pasted on a grid of colours."""
    p, chance = look.palette, look.chance
    grounds = (p.pop, p.glow, p.dark, p.mid, p.soft, p.pale)
    deck = chance.shuffled(grounds)
    cells = (
        (0, 0, 150, 140),
        (150, 0, 150, 140),
        (0, 140, 100, 150),
        (100, 140, 200, 150),
        (0, 290, 190, 110),
        (190, 290, 110, 110),
    )
    for i, (x, y, w, h) in enumerate(cells):
        colour = deck[i % 6]
        c.rect(x, y, w, h, colour)
        ink = chance.pick([k for k in grounds if k != colour])
        with c.placed(x + w / 2, y + h / 2, min(w, h) / 130, chance.between(-30, 30)):
            _frond(c, look, ink)
    if look.title:
        c.rect(0, 320, 300, 80, p.pale)
        _, low = title(
            c, look, (18, 332, 264, 40), p.deep, face=BLACK, second=None, largest=27, most_lines=2
        )
        name(c, look.author, 18, max(low + 17, 390), p.deep, face=SANS, size=11)


def _frond(c: Canvas, look: Look, ink: str) -> None:
    """Draw one cut leaf with rounded fingers."""
    count = look.chance.whole(3, 5)
    c.line("M0 56Q4 0 0-44", ink, 9)
    for i in range(count):
        y = 40 - i * (80 / count)
        long = 44 - abs(i - count / 2) * 7
        for side in (-1, 1):
            c.line(
                f"M0 {num(y)}Q{num(side * long * 0.6)} {num(y - 2)} {num(side * long)}"
                f" {num(y - 24)}",
                ink,
                15,
            )
    c.circle(0, -48, 9, ink)
