"""Placing titles and names on covers. Without a title (or without the letters) nothing is drawn."""

from __future__ import annotations

from typing import Literal

from ..lettering.faces import ITALIC, ROMAN, SANS, Face
from ..lettering.setting import Block, draw_block, draw_line, fit, measure
from ..look import Look
from ..svg import Canvas

Box = tuple[float, float, float, float]
Rise = Literal["top", "middle", "bottom"]


def title(
    c: Canvas,
    look: Look,
    box: Box,
    fill: str,
    *,
    face: Face = ROMAN,
    second: Face | None = ITALIC,
    largest: float = 38,
    anchor: float = 0,
    at: Rise = "top",
    leading: float = 1.1,
    tracking: float = 0,
    caps: bool = False,
    most_lines: int = 6,
) -> tuple[float, float]:
    """Set the title inside ``box`` (x, y, width, height).

    Returns the y of the top and of the last baseline, for what stands above or below it.
    """
    text = look.title.upper() if caps else look.title
    x, y, width, height = box
    block = fit(
        text, face, width, height,
        largest=largest, leading=leading, tracking=tracking, most_lines=most_lines,
    )  # fmt: skip
    space = height - block.height if block.lines else 0
    top = y + {"top": 0.0, "middle": space / 2, "bottom": space}[at]
    draw_block(
        c, block, x + width * anchor, top + block.size * 0.72, fill, anchor=anchor,
        second=None if caps else second,
    )  # fmt: skip
    return top, top + (block.height if block.lines else 0)


def name(
    c: Canvas,
    text: str,
    x: float,
    y: float,
    fill: str,
    *,
    size: float = 11.5,
    width: float = 250,
    face: Face = SANS,
    anchor: float = 0,
    tracking: float = 0,
    caps: bool = False,
) -> None:
    """Set one short line (an author's name), made smaller when it is wider than ``width``."""
    line = text.upper() if caps else text
    length = measure(line, face, tracking)
    if length:
        draw_line(
            c, line, face, x, y, min(size, width / length), fill, anchor=anchor, tracking=tracking
        )


def filling(text: str, face: Face, width: float, *, largest: float, tracking: float = 0) -> Block:
    """Give one line at the size at which it is exactly ``width`` wide (or ``largest``)."""
    length = measure(text, face, tracking)
    size = min(largest, width / length) if length else 0
    return Block((text,) if length else (), face, size, 1, tracking)


def syllables(word: str) -> list[str]:
    """Break a long word into two parts at a likely place, for lettering that breaks words."""
    if len(word) < 6:
        return [word]
    vowels = "aeiouyáéíóúàèâêôäöüąęåøæ"
    middle = len(word) // 2
    for shift in (0, -1, 1, 2, -2):
        cut = middle + shift
        if (
            2 <= cut <= len(word) - 2
            and word[cut].lower() not in vowels
            and word[cut - 1].lower() in vowels
        ):
            return [word[:cut], word[cut:]]
    return [word[:middle], word[middle:]]
