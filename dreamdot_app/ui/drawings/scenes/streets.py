"""Streets, roads and bridges."""

from __future__ import annotations

from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num
from .land import ridge_line, sky, sun


def street(c: Canvas, w: float, h: float, look: Look) -> None:
    """A wet street at one point of view: lamps, an umbrella, light on the stones."""
    light, chance, p = look.light, look.chance, look.palette
    sky(c, w, h, look, 0.6)
    cx, cy = w * 0.5, h * 0.56
    c.rect(0, round(cy, 1), w, h - cy, mix(light.near, light.mid, 0.45))
    c.circle(
        cx, cy - h * 0.03, round(min(w, h) * 0.16, 1), mix(light.sky_low, p.glow, 0.5), opacity=0.7
    )
    for side in (-1, 1):
        for k, (far, near) in enumerate(((0.05, 0.16), (0.16, 0.34), (0.34, 0.62))):
            _front(c, cx, cy, (side * far * w, side * near * w), h, look, k)
    c.path(
        f"M{num(cx - w * 0.05)} {num(cy)}H{num(cx + w * 0.05)}L{num(w * 1.15)}"
        f" {num(h)}H{num(-w * 0.15)}Z",
        mix(light.near, light.ink, 0.3),
    )
    for i in range(16):
        y = cy + (h - cy) * (0.06 + 0.92 * (i / 16) ** 1.3)
        half = w * (0.05 + 0.5 * (y - cy) / (h - cy))
        x = cx + chance.between(-1, 1) * half
        c.rect(
            round(x, 1),
            round(y, 1),
            half * chance.between(0.1, 0.34),
            1.6,
            chance.pick((p.glow, p.glow, p.pop)),
            rx=0.8,
            opacity=chance.between(0.25, 0.7),
        )
    for side, at in ((-1, 0.3), (1, 0.24)):
        x = cx + side * w * at
        c.line(
            f"M{num(x)} {num(cy + h * 0.25)}V{num(cy - h * 0.14)}q0 -14 {num(-side * 16)} -14",
            light.ink,
            2.6,
        )
        c.circle(x - side * 17, cy - h * 0.17, 15, p.glow, opacity=0.25)
        c.circle(x - side * 17, cy - h * 0.17, 5, p.glow)
    umbrella_walker(c, cx + w * 0.04, cy + h * 0.26, h * 0.2, light.ink, p.pop)
    for _ in range(34):
        x, y = chance() * w, chance() * h
        c.line(f"M{num(x)} {num(y)}l-4 15", p.pale, 0.9, opacity=0.3)


def _front(
    c: Canvas, cx: float, cy: float, span: tuple[float, float], h: float, look: Look, depth: int
) -> None:
    """Draw one house front running to the vanishing point, with windows in perspective."""
    light, p = look.light, look.palette
    (near_x, far_x) = (cx + span[1], cx + span[0])
    rise = abs(span[1]) / abs(span[0])
    low, high = h * 0.07 * (1 + depth * 0.9), h * 0.11 * (1 + depth * 1.15)
    wall = (light.far, light.mid, light.near)[depth]
    c.path(
        f"M{num(far_x)} {num(cy - high)}L{num(near_x)} {num(cy - high * rise * 0.62)}"
        f"V{num(cy + low * rise * 0.62)}L{num(far_x)} {num(cy + low * 0.3)}Z",
        wall,
    )
    for column in range(2):
        t0, t1 = 0.18 + column * 0.42, 0.4 + column * 0.42
        for row in range(2 + depth):
            lit = p.glow if look.chance.likely(0.55) else mix(wall, light.ink, 0.45)
            top = 0.16 + row * 0.6 / (2 + depth)
            points = []
            for t, v in (
                (t0, top),
                (t1, top),
                (t1, top + 0.26 / (1.4 + depth)),
                (t0, top + 0.26 / (1.4 + depth)),
            ):
                x = far_x + (near_x - far_x) * t
                up = high + (high * rise * 0.62 - high) * t
                points.append(f"{num(x)} {num(cy - up + up * v)}")
            c.path("M" + "L".join(points) + "Z", lit)


def umbrella_walker(c: Canvas, x: float, y: float, size: float, ink: str, canopy: str) -> None:
    """Draw somebody walking away under an umbrella, ``size`` tall, feet at (x, y)."""
    with c.placed(x, y, size / 90):
        c.path("M-14-14Q-16-52-8-58H8Q16-52 14-14Z", ink)
        c.path("M-9-16H-2L-3 0H-9ZM2-16H9L9 0H3Z", ink)
        c.circle(0, -62, 8, ink)
        c.path("M-34-62Q-30-92 0-92T34-62Q25-68 17-62 8-68 0-62-8-68-17-62-25-68-34-62Z", canopy)
        c.line("M0-92v-5", ink, 2)
        c.ellipse(0, 1, 22, 2.5, ink, opacity=0.35)


def road(c: Canvas, w: float, h: float, look: Look) -> None:
    """A night road in the headlamps: posts, a verge, the cone of light."""
    light, p = look.light, look.palette
    sky(c, w, h, look, 0.6)
    sun(c, w * 0.78, h * 0.17, min(w, h) * 0.06, look)
    horizon = h * 0.52
    c.path(
        ridge_line(look.chance, w, horizon - h * 0.02, h * 0.08, 4).replace("9999", num(h)),
        light.mid,
    )
    c.rect(0, round(horizon, 1), w, h - horizon, light.near)
    x = w * 0.5
    c.path(f"M{num(x - 2)} {num(horizon)}h4L{num(w * 0.96)} {num(h)}H{num(w * 0.04)}Z", light.ink)
    beam = c.linear((0, p.glow, 0.0), (0.35, p.glow, 0.5), (1, p.glow, 0.15))
    c.path(
        f"M{num(x - w * 0.05)} {num(horizon + h * 0.05)}h{num(w * 0.1)}L{num(w * 0.9)}"
        f" {num(h)}H{num(w * 0.1)}Z",
        beam,
    )
    for i in range(7):
        t = (i / 7) ** 1.8
        y, size = horizon + (h - horizon) * (0.04 + t), h * (0.008 + 0.06 * t)
        c.path(
            f"M{num(x - size * 0.1)} {num(y)}h{num(size * 0.2)}l{num(size * 0.06)}"
            f" {num(size)}h{num(-size * 0.32)}Z",
            p.pale,
        )
        for side in (-1, 1):
            px = x + side * (w * 0.02 + w * 0.52 * t)
            c.line(
                f"M{num(px)} {num(y)}v{num(-size * 1.4)}", p.pale, max(1, size * 0.16), opacity=0.85
            )
            c.circle(px, y - size * 1.25, round(max(0.8, size * 0.13), 1), p.pop)


def bridge(c: Canvas, w: float, h: float, look: Look) -> None:
    """A stone bridge of three arches and its reflection."""
    light, chance, p = look.light, look.chance, look.palette
    line = h * 0.66
    sky(c, w, h, look, 0.6)
    sun(c, w * 0.5, h * 0.33, min(w, h) * 0.15, look)
    c.path(ridge_line(chance, w, h * 0.56, h * 0.1, 4).replace("9999", num(line)), light.far)
    c.rect(0, round(line, 1), w, h - line, c.linear((0, light.sky_low), (1, light.mid)))
    stone = mix(light.near, p.pop, 0.15)
    for mirrored in (False, True):
        sign = 1 if mirrored else -1
        deck = line + sign * h * 0.15
        d = (
            f"M0 {num(line)}V{num(deck + h * 0.02 * sign)}Q{num(w / 2)}"
            f" {num(deck + sign * h * 0.06)} {num(w)} {num(deck + h * 0.02 * sign)}V{num(line)}"
        )
        for x0, x1 in ((0.94, 0.7), (0.62, 0.38), (0.3, 0.06)):
            d += (
                f"H{num(w * x0)}A{num(w * 0.12)} {num(h * 0.125)} 0 0 {1 if mirrored else 0}"
                f" {num(w * x1)} {num(line)}"
            )
        c.path(d + "Z", stone, opacity=0.35 if mirrored else None)
    c.line(
        f"M0 {num(line - h * 0.17)}Q{num(w / 2)} {num(line - h * 0.21)} {num(w)}"
        f" {num(line - h * 0.17)}",
        light.ink,
        h * 0.012,
    )
    umbrella_walker(c, w * 0.42, line - h * 0.195, h * 0.1, light.ink, p.pop)
    for i in range(14):
        c.rect(
            round(chance() * w * 0.85, 1),
            round(line + h * 0.02 + i * h * 0.022, 1),
            w * chance.between(0.06, 0.24),
            1.4,
            p.pale,
            opacity=0.35,
        )


def bus(c: Canvas, w: float, h: float, look: Look) -> None:
    """A lit bus crossing the night with a few heads in it."""
    light, p = look.light, look.palette
    sky(c, w, h, look, 0.65)
    c.path(ridge_line(look.chance, w, h * 0.62, h * 0.14, 4).replace("9999", num(h)), light.mid)
    road_y = h * 0.83
    c.rect(0, round(road_y, 1), w, h - road_y, light.ink)
    k = min(w / 300, h / 300)
    c.path(
        f"M{num(232 * k)} {num(road_y - 36 * k)}L{num(w)} {num(road_y - 70 * k)}V{num(road_y)}"
        f"H{num(232 * k)}Z",
        p.glow,
        opacity=0.35,
    )
    with c.placed(0, road_y - 372 * k, k):
        c.rect(-30, 268, 262, 96, p.pop, rx=16)
        c.rect(-30, 330, 262, 12, p.soft)
        for i in range(4):
            x = 8 + i * 52
            c.rect(x, 282, 42, 38, p.glow, rx=5)
            if i != 1:
                c.circle(x + 20, 304, 8, light.ink)
                c.path(f"M{x + 6} 320q14-16 28 0z", light.ink)
        c.path("M216 284h10q6 0 6 6v30h-16z", p.glow)
        for x in (46, 184):
            c.circle(x, 366, 17, light.ink)
            c.circle(x, 366, 7, p.soft)
    for i in range(5):
        c.rect(
            round(w * (0.03 + i * 0.22), 1),
            round(road_y + (h - road_y) * 0.55, 1),
            w * 0.14,
            3,
            p.soft,
            opacity=0.6,
        )
