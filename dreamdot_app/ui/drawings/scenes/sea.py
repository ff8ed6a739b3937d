"""The sea and the shore, above and below the water."""

from __future__ import annotations

import math

from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num
from .land import birds, cloud, sky, sun


def water(c: Canvas, w: float, y: float, h: float, look: Look, *, under: str) -> None:
    """Fill from ``y`` down to ``h`` with flat water, glints narrowing towards the viewer.

    ``under`` is the colour reflected at the far edge.
    """
    light, chance = look.light, look.chance
    c.rect(
        0, round(y, 1), w, round(h - y, 1), c.linear((0, under), (0.4, light.mid), (1, light.ink))
    )
    for i in range(26):
        down = (h - y) * (0.03 + 0.95 * (i / 26) ** 1.2)
        length = w * chance.between(0.05, 0.26)
        c.rect(
            round(chance.between(0.02, 0.9) * w - length / 2, 1),
            round(y + down, 1),
            length,
            max(0.8, h * 0.0035),
            look.palette.pale if chance.likely(0.7) else look.palette.pop,
            rx=1,
            opacity=chance.between(0.18, 0.6),
        )


def rowboat(c: Canvas, x: float, y: float, size: float, ink: str, *, rower: bool = True) -> None:
    """Draw a rowing boat ``size`` wide, its keel middle at (x, y)."""
    with c.placed(x, y, size / 110):
        c.path("M-55-22q55 22 110 0l-15 28q-40 13-80 0z", ink)
        if rower:
            c.path("M-6-14q-11-36 11-46 17 6 13 46z", ink)
            c.circle(6, -69, 11, ink)
            c.path("M-3-80q11-12 25-4l10 6q-21 0-35 8z", ink)
            c.line("M-38-72L78 16", ink, 4)


def sailboat(c: Canvas, x: float, y: float, size: float, hull: str, sail: str) -> None:
    """Draw a small sailing boat ``size`` wide at (x, y)."""
    with c.placed(x, y, size / 50):
        c.path("M-24-4q24 10 48 0l-7 12q-17 6-34 0z", hull)
        c.path("M-2-6V-44L-24-8Z", sail)
        c.path("M2-6V-38L18-8Z", mix(sail, hull, 0.25))
        c.line("M0-4V-46", hull, 2)


def calm(c: Canvas, w: float, h: float, look: Look) -> None:
    """Flat water to the horizon, a low sun, one rowing boat."""
    light = look.light
    line = h * 0.6
    sky(c, w, h, look, 0.62)
    sun(c, w * 0.64, line - h * 0.04, min(w, h) * 0.17, look)
    cloud(c, w * 0.05, h * 0.22, w * 0.08, mix(light.sky_low, "#ffffff", 0.4), 0.6)
    birds(c, w * 0.3, h * 0.16, w * 0.028, light.ink)
    water(c, w, line, h, look, under=mix(light.sky_low, light.sun, 0.3))
    rowboat(c, w * 0.34, h * 0.78, w * 0.3, light.ink)


def wave(c: Canvas, w: float, h: float, look: Look) -> None:
    """Rows of scalloped waves, one of them breaking, a sail far out."""
    light, p = look.light, look.palette
    sky(c, w, h, look, 0.6)
    sun(c, w * 0.62, h * 0.25, min(w, h) * 0.17, look)
    sailboat(c, w * 0.3, h * 0.46, w * 0.12, light.ink, p.pale)
    size = w / 6
    rows = int((h * 0.55) / (size * 0.36)) + 2
    for row in range(rows):
        y = h * 0.47 + row * size * 0.36
        deep = mix(light.far, light.near, min(1, row / (rows - 2)))
        for i in range(-1, 8):
            x = (i + (0.5 if row % 2 else 0)) * size
            for k, share in enumerate((0.5, 0.38, 0.26, 0.13)):
                c.circle(
                    x,
                    y + size * 0.5,
                    round(size * share, 1),
                    (deep, mix(deep, p.pale, 0.8), deep, mix(deep, p.pale, 0.6))[k],
                )


def breaker(c: Canvas, w: float, h: float, look: Look) -> None:
    """One great wave curling over a small boat."""
    light, p = look.light, look.palette
    sky(c, w, h, look, 0.8)
    sun(c, w * 0.7, h * 0.3, min(w, h) * 0.13, look)
    with c.group(transform=f"scale({w / 300:.4g} {h / 450:.4g})"):
        c.path("M0 330Q60 300 130 318T300 300V450H0Z", light.far)
        c.path(
            "M-10 450V150C40 60 150 40 214 104 250 142 246 190 214 200 222 166 196 140 166 150"
            " 130 162 128 230 166 282 200 330 260 352 310 356V450Z",
            light.mid,
        )
        c.path(
            "M-10 450V230C30 150 90 120 132 138 104 170 104 250 146 304 190 360 260 380 310 384"
            "V450Z",
            light.near,
        )
        foam = mix(p.pale, light.sky_low, 0.15)
        c.path(
            "M-10 150C40 60 150 40 214 104 250 142 246 190 214 200a12 12 0 1 0-16-12 10 10 0 0 0"
            "-4-22 11 11 0 0 0-16-15 13 13 0 0 0-24-2C130 110 60 110-10 190Z",
            foam,
        )
        for x, y, r in (
            (226, 216, 5),
            (206, 222, 4),
            (238, 196, 3.5),
            (190, 176, 3),
            (246, 226, 2.5),
        ):
            c.circle(x, y, r, foam)
        for d in ("M20 220q30-60 80-64", "M14 270q20-70 76-90", "M30 330q0-60 44-110",
                  "M70 380q-20-60 18-120", "M130 410q-40-50-30-110"):  # fmt: skip
            c.line(d, mix(light.mid, p.pale, 0.45), 2.4, opacity=0.75)
        c.path("M0 420Q70 396 150 414T300 400V450H0Z", light.ink)
    sailboat(c, w * 0.8, h * 0.84, w * 0.13, light.ink, p.pop)


def deep(c: Canvas, w: float, h: float, look: Look) -> None:
    """Under water: light falling from above, a whale, a school of fish, a boat far overhead."""
    chance, p = look.chance, look.palette
    c.rect(0, 0, w, h, c.linear((0, p.soft), (0.3, p.mid), (0.7, p.dark), (1, p.deep)))
    top = h * 0.1
    c.rect(0, 0, w, top, mix(p.pale, p.soft, 0.3))
    c.path(
        "M0 " + num(top) + "".join(
            f"q{num(w / 24)} {num(h * 0.014)} {num(w / 12)} 0" for _ in range(12)
        ) + f"V{num(top + h * 0.02)}H0Z",
        mix(p.soft, p.pale, 0.35),
    )  # fmt: skip
    for _ in range(5):
        x, spread = w * chance.between(0.1, 0.9), w * chance.between(0.03, 0.1)
        c.path(
            f"M{num(x)} {num(top)}h{num(spread * 0.5)}L{num(x + spread * 2.5 - w * 0.1)} {num(h)}"
            f"h{num(-spread * 1.8)}Z",
            p.pale,
            opacity=0.09,
        )
    rowboat(c, w * 0.72, top + h * 0.012, w * 0.15, p.deep)
    whale(c, w * 0.47, h * 0.52, w * 0.74, mix(p.deep, p.dark, 0.25), mix(p.soft, p.mid, 0.3))
    for i in range(18):
        x = w * (0.56 + 0.36 * chance())
        y = h * (0.76 + 0.14 * chance())
        fish(c, x, y, w * 0.04, p.pop if i % 6 == 0 else mix(p.mid, p.soft, 0.4))
    for _ in range(9):
        c.circle(
            w * chance.between(0.14, 0.34), h * chance.between(0.2, 0.44),
            w * chance.between(0.004, 0.012), "none", stroke=p.pale, stroke_width=0.8, opacity=0.6,
        )  # fmt: skip


def whale(c: Canvas, x: float, y: float, size: float, back: str, belly: str) -> None:
    """Draw a whale ``size`` long around (x, y), swimming to the left."""
    with c.placed(x, y, size / 220):
        c.path(
            "M-108 6C-104-34-56-52-6-46 40-40 62-16 84-18 92-30 96-42 112-46 108-34 106-26 100-16"
            " 108-10 114-2 112 8 100 4 92-2 84-6 64 14 34 40-12 42-62 44-104 34-108 6Z",
            back,
        )
        c.path(
            "M-107 12C-70 24-30 20 6 28 24 32 40 26 44 22 28 36 8 42-12 42-60 44-102 36-107 12Z",
            belly,
        )
        for i in range(5):
            c.line(f"M{-92 + i * 14} {22 + i * 1.500}q14 8 34 {10 - i}", back, 1)
        c.path("M-24 28C-16 44-4 58 14 62 12 48 4 36-2 28Z", back)
        c.circle(-74, -2, 3, belly)


def fish(c: Canvas, x: float, y: float, size: float, fill: str) -> None:
    """Draw a plain fish ``size`` long, swimming to the left."""
    s = size / 2
    c.path(
        f"M{num(x - s)} {num(y)}q{num(s * 0.7)} {num(-s * 0.75)} {num(s * 1.5)} 0l{num(s * 0.5)}"
        f" {num(-s * 0.4)}v{num(s * 0.8)}l{num(-s * 0.5)} {num(-s * 0.4)}q{num(-s * 0.8)}"
        f" {num(s * 0.75)} {num(-s * 1.5)} 0z",
        fill,
    )


def harbour(c: Canvas, w: float, h: float, look: Look) -> None:
    """Coloured houses on a quay, masts, and all of it again in the water."""
    light, chance, p = look.light, look.chance, look.palette
    line = h * 0.58
    sky(c, w, h, look, 0.6)
    sun(c, w * 0.2, h * 0.18, min(w, h) * 0.07, look)
    walls = (p.pop, p.glow, mix(p.mid, p.pale, 0.2), p.pale, mix(p.soft, p.mid, 0.4), p.mid)
    x, fronts = -w * 0.03, []
    while x < w:
        width = w * chance.between(0.11, 0.17)
        fronts.append((x, width, h * chance.between(0.17, 0.33), chance.pick(walls)))
        x += width
    water(c, w, line, h, look, under=mix(light.sky_low, light.far, 0.3))
    for x, width, tall, wall in fronts:
        c.rect(round(x, 1), round(line, 1), width, tall * 0.55, wall, opacity=0.22)
        _quay_house(c, x, line, width, tall, wall, look)
    c.rect(0, round(line - h * 0.012, 1), w, h * 0.024, light.ink)
    for i, x in enumerate((0.2, 0.5, 0.78)):
        y = line + h * (0.1 + 0.07 * (i % 2))
        c.line(f"M{num(w * x)} {num(y)}V{num(y - h * 0.24)}", light.ink, w * 0.007)
        c.path(
            f"M{num(w * x + 3)} {num(y - h * 0.03)}V{num(y - h * 0.22)}L{num(w * (x + 0.1))}"
            f" {num(y - h * 0.05)}Z",
            p.pale,
        )
        rowboat(c, w * x, y, w * 0.24, (light.ink, p.pop, light.near)[i], rower=False)


def _quay_house(
    c: Canvas, x: float, line: float, width: float, tall: float, wall: str, look: Look
) -> None:
    light, chance, p = look.light, look.chance, look.palette
    top = line - tall
    shade = mix(wall, light.ink, 0.3 if look.mood == "night" else 0.05)
    c.path(
        f"M{num(x)} {num(line)}V{num(top)}L{num(x + width / 2)} {num(top - width * 0.45)}"
        f"L{num(x + width)} {num(top)}V{num(line)}Z",
        shade,
    )
    c.line(
        f"M{num(x)} {num(top)}L{num(x + width / 2)} {num(top - width * 0.45)}L{num(x + width)}"
        f" {num(top)}",
        mix(wall, light.ink, 0.6),
        width * 0.06,
    )
    lit = p.glow if look.mood != "day" else mix(light.ink, p.mid, 0.2)
    for row in range(int(tall / (width * 0.42))):
        for column in (0.2, 0.58):
            c.rect(
                round(x + width * column, 1), round(top + width * (0.12 + row * 0.42), 1),
                width * 0.2, width * 0.26,
                lit if chance.likely(0.6) else mix(wall, light.ink, 0.65),
            )  # fmt: skip


def lighthouse(c: Canvas, w: float, h: float, look: Look) -> None:
    """A lighthouse on its rock, two beams, and heavy water."""
    light, p = look.light, look.palette
    sky(c, w, h, look, 0.9)
    k = min(w / 300, h / 450)
    x, base = w * 0.5, h * 0.745
    with c.placed(x - 150 * k, base - 330 * k, k):
        beam = c.linear((0, p.glow, 0.95), (1, p.glow, 0.1), x2=1, y2=0)
        back = c.linear((0, p.glow, 0.1), (1, p.glow, 0.7), x2=1, y2=0)
        c.path(
            f"M150 132L{num(150 + w / k)} {num(132 - 0.68 * w / k)}V{num(132 + 0.55 * w / k)}Z",
            beam,
        )
        c.path(
            f"M150 132L{num(150 - w / k)} {num(132 - 0.44 * w / k)}V{num(132 + 0.4 * w / k)}Z", back
        )
    for i, colour in enumerate((light.far, light.mid)):
        y = base + i * h * 0.05
        c.path(_swell(w, y, h * 0.03, i) + f"V{num(h)}H0Z", colour)
    with c.placed(x - 150 * k, base - 330 * k, k):
        c.path("M126 330L136 150H164L174 330Z", mix(p.pale, light.sky_low, 0.05))
        c.path(
            "M131.600 230L134 190H166L168.400 230ZM127.500 304L129.800 264H170.200L172.500 304Z",
            p.pop,
        )
        c.rect(132, 116, 36, 34, light.ink, rx=3)
        c.path("M128 116Q150 88 172 116Z", p.pop)
        c.circle(150, 132, 8, p.glow)
        c.path("M92 338Q116 312 150 316T214 338Z", light.ink)
    c.path(_swell(w, base + h * 0.07, h * 0.03, 2) + f"V{num(h)}H0Z", light.near)


def _swell(w: float, y: float, lift: float, phase: int) -> str:
    return f"M0 {num(y)}" + "".join(
        f"Q{num(w * (i + 0.5) / 6)} {num(y + lift * (1 if (i + phase) % 2 else -1))}"
        f" {num(w * (i + 1) / 6)} {num(y)}"
        for i in range(6)
    )


def cliffs(c: Canvas, w: float, h: float, look: Look) -> None:
    """Layered cliffs above surf, somebody at the edge."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.7)
    sun(c, w * 0.3, h * 0.3, min(w, h) * 0.12, look)
    water(c, w, h * 0.6, h, look, under=light.far)
    edge = [
        (w * (0.42 + 0.05 * math.sin(i * 2.1) + 0.045 * i), h * (0.4 + i * 0.1)) for i in range(7)
    ]
    layers = (light.ink, light.near, mix(light.near, p.pop, 0.35), light.mid, p.soft)
    for i, colour in enumerate(layers):
        shift = w * 0.05 * i
        d = (
            f"M{num(w)} {num(h * (0.385 + 0.03 * i))}L{num(edge[0][0] + shift)}"
            f" {num(h * (0.4 + 0.03 * i))}"
        )
        for x, y in edge[1:]:
            d += f"L{num(x + shift + chance() * 9)} {num(y)}"
        c.path(d + f"V{num(h)}H{num(w)}Z", colour)
    c.path(
        f"M{num(w * 0.4)} {num(h * 0.4)}Q{num(w * 0.7)} {num(h * 0.35)} {num(w)}"
        f" {num(h * 0.37)}V{num(h * 0.41)}Q{num(w * 0.7)} {num(h * 0.4)} {num(w * 0.4)}"
        f" {num(h * 0.4)}Z",
        mix(light.mid, p.glow, 0.35),
    )
    with c.placed(w * 0.52, h * 0.383, h / 700):
        c.path("M-7 0L-5-26Q0-32 5-26L8 0Z", p.pop)
        c.circle(0, -36, 6, light.ink)
    for x, y in edge[2:]:
        c.line(
            f"M{num(x - w * 0.16)} {num(y + 8)}q{num(w * 0.06)} -7 {num(w * 0.13)} -2",
            p.pale,
            2,
            opacity=0.8,
        )
