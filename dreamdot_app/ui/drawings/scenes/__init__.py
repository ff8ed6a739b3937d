"""Scenes: pictures that fill a box of any shape, used by covers, art and comic panels alike."""

from __future__ import annotations

from collections.abc import Callable

from ..look import Look
from ..svg import Canvas
from . import city, gardens, interiors, land, rooms, sea, streets, wild

Scene = Callable[[Canvas, float, float, Look], None]

SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        land.ridge, land.dunes, land.forest, land.field, land.village, land.hills,
        sea.calm, sea.wave, sea.breaker, sea.deep, sea.harbour, sea.lighthouse, sea.cliffs,
        city.towers, city.roofs, streets.street, streets.road, streets.bridge, streets.bus, city.stairs,
        city.station, city.market,
        rooms.window, rooms.armchair, rooms.table, interiors.doorway, interiors.shelves, rooms.stove,
        interiors.arches, interiors.bed, interiors.stage,
        wild.moonlit, wild.planet, gardens.greenhouse, gardens.hives, wild.island, gardens.garden,
        wild.snowfield, wild.bell, wild.rain_glass, wild.spires,
    )
}  # fmt: skip

__all__ = ["SCENES", "Scene"]
