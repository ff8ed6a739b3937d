"""The first comic covers and art: moths, a bowl of gods, orchards, moss, hours, rings."""

from __future__ import annotations

import math

from ..lettering.faces import BLACK, SANS_BOLD, STRONG
from ..look import Look
from ..palettes import mix
from ..props import PROPS, Tint, draw_prop
from ..svg import Canvas, num
from .registry import COMIC, SQUARE, WIDE, design
from .titles import name, title

_PAIRS = (
    ("lamp", "umbrella"),
    ("key", "lantern"),
    ("radio", "hat"),
    ("candle", "letter"),
    ("cup", "bicycle"),
)


@design("moths", COMIC, "comic", "rose lemon cobalt mint kraft brick", ("day",))
def moths(c: Canvas, look: Look) -> None:
    """Three panels as a cover: something with wings in the spotlight, and two clues."""
    p, chance = look.palette, look.chance
    ink, paper = p.deep, p.pale
    named = [word.rstrip("s") for word in look.key.partition("@")[0].split("-")]
    by_chance = chance.pick(("moth", "owl", "bee", "fish", "whale"))
    hero = next((word for word in named if word in PROPS), by_chance)
    left, right = chance.pick(_PAIRS)
    dots = c.pattern((7, 7), f'<circle cx="3.5" cy="3.5" r="1.7" fill="{p.pop}"/>', 30)
    bright = mix(p.glow, paper, 0.6)
    c.ground(paper)
    c.rect(14, 14, 272, 188, p.glow)
    c.circle(150, 110, 86, bright)
    c.path("M14 202L110 14h80l96 188z", mix(bright, "#ffffff", 0.4), opacity=0.5)
    draw_prop(c, hero, Tint(ink, ink, paper, ink), 150, 108, 158)
    draw_prop(c, hero, Tint(ink, ink, p.glow, ink), 62, 58, 46, -12)
    draw_prop(c, hero, Tint(p.pop, p.pop, bright, p.pop), 238, 158, 52, 14)
    c.rect(14, 212, 130, 100, ink)
    draw_prop(c, left, Tint(p.glow, mix(p.glow, p.pop, 0.5), paper, p.pop), 79, 264, 76)
    c.rect(154, 212, 132, 100, dots)
    draw_prop(c, right, Tint(ink, mix(ink, p.pop, 0.3), paper, ink), 220, 262, 78)
    with c.group(fill="none", stroke=ink, stroke_width=3):
        c.raw('<path d="M14 14h272v188H14zM14 212h130v100H14zM154 212h132v100H154z"/>')
    _, low = title(
        c,
        look,
        (14, 326, 272, 46),
        ink,
        face=BLACK,
        second=None,
        largest=43,
        most_lines=2,
        at="middle",
    )
    name(
        c,
        look.author,
        16,
        max(low + 16, 386),
        p.pop,
        face=SANS_BOLD,
        size=10.5,
        tracking=120,
        caps=True,
        width=268,
    )


@design("kitchen", COMIC, "comic", "cobalt plum ember wine teal brick")
def kitchen(c: Canvas, look: Look) -> None:
    """Noodles that rise from the bowl and look around."""
    p = look.palette
    shift = look.chance.whole(0, 40)
    c.rect(0, 0, 300, 400, c.linear((0, p.dark), (1, p.mid)))
    for i in range(7):
        strand = p.glow if i % 2 else mix(p.pale, "#ffffff", 0.2)
        top = 64 + ((i * 23 + shift) % 30)
        bend = (i * 37 + shift) % 44
        c.line(
            f"M{66 + i * 28} 262C{20 + i * 40} 214 {130 + i * 8} 190 {60 + i * 30} {138 - bend}"
            f"C{40 + i * 34} {104 - (i * 29) % 30} {96 + i * 20} {top + 20} {78 + i * 24} {top}",
            strand, (5, 9, 6, 11, 7, 9, 5)[i], opacity=0.94,
        )  # fmt: skip
        c.circle(78 + i * 24, top, (8, 13, 9, 15, 10, 12, 8)[i], strand)
        for dx in (-3, 4):
            c.circle(78 + i * 24 + dx, top - 2, 1.9, p.dark)
    bowl = mix(p.deep, "#10081c", 0.5)
    c.ellipse(150, 268, 104, 20, p.pop, stroke=bowl, stroke_width=6)
    c.path("M46 268C52 336 104 352 150 352S248 336 254 268C236 292 64 292 46 268Z", bowl)
    c.line("M66 304q84 34 168 0", p.pop, 4, stroke_dasharray="14 8")
    c.line("M196 258L286 190M206 262L292 206", p.pale, 5)
    title(
        c,
        look,
        (20, 360, 260, 28),
        p.pale,
        face=STRONG,
        largest=28,
        anchor=0.5,
        at="middle",
        most_lines=1,
    )
    name(c, look.author, 150, 26, p.pale, size=11, anchor=0.5)


_WEATHERS = (
    ("#bcd7d2", "#f5dfb8", "#7fa58b", "#4f7d62", "#2f5a49", "#d6573b", "#fff6e2"),
    ("#3c3a74", "#ee9a79", "#6a4f83", "#45376b", "#271f49", "#ffc86b", "#ffe2b0"),
    ("#f5e6cf", "#f7c9a2", "#d0a05c", "#a86b3d", "#6b3d2c", "#b7301f", "#fff6e2"),
    ("#dfe9ee", "#f6f1ea", "#b9c9d2", "#8ca0b2", "#4d6075", "#c8503a", "#ffffff"),
)


_NAMED = {"rain": 0, "dusk": 1, "october": 2, "autumn": 2, "snow": 3, "winter": 3}


@design("orchard", WIDE, "art")
def orchard(c: Canvas, look: Look) -> None:
    """An orchard and a puddle in one of four weathers."""
    chance = look.chance
    words, by_chance = look.key.split("@")[0].split("-"), chance.whole(0, 3)
    which = next((_NAMED[word] for word in words if word in _NAMED), by_chance)
    top, low, far, mid, near, fruit, sun = _WEATHERS[which]
    c.rect(0, 0, 400, 300, c.linear((0, top), (1, low)))
    c.circle((292, 110, 200, 250)[which], (84, 96, 110, 70)[which], (30, 26, 46, 24)[which], sun)
    c.path("M0 150Q90 106 190 142T400 122V300H0Z", far)
    c.path("M0 184Q130 140 240 180T400 166V300H0Z", mid)

    def tree(x: float, y: float, k: float, crown: str) -> None:
        c.line(f"M{num(x)} {num(y)}v{num(-22 * k)}", near, 4 * k)
        c.circle(x, y - 34 * k, 19 * k, crown)
        c.circle(x - 6 * k, y - 38 * k, 13 * k, mix(crown, mid, 0.5), opacity=0.75)
        for _ in range(7):
            turn, reach = chance() * 6.3, chance() * 15 * k
            c.circle(
                x + reach * math.cos(turn), y - 34 * k + reach * math.sin(turn), 2.2 * k, fruit
            )

    for i in range(9):
        tree(20 + i * 45 + chance() * 6, 196 + math.sin(i * 0.8) * 6, 0.75, near)
    c.path("M0 226Q160 186 400 220V300H0Z", near, opacity=0.93)
    c.path("M60 262Q170 240 330 256 280 282 160 280 80 278 60 262Z", top, opacity=0.85)
    c.line("M120 264q60-10 150-2", "#ffffff", 2, opacity=0.6)
    for x, k in ((44, 1.5), (352, 1.7)):
        tree(x, 276, k, mid)
    for _ in range(40):
        x, y = chance() * 420, chance() * 200
        if which == 3:
            c.circle(x, y * 1.4, chance.between(0.8, 2.2), "#ffffff", opacity=0.8)
        elif which < 2:
            c.line(f"M{num(x)} {num(y)}l-5 14", "#ffffff", 1.1, opacity=0.32)


@design("moss", WIDE, "art", "sakura forest olive mint moss clay frost")
def moss(c: Canvas, look: Look) -> None:
    """Ferns and a few round flowers on paper."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.pale, p.soft, 0.25))
    greens = (p.dark, mix(p.dark, p.mid, 0.5), p.mid, p.glow)
    for i in range(13):
        x, h, colour = 20 + i * 30 + chance() * 10, 110 + chance() * 150, chance.pick(greens)
        c.path(
            f"M{num(x)} 300C{num(x - 8)} {num(300 - h * 0.4)} {num(x + 14)} {num(300 - h * 0.7)}"
            f" {num(x + 4)} {num(300 - h)}", stroke=colour, stroke_width=3,
        )  # fmt: skip
        for k in range(1, 7):
            y, reach = 300 - h * k / 7, 10 + chance() * 16
            for side in (-1, 1):
                s = side * reach
                c.path(
                    f"M{num(x)} {num(y)}q{num(s * 0.5)} {num(-reach)} {num(s * 1.3)}"
                    f" {num(-reach * 0.8)}q{num(-s * 0.3)} {num(reach)} {num(-s * 1.3)}"
                    f" {num(reach * 0.8)}z", colour,
                )  # fmt: skip
        if i % 3 == 0:
            c.circle(x + 4, 300 - h, 11, p.pop)
            c.circle(x + 4, 300 - h, 4, p.pale)


@design("hollow", SQUARE, "art", "wine dusk coal cobalt forest clay plum")
def hollow(c: Canvas, look: Look) -> None:
    """Nine hours as nine moons."""
    p = look.palette
    light = mix(p.soft, p.pale, 0.35)
    full = look.chance.whole(2, 6)
    c.ground(p.deep)
    for i in range(9):
        x, y = 62 + (i % 3) * 88, 62 + (i // 3) * 88
        c.circle(x, y, 33, "none", stroke=light, opacity=0.35)
        if i == full:
            c.circle(x, y, 33, p.glow)
            continue
        shift = (i - full) * 13.5
        mask = c.new_id()
        c.define(
            f'<mask id="{mask}"><rect width="300" height="300" fill="#fff"/>'
            f'<circle cx="{num(x + shift)}" cy="{y}" r="30"/></mask>'
        )
        c.circle(x, y, 33, light, mask=f"url(#{mask})")


@design("halo", SQUARE, "item art", "dusk grape night wine teal cobalt")
def halo(c: Canvas, look: Look) -> None:
    """A ring of light with grain in it."""
    p, chance = look.palette, look.chance
    c.ground(p.deep)
    ring = c.radial(
        (0.5, p.glow, 0.0), (0.68, p.pop), (0.8, mix(p.mid, p.pop, 0.25)), (1, p.dark, 0.0)
    )
    c.circle(150, 150, 148, ring)
    for _ in range(330):
        turn, reach = chance() * 6.3, 60 + chance() * 85
        c.circle(
            150 + reach * math.cos(turn), 150 + reach * math.sin(turn), 0.9,
            p.pale if chance() > 0.5 else p.deep, opacity=0.5,
        )  # fmt: skip


@design("brush", SQUARE, "item", "sakura teal rust sand slate orchard")
def brush(c: Canvas, look: Look) -> None:
    """Five loaded strokes on paper."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.pale, p.soft, 0.35))
    for i, colour in enumerate((p.dark, p.pop, p.deep, p.glow, p.mid)):
        y = 52 + i * 49
        for b in range(17):
            o = (b - 8) * 2
            c.line(
                f"M{num(22 + chance() * 20)} {num(y + o)}C90 {num(y + o - 22 + i * 4)} 150"
                f" {num(y + o + 26 - i * 3)} {num(250 + chance() * 34)} {num(y + o - 4)}",
                colour, chance.between(1.1, 2.8), opacity=chance.between(0.55, 1),
            )  # fmt: skip
