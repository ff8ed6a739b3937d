"""The fonts of a PDF: our own, and others for letters that ours do not have.

Our own are variable and compressed for browsers: each weight is cut out of them once a process.
Chinese, Japanese and Korean are named and not embedded, for every reader of PDF has them.
"""

# Neither fontTools nor reportlab has types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont as Outlines  # pyright: ignore[reportMissingTypeStubs] it has none
from fontTools.varLib import (  # pyright: ignore[reportMissingTypeStubs] it has none
    instancer,
)
from reportlab.pdfbase import (  # pyright: ignore[reportMissingTypeStubs] it has none
    cidfonts,
    pdfmetrics,
    ttfonts,
)

_OURS = Path(__file__).parents[3] / "assets" / "fonts"
_BEYOND = Path(__file__).with_name("fonts") / "DejaVuSansCondensed-beyond-latin.ttf"
_SANS = "instrument-sans-{part}-wght-normal.woff2"
_POSTSCRIPT = 6  # its place in a table of names
_WEIGHTS = {"regular": 400, "bold": 600}
# Names of fonts that readers of PDF have, by the first letters that they are for.
_KANA = range(0x3040, 0x3100)
_HANGUL = range(0xAC00, 0xD7B0)
_JAPANESE, _KOREAN, _CHINESE = "HeiseiKakuGo-W5", "HYGothic-Medium", "STSong-Light"
_HAN = range(0x2E80, 0xA000)  # with kana among them
_WIDE_FORMS = range(0xFF00, 0xFFF0)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font."""

    font: str
    text: str


@cache
def _coverage() -> dict[str, frozenset[int]]:
    """The letters of each font that is embedded, those of the first to be tried first."""
    covered: dict[str, frozenset[int]] = {}
    for weight, wght in _WEIGHTS.items():
        for part in ("latin", "latin-ext"):
            covered[f"{weight}-{part}"] = _register(f"{weight}-{part}", _cut(part, wght))
    covered["beyond"] = _register("beyond", BytesIO(_BEYOND.read_bytes()))
    for name in (_JAPANESE, _KOREAN, _CHINESE):
        pdfmetrics.registerFont(cidfonts.UnicodeCIDFont(name))
    return covered


def _cut(part: str, wght: int) -> BytesIO:
    variable: Any = Outlines(_OURS / _SANS.format(part=part))
    fixed: Any = instancer.instantiateVariableFont(variable, {"wght": wght})
    fixed.flavor = None
    # A file of PDF tells fonts apart by this name alone.
    fixed["name"].setName(f"InstrumentSans-{wght}-{part}", _POSTSCRIPT, 3, 1, 0x409)
    fixed["name"].setName(f"InstrumentSans-{wght}-{part}", _POSTSCRIPT, 1, 0, 0)
    outlines = BytesIO()
    fixed.save(outlines)
    outlines.seek(0)
    return outlines


def _register(name: str, file: BytesIO) -> frozenset[int]:
    font: Any = ttfonts.TTFont(name, file)
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@lru_cache(maxsize=4_096)
def runs(text: str, weight: str) -> tuple[Run, ...]:
    """A text in pieces of one font each; letters that no font has are left out."""
    ours = f"{weight}-latin"
    if _coverage()[ours].issuperset(map(ord, text)):  # nearly every text
        return (Run(ours, text),)
    found: list[Run] = []
    for font, letters in groupby(_fonts(text, weight), key=lambda pair: pair[0]):
        if font:
            found.append(Run(font, "".join(letter for _, letter in letters)))
    return tuple(found)


def _fonts(text: str, weight: str) -> Iterator[tuple[str, str]]:
    kana = any(ord(letter) in _KANA for letter in text)
    for letter in text:
        yield _font_of(ord(letter), weight, is_japanese=kana), letter


def _font_of(code: int, weight: str, *, is_japanese: bool) -> str:
    covered = _coverage()
    for name in (f"{weight}-latin", f"{weight}-latin-ext", "beyond"):
        if code in covered[name]:
            return name
    if code in _HANGUL:
        return _KOREAN
    if code in _HAN or code in _WIDE_FORMS:
        return _JAPANESE if is_japanese or code in _KANA else _CHINESE
    return ""


@lru_cache(maxsize=4_096)
def width(text: str, weight: str, size: float) -> float:
    """How wide a text is, in points."""
    return sum(pdfmetrics.stringWidth(run.text, run.font, size) for run in runs(text, weight))


@lru_cache(maxsize=4_096)
def fitted(text: str, weight: str, size: float, room: float) -> str:
    """A text as far as there is room for it, with an ellipsis where it was cut."""
    if width(text, weight, size) <= room:
        return text
    kept = bisect_right(
        range(len(text)), room, key=lambda count: width(f"{text[:count]}…", weight, size)
    )
    return f"{text[: max(kept - 1, 0)].rstrip()}…"
