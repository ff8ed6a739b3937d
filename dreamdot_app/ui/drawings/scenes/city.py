"""Streets, roofs and roads."""

from __future__ import annotations

import math

from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num
from .land import cloud, sky, sun


def towers(c: Canvas, w: float, h: float, look: Look) -> None:
    """Blocks of windows in three depths; a single one in the accent colour."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.8)
    sun(c, w * chance.between(0.2, 0.8), h * 0.2, min(w, h) * 0.1, look)
    special = chance.whole(6, 22)
    seen = 0
    lit = p.glow if look.mood != "day" else mix(p.pale, light.sky_low, 0.2)
    for depth, (colour, count) in enumerate(((light.far, 8), (light.mid, 6), (light.near, 5))):
        for i in range(count):
            width = w / count * chance.between(0.72, 1.05)
            x = w * i / count + chance.between(-4, 4)
            top = h * (0.3 + depth * 0.13 + chance() * 0.22)
            c.rect(round(x, 1), round(top, 1), width, h - top, colour)
            if depth == 1 and chance.likely(0.4):
                c.line(f"M{num(x + width / 2)} {num(top)}v{num(-h * 0.06)}", colour, 2)
            if depth == 0:
                continue
            cell = width / (3 + depth)
            for row in range(int((h - top) / (cell * 1.5))):
                for column in range(2 + depth):
                    if not chance.likely(0.46):
                        continue
                    seen += 1
                    c.rect(
                        round(x + cell * (0.75 + column), 1),
                            round(top + cell * (0.7 + row * 1.5), 1),
                        cell * 0.5, cell * 0.8, p.pop if seen == special else lit,
                        opacity=None if seen == special else chance.pick((0.35, 0.6, 0.9)),
                    )  # fmt: skip


def roofs(c: Canvas, w: float, h: float, look: Look) -> None:
    """Roof behind roof, chimneys, aerials, washing, and a cat."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.6)
    sun(c, w * 0.7, h * 0.22, min(w, h) * 0.12, look)
    tiles = (
        light.far,
        mix(p.pop, light.far, 0.45),
        light.mid,
        mix(p.pop, light.near, 0.3),
        light.near,
    )
    for row, colour in enumerate(tiles):
        y = h * (0.42 + row * 0.135)
        x = -w * (0.05 + 0.2 * chance())
        while x < w:
            width = w * chance.between(0.28, 0.44)
            _roof(c, (x, y), (width, h * chance.between(0.07, 0.1)), h, colour, look)
            x += width
    cat(c, w * 0.42, h * 0.35, h * 0.075, light.ink)
    c.line(f"M{num(w * 0.14)} {num(h * 0.36)}V{num(h * 0.2)}m-12 0h24m-19 9h14", light.ink, 1.6)


def _roof(
    c: Canvas, at: tuple[float, float], size: tuple[float, float], h: float, colour: str, look: Look
) -> None:
    """Draw one roof seen from the side: a slope with courses of tiles, a dormer, a chimney."""
    (x, y), (width, rise), chance = at, size, look.chance
    light, p = look.light, look.palette
    c.rect(round(x, 1), round(y, 1), width + 0.6, h - y, mix(colour, light.ink, 0.4))
    slope = width * 0.1
    if chance.likely(0.7):
        stack = x + width * chance.between(0.2, 0.75)
        c.rect(
            round(stack, 1),
            round(y - rise * 1.5, 1),
            width * 0.1,
            rise,
            mix(colour, light.ink, 0.5),
        )
    c.path(
        f"M{num(x)} {num(y)}L{num(x + slope)} {num(y - rise)}H{num(x + width - slope)}"
        f"L{num(x + width)} {num(y)}Z",
        colour,
    )
    for course in (0.33, 0.66):
        c.line(
            f"M{num(x + slope * course)} {num(y - rise * course)}"
            f"H{num(x + width - slope * course)}",
            mix(colour, light.ink, 0.25),
            1,
        )
    if chance.likely(0.65):
        pane = p.glow if look.mood != "day" or chance.likely(0.25) else mix(light.ink, p.mid, 0.2)
        left, wide = x + width * chance.between(0.3, 0.5), width * 0.16
        c.path(
            f"M{num(left - 3)} {num(y - rise * 0.62)}l{num(wide / 2 + 3)} {num(-rise * 0.42)}"
            f"l{num(wide / 2 + 3)} {num(rise * 0.42)}Z",
            mix(colour, light.ink, 0.55),
        )
        c.rect(round(left, 1), round(y - rise * 0.62, 1), wide, rise * 0.5, pane)


def cat(c: Canvas, x: float, y: float, size: float, fill: str) -> None:
    """Draw a sitting cat from behind, ``size`` tall, at (x, y)."""
    with c.placed(x, y, size / 60):
        c.path("M-16 0Q-22-26-9-38L-12-56-4-48H6L13-57 11-38Q24-24 18 0Z", fill)
        c.line("M16-3q20 2 18-16", fill, 6)


def stairs(c: Canvas, w: float, h: float, look: Look) -> None:
    """Isometric stairs that go up and up, and one person on them."""
    p = look.palette
    size = w / 7
    top, left, right = (
        (p.pale, mix(p.mid, p.soft, 0.25), p.dark)
        if look.mood == "day"
        else (p.soft, p.mid, p.deep)
    )
    c.rect(0, 0, w, h, mix(right, left, 0.3))
    dx, dy = size * math.cos(math.pi / 6), size / 2
    for row in range(-2, int(h / dy) + 4):
        for column in range(-1, int(w / dx / 2) + 2):
            x = column * 2 * dx + (dx if row % 2 else 0)
            y = row * dy * 3 / 2 * 1.0
            c.path(
                f"M{num(x)} {num(y)}l{num(dx)} {num(-dy)}l{num(dx)} {num(dy)}l{num(-dx)}"
                f" {num(dy)}Z",
                top,
            )
            c.path(f"M{num(x)} {num(y)}l{num(dx)} {num(dy)}v{num(dy)}l{num(-dx)} {num(-dy)}Z", left)
            c.path(
                f"M{num(x + 2 * dx)} {num(y)}l{num(-dx)} {num(dy)}v{num(dy)}l{num(dx)} {num(-dy)}Z",
                right,
            )
    row = round(h * 0.55 / (dy * 1.5))
    row -= row % 2
    walker_x, walker_y = 2 * dx * 1 + dx, row * dy * 1.5
    with c.placed(walker_x, walker_y + 4, size / 46):
        c.path("M-9 0L-7-30Q0-38 7-30L10 0Z", p.pop)
        c.circle(0, -42, 8, p.deep)


def station(c: Canvas, w: float, h: float, look: Look) -> None:
    """A platform at night with a clock, a bench and a train coming in."""
    light, p = look.light, look.palette
    c.rect(0, 0, w, h, c.linear((0, light.sky_top), (1, light.sky_low)))
    floor = h * 0.76
    c.path(f"M0 0H{num(w)}V{num(h * 0.1)}L0 {num(h * 0.22)}Z", light.ink)
    for i in range(3):
        x = w * (0.18 + i * 0.32)
        c.rect(round(x, 1), round(h * 0.12, 1), w * 0.022, floor - h * 0.12, light.near)
        c.circle(x + w * 0.011, h * 0.25 - i * h * 0.02, w * 0.05, p.glow, opacity=0.25)
        c.circle(x + w * 0.011, h * 0.25 - i * h * 0.02, w * 0.018, p.glow)
    c.path(
        f"M{num(w)} {num(h * 0.34)}L{num(w * 0.56)} {num(h * 0.46)}Q{num(w * 0.52)}"
        f" {num(h * 0.47)} {num(w * 0.52)} {num(h * 0.52)}V{num(h * 0.7)}L{num(w)}"
        f" {num(h * 0.86)}Z",
        mix(p.pop, light.ink, 0.1),
    )
    for i in range(3):
        x0, x1 = 0.62 + i * 0.13, 0.71 + i * 0.13
        c.path(
            "M"
            + "L".join(
                f"{num(w * x)} {num(h * y)}"
                for x, y in (
                    (x0, 0.5 - (x0 - 0.56) * 0.27),
                    (x1, 0.5 - (x1 - 0.56) * 0.27),
                    (x1, 0.6 + (x1 - 0.56) * 0.1),
                    (x0, 0.6 + (x0 - 0.56) * 0.1),
                )
            )
            + "Z",
            p.glow,
        )
    c.circle(w * 0.535, h * 0.66, w * 0.018, p.glow)
    c.path(
        f"M0 {num(floor)}H{num(w * 0.5)}L{num(w * 0.86)} {num(h)}H0Z", mix(light.mid, p.soft, 0.2)
    )
    edge = f"M{num(w * 0.46)} {num(floor)}H{num(w * 0.5)}L{num(w * 0.86)} {num(h)}"
    c.path(f"{edge}H{num(w * 0.78)}Z", p.glow, opacity=0.8)
    with c.placed(w * 0.26, floor + h * 0.08, h / 520):
        c.path("M-50-26H50V-20H-50ZM-44-20h6V0h-6ZM38-20h6V0h-6ZM-50-50H50V-44H-50Z", light.ink)
        c.path(
            "M-20-26V-54Q-8-66 2-54V-36H22V0H14V-26Z", p.dark if look.mood == "day" else light.ink
        )
        c.circle(-8, -68, 10, light.ink)
        c.rect(26, -20, 24, 20, mix(p.pop, light.ink, 0.2), rx=2)
    c.circle(w * 0.36, h * 0.22, w * 0.055, p.pale)
    c.line(
        f"M{num(w * 0.36)} {num(h * 0.22)}v{num(-w * 0.035)}m0"
        f" {num(w * 0.035)}l{num(w * 0.022)} {num(w * 0.012)}",
        light.ink,
        2,
    )


def market(c: Canvas, w: float, h: float, look: Look) -> None:
    """A stall under a striped awning, crates of fruit, a string of lamps."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.8)
    cloud(c, w * 0.6, h * 0.16, w * 0.08, p.pale, 0.5)
    c.rect(0, round(h * 0.84, 1), w, h * 0.16, mix(light.near, light.mid, 0.3))
    c.rect(round(w * 0.12, 1), round(h * 0.34, 1), w * 0.03, h * 0.52, light.ink)
    c.rect(round(w * 0.85, 1), round(h * 0.34, 1), w * 0.03, h * 0.52, light.ink)
    c.rect(
        round(w * 0.14, 1), round(h * 0.36, 1), w * 0.72, h * 0.3, mix(light.ink, light.near, 0.5)
    )
    stripes = 9
    for i in range(stripes):
        x, sw = w * (0.06 + 0.88 * i / stripes), w * 0.88 / stripes
        c.path(
            f"M{num(x + w * 0.05 * (1 - 2 * i / stripes))} {num(h * 0.24)}h{num(sw * 0.9)}"
            f"L{num(x + sw)} {num(h * 0.38)}a{num(sw / 2)} {num(sw / 2)} 0 0 1 {num(-sw)} 0Z",
            p.pop if i % 2 else p.pale,
        )
    with c.placed(w * 0.6, h * 0.62, h / 460):
        c.path("M-26 0Q-28-52-10-58H10Q28-52 26 0Z", p.soft)
        c.circle(0, -76, 17, "#c98d66")
        c.path("M-19-78Q-18-98 0-98T19-78Z", p.pop)
    for row in range(2):
        for i in range(4):
            x, y = w * (0.13 + i * 0.19), h * (0.6 + row * 0.13)
            fruit = (p.pop, p.glow, mix(p.mid, p.glow, 0.3), p.soft)[(i + row) % 4]
            for k in range(7):
                c.circle(
                    x + w * 0.02 * k + w * 0.022,
                    y + (k % 2) * -3 + chance() * 2,
                    w * 0.02,
                    mix(fruit, light.ink, 0.1 * (k % 3)),
                )
            c.rect(
                round(x, 1),
                round(y, 1),
                w * 0.17,
                h * 0.09,
                mix(p.soft, light.ink, 0.35 + 0.1 * row),
            )
            c.line(f"M{num(x)} {num(y + h * 0.045)}h{num(w * 0.17)}", light.ink, 1, opacity=0.4)
    for i in range(9):
        t = i / 8
        c.circle(w * t, h * (0.1 + 0.05 * math.sin(t * math.pi)), w * 0.012, p.glow)
    c.line(
        f"M0 {num(h * 0.095)}Q{num(w / 2)} {num(h * 0.2)} {num(w)} {num(h * 0.095)}", light.ink, 1
    )
