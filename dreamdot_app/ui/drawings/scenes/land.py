"""Landscapes. Every scene fills the box (0, 0, w, h) with the light it is given."""

from __future__ import annotations

import math

from ..chance import Chance
from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num, polyline, smooth


def sky(c: Canvas, w: float, h: float, look: Look, low: float = 1.0) -> None:
    """Fill the box with sky, its lower colour reached at the fraction ``low``; stars at night."""
    light = look.light
    c.rect(0, 0, w, h, c.linear((0, light.sky_top), (low, light.sky_low)))
    if look.mood == "night":
        for _ in range(34):
            c.circle(
                look.chance() * w,
                look.chance() * h * low * 0.8,
                look.chance.between(0.4, 1.3),
                look.palette.pale,
                opacity=look.chance.between(0.3, 0.9),
            )


def ridge_line(chance: Chance, w: float, y: float, height: float, waves: int) -> str:
    """Give a mountain's outline closed along a far-away floor, as path data."""
    shift = [chance() * 6.3 for _ in range(4)]
    points = []
    for i in range(waves * 6 + 1):
        t = i / (waves * 6)
        lift = (
            0.5 * math.sin(t * 3.1 * waves / 2 + shift[0])
            + 0.3 * math.sin(t * 7.3 * waves / 2 + shift[1])
            + 0.22 * abs(math.sin(t * 11 * waves / 2 + shift[2]))
            + 0.1 * math.sin(t * 29 + shift[3])
        )
        points.append((t * w, y - height * lift))
    return polyline(points) + "V9999H0Z"


def pine(c: Canvas, x: float, y: float, size: float, fill: str) -> None:
    """Draw a fir of height ``size`` standing at (x, y)."""
    steps = "".join(
        f"L{num(x + side * size * reach)} {num(y - size * up)}"
        for side, rows in (
            (1, ((0.1, 0.72), (0.06, 0.72), (0.17, 0.46), (0.09, 0.46), (0.24, 0.14))),
            (-1, ((0.24, 0.14), (0.09, 0.46), (0.17, 0.46), (0.06, 0.72), (0.1, 0.72))),
        )
        for reach, up in rows
    )
    c.path(f"M{num(x)} {num(y - size)}{steps}Z", fill)
    c.rect(round(x - size * 0.025, 1), round(y - size * 0.15, 1), size * 0.05, size * 0.16, fill)


def birds(c: Canvas, x: float, y: float, size: float, stroke: str, count: int = 3) -> None:
    """Draw a few far birds."""
    for i in range(count):
        bx, by, s = x + i * size * 1.7, y - (i % 2) * size * 0.9 + i * 2, size * (1 - 0.15 * i)
        c.line(
            f"M{num(bx - s)} {num(by - s * 0.4)}q{num(s * 0.6)} {num(-s * 0.3)} {num(s)}"
            f" {num(s * 0.5)}q{num(s * 0.4)} {num(-s * 0.8)} {num(s)} {num(-s * 0.5)}",
            stroke,
            max(0.8, size * 0.14),
        )


def cloud(c: Canvas, x: float, y: float, size: float, fill: str, opacity: float = 1) -> None:
    """Draw a flat-bottomed cloud about ``2.6 * size`` wide."""
    s = num
    c.path(
        f"M{s(x)} {s(y)}h{s(size * 2.6)}a{s(size * 0.4)} {s(size * 0.4)} 0 0 0 {s(-size * 0.5)}"
        f" {s(-size * 0.42)}a{s(size * 0.62)} {s(size * 0.62)} 0 0 0 {s(-size * 1.05)}"
        f" {s(-size * 0.32)}a{s(size * 0.4)} {s(size * 0.4)} 0 0 0 {s(-size * 0.62)}"
        f" {s(size * 0.34)}a{s(size * 0.36)} {s(size * 0.36)} 0 0 0 {s(-size * 0.43)}"
        f" {s(size * 0.4)}Z",
        fill,
        opacity=opacity,
    )


def sun(c: Canvas, x: float, y: float, r: float, look: Look) -> None:
    """Draw the sun, or the moon with a thin halo at night."""
    light = look.light
    if look.mood == "night":
        c.circle(x, y, r * 1.9, light.sun, opacity=0.1)
        c.circle(x, y, r * 1.4, light.sun, opacity=0.14)
    c.circle(x, y, r, light.sun)


def ridge(c: Canvas, w: float, h: float, look: Look) -> None:
    """Mountains behind mountains, mist between them, firs on the nearest."""
    light, chance = look.light, look.chance
    sky(c, w, h, look, 0.7)
    sun(c, w * chance.between(0.24, 0.76), h * chance.between(0.2, 0.38), min(w, h) * 0.12, look)
    steps = (light.far, mix(light.far, light.mid, 0.55), light.mid, mix(light.mid, light.near, 0.6))
    mist = c.linear((0, light.sky_low, 0.0), (1, light.sky_low, 0.55))
    for i, colour in enumerate(steps):
        y = h * (0.5 + i * 0.11)
        with c.cut(f"M0 0H{num(w)}V{num(h)}H0Z"):
            c.path(ridge_line(chance, w, y, h * (0.15 - i * 0.018), 5 + i), colour)
        c.rect(0, round(y, 1), w, round(h * 0.15, 1), mist)
    floor = h * 0.9
    c.path(
        f"M0 {num(floor)}Q{num(w * 0.3)} {num(floor - h * 0.07)} {num(w * 0.6)} {num(floor)}"
        f"T{num(w)} {num(floor - h * 0.02)}V{num(h)}H0Z",
        light.near,
    )
    for i in range(15):
        x = w * (i + chance.between(0.1, 0.9)) / 15
        pine(c, x, floor + chance() * h * 0.04, h * chance.between(0.06, 0.13), light.ink)
    birds(c, w * chance.between(0.15, 0.6), h * 0.2, w * 0.025, light.ink)


def dunes(c: Canvas, w: float, h: float, look: Look) -> None:
    """Dunes with a lit and a shaded flank, and somebody small crossing them."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.55)
    sun(c, w * chance.between(0.25, 0.75), h * 0.27, min(w, h) * 0.15, look)
    for i in range(4):
        y = h * (0.47 + i * 0.13)
        peak = w * chance.between(0.2, 0.8)
        lift = h * (0.05 + 0.035 * i)
        lit = mix(p.soft if look.mood != "night" else light.far, light.near, 0.1 + i * 0.22)
        crest = (
            f"M0 {num(y + lift * 0.6)}C{num(peak * 0.4)} {num(y + lift * 0.5)}"
            f" {num(peak * 0.7)} {num(y - lift)} {num(peak)} {num(y - lift)}"
        )
        c.path(
            crest + f"C{num(peak + w * 0.2)} {num(y - lift * 0.6)} {num(w * 0.9)}"
            f" {num(y + lift * 0.4)} {num(w)} {num(y + lift * 0.2)}V{num(h)}H0Z",
            lit,
        )
        c.path(
            f"M{num(peak)} {num(y - lift)}C{num(peak - w * 0.03)} {num(y + lift)}"
            f" {num(peak + w * 0.12)} {num(y + lift * 1.2)} {num(peak - w * 0.1)} {num(h)}H{num(w)}"
            f"V{num(y + lift * 0.2)}C{num(w * 0.9)} {num(y + lift * 0.4)} {num(peak + w * 0.2)}"
            f" {num(y - lift * 0.6)} {num(peak)} {num(y - lift)}Z",
            mix(lit, light.ink, 0.32),
        )
    walker(c, w * 0.3, h * 0.87, h * 0.07, light.ink, p.pop)


def walker(c: Canvas, x: float, y: float, size: float, ink: str, scarf: str) -> None:
    """Draw a small walking figure of height ``size`` whose feet stand at (x, y), with a shadow."""
    with c.placed(x, y, size / 40):
        c.ellipse(13, 0.5, 18, 1.8, ink, opacity=0.25)
        c.path("M-5-25Q0-30 5-25L7-11H3L6 0H2L0-10-4 0H-8L-5-11H-8Z", ink)
        c.circle(0.5, -33, 4.6, ink)
        c.path("M-5-27Q0-25 6-27L15-23 14-20 5-24Q0-22-5-24Z", scarf)


def forest(c: Canvas, w: float, h: float, look: Look) -> None:
    """Trunks in three depths, a path of light, and a lantern."""
    light, chance, p = look.light, look.chance, look.palette
    c.rect(0, 0, w, h, c.linear((0, light.sky_low), (0.75, mix(light.sky_low, light.far, 0.6))))
    c.circle(w * 0.55, h * 0.42, min(w, h) * 0.3, light.sun, opacity=0.5)
    c.circle(w * 0.55, h * 0.42, min(w, h) * 0.2, light.sun, opacity=0.55)
    for depth, (count, thick, colour) in enumerate(
        ((13, 0.016, light.far), (9, 0.028, light.mid), (5, 0.062, light.ink))
    ):
        base = h * (0.74 + depth * 0.07)
        floor = (
            f"M0 {num(base)}Q{num(w * 0.5)} {num(base + h * 0.05)} {num(w)} {num(base - h * 0.01)}"
            f"V{num(h)}H0Z"
        )
        for i in range(count):
            x = w * (i + chance.between(0.15, 0.85)) / count
            if depth == 2 and 0.36 < x / w < 0.68:
                continue
            lean, half = chance.between(-6, 6), w * thick * chance.between(0.6, 1.2) / 2
            c.path(
                f"M{num(x - half + lean)} 0H{num(x + half + lean)}L{num(x + half * 1.5)}"
                f" {num(base + h * 0.05)}H{num(x - half * 1.5)}Z",
                colour,
            )
            for _ in range(2 if depth else 0):
                up, side = h * chance.between(0.1, 0.5), chance.pick((-1, 1))
                reach = w * chance.between(0.05, 0.1) * side
                c.line(
                    f"M{num(x + lean * (1 - up / h))} {num(up)}q{num(reach * 0.4)} {num(-h * 0.02)}"
                    f" {num(reach)} {num(-h * 0.07)}",
                    colour,
                    half * 0.7,
                )
        c.path(floor, colour)
    walker(c, w * 0.54, h * 0.86, h * 0.13, mix(light.ink, "#000000", 0.2), p.pop)
    c.circle(w * 0.595, h * 0.808, h * 0.035, p.glow, opacity=0.4)
    c.circle(w * 0.595, h * 0.808, h * 0.012, p.glow)


def field(c: Canvas, w: float, h: float, look: Look) -> None:
    """Ploughed rows running to a farm under big clouds."""
    light, chance, p = look.light, look.chance, look.palette
    horizon = h * chance.between(0.46, 0.56)
    sky(c, w, h, look, 0.6)
    sun(c, w * 0.78, horizon * 0.45, min(w, h) * 0.09, look)
    bright = mix(light.sky_low, "#ffffff", 0.55 if look.mood == "day" else 0.12)
    for i in range(4):
        cloud(
            c,
            w * (i * 0.3 - 0.15 + chance() * 0.1),
            horizon * chance.between(0.3, 0.85),
            w * chance.between(0.07, 0.13),
            bright,
            0.85,
        )
    c.rect(0, round(horizon, 1), w, h, mix(p.glow, light.mid, 0.35))
    vanish = w * chance.between(0.35, 0.65)
    for i in range(-12, 13, 2):
        a, b = vanish + i * w * 0.13, vanish + (i + 1) * w * 0.13
        c.path(
            f"M{num(vanish + i * 1.2)} {num(horizon)}L{num(a)} {num(h)}H{num(b)}"
            f"L{num(vanish + i * 1.2 + 1.2)} {num(horizon)}Z",
            mix(light.near, light.mid, (i % 4) / 8),
        )
    c.path(
        ridge_line(chance, w, horizon + 4, h * 0.03, 3).replace("V9999", f"V{num(horizon + 6)}"),
        light.mid,
    )
    _farm(c, vanish + w * 0.12, horizon + h * 0.02, w * 0.11, look)
    for i in range(5):
        x = w * 0.06 + i * w * 0.045
        c.ellipse(x, horizon - h * 0.035, w * 0.014, h * (0.045 + 0.012 * (i % 3)), light.ink)


def _farm(c: Canvas, x: float, y: float, size: float, look: Look) -> None:
    light, p = look.light, look.palette
    with c.placed(x, y, size / 40):
        c.path("M0 0V-18L14-30 28-18V0Z", p.pale)
        c.path("M28 0V-18L14-30H44L56-18V0Z", mix(p.pop, light.ink, 0.1))
        c.path("M-2-17L14-31 30-17 28-15 14-27 0-15Z", light.ink)
        c.rect(10, -14, 8, 14, light.ink)
        c.rect(36, -13, 7, 6, p.glow)


def village(c: Canvas, w: float, h: float, look: Look) -> None:
    """Houses with lit windows under falling snow."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.8)
    sun(c, w * chance.between(0.2, 0.8), h * 0.17, min(w, h) * 0.07, look)
    c.path(ridge_line(chance, w, h * 0.52, h * 0.13, 4).replace("9999", num(h)), light.far)
    snow = mix(p.pale, light.sky_low, 0.25 if look.mood == "day" else 0.42)
    for row in range(3):
        y = h * (0.62 + row * 0.13)
        c.path(
            f"M0 {num(y)}Q{num(w * 0.25)} {num(y - h * 0.06)} {num(w * 0.55)} {num(y)}"
            f"T{num(w)} {num(y - h * 0.015)}V{num(h)}H0Z",
            mix(snow, p.pale, row * 0.3),
        )
        for i in range(5 - row):
            x = w * (i + chance.between(0.1, 0.6)) / (5 - row)
            if chance.likely(0.35):
                pine(c, x, y + h * 0.03, h * (0.1 + row * 0.02), light.near)
            else:
                house(c, x, y + h * 0.035, w * (0.11 + row * 0.025), look)
    for _ in range(44):
        c.circle(
            chance() * w, chance() * h, chance.between(0.6, 2) * w / 300, p.pale,
            opacity=chance.between(0.4, 0.95),
        )  # fmt: skip


def house(c: Canvas, x: float, y: float, width: float, look: Look) -> None:
    """Draw a gabled house with one or two lit windows, its left foot at (x, y)."""
    light, chance, p = look.light, look.chance, look.palette
    wall = chance.pick((mix(p.pop, light.ink, 0.25), light.near, mix(p.mid, light.ink, 0.3)))
    with c.placed(x, y, width / 40):
        c.path("M0 0V-20L14-34 28-20V0Z", wall)
        c.path("M28 0V-20L14-34H38L50-20V0Z", mix(wall, light.ink, 0.35))
        c.path("M-3-18L14-35.500H39L53-19.500 50-18 37-31H15.500L0-15.500Z", p.pale)
        c.rect(32, -40, 5, 10, light.ink)
        c.rect(9, -16, 9, 9, p.glow if chance.likely(0.75) else light.ink)
        c.rect(35, -13, 6, 7, p.glow if chance.likely(0.5) else mix(light.ink, p.mid, 0.3))
        c.line("M13.500-16v9M9-11.500h9", wall, 1)


def hills(c: Canvas, w: float, h: float, look: Look) -> None:
    """Soft hills with hedges, a road and one tree."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.7)
    sun(c, w * chance.between(0.55, 0.8), h * 0.22, min(w, h) * 0.1, look)
    cloud(c, w * 0.08, h * 0.2, w * 0.09, mix(light.sky_low, "#ffffff", 0.5), 0.8)
    greens = (light.far, mix(light.far, light.mid, 0.7), light.mid, light.near)
    for i, colour in enumerate(greens):
        y = h * (0.46 + i * 0.13)
        points = [
            (w * t / 4, y + h * 0.05 * math.sin(t * 1.7 + i * 2 + chance())) for t in range(5)
        ]
        c.path(smooth(points) + f"V{num(h)}H0Z", colour)
        for k in range(6):
            x = w * (k + 0.2 + chance() * 0.5) / 6
            c.ellipse(x, y + h * 0.07, w * 0.02, h * 0.011, mix(colour, light.ink, 0.3))
    c.path(
        f"M{num(w * 0.46)} {num(h)}C{num(w * 0.62)} {num(h * 0.88)} {num(w * 0.3)} {num(h * 0.82)}"
        f" {num(w * 0.47)} {num(h * 0.72)}L{num(w * 0.485)} {num(h * 0.72)}C{num(w * 0.36)}"
        f" {num(h * 0.82)} {num(w * 0.76)} {num(h * 0.88)} {num(w * 0.64)} {num(h)}Z",
        p.pale,
        opacity=0.85,
    )
    tree(c, w * 0.24, h * 0.78, h * 0.26, look)


def tree(c: Canvas, x: float, y: float, size: float, look: Look) -> None:
    """Draw a round tree with fruit, its foot at (x, y)."""
    light, chance, p = look.light, look.chance, look.palette
    c.line(f"M{num(x)} {num(y)}v{num(-size * 0.5)}", light.ink, size * 0.06)
    crown = mix(light.near, light.mid, 0.4)
    for dx, dy, r in ((0, -0.68, 0.3), (-0.2, -0.56, 0.2), (0.2, -0.55, 0.21)):
        c.circle(x + dx * size, y + dy * size, round(r * size, 1), crown)
    c.circle(x - size * 0.08, y - size * 0.74, round(size * 0.17, 1), mix(crown, p.soft, 0.3))
    for _ in range(9):
        turn, reach = chance() * 6.3, chance() * size * 0.26
        c.circle(
            x + reach * math.cos(turn), y - size * 0.64 + reach * math.sin(turn),
            round(size * 0.028, 1), p.pop,
        )  # fmt: skip
