"""The generated constellation: a picture for a work or a person that has none.

The order in which numbers are taken is part of the format: a picture must never change.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from .chance import Chance, fnv1a

STARS = ("#ff9a76", "#ffd27a", "#ffb4a8")
_TRIES = 12
_DUST = 46

Area = tuple[float, float, float, float]
Point = tuple[float, float]


class _Sky(NamedTuple):
    centre: str
    edge: str
    star: str
    dot: str


def constellation(
    key: str,
    width: float,
    height: float,
    *,
    avatar: bool = False,
    area: Area | None = None,
    scale: float = 1,
) -> str:
    """Draw the inside of an ``<svg viewBox="0 0 width height">``.

    ``area`` (x0, y0, x1, y1 as fractions) keeps the dots out of the rest of a wide panel;
    ``scale`` makes dots and lines smaller. Element ids depend on the key alone.
    """
    chance = Chance(key)
    sky = _sky(chance, avatar=avatar)
    unit = min(width, height) * scale
    count = 5 + int(chance() * 2) if avatar else 9 + int(chance() * 5)
    margin = 0.2 if avatar else 0.13
    points = _scatter(
        chance, count, width, height, area or (margin, margin, 1 - margin, 1 - margin)
    )
    sizes = [
        unit * (0.03 + 0.025 * chance() if avatar else 0.008 + 0.011 * chance()) for _ in points
    ]
    star = int(chance() * count)
    parts = [_ground(key, sky, points[star], width, height)]
    if not avatar:
        parts.append(_dust(chance, sky, unit, width, height))
    parts.append(_lines(points, sky, unit * (0.014 if avatar else 0.0036)))
    parts.extend(
        f'<circle cx="{_r1(x)}" cy="{_r1(y)}" r="{_r1(sizes[i])}" fill="{sky.dot}"/>'
        for i, (x, y) in enumerate(points)
        if i != star
    )
    parts.append(_star(key, sky, points[star], unit, avatar=avatar))
    return "".join(parts)


def _r1(number: float) -> str:
    """Round half up to one decimal and write it as JavaScript does."""
    rounded = math.floor(number * 10 + 0.5) / 10
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def hue_of(key: str) -> int:
    """The hue of a constellation's ground, in degrees."""
    return _hue(Chance(key))


def _hue(chance: Chance) -> int:
    return math.floor((140 + chance() * 300) % 360 + 0.5)


def _sky(chance: Chance, *, avatar: bool) -> _Sky:
    hue = _hue(chance)
    star = STARS[int(chance() * 3)]
    return _Sky(
        f"oklch({38 if avatar else 34}% .09 {hue})",
        f"oklch(17% .05 {(hue + 22) % 360})",
        star,
        f"oklch(89% .045 {hue})",
    )


def _scatter(chance: Chance, count: int, width: float, height: float, area: Area) -> list[Point]:
    """Best-candidate sampling: of twelve tries keep the one farthest from the others."""
    points: list[Point] = []
    for _ in range(count):
        best, best_distance = (0.0, 0.0), -1.0
        for _ in range(_TRIES):
            x = width * (area[0] + chance() * (area[2] - area[0]))
            y = height * (area[1] + chance() * (area[3] - area[1]))
            distance = min((math.hypot(p - x, q - y) for p, q in points), default=1.0)
            if distance > best_distance:
                best, best_distance = (x, y), distance
        points.append(best)
    return points


def _tree(points: list[Point]) -> list[tuple[int, int]]:
    """Minimum spanning tree (Prim from the first dot)."""
    inside, edges = [0], []
    while len(inside) < len(points):
        nearest, start, end = 1e9, -1, -1
        for i in inside:
            for j, (x, y) in enumerate(points):
                if j in inside:
                    continue
                distance = math.hypot(points[i][0] - x, points[i][1] - y)
                if distance < nearest:
                    nearest, start, end = distance, i, j
        inside.append(end)
        edges.append((start, end))
    return edges


def _ids(key: str) -> tuple[str, str]:
    name = f"dd{fnv1a(key):x}"
    return name + "g", name + "k"


def _ground(key: str, sky: _Sky, star: Point, width: float, height: float) -> str:
    ground, halo = _ids(key)
    return (
        f'<defs><radialGradient id="{ground}" cx="{_r1(star[0] / width)}"'
        f' cy="{_r1(star[1] / height)}" r="1.05"><stop offset="0" stop-color="{sky.centre}"/>'
        f'<stop offset="1" stop-color="{sky.edge}"/></radialGradient>'
        f'<radialGradient id="{halo}"><stop offset="0" stop-color="{sky.star}"'
        f' stop-opacity=".85"/><stop offset="1" stop-color="{sky.star}" stop-opacity="0"/>'
        f'</radialGradient></defs><rect width="{_js(width)}" height="{_js(height)}"'
        f' fill="url(#{ground})"/>'
    )


def _js(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _dust(chance: Chance, sky: _Sky, unit: float, width: float, height: float) -> str:
    return "".join(
        f'<circle cx="{_r1(chance() * width)}" cy="{_r1(chance() * height)}"'
        f' r="{_r1(unit * (0.0018 + 0.003 * chance()))}" fill="{sky.dot}"'
        f' opacity="{_r1(0.15 + 0.4 * chance())}"/>'
        for _ in range(_DUST)
    )


def _lines(points: list[Point], sky: _Sky, width: float) -> str:
    paths = "".join(
        f'<path d="M{_r1(points[a][0])} {_r1(points[a][1])}'
        f'L{_r1(points[b][0])} {_r1(points[b][1])}"/>'
        for a, b in _tree(points)
    )
    return f'<g stroke="{sky.dot}" stroke-opacity=".42" stroke-width="{_r1(width)}">{paths}</g>'


def _star(key: str, sky: _Sky, at: Point, unit: float, *, avatar: bool) -> str:
    size = unit * (0.075 if avatar else 0.026)
    x, y = _r1(at[0]), _r1(at[1])
    return (
        f'<circle cx="{x}" cy="{y}" r="{_r1(size * (3 if avatar else 5))}"'
        f' fill="url(#{_ids(key)[1]})"/>'
        f'<circle cx="{x}" cy="{y}" r="{_r1(size)}" fill="{sky.star}"/>'
    )
