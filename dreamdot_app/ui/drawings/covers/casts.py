"""Covers with people on them."""

from __future__ import annotations

import math

from ..comics.script import comics, script
from ..lettering.faces import BLACK, ITALIC, ITALIC_BLACK, ROMAN, SANS, SANS_BOLD, STRONG
from ..lettering.setting import draw_block, fit
from ..look import Look
from ..palettes import mix
from ..people import Character, character_of, draw_bust, draw_figure
from ..scenes import SCENES
from ..scenes.land import hills, sky
from ..svg import Canvas, num
from .registry import BOOK, COMIC, design
from .titles import name, title


def lead(look: Look, number: int = 1) -> Character:
    """Give one of a work's people, the hero first: for a drawn comic those on its pages."""
    key = look.key.partition("@")[0]
    cast = tuple(script(key).cast.items()) if key in comics() else ()
    if number <= len(cast):
        name, words = cast[number - 1]
        return character_of(f"{key}/{name}:{words}")
    return character_of(f"{key}-{number}")


@design("hero", COMIC, "comic", "cobalt ember mint grape lemon brick teal", ("dusk", "night"))
def hero(c: Canvas, look: Look) -> None:
    """Somebody on a roof, a masthead with a thick edge, a price box."""
    p = look.palette
    block = fit(
        look.title.upper(), SANS_BOLD, 256, 104, largest=62, leading=0.9, most_lines=3, tracking=-10
    )
    lift = round(block.height) if block.lines else 0
    c.rect(0, 0, 300, lift + 2, look.light.sky_top)
    with c.window(0, lift, 300, 400 - lift):
        SCENES["towers"](c, 300, 400 - lift, look)
    with c.group(transform="translate(22 20) skewX(-7)"):
        draw_block(c, block, 7, 5 + block.size * 0.72, p.deep)
        draw_block(c, block, 4, 2 + block.size * 0.72, p.deep)
        draw_block(c, block, 2, block.size * 0.72, p.pale)
    c.path("M-10 372L90 326 210 326 310 362V410H-10Z", look.light.ink)
    c.path("M90 326L210 326 300 350V356L208 334H92L0 376V368Z", mix(look.light.ink, p.soft, 0.25))
    draw_figure(c, lead(look), 150, 330, 150, look.chance.pick(("stand", "wave", "run", "reach")))
    c.rect(0, 374, 300, 26, p.pop)
    name(
        c,
        look.author,
        14,
        391.5,
        p.pale,
        face=SANS_BOLD,
        size=11.5,
        width=272,
        caps=True,
        tracking=60,
    )


@design("noir", COMIC, "comic writing", "coal ink wine slate night", ("night",))
def noir(c: Canvas, look: Look) -> None:
    """A hat and a face in the light of a blind."""
    p = look.palette
    ink = mix(p.deep, "#000000", 0.35)
    c.ground(ink)
    with c.group(transform="rotate(-9 150 200)"):
        for i in range(17):
            c.rect(-60, -60 + i * 31, 420, 16, mix(p.glow, p.pale, 0.35), opacity=0.9)
    c.path(
        "M40 400Q52 300 118 288L126 262Q104 246 100 212L96 196Q60 190 62 178 110 172 118 130"
        " 122 96 152 100 180 90 188 128 196 166 244 172 246 186 206 194 210 220 200 236 194 250"
        " 186 258L190 286Q258 300 268 400Z",
        ink,
    )
    face = "M100 212L104 200Q150 214 204 196 210 220 200 236 190 262 156 266 110 262 100 212Z"
    with c.cut(face), c.group(transform="rotate(-9 150 200)"):
        for i in range(17):
            c.rect(-60, -60 + i * 31, 420, 16, p.pop)
    c.path("M96 196Q60 190 62 178 150 196 244 172 246 186 206 194 150 214 96 196Z", ink)
    c.path("M116 148Q152 164 192 144V160Q152 178 114 164Z", p.pop)
    c.circle(226, 268, 3.4, p.glow)
    c.line("M186 254L222 267", p.pale, 3)
    c.line("M228 262q14-16 4-30t6-34", p.pale, 2.4, opacity=0.6)
    c.rect(0, 0, 300, 98, ink)
    title(
        c,
        look,
        (20, 16, 260, 50),
        p.pale,
        face=BLACK,
        second=None,
        largest=44,
        leading=0.95,
        at="middle",
        most_lines=2,
    )
    name(c, look.author, 20, 86, p.glow, size=11.5, face=SANS, width=260)


@design("ninefaces", COMIC, "comic", "lemon mint rose cobalt kraft lilac", ("day",))
def ninefaces(c: Canvas, look: Look) -> None:
    """Nine people who will matter."""
    p, chance = look.palette, look.chance
    c.ground(p.deep)
    grounds = (p.pop, p.glow, p.soft, p.mid, p.pale)
    moods = ("calm", "glad", "sad", "afraid", "asleep", "stern")
    for i in range(9):
        x, y = 10 + (i % 3) * 95, 10 + (i // 3) * 95
        with c.window(x, y, 90, 90):
            c.rect(0, 0, 90, 90, grounds[(i * 2 + i // 3) % 5])
            with c.placed(-2, 4, 0.94):
                draw_bust(c, lead(look, i + 1), chance.pick(moods))
    title(
        c,
        look,
        (14, 302, 272, 58),
        p.pale,
        face=STRONG,
        second=None,
        largest=40,
        at="middle",
        most_lines=2,
        leading=1,
    )
    name(c, look.author, 14, 386, p.glow, size=12, width=272)


@design("walkers", COMIC, "comic", "orchard peach lilac mustard sakura denim", ("day", "dusk"))
def walkers(c: Canvas, look: Look) -> None:
    """Three people of three sizes on their way over the hills."""
    p = look.palette
    with c.aside() as words:
        _, low = title(
            c,
            look,
            (22, 22, 256, 96),
            p.deep if look.mood == "day" else p.pale,
            face=ITALIC_BLACK,
            second=None,
            largest=48,
            leading=0.98,
        )
    lift = round(max(0.0, low - 24))
    c.rect(0, 0, 300, lift + 2, look.light.sky_top)
    with c.window(0, lift, 300, 400 - lift):
        hills(c, 300, 400 - lift, look)
    c.raw("".join(words))
    c.path("M0 352Q150 316 300 346V400H0Z", look.light.ink)
    for i, (x, tall) in enumerate(((92, 96), (148, 78), (206, 108))):
        who = lead(look, i + 1)
        draw_figure(c, who, x, 346 - (6 if i == 1 else 0), tall, "walk")
    name(c, look.author, 150, 384, p.pale, anchor=0.5, face=SANS_BOLD, size=12)


@design("creature", COMIC, "comic", "forest grape mint teal moss plum cobalt")
def creature(c: Canvas, look: Look) -> None:
    """Something large and shy with too many eyes, and a child with a lamp."""
    p, chance = look.palette, look.chance
    c.rect(0, 0, 300, 400, c.linear((0, p.deep), (1, mix(p.dark, p.mid, 0.3))))
    for i in range(9):
        x = i * 38 + chance.between(-8, 8)
        c.rect(round(x, 1), 0, chance.between(8, 16), 400, mix(p.deep, p.dark, 0.5))
    body = mix(p.mid, p.dark, 0.15)
    points = []
    for i in range(30):
        a = math.tau * i / 30
        r = (112 if i % 2 else 101) * (1 + 0.06 * math.sin(3 * a))
        points.append((150 + r * 0.95 * math.cos(a), 232 + r * 1.12 * math.sin(a)))
    c.path("M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "V400H60Z", body)
    for side in (-1, 1):
        c.path(
            f"M{150 + side * 60} 140q{side * 6}-52 {side * 40}-60 {side * 4} 40 {-side * 8} 74z",
            mix(p.soft, p.mid, 0.2),
        )
    for i, (x, y, r) in enumerate(
        ((118, 196, 23), (176, 188, 28), (146, 238, 16), (206, 232, 13), (92, 236, 11))
    ):
        c.circle(x, y, r, p.pale)
        c.circle(x + 3, y + r * 0.28, r * 0.52, p.deep)
        c.circle(x, y + r * 0.05, r * 0.16, p.pale)
        if i % 2:
            c.path(f"M{x - r} {y}A{r} {r} 0 0 1 {x + r} {y}Z", body)
    c.line("M118 282q30 22 66-4", p.deep, 4)
    c.path("M132 288l6 11 6-9zM160 290l5 10 6-12z", p.pale)
    c.path("M0 352Q150 330 300 350V400H0Z", mix(p.deep, "#000000", 0.2))
    c.circle(94, 330, 48, p.glow, opacity=0.25)
    child = lead(look)
    draw_figure(
        c,
        Character(child.skin, child.hair, child.style, p.pop, child.ground, "", child=True),
        66,
        366,
        98,
        "reach",
    )
    c.circle(95, 324, 9, p.glow)
    title(
        c,
        look,
        (20, 18, 260, 72),
        p.pale,
        face=BLACK,
        second=None,
        largest=46,
        anchor=0.5,
        at="middle",
        leading=0.98,
        most_lines=2,
    )
    name(c, look.author, 286, 388, p.pale, anchor=1, size=11.5, face=SANS_BOLD)


@design("dash", COMIC, "comic", "lemon ember cobalt mint brick rose", ("day",))
def dash(c: Canvas, look: Look) -> None:
    """Speed lines, and somebody late."""
    p, chance = look.palette, look.chance
    c.ground(p.glow)
    for _ in range(64):
        a = chance() * math.tau
        near, far, half = chance.between(96, 150), 400.0, chance.between(0.008, 0.03)
        c.path(
            f"M{num(150 + near * math.cos(a))} {num(226 + near * math.sin(a))}"
            f"L{num(150 + far * math.cos(a - half))}"
            f" {num(226 + far * math.sin(a - half))}L{num(150 + far * math.cos(a + half))}"
            f" {num(226 + far * math.sin(a + half))}Z",
            p.deep if chance.likely(0.5) else p.pop,
        )  # fmt: skip
    draw_figure(c, lead(look), 146, 302, 176, "run")
    c.path("M0 0H300V96L0 122Z", p.pop)
    with c.group(transform="rotate(-5 150 60)"):
        title(
            c,
            look,
            (18, 12, 264, 76),
            p.pale,
            face=ITALIC_BLACK,
            second=None,
            largest=58,
            at="middle",
            leading=0.95,
            most_lines=2,
        )
    c.path("M0 400V360L300 334V400Z", p.deep)
    name(c, look.author, 20, 386, p.pale, face=SANS_BOLD, size=13)


@design("sitter", COMIC, "comic writing", "sakura teal clay mint plum mustard denim")
def sitter(c: Canvas, look: Look) -> None:
    """One large portrait before wallpaper."""
    p, chance = look.palette, look.chance
    ground = p.soft if look.mood != "night" else p.dark
    c.ground(ground)
    kind = chance.whole(0, 2)
    for row in range(10):
        for column in range(7):
            x, y = column * 50 + (25 if row % 2 else 0), row * 34
            tone = mix(ground, p.pale if look.mood != "night" else p.mid, 0.5)
            if kind == 0:
                c.circle(x, y, 7, tone)
            elif kind == 1:
                c.path(f"M{x} {y - 12}l9 12-9 12-9-12z", tone)
            else:
                c.path(f"M{x - 12} {y}q12-20 24 0-12 20-24 0z", tone)
    who = lead(look)
    with c.placed(150, 214, 2.9), c.group(transform="translate(-50 -50)"):
        draw_bust(c, who, chance.pick(("calm", "calm", "stern", "sad", "glad")))
    c.rect(0, 322, 300, 78, p.deep)
    _, low = title(
        c,
        look,
        (20, 332, 260, 38),
        p.pale,
        face=ROMAN,
        second=ITALIC,
        largest=31,
        most_lines=2,
        leading=1,
    )
    name(c, look.author, 20, max(low + 18, 388), p.glow, size=11)


@design("triptych", COMIC, "comic", "tide dusk plum mint clay cobalt forest")
def triptych(c: Canvas, look: Look) -> None:
    """Three tall slices of three places."""
    p, chance = look.palette, look.chance
    c.ground(p.pale)
    scenes = chance.shuffled(
        ("ridge", "calm", "towers", "forest", "village", "roofs", "moonlit", "snowfield", "garden")
    )
    for i in range(3):
        with c.window(14 + i * 92, 14, 88, 286):
            SCENES[scenes[i]](c, 88, 286, look)
    _, low = title(
        c,
        look,
        (14, 312, 272, 50),
        p.deep,
        face=STRONG,
        second=None,
        largest=36,
        at="middle",
        most_lines=2,
        leading=1,
    )
    name(c, look.author, 15, max(low + 18, 386), p.pop, face=SANS_BOLD, size=11)


@design("profile", BOOK, "writing", "dusk tide rose teal clay forest lilac plum")
def profile(c: Canvas, look: Look) -> None:
    """A head in profile with a country inside it."""
    p, chance = look.palette, look.chance
    c.ground(mix(p.pale, p.soft, 0.15))
    scene = chance.pick(("ridge", "calm", "forest", "towers", "moonlit", "garden", "village"))
    head = (
        "M44 450Q52 380 84 360 58 318 62 262 68 176 150 164 232 166 240 240L238 262 258 296Q260"
        " 304 246 306"
        "L244 322Q250 328 243 333L244 342Q240 350 244 358 238 376 204 370 190 372 190 392L194"
        " 412Q236 424 246 450Z"
    )
    with c.cut(head), c.window(30, 150, 240, 300):
        SCENES[scene](c, 240, 300, look)
    c.circle(222, 84 if not look.title else 120, 0.1, p.pop)
    _, low = title(c, look, (26, 30, 248, 96), p.deep, face=ROMAN, largest=35)
    name(c, look.author, 26, low + 24, p.pop, size=12, face=SANS_BOLD)


@design("pair", BOOK, "writing", "peach sakura denim clay mint lilac night")
def pair(c: Canvas, look: Look) -> None:
    """Two people far apart under the same sky."""
    p = look.palette
    light = look.light
    sky(c, 300, 450, look, 0.9)
    c.circle(150, 250, 74, light.sun, opacity=0.9)
    c.path("M0 390Q60 352 110 366L118 450H0Z", light.near)
    c.path("M300 380Q250 344 196 362L184 450H300Z", light.near)
    c.path("M118 450Q150 404 184 450Z", light.mid)
    draw_figure(c, lead(look, 1), 72, 364, 76, "stand")
    draw_figure(c, lead(look, 2), 232, 360, 76, "stand", flip=True)
    c.line("M96 328Q150 372 208 326", p.pop, 1.4, stroke_dasharray="1 5")
    ink = light.ink if look.mood == "day" else p.pale
    _, low = title(c, look, (26, 30, 248, 100), ink, face=ROMAN, largest=38)
    name(c, look.author, 26, low + 26, ink, size=12)
