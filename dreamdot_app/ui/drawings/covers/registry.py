"""The list of cover designs. A design paints one canvas of fixed shape from a look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..look import MOODS, Look, Mood
from ..svg import Canvas

Paint = Callable[[Canvas, Look], None]


@dataclass(frozen=True, slots=True)
class Design:
    """A way of drawing covers: its shape, the kinds of work it suits, and how it is painted."""

    name: str
    width: int
    height: int
    kinds: tuple[str, ...]
    palettes: tuple[str, ...]
    moods: tuple[Mood, ...]
    paint: Paint


DESIGNS: dict[str, Design] = {}

BOOK = (300, 450)
COMIC = (300, 400)
SQUARE = (300, 300)
WIDE = (400, 300)
PANORAMA = (480, 270)
POSTER = (280, 480)


def design(
    name: str,
    shape: tuple[int, int],
    kinds: str,
    palettes: str = "",
    moods: tuple[Mood, ...] = MOODS,
) -> Callable[[Paint], Paint]:
    """Register a painter; ``kinds`` and ``palettes`` are words separated by spaces."""

    def register(paint: Paint) -> Paint:
        DESIGNS[name] = Design(
            name, *shape, tuple(kinds.split()), tuple(palettes.split()), moods, paint
        )
        return paint

    return register
