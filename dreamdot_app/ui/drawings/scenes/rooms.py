"""Rooms, windows and tables."""

from __future__ import annotations

from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num
from .city import cat
from .land import hills, ridge


def wall_and_floor(c: Canvas, w: float, h: float, look: Look, floor: float) -> tuple[str, str]:
    """Fill wall and floor; give the wall's colour and a colour that stands out on it."""
    p = look.palette
    wall = {"day": mix(p.pale, p.soft, 0.35), "dusk": mix(p.soft, p.mid, 0.45), "night": p.dark}[
        look.mood
    ]
    c.rect(0, 0, w, h, wall)
    c.rect(0, round(floor, 1), w, h - floor, mix(wall, p.deep, 0.4))
    c.rect(0, round(floor - h * 0.012, 1), w, h * 0.012, mix(wall, p.deep, 0.2))
    return wall, (p.deep if look.mood != "night" else p.soft)


def window(c: Canvas, w: float, h: float, look: Look) -> None:
    """A window onto the country, a curtain, a plant, a cat on the sill."""
    p = look.palette
    sill = h * 0.72
    wall, line = wall_and_floor(c, w, h, look, h * 1.2)
    x, y, ww, wh = w * 0.2, h * 0.12, w * 0.6, sill - h * 0.12
    with c.window(x, y, ww, wh):
        (hills if look.mood == "day" else ridge)(c, ww, wh, look)
    frame = p.pale if look.mood != "day" else mix(p.dark, p.mid, 0.2)
    bar = w * 0.016
    for px, py, pw, ph in (
        (x - bar, y - bar, ww + 2 * bar, bar), (x - bar, y, bar, wh), (x + ww, y, bar, wh),
        (x + ww / 2 - bar / 2, y, bar, wh), (x, y + wh * 0.42, ww, bar),
    ):  # fmt: skip
        c.rect(round(px, 1), round(py, 1), pw, ph, frame)
    c.rect(round(x - w * 0.08, 1), round(sill, 1), ww + w * 0.16, h * 0.028, frame)
    for side in (-1, 1):
        left = x - w * 0.12 if side < 0 else x + ww + w * 0.12
        inner = left - side * w * 0.2
        c.path(
            f"M{num(left)} {num(y - h * 0.05)}H{num(inner)}Q{num(inner)} {num(y + wh * 0.6)}"
            f" {num(left - side * w * 0.03)} {num(y + wh * 0.75)}L{num(left - side * w * 0.06)}"
            f" {num(h * 0.84)}H{num(left + side * w * 0.02)}Z",
            p.pop,
        )
        for k in (0.05, 0.1, 0.15):
            c.line(
                f"M{num(left - side * w * k)} {num(y - h * 0.05)}Q{num(left - side * w * k)}"
                f" {num(y + wh * 0.5)} {num(left - side * w * 0.02)} {num(y + wh * 0.74)}",
                mix(p.pop, p.deep, 0.3), 1.4,
            )  # fmt: skip
    c.rect(round(x - w * 0.16, 1), round(y - h * 0.062, 1), ww + w * 0.32, h * 0.014, line, rx=3)
    plant(c, x + ww * 0.22, sill, h * 0.2, look)
    cat(c, x + ww * 0.72, sill + 1, h * 0.14, mix(p.deep, wall, 0.05))


def plant(c: Canvas, x: float, y: float, size: float, look: Look) -> None:
    """Draw a potted plant ``size`` tall standing at (x, y)."""
    p = look.palette
    leaf = mix(p.mid, p.deep, 0.25)
    with c.placed(x, y, size / 100):
        for i, (turn, reach) in enumerate(
            ((-62, 56), (-34, 74), (-8, 84), (20, 76), (48, 60), (72, 44))
        ):
            with c.group(transform=f"translate(0 -36)rotate({turn})"):
                c.path(
                    f"M0 0C-14-{reach * 0.4:.0f}-9-{reach * 0.8:.0f}"
                    f" 0-{reach}C9-{reach * 0.8:.0f} 14-{reach * 0.4:.0f} 0 0Z",
                    mix(leaf, p.soft, 0.12 * (i % 3)),
                )
        c.path("M-22-38H22L16 0H-16Z", p.glow)
        c.path("M-24-42H24V-32H-24Z", mix(p.glow, p.deep, 0.2))


def armchair(c: Canvas, w: float, h: float, look: Look) -> None:
    """An empty armchair in the light of a standing lamp."""
    p = look.palette
    floor = h * 0.78
    wall, line = wall_and_floor(c, w, h, look, floor)
    cone = c.linear((0, p.glow, 0.6), (1, p.glow, 0.05))
    c.path(
        f"M{num(w * 0.68)} {num(h * 0.3)}H{num(w * 0.82)}L{num(w * 1.02)}"
        f" {num(floor + h * 0.06)}H{num(w * 0.36)}Z",
        cone,
    )
    c.ellipse(w * 0.46, floor + h * 0.09, w * 0.4, h * 0.055, mix(p.pop, wall, 0.35))
    c.ellipse(w * 0.46, floor + h * 0.09, w * 0.33, h * 0.042, mix(p.pop, p.deep, 0.25))
    frames = ((0.12, 0.16, 0.2, 0.15), (0.38, 0.12, 0.14, 0.2))
    for i, (fx, fy, fw, fh) in enumerate(frames):
        c.rect(round(w * fx, 1), round(h * fy, 1), w * fw, h * fh, line)
        with c.window(w * (fx + 0.012), h * (fy + 0.01), w * (fw - 0.024), h * (fh - 0.02)):
            if i:
                c.rect(0, 0, w, h, p.glow)
                c.circle(w * 0.06, h * 0.09, w * 0.035, p.pop)
            else:
                hills(c, w * (fw - 0.024), h * (fh - 0.02), look)
    c.line(f"M{num(w * 0.75)} {num(h * 0.3)}V{num(floor + h * 0.03)}", line, w * 0.012)
    c.ellipse(w * 0.75, floor + h * 0.03, w * 0.07, h * 0.012, line)
    c.path(
        f"M{num(w * 0.69)} {num(h * 0.2)}H{num(w * 0.81)}L{num(w * 0.86)}"
        f" {num(h * 0.31)}H{num(w * 0.64)}Z",
        p.glow,
    )
    seat = p.mid if look.mood == "day" else mix(p.mid, p.pop, 0.35)
    with c.placed(w * 0.43, floor + h * 0.07, min(w / 300, h / 400)):
        c.path("M-60-30V-110Q-60-150 0-150T60-110V-30Z", seat)
        c.path(
            "M-82-4V-70Q-82-84-68-84T-54-70V-44H54V-70Q54-84 68-84T82-70V-4Z",
            mix(seat, p.deep, 0.3),
        )
        c.path("M-54-62Q0-74 54-62V-40H-54Z", mix(seat, p.pale, 0.3))
        c.path("M-74-4h12l-4 14h-6zM62-4h12l-2 14h-6z", p.deep)
        c.path("M8-66l28-6 5 14-30 5z", p.pale)
        c.path("M8-66l14 3 6 12-17-2z", mix(p.pale, p.mid, 0.3))


def table(c: Canvas, w: float, h: float, look: Look) -> None:
    """A still life: bottle, jug, bowl of fruit, a cup, a folded cloth."""
    p, chance = look.palette, look.chance
    edge = h * 0.66
    wall, _ = wall_and_floor(c, w, h, look, h * 2)
    c.rect(0, 0, w * chance.between(0.3, 0.6), edge, mix(wall, p.mid, 0.16))
    c.rect(0, round(edge, 1), w, h - edge, mix(p.mid, p.deep, 0.2))
    c.rect(0, round(edge, 1), w, h * 0.025, mix(p.mid, p.pale, 0.25))
    k = min(w / 340, h / 330)
    spots = chance.shuffled((-92, -30, 34, 96))
    things = chance.shuffled((_bottle, _jug, _pears, _cup))
    for spot, thing in sorted(zip(spots, things, strict=True), key=lambda pair: pair[1] is _pears):
        with c.placed(w * 0.5 + spot * k, edge + h * 0.07, k):
            thing(c, look)
    with c.placed(w * 0.5, edge + h * 0.07, k):
        c.path("M-150 40L-60 14 20 26 70 60-40 110H-150Z", mix(p.pale, wall, 0.1))
        c.path("M-60 14L-40 110H-56L-76 19Z", mix(p.pale, p.mid, 0.3))


def _bottle(c: Canvas, look: Look) -> None:
    p = look.palette
    c.ellipse(10, 2, 34, 6, p.deep, opacity=0.3)
    c.path(
        "M-20 0V-92Q-20-108-8-118V-152H8V-118Q20-108 20-92V0Q0 8-20 0Z", mix(p.dark, p.mid, 0.25)
    )
    c.path("M6 4V-110Q20-104 20-92V0Q13 3 6 4Z", p.deep, opacity=0.35)
    c.path("M-20-70H20V-30H-20Z", p.pale)
    c.path("M-12-60H12M-12-52H8M-12-44H12", stroke=p.pop, stroke_width=2)
    c.path("M-9-158H9V-146H-9Z", p.pop)


def _jug(c: Canvas, look: Look) -> None:
    p = look.palette
    c.ellipse(10, 2, 40, 6, p.deep, opacity=0.3)
    c.line("M24-86Q58-84 48-46 42-28 26-26", p.pop, 8)
    c.path("M-30-2Q-40-50-22-82L-30-104H28L22-82Q40-50 30-2 0 8-30-2Z", p.pop)
    c.path("M8 3Q20-50 10-104H28L22-82Q40-50 30-2 20 2 8 3Z", p.deep, opacity=0.25)
    c.path("M-34-48Q0-38 34-48V-38Q0-28-34-38Z", p.pale)


def _pears(c: Canvas, look: Look) -> None:
    p = look.palette
    c.ellipse(8, 3, 56, 7, p.deep, opacity=0.3)
    for x, y, turn, fill in (
        (-22, -38, -12, p.glow),
        (20, -40, 16, mix(p.glow, p.mid, 0.4)),
        (0, -50, 4, mix(p.glow, p.pop, 0.4)),
    ):
        with c.placed(x, y, 1, turn):
            c.path("M0-36C10-34 9-20 14-8 24 8 14 24 0 24S-24 8-14-8C-9-20-10-34 0-36Z", fill)
            c.line("M0-35q1-8 6-11", p.deep, 2.4)
    c.path("M-56-34H56Q50 0 22 4H-22Q-50 0-56-34Z", p.pale)
    c.path("M12 4Q40-4 44-34H56Q50 0 22 4Z", p.deep, opacity=0.2)
    c.path("M-50-20Q0-8 50-20", stroke=p.pop, stroke_width=3)


def _cup(c: Canvas, look: Look) -> None:
    p = look.palette
    c.ellipse(6, 4, 36, 6, p.deep, opacity=0.3)
    c.ellipse(0, 0, 34, 6, mix(p.pale, p.soft, 0.5))
    c.line("M20-28q18-2 15 10-3 10-19 9", p.soft, 5)
    c.path("M-22-36H22Q22-4 8 0H-8Q-22-4-22-36Z", p.soft)
    c.ellipse(0, -36, 22, 4.5, p.deep)
    for x in (-7, 4):
        c.line(f"M{x}-44q-6-10 0-18t0-18", p.pale, 2.4, opacity=0.7)


def stove(c: Canvas, w: float, h: float, look: Look) -> None:
    """A kitchen: tiles, hanging ladles, a pot that steams."""
    p, chance = look.palette, look.chance
    wall, line = wall_and_floor(c, w, h, look, h * 2)
    size = w / 9
    for row in range(int(h * 0.66 / size) + 1):
        for i in range(9):
            if (row + i) % 2:
                c.rect(
                    round(i * size, 1), round(row * size, 1), size, size, mix(wall, p.pale, 0.22)
                )
    c.rect(0, round(h * 0.64, 1), w, h * 0.36, mix(p.dark, p.deep, 0.35))
    c.rect(0, round(h * 0.62, 1), w, h * 0.04, mix(p.soft, p.pale, 0.3))
    c.rect(round(w * 0.1, 1), round(h * 0.14, 1), w * 0.8, h * 0.012, line)
    for i in range(4):
        x = w * (0.18 + i * 0.21)
        c.line(f"M{num(x)} {num(h * 0.15)}v{num(h * (0.09 + 0.02 * (i % 2)))}", line, 2.4)
        cy = h * (0.26 + 0.02 * (i % 2))
        if i % 2:
            c.path(
                f"M{num(x - w * 0.045)} {num(cy)}h{num(w * 0.09)}q0 {num(w * 0.06)}"
                f" {num(-w * 0.045)} {num(w * 0.06)}t{num(-w * 0.045)} {num(-w * 0.06)}z",
                p.pop if i == 1 else line,
            )
        else:
            c.circle(x, cy + w * 0.03, w * 0.045, p.glow if i else line)
    k = min(w, h * 1.1)
    with c.placed(w * 0.47, h * 0.63, k / 300):
        c.path("M-70-8V-74H70V-8Q70 0 60 0H-60Q-70 0-70-8Z", p.pop)
        c.path("M-78-84H78V-70H-78Z", mix(p.pop, p.deep, 0.25))
        c.line("M-70-50h-16M70-50h16", p.deep, 8)
        c.path("M40 0V-70H70V-8Q70 0 60 0Z", p.deep, opacity=0.22)
        for i, x in enumerate((-38, -6, 30)):
            c.line(f"M{x}-96q-16-24 0-46t0-46", p.pale, 7 - i, opacity=0.55)
    c.circle(w * 0.82, h * 0.58, w * 0.05, p.glow)
    c.path(
        f"M{num(w * 0.75)} {num(h * 0.56)}h{num(w * 0.14)}q0 {num(h * 0.06)} {num(-w * 0.07)}"
        f" {num(h * 0.06)}t{num(-w * 0.07)} {num(-h * 0.06)}z",
        p.pale,
    )
    for i in range(5):
        c.circle(
            w * (0.14 + 0.18 * i), h * 0.76, w * 0.022, p.soft if chance.likely(0.8) else p.pop
        )
    c.rect(round(w * 0.1, 1), round(h * 0.83, 1), w * 0.8, h * 0.3, p.deep, rx=6)
    c.rect(
        round(w * 0.16, 1),
        round(h * 0.88, 1),
        w * 0.68,
        h * 0.2,
        mix(p.pop, p.glow, 0.6),
        rx=4,
        opacity=0.85,
    )
