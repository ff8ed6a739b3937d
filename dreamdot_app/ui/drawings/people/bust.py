"""Head and shoulders, in a box of 100 by 100 with the face around (50, 50)."""

from __future__ import annotations

from collections.abc import Callable

from ..palettes import mix
from ..svg import Canvas
from .character import Character, Mood

Hair = Callable[[Canvas, Character], None]


def draw_bust(c: Canvas, who: Character, mood: Mood = "calm") -> None:
    """Draw head and shoulders; the shoulders run out of the box at the bottom."""
    _BACK.get(who.style, _nothing)(c, who)
    shade = mix(who.skin, "#5a2a1a", 0.22)
    c.path("M14 128Q16 74 40 72H60Q84 74 86 128Z", who.top)
    c.path("M40 72Q50 84 60 72L63 73Q50 92 37 73Z", mix(who.top, "#ffffff", 0.3))
    c.path("M42 60H58V75Q50 82 42 75Z", shade)
    c.ellipse(31.500, 52, 3.4, 5, shade)
    c.ellipse(68.500, 52, 3.4, 5, shade)
    c.path("M32 46Q32 28 50 28T68 46Q69 71 50 72 31 71 32 46Z", who.skin)
    if who.extra == "beard":
        c.path("M32 52Q38 60 44 59 50 56 56 59 62 60 68 52 69 78 50 80 31 78 32 52Z", who.hair)
        c.path("M45 64Q50 67 55 64 50 69 45 64Z", mix(who.skin, "#8a2f2c", 0.4))
    _face(c, who, mood)
    _FRONT.get(who.style, _nothing)(c, who)
    _extras(c, who)


def _face(c: Canvas, who: Character, mood: Mood) -> None:
    ink = "#241820" if who.skin != "#5c3524" else "#150c0c"
    brow = mix(who.hair, ink, 0.5) if who.style != "scarf" else ink
    cheek = mix(who.skin, "#d0503c", 0.3)
    c.circle(39, 58.500, 3.6, cheek, opacity=0.55)
    c.circle(61, 58.500, 3.6, cheek, opacity=0.55)
    if mood in ("asleep", "sad"):
        c.line("M39 52q3.500 2.600 7 0M54 52q3.500 2.600 7 0", ink, 1.6)
    elif mood == "glad":
        c.line("M39.500 52.500q3-3.600 6.500 0M54 52.500q3-3.600 6.500 0", ink, 1.7)
    else:
        r = 2.7 if mood == "afraid" else 2
        if mood == "afraid":
            c.circle(42.500, 51.500, 3.8, "#ffffff")
            c.circle(57.500, 51.500, 3.8, "#ffffff")
        c.circle(42.500, 51.500, r, ink)
        c.circle(57.500, 51.500, r, ink)
    brows = {
        "sad": "M38 46.500q4-3 8-2.500M54 44q4-.5 8 2.500",
        "afraid": "M38 44.500q4-4 8-3M54 41.500q4-1 8 3",
        "stern": "M38 44.500l8 2.200M54 46.700l8-2.200",
    }.get(mood, "M38 45.500q4-2.600 8-.6M54 44.900q4-2 8 .6")
    c.line(brows, brow, 1.7)
    c.line("M50 52q-2.400 4.600.6 6.200", mix(who.skin, "#5a2a1a", 0.4), 1.4)
    if who.extra == "beard":
        return
    mouth = {
        "glad": "M44 63.500q6 5.500 12 0",
        "sad": "M45.500 65.500q4.500-3 9 0",
        "afraid": "M48 64.500a2.400 2.800 0 1 0 4 0a2.400 2.400 0 0 0-4 0",
        "stern": "M46 65h8",
        "asleep": "M48 64.500q2 1.200 4 0",
    }.get(mood, "M45.500 63.800q4.500 2.800 9 0")
    c.line(mouth, mix(ink, "#8a2f2c", 0.35), 1.6)


def _extras(c: Canvas, who: Character) -> None:
    dark = "#1d1a26"
    if who.extra == "glasses":
        for x in (42.500, 57.500):
            c.circle(x, 51.500, 5.8, "none", stroke=dark, stroke_width=1.6)
        c.line("M48.300 51q1.700-1.200 3.400 0M36.700 51L32 49.500M63.300 51L68 49.500", dark, 1.5)
    elif who.extra == "moustache":
        c.path("M50 60.500q-4-1.600-8 2.500 5 1.200 8-.6 3 1.800 8 .6-4-4.100-8-2.500z", who.hair)
    elif who.extra == "earrings":
        c.circle(31, 60, 2.4, "#f2b632")
        c.circle(69, 60, 2.4, "#f2b632")
    elif who.extra == "freckles":
        for x, y in ((38, 56), (41, 58), (37.500, 60), (59, 58), (62, 56), (62.500, 60)):
            c.circle(x, y, 0.7, mix(who.skin, "#5a2a1a", 0.45))


def _nothing(_c: Canvas, _who: Character) -> None:
    return


def _long_back(c: Canvas, who: Character) -> None:
    c.path("M22 104V50Q22 18 50 18T78 50V104Z", who.hair)


def _long(c: Canvas, who: Character) -> None:
    c.path("M30 52Q31 26 53 27 71 30 70 52 63 46 57 36 48 49 30 52Z", who.hair)
    c.path("M29 46Q26 70 27 104H22V50ZM71 46Q74 70 73 104H78V50Z", mix(who.hair, "#ffffff", 0.12))


def _crop(c: Canvas, who: Character) -> None:
    c.path("M30 48Q27 22 50 23T70 48Q65 38 50 37.500T30 48Z", who.hair)


def _bun_back(c: Canvas, who: Character) -> None:
    c.circle(50, 18, 11, who.hair)
    c.circle(47, 15, 5, mix(who.hair, "#ffffff", 0.14))


def _bun(c: Canvas, who: Character) -> None:
    c.path("M30.500 53Q27 26 50 26T69.500 53Q67 40 58 35 45 42 30.500 53Z", who.hair)


def _curls_back(c: Canvas, who: Character) -> None:
    for x, y, r in (
        (50, 24, 15), (34, 29, 13), (66, 29, 13), (26, 43, 12), (74, 43, 12), (27, 58, 10),
        (73, 58, 10),
    ):  # fmt: skip
        c.circle(x, y, r, who.hair)


def _curls(c: Canvas, who: Character) -> None:
    for x, y, r in ((36, 34, 7), (45, 31, 8), (55, 31, 8), (64, 34, 7), (32, 41, 5), (68, 41, 5)):
        c.circle(x, y, r, who.hair)
    c.circle(44, 26, 4, mix(who.hair, "#ffffff", 0.14))


def _bob_back(c: Canvas, who: Character) -> None:
    c.path("M25 72Q22 20 50 20T75 72Q66 78 60 72H40Q34 78 25 72Z", who.hair)


def _bob(c: Canvas, who: Character) -> None:
    c.path("M29 60Q28 26 50 26T71 60Q68 50 67 42H33Q32 50 29 60Z", who.hair)
    c.path("M38 28Q50 24 62 28", stroke=mix(who.hair, "#ffffff", 0.25), stroke_width=2)


def _bald(c: Canvas, who: Character) -> None:
    c.path("M40 33q6-4 12-3.500", stroke=mix(who.skin, "#ffffff", 0.4), stroke_width=2.4)


def _scarf_back(c: Canvas, who: Character) -> None:
    c.path("M26 110Q18 20 50 19T74 110Z", _cloth(who))


def _scarf(c: Canvas, who: Character) -> None:
    cloth = _cloth(who)
    c.path(
        "M29 56Q26 22 50 22T71 56Q73 78 62 82 72 90 70 104H30Q28 88 38 82 27 78 29 56ZM33.500 52"
        "Q33 72 50 74T66.500 52Q66 34 50 34T33.500 52Z",
        cloth,
        fill_rule="evenodd",
    )
    c.line("M36 84Q50 92 66 82M34 94Q52 100 68 92", mix(cloth, "#000000", 0.2), 1.6)


def _cloth(who: Character) -> str:
    return mix(who.top, who.hair, 0.35) if who.top != "#fff8ee" else "#8a2f4c"


def _braid(c: Canvas, who: Character) -> None:
    _bun(c, who)
    for i in range(5):
        c.ellipse(71 + (i % 2) * 2, 62 + i * 8, 5.2 - i * 0.3, 5, who.hair)
    c.circle(72, 102, 3, "#d6573b")


def _fringe(c: Canvas, who: Character) -> None:
    c.path(
        "M29 55Q25 22 51 22 75 23 71 55 70 48 68 44 60 46 56 42 50 47 44 43 38 47 32 45 30 49"
        " 29 55Z",
        who.hair,
    )


def _wave(c: Canvas, who: Character) -> None:
    c.path(
        "M30 47Q27 30 37 25 44 14 58 20 72 22 70 46 68 40 65 37 54 40 46 34 36 36 30 47Z", who.hair
    )
    c.path("M40 27Q48 20 58 25", stroke=mix(who.hair, "#ffffff", 0.25), stroke_width=2)


def _locs_back(c: Canvas, who: Character) -> None:
    for i in range(9):
        x = 24 + i * 6.5
        c.line(
            f"M{50 + (x - 50) * 0.8:.1f} 30Q{x:.1f} 50 {x:.1f} {92 - abs(i - 4) * 3}", who.hair, 6.5
        )


def _topknot(c: Canvas, who: Character) -> None:
    c.path("M42 24Q38 10 50 9T58 24Z", who.hair)
    c.rect(44, 21, 12, 4, "#d6573b", rx=2)
    c.path("M31 46Q29 24 50 24T69 46Q64 34 50 34T31 46Z", who.hair)


def _cap(c: Canvas, who: Character) -> None:
    c.path("M29 43Q27 20 50 20T71 43Z", _cloth(who))
    c.path(
        "M28 43Q50 36 72 43 80 44 84 50 70 45 50 45.500T28 43Z", mix(_cloth(who), "#000000", 0.25)
    )
    c.path("M30 44Q29 54 31 58L33 46ZM70 44Q71 54 69 58L67 46Z", who.hair)


_BACK: dict[str, Hair] = {
    "long": _long_back, "bun": _bun_back, "curls": _curls_back, "bob": _bob_back,
    "scarf": _scarf_back, "locs": _locs_back,
}  # fmt: skip
_FRONT: dict[str, Hair] = {
    "long": _long, "crop": _crop, "bun": _bun, "curls": _curls, "bob": _bob, "bald": _bald,
    "scarf": _scarf, "braid": _braid, "fringe": _fringe, "wave": _wave, "locs": _crop,
    "topknot": _topknot, "cap": _cap,
}  # fmt: skip
