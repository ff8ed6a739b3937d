"""The four colours a thing is drawn in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..palettes import Palette, mix
from ..svg import Canvas


@dataclass(frozen=True, slots=True)
class Tint:
    """Body, its shaded side, what is light on it, and lines."""

    main: str
    shade: str
    light: str
    line: str

    @classmethod
    def of(cls, palette: Palette, main: str | None = None, *, on_paper: bool = False) -> Tint:
        """Choose a tint of this palette; on paper what is light must still be seen."""
        body = main or palette.pop
        light = mix(palette.soft, palette.pale, 0.2) if on_paper else palette.pale
        return cls(body, mix(body, palette.deep, 0.35), light, palette.deep)

    @classmethod
    def flat(cls, ink: str, paper: str) -> Tint:
        """One ink on paper, for emblems."""
        return cls(ink, ink, paper, ink)


Prop = Callable[[Canvas, Tint], None]
