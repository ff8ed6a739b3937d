"""What one drawing is made from: key, words, palette, light and its own stream of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from .chance import Chance
from .palettes import PALETTES, Palette, mix

Mood = Literal["day", "dusk", "night"]
MOODS: tuple[Mood, ...] = ("day", "dusk", "night")


@dataclass(frozen=True, slots=True)
class Light:
    """Colours of a scene from the sky to the nearest ground, for one time of day."""

    sky_top: str
    sky_low: str
    sun: str
    far: str
    mid: str
    near: str
    ink: str
    lamp: str


@dataclass(slots=True)
class Look:
    """The settings of one drawing; ``chance`` is used up while drawing."""

    key: str
    palette: Palette
    mood: Mood
    chance: Chance
    title: str = ""
    author: str = ""
    options: tuple[str, ...] = field(default=())

    @property
    def light(self) -> Light:
        """Give the colours of this palette at this time of day."""
        p = self.palette
        if self.mood == "day":
            return Light(
                mix(p.soft, p.pale, 0.15), mix(p.pale, p.soft, 0.15), p.glow,
                mix(p.soft, p.mid, 0.45), p.mid, p.dark, p.deep, p.pop,
            )  # fmt: skip
        if self.mood == "dusk":
            return Light(
                mix(p.dark, p.mid, 0.25), mix(p.glow, p.pale, 0.35), mix(p.pop, p.glow, 0.25),
                mix(p.mid, p.soft, 0.35), mix(p.mid, p.dark, 0.45), mix(p.dark, p.deep, 0.4),
                p.deep, p.glow,
            )  # fmt: skip
        return Light(
            p.deep, mix(p.dark, p.mid, 0.25), mix(p.pale, p.glow, 0.2),
            mix(p.dark, p.mid, 0.55), mix(p.deep, p.dark, 0.8), mix(p.deep, p.dark, 0.35),
            mix(p.deep, "#000000", 0.35), p.glow,
        )  # fmt: skip

    def has(self, option: str) -> bool:
        """Say whether the drawing was asked for with this detail."""
        return option in self.options


Choice = TypeVar("Choice", bound=str)


def chosen(known: Sequence[Choice], words: Sequence[str], default: Choice) -> Choice:
    """Give the first of ``known`` that is among ``words``, else the default."""
    return next((word for word in known if word in words), default)


def look_of(
    key: str,
    *,
    palettes: tuple[str, ...] = (),
    moods: tuple[Mood, ...] = MOODS,
    title: str = "",
    author: str = "",
) -> Look:
    """Derive the settings from a key.

    ``name@palette`` or ``name@palette.mood`` fixes what chance would otherwise choose.
    """
    name, _, wish = key.partition("@")
    wishes = wish.split(".") if wish else []
    chance = Chance(name)
    palette = PALETTES[chance.pick(palettes or tuple(PALETTES))]
    mood: Mood = chance.pick(moods)
    for word in wishes:
        palette = PALETTES.get(word, palette)
    mood = chosen(MOODS, wishes, mood)
    return Look(key, palette, mood, chance, title, author, tuple(wishes))
