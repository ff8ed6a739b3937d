"""Pressed specimens, vases, mushrooms, orchards of signs."""

from __future__ import annotations

import math

from ..lettering.faces import ITALIC, ROMAN, STRONG, TEXT_ITALIC
from ..look import Look
from ..palettes import mix
from ..props import Tint, draw_prop
from ..svg import Canvas, num
from .registry import BOOK, COMIC, SQUARE, WIDE, design
from .titles import name, title

_GREENS = "moss forest orchard olive sakura clay mint plum rose"


def _specimen(c: Canvas, look: Look, x: float, foot: float, tall: float, kind: int) -> None:
    """Draw one plant from its root up: stem, opposite leaves, a head by kind."""
    p, chance = look.palette, look.chance
    stem = mix(p.mid, p.dark, 0.4)
    sway = chance.between(-22, 22)
    c.line(
        f"M{num(x)} {num(foot)}Q{num(x + sway)} {num(foot - tall * 0.5)} {num(x)}"
        f" {num(foot - tall)}",
        stem,
        2.6,
    )
    for k in range(5):
        c.line(
            f"M{num(x)} {num(foot)}q{num((k - 2) * 7)} 10 {num((k - 2) * 13)}"
            f" {num(24 + 7 * (k % 2))}",
            mix(stem, p.deep, 0.4),
            1.2,
        )
    pairs = 6
    for i in range(pairs):
        t = 0.12 + 0.62 * i / pairs
        lx = x + sway * 2 * t * (1 - t)
        y, reach = foot - tall * t, tall * 0.17 * (1.15 - t)
        for side in (-1, 1):
            s = side * reach
            colour = mix(p.mid, (p.soft, p.dark)[(i + (side > 0)) % 2], 0.3)
            c.path(
                f"M{num(lx)} {num(y)}C{num(lx + s * 0.3)} {num(y - reach * 0.9)}"
                f" {num(lx + s * 1.2)} {num(y - reach * 0.9)} {num(lx + s * 1.5)}"
                f" {num(y - reach * 0.5)}C{num(lx + s * 1.1)} {num(y - reach * 0.05)}"
                f" {num(lx + s * 0.6)} {num(y + reach * 0.1)} {num(lx)} {num(y)}Z",
                colour,
            )
    top = foot - tall
    if kind == 0:
        for k in range(11):
            with c.placed(x, top, 1, k * 360 / 11):
                c.path("M0-6Q-8-26 0-38 8-26 0-6Z", mix(p.pop, p.pale, 0.15 * (k % 2)))
        c.circle(x, top, 8, p.glow)
    elif kind == 1:
        for k in range(15):
            c.circle(
                x + math.sin(k * 2.2) * (4 + k * 0.5),
                top + 30 - k * 5.4 + 20,
                6.4 - k * 0.25,
                mix(p.pop, p.glow, (k % 4) / 4),
            )
    else:
        for k in range(9):
            a = math.radians(-150 + k * 15)
            ex, ey = x + 44 * math.cos(a), top + 44 * math.sin(a) + 12
            c.line(f"M{num(x)} {num(top + 8)}L{num(ex)} {num(ey)}", stem, 1.2)
            c.circle(ex, ey, 5.2, mix(p.pale, p.pop, 0.25 + 0.5 * (k % 2)))


@design("herbarium", BOOK, "writing", _GREENS, ("day",))
def herbarium(c: Canvas, look: Look) -> None:
    """A pressed plant taped to paper, its label filled in."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.pale, p.soft, 0.35))
    c.rect(20, 18, 260, 414, mix(p.pale, "#ffffff", 0.35))
    _specimen(c, look, 150, 286, 196, chance.whole(0, 2))
    for y, turn in ((150, -14), (252, 11)):
        with c.placed(150, y, 1, turn):
            c.rect(-15, -4, 30, 8, p.soft, opacity=0.9)
    if look.title:
        c.rect(40, 330, 220, 86, "none", stroke=p.deep, stroke_width=1.2)
        c.rect(40, 394, 220, 0.8, p.deep)
    title(
        c,
        look,
        (52, 338, 196, 50),
        p.deep,
        face=ITALIC,
        second=None,
        largest=26,
        anchor=0.5,
        at="middle",
    )
    name(c, look.author, 150, 409, p.deep, anchor=0.5, face=TEXT_ITALIC, size=11, width=196)


@design("vase", COMIC, "art", "clay rose cobalt mint peach lilac mustard teal")
def vase(c: Canvas, look: Look) -> None:
    """Flowers in a patterned vase on a cloth."""
    p, chance = look.palette, look.chance
    wall = {"day": mix(p.pale, p.soft, 0.3), "dusk": p.soft, "night": p.dark}[look.mood]
    c.ground(wall)
    c.rect(0, 300, 300, 100, mix(p.pop, p.deep, 0.2))
    for i in range(10):
        c.rect(i * 30, 300, 12, 100, p.pale, opacity=0.16)
    for k in range(3):
        c.rect(0, 308 + k * 34, 300, 8, p.pale, opacity=0.16)
    heads = [(150 + 112 * math.cos(a), 150 + 92 * math.sin(a)) for a in (3.5, 4.1, 4.7, 5.3, 5.9)]
    heads += [(112, 118), (190, 124), (150, 168)]
    for i, spot in enumerate(heads):
        x, y = spot[0] + chance.between(-12, 12), spot[1] + chance.between(-10, 10)
        c.line(
            f"M150 250Q{num(150 + (x - 150) * 0.2)} {num((y + 250) / 2)} {num(x)} {num(y)}",
            mix(p.mid, p.deep, 0.3),
            3.4,
        )
        side = 1 if i % 2 else -1
        mx, my = 150 + (x - 150) * 0.45, y + (250 - y) * 0.5
        c.path(
            f"M{num(mx)} {num(my)}q{num(side * 12)} -22 {num(side * 34)} -14 {num(-side * 6)}"
            f" 22 {num(-side * 34)} 14z",
            mix(p.mid, p.dark, 0.3 * (i % 3)),
        )
        thing = ("flower", "rose", "flower")[i % 3]
        main = (p.pop, p.glow, mix(p.pop, p.pale, 0.5), p.pale)[(i + chance.whole(0, 1)) % 4]
        if thing == "rose":
            draw_prop(
                c,
                "rose",
                Tint(main, mix(main, p.deep, 0.25), p.pale, p.deep),
                x,
                y,
                52,
                chance() * 90,
            )
        else:
            for k in range(10):
                with c.placed(x, y, 1, k * 36):
                    c.ellipse(0, -17, 5, 12, main)
            c.circle(x, y, 8, p.deep)
    c.path(
        "M112 246H188Q184 270 206 300 222 348 184 364H116Q78 348 94 300 116 270 112 246Z",
        p.dark if look.mood != "night" else p.mid,
    )
    c.path("M160 246H188Q184 270 206 300 222 348 184 364H160Q190 320 160 246Z", p.deep, opacity=0.3)
    c.line("M97 300Q150 318 203 300M94 330Q150 350 206 330", p.glow, 3)
    for i in range(6):
        c.circle(104 + i * 18.5, 317 + (6 if 0 < i < 5 else 0), 4, p.pale)


@design("fungi", WIDE, "art item", "moss forest kraft plum rust clay olive")
def fungi(c: Canvas, look: Look) -> None:
    """Mushrooms of eight kinds on a forest floor."""
    p, chance = look.palette, look.chance
    c.rect(0, 0, 400, 300, c.linear((0, mix(p.dark, p.deep, 0.5)), (1, p.deep)))
    for _ in range(26):
        x = chance() * 400
        c.line(
            f"M{num(x)} 300q{num(chance.between(-20, 20))} -60 {num(chance.between(-30, 30))}"
            f" {num(-chance.between(60, 190))}",
            mix(p.dark, p.mid, 0.4),
            2,
        )
    c.path("M0 262Q110 236 220 258T400 248V300H0Z", mix(p.mid, p.deep, 0.35))
    caps = (p.pop, p.glow, p.soft, p.pale, mix(p.pop, p.pale, 0.4), p.mid)
    for i in range(9):
        x = 28 + i * 43 + chance.between(-10, 10)
        foot, tall, wide = 268 + chance() * 20, chance.between(50, 150), chance.between(18, 38)
        cap = caps[i % 6]
        c.path(
            f"M{num(x - wide * 0.22)} {num(foot)}Q{num(x - wide * 0.1)} {num(foot - tall / 2)}"
            f" {num(x - wide * 0.12)} {num(foot - tall)}h{num(wide * 0.24)}"
            f"Q{num(x + wide * 0.1)} {num(foot - tall / 2)} {num(x + wide * 0.26)} {num(foot)}Z",
            mix(p.pale, p.soft, 0.3),
        )
        y = foot - tall
        peak = wide * (0.7 + 0.7 * (i % 3))
        c.path(
            f"M{num(x - wide)} {num(y)}Q{num(x - wide * 0.9)} {num(y - peak)} {num(x)}"
            f" {num(y - peak)}T{num(x + wide)} {num(y)}Q{num(x)} {num(y + 9)} {num(x - wide)}"
            f" {num(y)}Z",
            cap,
        )
        for k in range(4):
            c.circle(
                x + wide * (-0.5 + k * 0.33),
                y - peak * (0.32 + 0.25 * (k % 2)),
                wide * 0.085,
                mix(cap, p.pale, 0.7),
            )
    for _ in range(30):
        c.circle(chance() * 400, chance() * 250, chance.between(0.6, 1.8), p.glow, opacity=0.7)


@design("plates", SQUARE, "item art", "kraft slate moss sakura river clay rose", ("day",))
def plates(c: Canvas, look: Look) -> None:
    """Nine small things in nine boxes, like a naturalist's page."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.pale, "#ffffff", 0.2))
    pool = (
        "moth",
        "leaf",
        "shell",
        "feather",
        "mushroom",
        "bee",
        "snail",
        "bird",
        "fish",
        "apple",
        "flower",
        "owl",
    )
    things = chance.shuffled(pool)
    for i in range(9):
        x, y = 14 + (i % 3) * 92, 14 + (i // 3) * 92
        ground = (mix(p.pale, p.soft, 0.4), p.pale, mix(p.soft, p.pale, 0.2))[(i + i // 3) % 3]
        c.rect(x, y, 88, 88, ground)
        main = (p.pop, p.mid, p.dark, p.glow)[chance.whole(0, 3)]
        draw_prop(
            c, things[i], Tint.of(p, main, on_paper=True), x + 44, y + 44, 66, chance.between(-8, 8)
        )


@design("orchardwall", BOOK, "writing", _GREENS + " mustard")
def orchardwall(c: Canvas, look: Look) -> None:
    """Fruit and leaves as wallpaper, the words on a plain oval."""
    p, chance = look.palette, look.chance
    night = look.mood != "day"
    c.ground(p.deep if night else mix(p.pale, p.soft, 0.4))
    leaf = mix(p.mid, p.soft, 0.2) if night else mix(p.mid, p.dark, 0.2)
    fruit = chance.pick(("apple", "mushroom", "rose", "flower"))
    for row in range(8):
        for column in range(5):
            x, y = column * 74 - 4 + (37 if row % 2 else 0), row * 62 + 6
            for k in range(3):
                with c.placed(x, y, 1, k * 120 + row * 40):
                    c.path("M0-4Q-14-24 0-40 14-24 0-4Z", mix(leaf, p.deep, 0.14 * k))
            draw_prop(c, fruit, Tint.of(p, p.pop if (row + column) % 3 else p.glow), x, y, 33)
    if not look.title:
        return
    c.ellipse(150, 214, 118, 104, p.pale)
    c.ellipse(150, 214, 110, 96, "none", stroke=p.deep, stroke_width=1.2)
    title(c, look, (66, 140, 168, 112), p.deep, face=ROMAN, largest=33, anchor=0.5, at="middle")
    name(c, look.author, 150, 282, p.pop, anchor=0.5, face=STRONG, size=12, width=130)
