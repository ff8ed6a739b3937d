"""Gardens, greenhouses and bees."""

from __future__ import annotations

import math

from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num
from .land import hills, sky, sun


def greenhouse(c: Canvas, w: float, h: float, look: Look) -> None:
    """A glasshouse full of leaves."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.9)
    base, top = h * 0.88, h * 0.2
    glass = mix(light.sky_low, p.pale, 0.45)
    c.path(
        f"M{num(w * 0.1)} {num(base)}V{num(h * 0.46)}Q{num(w * 0.1)} {num(top)} {num(w * 0.5)}"
        f" {num(top)}T{num(w * 0.9)} {num(h * 0.46)}V{num(base)}Z",
        glass,
        opacity=0.75,
    )
    for i in range(17):
        x = w * (0.15 + 0.7 * (i + chance() * 0.6) / 17)
        tall = h * chance.between(0.16, 0.48)
        colour = mix((light.far, light.mid, light.near)[i % 3], p.glow, 0.12 * chance())
        c.line(
            f"M{num(x)} {num(base)}q{num(chance.between(-14, 14))} {num(-tall * 0.5)} 0"
            f" {num(-tall)}",
            colour,
            2,
        )
        for k in range(4):
            y = base - tall * (0.35 + k * 0.2)
            for side in (-1, 1):
                reach = w * 0.07 * (1 - k * 0.16)
                c.path(
                    f"M{num(x)} {num(y)}q{num(side * reach * 0.4)} {num(-reach * 0.9)}"
                    f" {num(side * reach)} {num(-reach * 0.4)}q{num(-side * reach * 0.2)}"
                    f" {num(reach * 0.7)} {num(-side * reach)} {num(reach * 0.4)}z",
                    colour,
                )
        if i % 4 == 1:
            c.circle(x, base - tall, w * 0.02, p.pop)
            c.circle(x, base - tall, w * 0.008, p.glow)
    frame = light.ink
    for t in (0.1, 0.26, 0.42, 0.58, 0.74, 0.9):
        edge = h * 0.46 - (h * 0.26) * math.sqrt(max(0.0, 1 - ((t - 0.5) / 0.4) ** 2))
        c.line(f"M{num(w * t)} {num(base)}V{num(edge)}", frame, 2)
    for t in (0.46, 0.67):
        c.line(f"M{num(w * 0.1)} {num(h * t)}H{num(w * 0.9)}", frame, 2)
    c.path(
        f"M{num(w * 0.1)} {num(base)}V{num(h * 0.46)}Q{num(w * 0.1)} {num(top)} {num(w * 0.5)}"
        f" {num(top)}T{num(w * 0.9)} {num(h * 0.46)}V{num(base)}",
        stroke=frame,
        stroke_width=4,
    )
    c.rect(0, round(base, 1), w, h - base, light.near)


def hives(c: Canvas, w: float, h: float, look: Look) -> None:
    """Beehives in a meadow, and the bees."""
    light, chance, p = look.light, look.chance, look.palette
    hills(c, w, h, look)
    c.path(
        f"M0 {num(h * 0.8)}Q{num(w * 0.5)} {num(h * 0.72)} {num(w)} {num(h * 0.79)}V{num(h)}H0Z",
        mix(light.mid, p.glow, 0.3),
    )
    for x, size, colour in (
        (0.2, 0.15, p.pale),
        (0.5, 0.18, p.glow),
        (0.82, 0.15, mix(p.soft, p.pale, 0.4)),
    ):
        y, s = h * 0.87, w * size
        for i in range(3):
            c.rect(
                round(w * x - s / 2, 1),
                round(y - s * (0.4 + i * 0.4), 1),
                s,
                s * 0.38,
                mix(colour, light.ink, 0.08 * i),
            )
        c.path(
            f"M{num(w * x - s * 0.6)} {num(y - s * 1.18)}L{num(w * x)}"
            f" {num(y - s * 1.5)}L{num(w * x + s * 0.6)} {num(y - s * 1.18)}Z",
            p.pop,
        )
        c.rect(round(w * x - s * 0.2, 1), round(y - s * 0.12, 1), s * 0.4, s * 0.08, light.ink)
    for _ in range(16):
        bee(
            c,
            w * chance.between(0.06, 0.94),
            h * chance.between(0.42, 0.74),
            w * 0.016,
            p.glow,
            light.ink,
        )
    for _ in range(26):
        x, y = w * chance(), h * chance.between(0.88, 1)
        c.line(f"M{num(x)} {num(h)}V{num(y)}", light.near, 1.4)
        c.circle(x, y, w * 0.01, chance.pick((p.pop, p.pale, p.glow)))


def bee(c: Canvas, x: float, y: float, size: float, body: str, ink: str) -> None:
    """Draw a bee ``size`` in half-length."""
    with c.placed(x, y, size / 10, -14):
        c.ellipse(-2, -8, 5, 7, "#ffffff", opacity=0.75)
        c.ellipse(5, -8, 4, 6, "#ffffff", opacity=0.6)
        c.ellipse(0, 0, 10, 6.500, body)
        c.path("M-4-6Q-6 0-4 6L-1 6.500Q-3 0-1-6.500ZM3-6Q1 0 3 6L6 5Q4 0 6-5Z", ink)


def garden(c: Canvas, w: float, h: float, look: Look) -> None:
    """A bed of tall flowers seen by somebody lying in the grass."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 1)
    sun(c, w * 0.25, h * 0.2, min(w, h) * 0.11, look)
    for i in range(20):
        x = w * (i + chance()) / 20
        tall = h * chance.between(0.3, 0.74)
        colour = mix((light.far, light.mid, light.near)[i % 3], light.ink, 0.1)
        lean = chance.between(-0.06, 0.06) * w
        c.line(
            f"M{num(x)} {num(h)}Q{num(x)} {num(h - tall * 0.6)} {num(x + lean)} {num(h - tall)}",
            colour,
            3,
        )
        for side in (-1, 1):
            y = h - tall * chance.between(0.25, 0.6)
            c.path(
                f"M{num(x)} {num(y)}q{num(side * 6)} -26 {num(side * 26)} -22 {num(-side * 4)}"
                f" 20 {num(-side * 26)} 22z",
                colour,
            )
        _bloom(c, x + lean, h - tall, w * chance.between(0.03, 0.055), i % 3, look)
    for _ in range(3):
        bee(
            c,
            w * chance.between(0.2, 0.9),
            h * chance.between(0.15, 0.5),
            w * 0.016,
            p.glow,
            light.ink,
        )


def _bloom(c: Canvas, x: float, y: float, r: float, kind: int, look: Look) -> None:
    p = look.palette
    if kind == 0:
        for k in range(8):
            with c.placed(x, y, 1, k * 45):
                c.ellipse(0, -r * 0.8, r * 0.3, r * 0.62, p.pale)
        c.circle(x, y, round(r * 0.45, 1), p.glow)
    elif kind == 1:
        c.path(
            f"M{num(x - r)} {num(y - r)}l{num(r * 0.5)} {num(r * 0.5)} {num(r * 0.5)}"
            f" {num(-r * 0.8)} {num(r * 0.5)} {num(r * 0.8)} {num(r * 0.5)}"
            f" {num(-r * 0.5)}q{num(r * 0.2)} {num(r * 1.8)} {num(-r)} {num(r * 1.8)}t{num(-r)}"
            f" {num(-r * 1.8)}z",
            p.pop,
        )
    else:
        for dx, dy in ((-0.4, -0.3), (0.4, -0.3), (0, -0.8), (-0.35, 0.3), (0.35, 0.3)):
            c.circle(x + dx * r, y + dy * r, round(r * 0.42, 1), mix(p.pop, p.pale, 0.45))
        c.circle(x, y, round(r * 0.26, 1), p.deep)
