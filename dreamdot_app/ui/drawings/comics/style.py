"""How a comic is inked: gutters, frames, captions, letters."""

from __future__ import annotations

from dataclasses import dataclass

from ..lettering.faces import SANS_TEXT, TEXT, TEXT_ITALIC, Face
from ..palettes import Palette, mix


@dataclass(frozen=True, slots=True)
class Ink:
    """The manner of one comic, in the colours of one palette."""

    paper: str
    frame: str
    frame_width: float
    radius: float
    gutter: float
    box: str
    letters: str
    caption: Face
    speech: Face
    balloon: str
    said: str


def ink_of(style: str, p: Palette) -> Ink:
    """Give the manner named ``style``; an unknown one is drawn flat."""
    white, dark = "#fffdf7", "#17141f"
    if style == "inked":
        return Ink(
            white,
            dark,
            2.4,
            0,
            7,
            mix(p.glow, white, 0.55),
            dark,
            SANS_TEXT,
            SANS_TEXT,
            white,
            dark,
        )
    if style == "night":
        black = mix(p.deep, "#000000", 0.55)
        return Ink(black, "", 0, 0, 6, black, p.pale, TEXT_ITALIC, SANS_TEXT, p.pale, black)
    if style == "soft":
        paper = mix(p.pale, p.soft, 0.35)
        return Ink(paper, "", 0, 12, 9, white, p.deep, TEXT, SANS_TEXT, white, p.deep)
    if style == "print":
        paper = mix(p.pale, p.soft, 0.15)
        return Ink(paper, p.deep, 1.4, 0, 10, paper, p.deep, TEXT, TEXT_ITALIC, paper, p.deep)
    if style == "pop":
        return Ink(p.glow, dark, 3, 0, 9, p.deep, p.pale, SANS_TEXT, SANS_TEXT, white, dark)
    return Ink(
        "#fbf4e6", "", 0, 0, 8, "#fff8ea", "#14222e", TEXT_ITALIC, SANS_TEXT, "#ffffff", "#14222e"
    )
