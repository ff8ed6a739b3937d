"""Sky, space, gardens and other places."""

from __future__ import annotations

import math

from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num
from .land import cloud, pine, sky, sun, walker


def moonlit(c: Canvas, w: float, h: float, look: Look) -> None:
    """A great moon among clouds, a kite on its string below it."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.9)
    r = min(w, h) * 0.26
    x, y = w * 0.52, h * 0.36
    c.circle(x, y, r * 1.25, light.sun, opacity=0.15)
    c.circle(x, y, r, light.sun)
    for dx, dy, s in (
        (-0.35, -0.2, 0.17),
        (0.2, 0.25, 0.22),
        (0.38, -0.3, 0.1),
        (-0.1, 0.5, 0.09),
        (-0.5, 0.3, 0.08),
    ):
        c.circle(x + dx * r, y + dy * r, round(s * r, 1), mix(light.sun, light.far, 0.22))
    for i in range(6):
        cloud(
            c,
            w * (i * 0.22 - 0.2 + 0.1 * chance()),
            h * (0.5 + 0.07 * (i % 3) + 0.04 * chance()),
            w * chance.between(0.08, 0.14),
            mix(light.far, light.sky_low, 0.4 + 0.2 * (i % 2)),
            0.92,
        )
    kx, ky = w * 0.3, h * 0.25
    c.line(
        f"M{num(kx)} {num(ky)}Q{num(w * 0.24)} {num(h * 0.6)} {num(w * 0.62)} {num(h * 0.9)}",
        light.ink,
        1,
    )
    with c.placed(kx, ky, w / 300, 18):
        c.path("M0-26L18 0 0 34-18 0Z", p.pop)
        c.path("M0-26L18 0H-18Z", mix(p.pop, p.pale, 0.35))
    hill = f"M0 {num(h * 0.93)}Q{num(w * 0.5)} {num(h * 0.84)} {num(w)} {num(h * 0.92)}"
    c.path(f"{hill}V{num(h)}H0Z", light.ink)
    walker(c, w * 0.63, h * 0.897, h * 0.07, light.ink, p.pop)


def planet(c: Canvas, w: float, h: float, look: Look) -> None:
    """A ringed planet over a small curved world, somebody in a suit looking up."""
    p, chance = look.palette, look.chance
    c.rect(0, 0, w, h, c.linear((0, p.deep), (1, mix(p.dark, p.deep, 0.25))))
    for _ in range(60):
        c.circle(
            chance() * w,
            chance() * h,
            chance.between(0.4, 1.4),
            p.pale,
            opacity=chance.between(0.3, 0.95),
        )
    x, y, r = w * 0.58, h * 0.36, min(w, h) * 0.24
    tilt = -18
    with c.placed(x, y, 1, tilt):
        c.ellipse(0, 0, r * 1.75, r * 0.46, "none", stroke=p.soft, stroke_width=r * 0.09)
        c.circle(0, 0, r, p.pop)
        with c.cut(
            f"M{num(-r)} 0A{num(r)} {num(r)} 0 0 1 {num(r)} 0A{num(r)} {num(r)} 0 0 1 {num(-r)} 0Z"
        ):
            for i, t in enumerate((-0.62, -0.3, 0.02, 0.4, 0.7)):
                c.rect(
                    -r,
                    t * r,
                    r * 2,
                    r * (0.13 + 0.06 * (i % 2)),
                    mix(p.pop, (p.glow, p.deep)[i % 2], 0.35),
                )
            c.circle(
                r * 0.42,
                r * 0.3,
                r * 1.05,
                "none",
                stroke=p.deep,
                stroke_width=r * 0.5,
                opacity=0.18,
            )
        c.path(
            f"M{num(-r * 1.75)} 0A{num(r * 1.75)} {num(r * 0.46)} 0 0 0 {num(r * 1.75)} 0",
            stroke=p.soft,
            stroke_width=r * 0.09,
        )
        c.path(
            f"M{num(-r * 2)} 0A{num(r * 2)} {num(r * 0.6)} 0 0 0 {num(r * 2)} 0",
            stroke=p.glow,
            stroke_width=r * 0.025,
        )
    c.circle(w * 0.4, h * 1.55, h * 0.75, mix(p.mid, p.dark, 0.3))
    for dx, dy, s in (
        (0.2, 0.88, 0.05),
        (0.62, 0.93, 0.07),
        (0.44, 0.85, 0.025),
        (0.83, 0.9, 0.035),
    ):
        c.ellipse(w * dx, h * dy, w * s, h * s * 0.28, mix(p.mid, p.deep, 0.55))
    with c.placed(w * 0.33, h * 0.822, h / 460):
        c.path("M-11 0L-13-34Q-12-46 0-46T13-34L11 0H3V-14H-3V0Z", p.pale)
        c.rect(-17, -42, 7, 22, p.soft, rx=3)
        c.circle(0, -56, 13, p.pale)
        c.path("M-5-61Q8-66 11-56 9-48-3-50-8-55-5-61Z", p.deep)


def island(c: Canvas, w: float, h: float, look: Look) -> None:
    """A floating island: one tree, one house, roots hanging into the air."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 1)
    sun(c, w * 0.74, h * 0.2, min(w, h) * 0.1, look)
    for x, y, s in ((0.02, 0.3, 0.09), (0.66, 0.42, 0.07), (0.05, 0.82, 0.12), (0.6, 0.88, 0.1)):
        cloud(
            c,
            w * x,
            h * y,
            w * s,
            mix(light.sky_low, "#ffffff", 0.45 if look.mood == "day" else 0.12),
            0.85,
        )
    with c.placed(w * 0.5, h * 0.56, min(w / 300, h / 420)):
        c.path(
            "M-120 0Q-96 60-52 76-40 128-8 160 8 120 34 110 46 70 80 62 108 40 120 0Z",
            mix(light.mid, p.pop, 0.25),
        )
        c.path("M20 0L34 110Q46 70 80 62 108 40 120 0Z", light.ink, opacity=0.28)
        for x, y, d in ((-60, 66, 40), (-20, 140, 30), (40, 96, 46), (86, 50, 34)):
            c.line(f"M{x} {y}q-8 {d / 2} 2 {d}", light.ink, 1.6)
        c.path("M-126 4Q-60-26 0-20T126 4Q60 22 0 18T-126 4Z", mix(light.far, p.glow, 0.3))
        c.path("M10-12V-50L38-72 66-50V-12Z", p.pale)
        c.path("M4-46L38-76 72-46 66-44 38-68 10-44Z", p.pop)
        c.rect(30, -34, 14, 22, light.ink)
        c.rect(50, -40, 9, 9, p.glow)
        c.line("M-50-6V-64M-50-40L-30-58M-50-48L-70-66", light.ink, 6)
        for x, y, r in ((-50, -92, 34), (-80, -74, 22), (-20, -74, 22)):
            c.circle(x, y, r, light.near)
        c.circle(-58, -102, 17, mix(light.near, p.soft, 0.3))
        for _ in range(8):
            c.circle(chance.between(-90, -14), chance.between(-112, -62), 3.4, p.pop)


def snowfield(c: Canvas, w: float, h: float, look: Look) -> None:
    """An empty white plain, a line of tracks, a hut with one light."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.6)
    sun(c, w * 0.3, h * 0.24, min(w, h) * 0.08, look)
    line = h * 0.52
    snow = mix(p.pale, light.sky_low, 0.1 if look.mood == "day" else 0.35)
    for i in range(22):
        pine(c, w * (i + chance()) / 22, line + 2, h * chance.between(0.03, 0.08), light.far)
    c.rect(0, round(line, 1), w, h - line, snow)
    c.path(
        f"M0 {num(h * 0.7)}Q{num(w * 0.4)} {num(h * 0.6)} {num(w)} {num(h * 0.72)}V{num(h)}H0Z",
        mix(snow, p.soft, 0.25),
    )
    with c.placed(w * 0.7, h * 0.6, w / 420):
        c.path("M-34 0V-26L0-52 34-26V0Z", light.ink)
        c.path("M-42-22L0-58 42-22 36-16 0-46-36-16Z", p.pale)
        c.rect(-10, -24, 16, 14, p.glow)
        c.circle(-2, -17, 30, p.glow, opacity=0.2)
    for i in range(17):
        t = i / 16
        x = w * (0.2 + 0.46 * t + 0.05 * math.sin(t * 6))
        y = h * (0.97 - 0.36 * t)
        c.ellipse(
            x + (4 if i % 2 else -4) * (1 - t),
            y,
            4.4 * (1 - t * 0.7),
            2 * (1 - t * 0.6),
            mix(snow, light.ink, 0.4),
        )
    for _ in range(30):
        c.circle(chance() * w, chance() * h, chance.between(0.7, 2), p.pale, opacity=0.8)


def bell(c: Canvas, w: float, h: float, look: Look) -> None:
    """A great bell lying under clear water."""
    p, chance = look.palette, look.chance
    c.rect(0, 0, w, h, c.linear((0, p.dark), (1, p.deep)))
    c.rect(0, 0, w, h * 0.2, mix(p.deep, "#000000", 0.15))
    for i in range(26):
        y = h * (0.22 + i * 0.028)
        c.rect(
            round(chance() * w * 0.85, 1),
            round(y, 1),
            w * chance.between(0.06, 0.22),
            1.8,
            p.soft,
            rx=1,
            opacity=chance.between(0.15, 0.55),
        )
    with c.placed(w * 0.5, h * 0.62, min(w, h) / 300):
        for r in (1.3, 1.62, 1.95):
            c.line(
                f"M{-r * 84:.0f} {r * 62:.0f}q{-r * 26:.0f}-{r * 60:.0f}"
                f" {r * 10:.0f}-{r * 128:.0f}M{r * 84:.0f} {r * 62:.0f}q{r * 26:.0f}"
                f"-{r * 60:.0f} {-r * 10:.0f}-{r * 128:.0f}",
                p.pale,
                1.6,
                opacity=0.4,
            )
        metal = mix(p.mid, p.soft, 0.45)
        c.path("M-88 74Q-74 12-68-44-62-110 0-116 62-110 68-44 74 12 88 74 0 104-88 74Z", metal)
        c.path("M0-116Q62-110 68-44 74 12 88 74 56 86 26 88 46-20 0-116Z", p.deep, opacity=0.35)
        c.line("M-14-114q0-26 14-28 14 2 14 28", metal, 8)
        c.line("M-74 26Q0 46 74 26M-70-4Q0 14 70-4", p.deep, 2, opacity=0.5)
        c.circle(0, 100, 15, p.glow)


def rain_glass(c: Canvas, w: float, h: float, look: Look) -> None:
    """Rain on a window pane, lights swimming behind it."""
    p, chance = look.palette, look.chance
    c.rect(0, 0, w, h, c.linear((0, p.deep), (1, mix(p.dark, p.mid, 0.3))))
    for _ in range(15):
        c.circle(
            w * chance(),
            h * chance.between(0.35, 0.95),
            w * chance.between(0.03, 0.11),
            chance.pick((p.glow, p.pop, p.soft)),
            opacity=chance.between(0.15, 0.5),
        )
    for _ in range(26):
        x, y, long = w * chance(), h * chance.between(-0.1, 0.8), h * chance.between(0.06, 0.3)
        c.line(
            f"M{num(x)} {num(y)}q{num(chance.between(-3, 3))} {num(long / 2)} 0 {num(long)}",
            p.pale,
            1.2,
            opacity=0.3,
        )
        c.ellipse(x, y + long, 2.6, 4, p.pale, opacity=0.7)
    for _ in range(50):
        c.circle(w * chance(), h * chance(), chance.between(0.6, 2.2), p.pale, opacity=0.45)


def spires(c: Canvas, w: float, h: float, look: Look) -> None:
    """White spires standing in the sea at dawn."""
    light, p = look.light, look.palette
    line = h * 0.72
    sky(c, w, h, look, 0.75)
    c.circle(w * 0.66, line - h * 0.16, round(min(w, h) * 0.18, 1), light.sun)
    white, shade = mix(p.pale, light.sky_low, 0.1), mix(p.pale, p.mid, 0.35)
    faded, dim = mix(light.sky_low, light.far, 0.5), mix(light.sky_low, light.far, 0.8)
    scale = w / 300
    tall = h / 400
    for x, width, height, lit, dark in (
        (14, 40, 120, faded, dim), (236, 46, 146, faded, dim), (40, 52, 190, white, shade),
        (84, 70, 240, white, shade), (148, 44, 160, white, shade), (206, 38, 112, white, shade),
    ):  # fmt: skip
        spire(c, x * scale, line + 2, width * scale, height * tall, (lit, dark, light.mid))
    c.rect(
        0,
        round(line, 1),
        w,
        h - line,
        c.linear((0, mix(light.sun, light.far, 0.4)), (0.35, light.mid), (1, light.ink)),
    )
    for i in range(30):
        y = line + (h - line) * (i + 0.5) / 30
        length = w * look.chance.between(0.04, 0.24)
        c.rect(
            round(w * look.chance.between(0.1, 0.85) - length / 2, 1),
            round(y, 1),
            length,
            1.6,
            p.pale if i % 3 else p.pop,
            rx=0.8,
            opacity=look.chance.between(0.25, 0.7),
        )
    with c.placed(w * 0.76, line + (h - line) * 0.42, scale):
        c.path("M-23 0q22 11 46 0l-6 12q-17 6-34 0z", light.ink)
        c.path("M0 0v-26l-13 22z", p.pale)
        c.line("M7-4v7", light.ink, 3.4)
        c.circle(7, -7, 3, light.ink)


def spire(
    c: Canvas, x: float, base: float, w: float, h: float, colours: tuple[str, str, str]
) -> None:
    """Draw one pointed tower with a lit side, a shaded side and a doorway."""
    lit, shade, door = colours
    n = num
    c.path(
        f"M{n(x)} {n(base)}V{n(base - h * 0.55)}Q{n(x)} {n(base - h * 0.82)} {n(x + w / 2)}"
        f" {n(base - h)}Q{n(x + w)} {n(base - h * 0.82)} {n(x + w)}"
        f" {n(base - h * 0.55)}V{n(base)}Z",
        lit,
    )
    c.path(
        f"M{n(x + w / 2)} {n(base - h)}Q{n(x + w)} {n(base - h * 0.82)} {n(x + w)}"
        f" {n(base - h * 0.55)}V{n(base)}H{n(x + w * 0.56)}Z",
        shade,
    )
    c.path(
        f"M{n(x + w * 0.3)} {n(base)}V{n(base - h * 0.34)}Q{n(x + w * 0.3)}"
        f" {n(base - h * 0.46)} {n(x + w * 0.45)} {n(base - h * 0.52)}Q{n(x + w * 0.6)}"
        f" {n(base - h * 0.46)} {n(x + w * 0.6)} {n(base - h * 0.34)}V{n(base)}Z",
        door,
        opacity=0.55,
    )
