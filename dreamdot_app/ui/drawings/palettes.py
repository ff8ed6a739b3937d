"""The palettes: seven colours in the same order of lightness, so that any suits any design."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Palette:
    """Five steps from the darkest to the paper, and two accents (``pop`` and ``glow``)."""

    name: str
    deep: str
    dark: str
    mid: str
    soft: str
    pale: str
    pop: str
    glow: str


_TABLE = """
dusk    17163a 3c3a74 6a4f83 ee9a79 fbe6cf ff7f5c ffc86b
tide    0c2433 1d4f68 3f7f8d b5d3d2 fff3e4 ff7f5c f3b38c
orchard 1f3f33 2f5a49 5f8f71 bcd7d2 f5ead2 d6573b f2b632
ember   2a0d12 7d1526 c2332e f0a070 fbeedd f3b64d ffd9a0
kraft   2b1c2f 5a3a2e a86b3d d9b98a f6ead0 d8402d f2b632
river   0e2a40 17527a 4c93b4 b5d3d2 efe6d2 c4512f e8a27a
night   0a0f26 1b2552 39406f 8b93b8 f3ead6 e1563d ffe3a3
moss    1e2a1f 3d5236 7a8f4f c5c98f f0ead2 c9592f e2b13c
plum    23122e 51285a 8f4a80 dba6b4 f8eadf e8643c f5c04f
rose    3a1526 8a2f4c cf6679 f2b7a4 fdf0e4 2f5d62 f0a33c
ink     15171c 343a46 6c7480 b9bdc0 f4f1ea d8402d e9b44c
slate   16222b 2f4654 5e7d89 a9c0c2 eef0e6 e58a4c f2cf7a
cobalt  0f1a4f 1f3aa6 4a6fe0 a9bdf2 f3f0e4 ff6b4a ffcf4d
mint    123532 1f6b62 4fa890 b4dcc4 f6f3e0 f0563d f6c244
clay    3b1d14 7c3b25 b8603d e0a987 f7eadb 2e6f73 e8b64c
sand    463420 87683f c09a63 e3cda2 f9f1df c6492d f2c76e
frost   132238 30557e 7fa3c2 c9dbe4 f5f5ee d95f47 f0c75e
lemon   2c2a17 6d6420 c7a91f f3d94e fdf6d2 d8402d fff0a0
peach   45202a 9a4a4a e08364 f7bf98 fdeedd 286a6a f5d06a
forest  0d1f1c 1d4238 39705a 94b69a eae8d0 e8743b f1c550
wine    210a18 4f1233 8a2244 d07a7a f6e3d6 e9a23b f4d58d
denim   14202e 2b4a6b 5f86a8 b2c6d6 f5efe2 e0673a f2c14e
lilac   2a2348 5b4d96 9b8bd0 d3c8ec f9f3ec f26d5b f6c75a
tin     3a130c 7a2a18 c8492b f0a070 f6e3c9 f3b64d fbeedd
rust    241712 5e2f1c a84f25 dd9a5f f5e6cd 1f5f6b f0c04d
teal    062a30 0f5560 2a8f92 9bd0c4 f8f1dc f2673e f8c55a
coal    121014 2c2630 5c5060 a99ba0 efe6dc ff8d6b e9c46f
mustard 33230d 7a5413 c98f1e f0c659 fbf0d3 b0382a f9e0a0
sakura  3b2333 7d4a63 c9879c f3c3c6 fff4ee 3f7a6b e8655a
arctic  0b2a3c 1a5c7c 58a6bf bfe0e4 fafaf2 f2784b f7d26b
brick   2c1512 6f2a20 b24431 e69a76 f9ead8 31575e efc25c
olive   23260f 4b5222 838a3c c8c583 f5f0d8 b8472a dd9d38
grape   1c1033 3d1f6b 7441a8 bd97dd f7eef7 ff7a59 ffd166
"""

PALETTES: dict[str, Palette] = {
    name: Palette(name, *(f"#{colour}" for colour in colours))
    for name, *colours in (row.split() for row in _TABLE.strip().splitlines())
}


@lru_cache(maxsize=4096)
def mix(first: str, second: str, share: float) -> str:
    """Give the colour ``share`` (0 to 1) of the way from ``first`` to ``second`` (both #rrggbb)."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2), from 0 to 1."""

    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def reading_on(ground: str, palette: Palette) -> str:
    """Give the paper colour if letters in it read on ``ground``, else the darkest."""
    contrast = (luminance(palette.pale) + 0.05) / (luminance(ground) + 0.05)
    return palette.pale if contrast >= 3 else palette.deep
