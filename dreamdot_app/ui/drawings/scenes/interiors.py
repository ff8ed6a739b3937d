"""Doorways, libraries, halls, bedrooms and stages."""

from __future__ import annotations

from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num
from .rooms import wall_and_floor


def doorway(c: Canvas, w: float, h: float, look: Look) -> None:
    """A dark passage, an open door, light on the floor, somebody in it."""
    p = look.palette
    c.rect(0, 0, w, h, p.deep)
    c.path(
        f"M0 0L{num(w * 0.3)} {num(h * 0.16)}V{num(h * 0.72)}L0 {num(h)}Z", mix(p.deep, p.dark, 0.6)
    )
    c.path(
        f"M{num(w)} 0L{num(w * 0.7)} {num(h * 0.16)}V{num(h * 0.72)}L{num(w)} {num(h)}Z",
        mix(p.deep, p.dark, 0.45),
    )
    c.rect(round(w * 0.3, 1), round(h * 0.16, 1), w * 0.4, h * 0.56, p.dark)
    x, y, dw, dh = w * 0.4, h * 0.25, w * 0.2, h * 0.47
    c.rect(round(x, 1), round(y, 1), dw, dh, c.linear((0, p.pale), (1, p.glow)))
    c.path(
        f"M{num(x + dw)} {num(y)}L{num(x + dw * 1.4)}"
        f" {num(y - h * 0.03)}V{num(y + dh + h * 0.05)}L{num(x + dw)} {num(y + dh)}Z",
        mix(p.pop, p.deep, 0.15),
    )
    c.circle(x + dw * 1.08, y + dh * 0.52, w * 0.008, p.glow)
    c.path(
        f"M{num(x)} {num(y + dh)}h{num(dw)}L{num(w * 0.78)} {num(h)}H{num(w * 0.14)}Z",
        p.glow,
        opacity=0.55,
    )
    with c.placed(x + dw * 0.5, y + dh + h * 0.01, h / 500):
        c.path("M-26 0L-20-92Q-16-118 0-118T20-92L26 0Z", p.deep)
        c.circle(0, -138, 18, p.deep)
    c.path(
        f"M{num(x + dw * 0.3)} {num(y + dh + h * 0.01)}h{num(dw * 0.4)}L{num(w * 0.48)}"
        f" {num(h)}H{num(w * 0.34)}Z",
        p.deep,
        opacity=0.5,
    )


def shelves(c: Canvas, w: float, h: float, look: Look) -> None:
    """Shelves full of books, a ladder, a lamp."""
    p, chance = look.palette, look.chance
    wood = mix(p.deep, p.dark, 0.6)
    c.rect(0, 0, w, h, p.deep)
    spines = (
        p.pop,
        p.glow,
        p.soft,
        p.mid,
        p.pale,
        mix(p.mid, p.pale, 0.4),
        mix(p.pop, p.deep, 0.4),
    )
    rows = max(3, round(h / (w * 0.3)))
    tall = h / rows
    for row in range(rows):
        base = tall * (row + 1) - tall * 0.09
        x = w * 0.02
        while x < w * 0.97:
            thick = w * chance.between(0.016, 0.042)
            high = tall * chance.between(0.52, 0.8)
            colour = chance.pick(spines)
            if chance.likely(0.08):
                x += thick * 2
                continue
            if chance.likely(0.1):
                with c.placed(x + thick, base, 1, 12):
                    c.rect(-thick / 2, -high, thick, high, colour)
                x += thick * 2.4
                continue
            c.rect(round(x, 1), round(base - high, 1), thick, high, colour)
            c.rect(
                round(x, 1),
                round(base - high * 0.8, 1),
                thick,
                high * 0.07,
                mix(colour, p.deep, 0.5),
            )
            x += thick + 0.8
        c.rect(0, round(base, 1), w, tall * 0.09, wood)
        c.rect(0, round(base, 1), w, tall * 0.02, mix(wood, p.soft, 0.3))
    c.line(
        f"M{num(w * 0.6)} {num(h)}L{num(w * 0.7)} 0M{num(w * 0.78)} {num(h)}L{num(w * 0.84)} 0",
        mix(p.soft, p.dark, 0.2),
        w * 0.014,
    )
    for i in range(9):
        t = (i + 0.5) / 9
        left, right = w * (0.7 - 0.1 * t), w * (0.84 - 0.06 * t)
        c.line(f"M{num(left)} {num(h * t)}H{num(right)}", mix(p.soft, p.dark, 0.2), w * 0.01)


def arches(c: Canvas, w: float, h: float, look: Look) -> None:
    """Arch within arch, narrowing to a bright door where somebody stands, very small."""
    p = look.palette
    c.rect(0, 0, w, h, mix(p.deep, "#000000", 0.3))
    steps = [mix(p.deep, p.mid, t) for t in (0.1, 0.3, 0.55, 0.85)]
    steps += [mix(p.mid, p.soft, 0.5), p.soft, mix(p.soft, p.glow, 0.5), p.glow]
    for i, colour in enumerate(steps):
        ww, hh, base = w * (0.95 - i * 0.115), h * (0.955 - i * 0.1155), h * (1 - i * 0.018)
        x = w / 2 - ww / 2
        c.path(
            f"M{num(x)} {num(base)}V{num(base - hh * 0.5)}Q{num(x)} {num(base - hh * 0.86)}"
            f" {num(w / 2)}"
            f" {num(base - hh)}Q{num(x + ww)} {num(base - hh * 0.86)} {num(x + ww)}"
            f" {num(base - hh * 0.5)}V{num(base)}Z",
            colour,
        )
    c.path(
        f"M0 {num(h * 0.88)}Q{num(w / 2)} {num(h * 0.82)} {num(w)} {num(h * 0.88)}V{num(h)}H0Z",
        mix(p.deep, p.dark, 0.3),
    )
    c.path(
        f"M{num(w * 0.46)} {num(h * 0.87)}L{num(w * 0.375)} {num(h)}H{num(w * 0.625)}"
        f"L{num(w * 0.54)} {num(h * 0.87)}Z",
        p.glow,
        opacity=0.5,
    )
    with c.placed(w * 0.5, h * 0.872, h / 900):
        c.path("M-12 0q-6-44 12-52 18 8 12 52z", p.deep)
        c.circle(0, -60, 11, p.deep)
        c.line("M11-34q16 6 18 18", p.deep, 5)
        c.circle(31, -12, 6, p.pop)


def bed(c: Canvas, w: float, h: float, look: Look) -> None:
    """A bed under a window at night, a book, a lamp that is still on."""
    p = look.palette
    wall, line = wall_and_floor(c, w, h, look, h * 0.86)
    x, y, ww, wh = w * 0.5, h * 0.1, w * 0.38, h * 0.34
    with c.window(x, y, ww, wh):
        c.rect(0, 0, ww, wh, c.linear((0, p.deep), (1, p.dark)))
        for _ in range(12):
            c.circle(look.chance() * ww, look.chance() * wh, 1, p.pale, opacity=0.8)
        c.circle(ww * 0.66, wh * 0.34, ww * 0.16, p.glow)
        c.circle(ww * 0.73, wh * 0.29, ww * 0.14, p.deep)
    c.path(
        f"M{num(x)} {num(y)}h{num(ww)}v{num(wh)}h{num(-ww)}ZM{num(x + ww / 2)}"
        f" {num(y)}v{num(wh)}M{num(x)} {num(y + wh / 2)}h{num(ww)}",
        stroke=line,
        stroke_width=w * 0.014,
    )
    c.circle(w * 0.17, h * 0.42, w * 0.17, p.glow, opacity=0.25)
    c.path(
        f"M{num(w * 0.11)} {num(h * 0.36)}h{num(w * 0.12)}l{num(w * 0.035)}"
        f" {num(h * 0.09)}h{num(-w * 0.19)}Z",
        p.glow,
    )
    c.rect(round(w * 0.162, 1), round(h * 0.45, 1), w * 0.016, h * 0.14, line)
    c.rect(round(w * 0.06, 1), round(h * 0.59, 1), w * 0.22, h * 0.3, mix(wall, p.deep, 0.55))
    c.path(
        f"M{num(w * 0.34)} {num(h * 0.5)}q{num(w * 0.02)} {num(-h * 0.06)} {num(w * 0.06)}"
        f" {num(-h * 0.02)}V{num(h * 0.9)}h{num(-w * 0.06)}Z",
        mix(p.deep, p.dark, 0.4),
    )
    c.path(
        f"M{num(w * 0.39)} {num(h * 0.66)}Q{num(w * 0.7)} {num(h * 0.56)} {num(w)}"
        f" {num(h * 0.62)}V{num(h * 0.86)}H{num(w * 0.39)}Z",
        p.pop,
    )
    for i in range(5):
        c.line(
            f"M{num(w * (0.52 + i * 0.1))} {num(h * 0.61)}V{num(h * 0.86)}",
            mix(p.pop, p.deep, 0.3),
            2,
        )
    c.path(
        f"M{num(w * 0.39)} {num(h * 0.6)}q{num(w * 0.1)} {num(-h * 0.07)} {num(w * 0.17)}"
        f" {num(h * 0.02)}l{num(-w * 0.01)} {num(h * 0.06)}h{num(-w * 0.16)}Z",
        p.pale,
    )
    c.circle(w * 0.475, h * 0.585, w * 0.048, "#d9a27a")
    c.path(
        f"M{num(w * 0.43)} {num(h * 0.58)}q{num(w * 0.02)} {num(-h * 0.06)} {num(w * 0.08)}"
        f" {num(-h * 0.02)}q{num(w * 0.02)} {num(h * 0.02)} {num(w * 0.01)}"
        f" {num(h * 0.03)}q{num(-w * 0.04)} {num(-h * 0.02)} {num(-w * 0.09)} {num(-h * 0.01)}Z",
        p.deep,
    )
    c.path(
        f"M{num(w * 0.66)} {num(h * 0.57)}l{num(w * 0.06)} {num(-h * 0.03)} {num(w * 0.07)}"
        f" {num(h * 0.035)}v{num(h * 0.012)}l{num(-w * 0.07)} {num(-h * 0.02)} {num(-w * 0.06)}"
        f" {num(h * 0.02)}Z",
        p.pale,
    )


def stage(c: Canvas, w: float, h: float, look: Look) -> None:
    """A stage: curtains drawn aside, one chair in a cone of light."""
    p = look.palette
    c.rect(0, 0, w, h, p.deep)
    floor = h * 0.76
    c.rect(0, round(floor, 1), w, h - floor, mix(p.dark, p.deep, 0.3))
    c.path(
        f"M{num(w * 0.46)} 0h{num(w * 0.08)}L{num(w * 0.76)}"
        f" {num(floor + h * 0.05)}H{num(w * 0.24)}Z",
        p.glow,
        opacity=0.32,
    )
    c.ellipse(w * 0.5, floor + h * 0.06, w * 0.26, h * 0.045, p.glow, opacity=0.75)
    with c.placed(w * 0.5, floor + h * 0.07, min(w, h) / 380):
        c.path(
            "M-24"
            " 0V-44H24V0H18V-36H-18V0ZM-24-48H24V-40H-24ZM-24-98H-18V-44H-24Z"
            "M18-98H24V-44H18ZM-24-98H24V-90H-24ZM-24-78H24V-72H-24Z",
            p.deep,
        )
    for side in (0, 1):
        for i in range(5):
            x0, x1 = w * 0.062 * i, w * 0.062 * (i + 1)
            tone = mix(p.pop, p.deep, 0.15 + 0.16 * (i % 2))
            if side:
                x0, x1 = w - x0, w - x1
            drift = w * (0.05 * (i / 5) ** 2) * (1 if not side else -1)
            c.path(
                f"M{num(x0)} 0H{num(x1)}Q{num(x1 + drift)} {num(h * 0.5)} {num(x1 - drift)}"
                f" {num(floor + h * 0.03)}H{num(x0)}Z",
                tone,
            )
    for i in range(8):
        c.path(
            f"M{num(w * i / 8)} 0h{num(w / 8)}v{num(h * 0.07)}a{num(w / 16)} {num(w / 20)} 0 0"
            f" 1 {num(-w / 8)} 0Z",
            mix(p.pop, p.deep, 0.1 + 0.15 * (i % 2)),
        )
    for i in range(6):
        c.circle(w * (i + 0.5) / 6, h * 0.97, w * 0.045, mix(p.deep, "#000000", 0.45))
