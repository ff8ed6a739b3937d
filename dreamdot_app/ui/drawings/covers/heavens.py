"""Star charts, orbits and moons."""

from __future__ import annotations

import math

from ..constellation import constellation
from ..lettering.faces import ITALIC, LIGHT, ROMAN, STRONG
from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num
from .registry import BOOK, POSTER, SQUARE, design
from .titles import name, title

_NIGHTS = "night dusk cobalt wine forest grape teal coal denim"


@design("constellation", BOOK, "writing comic art item")
def stars(c: Canvas, look: Look) -> None:
    """The generated constellation with the title on it: for every work without a picture."""
    c.raw(constellation("work:" + look.key, c.width, c.height))
    if look.title:
        low = c.linear((0, "#0a0818", 0.0), (1, "#0a0818", 0.62))
        c.rect(0, c.height * 0.6, c.width, c.height * 0.4, low)
    title(
        c,
        look,
        (24, c.height * 0.62, c.width - 48, c.height * 0.32),
        "#fff6ea",
        largest=25,
        second=None,
        at="bottom",
    )
    name(c, look.author, 24, 36, "#fff6ea", size=11)


@design("orrery", BOOK, "writing", _NIGHTS, ("night",))
def orrery(c: Canvas, look: Look) -> None:
    """Orbits with ticks like a clockmaker's drawing."""
    p, chance = look.palette, look.chance
    c.ground(p.deep)
    cx, cy, line = 150, 262, mix(p.glow, p.pale, 0.3)
    for i in range(72):
        a = math.tau * i / 72
        r0, r1 = 136, 142 if i % 6 else 148
        c.line(
            f"M{num(cx + r0 * math.cos(a))} {num(cy + r0 * math.sin(a))}"
            f"L{num(cx + r1 * math.cos(a))}"
            f" {num(cy + r1 * math.sin(a))}", line, 0.8,
        )  # fmt: skip
    c.circle(cx, cy, 134, "none", stroke=line, stroke_width=1.2)
    for i, r in enumerate((28, 46, 66, 88, 112)):
        c.circle(cx, cy, r, "none", stroke=line, stroke_width=0.8, opacity=0.75)
        a = chance() * math.tau
        x, y = cx + r * math.cos(a), cy + r * math.sin(a)
        size = (4, 6, 7, 11, 8)[i]
        c.circle(x, y, size, (p.soft, p.glow, p.mid, p.pop, p.pale)[i])
        if i == 3:
            with c.placed(x, y, 1, -20):
                c.ellipse(0, 0, 19, 5, "none", stroke=p.pale, stroke_width=1.6)
        if i == 2:
            c.circle(x + 12, y - 5, 2, p.pale)
    for k in range(12):
        a = math.tau * k / 12
        c.line(
            f"M{num(cx + 13 * math.cos(a))} {num(cy + 13 * math.sin(a))}"
            f"L{num(cx + (21 if k % 2 else 18) * math.cos(a))}"
            f" {num(cy + (21 if k % 2 else 18) * math.sin(a))}",
            p.glow,
            1.6,
        )
    c.circle(cx, cy, 11, p.glow)
    title(c, look, (26, 28, 248, 72), p.pale, face=ROMAN, largest=31, anchor=0.5, at="middle")
    name(c, look.author, 150, 434, line, anchor=0.5, caps=True, tracking=180, size=10)


@design("chart", BOOK, "writing", _NIGHTS + " kraft")
def chart(c: Canvas, look: Look) -> None:
    """Half a planisphere: hours, declinations, joined stars."""
    p, chance = look.palette, look.chance
    day = look.mood == "day"
    ground, ink = (mix(p.pale, p.soft, 0.2), p.deep) if day else (mix(p.deep, p.dark, 0.5), p.pale)
    c.ground(ground)
    cx, cy = 150, 464
    with c.cut("M0 118H300V450H0Z"):
        for r in (90, 160, 230, 300, 338):
            c.circle(cx, cy, r, "none", stroke=ink, stroke_width=0.6 if r < 338 else 2, opacity=0.5)
        for i in range(13):
            a = math.pi + math.pi * i / 12
            c.line(
                f"M{num(cx + 40 * math.cos(a))} {num(cy + 40 * math.sin(a))}"
                f"L{num(cx + 338 * math.cos(a))} {num(cy + 338 * math.sin(a))}",
                ink,
                0.5,
                opacity=0.45,
            )
        for _ in range(90):
            a, r = math.pi + math.pi * chance(), 334 * math.sqrt(chance())
            c.circle(
                cx + r * math.cos(a), cy + r * math.sin(a), chance.pick((0.7, 0.7, 1, 1.4)), ink
            )
        for figure in range(4):
            x, y = 48 + figure * 66 + chance() * 20, 210 + chance() * 150
            points = [(x, y)]
            for _ in range(4):
                x, y = x + chance.between(-34, 40), y + chance.between(-34, 34)
                points.append((x, y))
            c.line(
                "M" + "L".join(f"{num(a)} {num(b)}" for a, b in points),
                p.glow if not day else p.pop,
                1,
            )
            for k, (a, b) in enumerate(points):
                c.circle(
                    a,
                    b,
                    4.4 if k == 2 and figure == 1 else 2.6,
                    p.pop if k == 2 and figure == 1 else ink,
                )
        c.ellipse(
            150,
            300,
            250,
            70,
            "none",
            stroke=p.pop,
            stroke_width=1.2,
            stroke_dasharray="6 5",
            transform="rotate(-16 150 300)",
        )
    title(c, look, (24, 28, 252, 66), ink, face=STRONG, largest=30)
    name(c, look.author, 24, 434, ink, size=11.5)


@design("phases", BOOK, "writing", _NIGHTS + " plum frost")
def phases(c: Canvas, look: Look) -> None:
    """A column of moons beside the words."""
    p = look.palette
    ground = p.deep if look.mood != "day" else p.pale
    moon, shade = (
        (p.glow, mix(p.deep, p.dark, 0.6))
        if look.mood != "day"
        else (p.pop, mix(p.pale, p.soft, 0.6))
    )
    ink = p.pale if look.mood != "day" else p.deep
    c.ground(ground)
    full = look.chance.whole(2, 4)
    for i in range(7):
        y, r = 58 + i * 56, 22
        c.circle(60, y, r, shade)
        turn = (i - full) / 3.2
        bulge = r * (1 - 2 * min(1.0, abs(turn)))
        if i == full:
            c.circle(60, y, r, moon)
            continue
        if abs(turn) >= 1:
            continue
        side = 1 if turn < 0 else 0
        c.path(
            f"M60 {y - r}A{r} {r} 0 0 {side} 60 {y + r}A{num(abs(bulge))} {r} 0 0"
            f" {side if bulge > 0 else 1 - side} 60 {y - r}Z", moon,
        )  # fmt: skip
    c.line("M104 36V414", moon, 0.8)
    _, low = title(
        c, look, (124, 40, 156, 270), ink, face=LIGHT, second=ITALIC, largest=34, leading=1.14
    )
    name(c, look.author, 124, 412, ink, size=12, width=156)
    del low


@design("eclipse", SQUARE, "art item", _NIGHTS)
def eclipse(c: Canvas, look: Look) -> None:
    """A black disc in front of a bright one."""
    p, chance = look.palette, look.chance
    c.ground(p.deep)
    for i in range(96):
        a = math.tau * i / 96
        r = 92 + 50 * chance() ** 2
        c.line(
            f"M{num(150 + 78 * math.cos(a))} {num(150 + 78 * math.sin(a))}"
            f"L{num(150 + r * math.cos(a))} {num(150 + r * math.sin(a))}",
            (p.glow, p.pop, p.pale)[i % 3],
            chance.between(0.8, 3),
            opacity=0.85,
        )
    c.circle(150, 150, 82, p.glow)
    c.circle(150, 150, 77, mix(p.deep, "#000000", 0.4))
    c.circle(206, 100, 5, "#ffffff")
    for _ in range(40):
        c.circle(chance() * 300, chance() * 300, chance.between(0.4, 1.2), p.pale, opacity=0.7)


@design("comet", POSTER, "art", _NIGHTS + " ember")
def comet(c: Canvas, look: Look) -> None:
    """A comet over small hills, drawn as a poster."""
    p, chance = look.palette, look.chance
    c.rect(0, 0, 280, 480, c.linear((0, p.deep), (1, p.mid)))
    for _ in range(70):
        c.circle(
            chance() * 280,
            chance() * 380,
            chance.between(0.5, 1.6),
            p.pale,
            opacity=chance.between(0.3, 1),
        )
    for k, colour in enumerate((p.dark, p.mid, p.pop, p.glow, p.pale)):
        s = 1 - k * 0.19
        c.path(
            f"M196 96Q{num(196 - 60 * s)} {num(96 + 150 * s)} {num(196 - 190 * s)}"
            f" {num(96 + 250 * s)}Q{num(196 - 20 * s)} {num(96 + 170 * s)} {num(208 + 12 * s)}"
            f" {num(104 + 4 * s)}Z",
            colour,
            opacity=0.75,
        )
    c.circle(200, 100, 15, p.pale)
    c.path("M0 410Q70 372 140 402T280 386V480H0Z", p.dark)
    c.path("M0 444Q90 412 180 438T280 430V480H0Z", p.deep)
    c.path("M60 412v-20l10-9 10 9v20z", p.pale)
    c.rect(67, 396, 6, 6, p.glow)
    c.path("M58 393l12-11 12 11z", p.pop)
