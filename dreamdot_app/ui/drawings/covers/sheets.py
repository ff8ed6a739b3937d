"""Digital items: palettes, textile tiles, stamps, papers, washes, type."""

from __future__ import annotations

import math

from ..lettering.faces import BLACK, ITALIC, ROMAN, SANS, SANS_BOLD
from ..lettering.setting import draw_line
from ..look import Look
from ..palettes import PALETTES, mix
from ..props import PROPS, Tint, draw_prop
from ..svg import Canvas, num, smooth
from .motifs import MOTIFS, Dye
from .registry import COMIC, SQUARE, WIDE, design


@design("swatches", SQUARE, "item")
def swatches(c: Canvas, look: Look) -> None:
    """Colour cards fanned out, each with its five steps."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.pale, p.soft, 0.25))
    names = [p.name, *(n for n in chance.shuffled(tuple(PALETTES)) if n != p.name)][:6]
    for i, palette_name in enumerate(reversed(names)):
        q = PALETTES[palette_name]
        with c.placed(150, 400, 1, -38 + i * 15):
            c.rect(-33, -362, 70, 262, p.deep, opacity=0.16, rx=5)
            c.rect(-36, -366, 70, 262, "#fffdf8", rx=5)
            for k, colour in enumerate((q.deep, q.mid, q.pop, q.glow, q.soft)):
                c.rect(-30, -360 + k * 44, 58, 42, colour)
            draw_line(c, q.name, SANS_BOLD, -29, -122, 11, "#23202c")


@design("cloth", SQUARE, "item art", "sakura mint rose denim clay mustard lilac teal kraft")
def cloth(c: Canvas, look: Look) -> None:
    """A repeating tile for cloth and paper."""
    p, chance = look.palette, look.chance
    by_chance = chance.pick(tuple(MOTIFS))
    motif = next((word for word in look.options if word in MOTIFS), by_chance)
    ground, ink, accent, quiet = chance.pick(
        (
            (p.pale, p.deep, p.pop, p.soft),
            (p.deep, p.soft, p.pop, p.dark),
            (p.pop, p.pale, p.glow, p.deep),
            (p.soft, p.deep, p.pale, p.pop),
        )
    )
    c.ground(ground)
    size, tile = MOTIFS[motif](Dye(ground, ink, accent, quiet))
    c.rect(0, 0, 300, 300, c.pattern(size, tile))


@design("stamps", WIDE, "item", "kraft slate river sakura moss clay")
def stamps(c: Canvas, look: Look) -> None:
    """A sheet of twelve perforated stamps."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.mid, p.dark, 0.3))
    things = chance.shuffled(tuple(PROPS))
    for i in range(12):
        x, y = 20 + (i % 4) * 92, 16 + (i // 4) * 92
        c.rect(x, y, 84, 84, "#fffdf6")
        c.rect(
            x,
            y,
            84,
            84,
            "none",
            stroke=mix(p.mid, p.dark, 0.3),
            stroke_width=5,
            stroke_dasharray="0 7",
            stroke_linecap="round",
        )
        c.rect(x + 9, y + 9, 66, 66, (p.soft, p.pop, p.dark, p.glow, p.mid)[i % 5])
        main = (p.dark, p.pale, p.glow, p.deep, p.pale)[i % 5]
        draw_prop(
            c,
            things[i],
            Tint(main, mix(main, p.deep, 0.3), p.pale if main != p.pale else p.soft, p.deep),
            x + 42,
            y + 44,
            46,
        )
        draw_line(
            c,
            str((3, 5, 8, 12)[i % 4]),
            SANS_BOLD,
            x + 14,
            y + 21,
            9,
            p.pale if i % 5 in (1, 2, 4) else p.deep,
        )


@design("washes", SQUARE, "item art", "arctic sakura moss rose lilac peach teal", ("day",))
def washes(c: Canvas, look: Look) -> None:
    """Watercolour blots with darker edges."""
    p, chance = look.palette, look.chance
    c.ground("#fffdf7")
    colours = (p.mid, p.pop, p.dark, p.glow, p.soft, mix(p.mid, p.pop, 0.5))
    for i in range(6):
        x, y = 78 + (i % 2) * 146, 56 + (i // 2) * 96
        count, base = 18, chance.between(36, 48)
        bump = [chance.between(0.8, 1.22) for _ in range(count)]
        for k, (scale, opacity) in enumerate(((1.0, 0.28), (0.96, 0.3), (0.72, 0.22), (0.5, 0.18))):
            points = [
                (x + base * 1.25 * scale * bump[(j + k * 3) % count if k > 1 else j] * math.cos(
                    math.tau * j / count),
                 y + base * 0.85 * scale * bump[(j + k * 3) % count if k > 1 else j] * math.sin(
                     math.tau * j / count))
                for j in range(count)
            ]  # fmt: skip
            c.path(
                smooth(points, close=True),
                colours[i],
                opacity=opacity,
                stroke=colours[i],
                stroke_width=0 if k else 1.2,
            )
        for _ in range(5):
            c.circle(
                x + chance.between(-62, 62),
                y + chance.between(-42, 42),
                chance.between(0.8, 3),
                colours[i],
                opacity=0.5,
            )


@design("terrazzo", SQUARE, "item art", "sakura mint slate peach sand lilac arctic", ("day",))
def terrazzo(c: Canvas, look: Look) -> None:
    """Chips of stone in polished plaster."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.pale, p.soft, 0.2))
    colours = (p.pop, p.mid, p.dark, p.glow, p.soft, p.deep, "#ffffff")
    for i in range(96):
        x, y = (i % 10) * 32 + chance.between(-9, 9), (i // 10) * 32 + chance.between(-9, 9)
        r, sides = chance.between(4, 13), chance.whole(4, 6)
        turn = chance() * math.tau
        d = "M" + "L".join(
            f"{num(x + r * chance.between(0.6, 1.1) * math.cos(turn + math.tau * k / sides))}"
            f" {num(y + r * chance.between(0.6, 1.1) * math.sin(turn + math.tau * k / sides))}"
            for k in range(sides)
        )
        c.path(d + "Z", chance.pick(colours))


@design("typesheet", COMIC, "item", "ink cobalt rose moss kraft lemon brick", ("day",))
def typesheet(c: Canvas, look: Look) -> None:
    """A specimen of letters."""
    p, chance = look.palette, look.chance
    face = chance.pick((BLACK, ITALIC, ROMAN, SANS_BOLD))
    pair = chance.pick(("Ag", "Qu", "Rf", "Ky", "Ea", "Gß"))
    c.ground(p.pale)
    c.rect(0, 0, 300, 232, p.pop if p.name != "lemon" else p.glow)
    draw_line(c, pair, face, 150, 186, 196, p.pale, anchor=0.5)
    for y in (186, 50):
        c.rect(0, y, 300, 0.8, p.pale, opacity=0.7)
    for i, row in enumerate(
        ("ABCDEFGHIJKLM", "NOPQRSTUVWXYZ", "abcdefghijklm", "nopqrstuvwxyz", "0123456789 &?!")
    ):
        draw_line(c, row, face, 24, 266 + i * 27, 21, p.deep, tracking=60)
    draw_line(c, "regular, 228 glyphs", SANS, 24, 24, 10, p.pale)
    draw_line(c, "96 pt", SANS, 276, 24, 10, p.pale, anchor=1)


@design("icons", SQUARE, "item", "cobalt mint ember grape ink teal lemon", ("day", "night"))
def icons(c: Canvas, look: Look) -> None:
    """Sixteen small pictures on buttons."""
    p, chance = look.palette, look.chance
    night = look.mood == "night"
    c.ground(p.deep if night else mix(p.pale, p.soft, 0.3))
    things = chance.shuffled(tuple(PROPS))
    for i in range(16):
        x, y = 18 + (i % 4) * 67, 18 + (i // 4) * 67
        ground = (p.dark if night else "#fffdf8", p.pop, p.glow, p.mid)[(i + i // 4) % 4]
        c.rect(x, y, 60, 60, ground, rx=14)
        main = p.pale if ground in (p.pop, p.mid, p.dark) else p.deep
        draw_prop(
            c,
            things[i],
            Tint(main, mix(main, ground, 0.3), mix(ground, main, 0.12), mix(main, ground, 0.15)),
            x + 30,
            y + 30,
            40,
        )


@design("rulings", COMIC, "item", "sand slate rose moss lilac arctic", ("day",))
def rulings(c: Canvas, look: Look) -> None:
    """Four sheets for planning and notes, overlapping."""
    p = look.palette
    c.ground(mix(p.mid, p.soft, 0.5))
    for i, (x, y, turn) in enumerate(((46, 36, -5), (138, 58, 4), (36, 190, 3), (132, 206, -3))):
        with c.placed(x, y, 1, turn):
            c.rect(4, 5, 126, 168, p.deep, opacity=0.18, rx=2)
            c.rect(0, 0, 126, 168, "#fffdf7", rx=2)
            ink = mix(p.mid, p.soft, 0.3)
            c.rect(12, 12, 60, 7, (p.pop, p.dark, p.glow, p.mid)[i], rx=2)
            if i == 0:
                for k in range(12):
                    c.rect(12, 32 + k * 11, 102, 0.9, ink)
            elif i == 1:
                c.rect(
                    12,
                    30,
                    102,
                    126,
                    c.pattern((9, 9), f'<circle cx="1" cy="1" r=".9" fill="{ink}"/>'),
                )
            elif i == 2:
                for k in range(35):
                    c.rect(
                        12 + (k % 7) * 14.7,
                        32 + (k // 7) * 25,
                        13,
                        23,
                        mix(p.pale, p.soft, 0.35 if k % 7 > 4 else 0.1),
                        rx=2,
                    )
                    if k % 9 == 4:
                        c.circle(18.500 + (k % 7) * 14.7, 43 + (k // 7) * 25, 4, p.pop)
            else:
                for k in range(7):
                    c.rect(12, 34 + k * 17, 9, 9, "none", stroke=p.dark, stroke_width=1.4, rx=2)
                    c.rect(28, 38 + k * 17, (74, 60, 82, 50, 70, 64, 40)[k], 2.4, ink, rx=1)
                    if k < 3:
                        c.line(f"M13.500 {38.500 + k * 17}l2.500 3 6-8", p.pop, 2)
