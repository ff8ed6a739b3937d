"""Laying panels out on a page."""

from __future__ import annotations

from ..chance import Chance
from ..look import Look
from ..palettes import PALETTES
from ..svg import Canvas, Drawing
from .panel import draw_panel
from .script import Page, Script, comics, script
from .style import ink_of

WIDTH, HEIGHT, MARGIN = 400, 600, 10


def page_count(key: str) -> int:
    """Give the number of drawn pages of a comic, 0 when there is no such comic."""
    return len(script(key).pages) if key in comics() else 0


def comic_page(key: str, number: int) -> Drawing:
    """Draw page ``number`` (from 1) of a comic; raises KeyError when there is no such page."""
    play = script(key)
    if not 1 <= number <= len(play.pages):
        raise KeyError(f"{key} {number}")
    return _draw(play, play.pages[number - 1], number)


def _draw(play: Script, page: Page, number: int) -> Drawing:
    palette = PALETTES[play.palettes[(number - 1) % len(play.palettes)]]
    ink = ink_of(play.style, palette)
    c = Canvas(WIDTH, HEIGHT, f"{play.key}/{number}")
    c.ground(ink.paper)
    chance = Chance(f"{play.key}/{number}")
    weights = [1.25 if len(row) == 1 else 0.95 if len(row) == 2 else 0.8 for row in page.rows]
    inner = HEIGHT - 2 * MARGIN - ink.gutter * (len(page.rows) - 1)
    y = float(MARGIN)
    for row, weight in zip(page.rows, weights, strict=True):
        height = inner * weight / sum(weights)
        width = (WIDTH - 2 * MARGIN - ink.gutter * (len(row) - 1)) / len(row)
        for i, panel in enumerate(row):
            x = MARGIN + i * (width + ink.gutter)
            look = Look(play.key, palette, "day", Chance(int(chance() * 2**32)))
            with c.window(x, y, width, height, ink.radius):
                draw_panel(c, panel, width, height, look, ink, play)
            if ink.frame:
                c.rect(
                    round(x, 1), round(y, 1), width, height, "none",
                    stroke=ink.frame, stroke_width=ink.frame_width,
                )  # fmt: skip
        y += height + ink.gutter
    return c.drawing(2)
