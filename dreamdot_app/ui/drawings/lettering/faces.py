"""Glyph outlines and kerning from our own fonts, at fixed places of their axes.

Outlines are read from the variable fonts once for each glyph and kept, in thousandths of an em.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen, RecordingPen
from fontTools.ttLib import TTFont

from .kerning import Kerning

FONTS = Path(__file__).resolve().parents[4] / "assets" / "fonts"
EM = 1000

_FILES = {
    "fraunces": ("fraunces-latin-opsz-normal", "fraunces-latin-ext-opsz-normal"),
    "fraunces-italic": ("fraunces-latin-opsz-italic", "fraunces-latin-ext-opsz-italic"),
    "instrument": ("instrument-sans-latin-wght-normal", "instrument-sans-latin-ext-wght-normal"),
}

Segment = tuple[str, tuple[tuple[float, float], ...]]


@dataclass(frozen=True, slots=True)
class Face:
    """A family at one weight and optical size (Instrument Sans has no optical size)."""

    family: str
    weight: int
    optical: int = 0
    grain: int = 2  # outlines are rounded to this many thousandths of an em: coarse for small text


ROMAN = Face("fraunces", 460, 40)
LIGHT = Face("fraunces", 320, 96)
STRONG = Face("fraunces", 640, 60)
BLACK = Face("fraunces", 850, 144, grain=1)
ITALIC = Face("fraunces-italic", 460, 40)
ITALIC_LIGHT = Face("fraunces-italic", 320, 96)
ITALIC_BLACK = Face("fraunces-italic", 800, 144, grain=1)
TEXT = Face("fraunces", 460, 14, grain=4)
TEXT_ITALIC = Face("fraunces-italic", 460, 16, grain=4)
SANS = Face("instrument", 520)
SANS_BOLD = Face("instrument", 700)
SANS_TEXT = Face("instrument", 560, grain=4)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter: glyph name, advance width, path data (in grains) and segments; y points up."""

    name: str
    advance: float
    path: str
    segments: tuple[Segment, ...]
    source: int


# fontTools fills its tables lazily and is not made for several threads at once.
_READING = threading.RLock()


class Cut:
    """A face ready for setting: its glyphs and its kerning."""

    def __init__(self, face: Face) -> None:
        self._face = face
        axes: dict[str, float] = {"wght": face.weight, "opsz": face.optical}
        self._fonts = [_font(name) for name in _FILES[face.family]]
        self._sets = [font.getGlyphSet(location=axes) for font in self._fonts]
        self._maps = [font.getBestCmap() for font in self._fonts]
        self._kerning = [Kerning(font, axes) for font in self._fonts]
        self._glyphs: dict[str, Glyph | None] = {}

    def glyph(self, character: str) -> Glyph | None:
        """Give the outline of a character, or None when our fonts lack it."""
        if character not in self._glyphs:
            with _READING:
                self._glyphs[character] = self._read(character)
        return self._glyphs[character]

    def kern(self, left: Glyph, right: Glyph) -> float:
        """Give the space between two glyphs that stand side by side, in thousandths of an em."""
        if left.source != right.source:
            return 0.0
        with _READING:
            return self._kerning[left.source].between(left.name, right.name)

    def _read(self, character: str) -> Glyph | None:
        for source, cmap in enumerate(self._maps):
            name = cmap.get(ord(character))
            if name is None:
                continue
            scale = EM / self._fonts[source]["head"].unitsPerEm
            whole = DecomposingRecordingPen(self._sets[source])
            shape = self._sets[source][name]
            shape.draw(whole)
            # fewer, longer curves: half a grain of tolerance is below what a screen shows
            pen = RecordingPen()
            whole.replay(Qu2CuPen(pen, self._face.grain / 2 / scale, all_cubic=True))
            segments = tuple(_simple(pen.value, scale))
            return Glyph(
                name, shape.width * scale, _path(segments, self._face.grain), segments, source
            )
        return None


@cache
def _font(name: str) -> Any:
    return TTFont(FONTS / f"{name}.woff2", lazy=True)


@cache
def cut(face: Face) -> Cut:
    """Load a face (once)."""
    with _READING:
        return Cut(face)


def _simple(recording: list[tuple[str, tuple[Any, ...]]], scale: float) -> list[Segment]:
    """Turn a pen recording of lines and cubic curves into M, L, C and Z segments."""
    letters = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "closePath": "Z", "endPath": "Z"}
    return [
        (letters[command], tuple((x * scale, y * scale) for x, y in args))
        for command, args in recording
    ]


def _path(segments: tuple[Segment, ...], grain: int) -> str:
    """Write segments as relative path data in whole grains, which is short and compresses well."""
    parts: list[str] = []
    at = start = (0, 0)
    for command, points in segments:
        if command == "Z":
            parts.append("z")
            at = start
            continue
        whole = [(round(x / grain), round(y / grain)) for x, y in points]
        if command != "M" and all(point == at for point in whole):
            continue
        parts.append(
            command.lower()
            + " ".join(f"{x - at[0]} {y - at[1]}" for x, y in whole).replace(" -", "-")
        )
        at = whole[-1]
        if command == "M":
            start = at
    return "".join(parts)
