"""Layouts that keep picture and words apart: mats, bands, halves, labels."""

from __future__ import annotations

from ..lettering.faces import (
    BLACK,
    ITALIC,
    ITALIC_LIGHT,
    LIGHT,
    ROMAN,
    SANS,
    STRONG,
)
from ..lettering.setting import draw_block, fit
from ..look import Look
from ..palettes import mix, reading_on
from ..svg import Canvas, num
from .layouts import Scene
from .titles import name, title


def framed(c: Canvas, look: Look, scene: Scene) -> None:
    """Picture in a mat of paper, words below it like a print's margin."""
    w, h, p = c.width, c.height, look.palette
    c.ground(p.pale)
    m = w * 0.075
    with c.window(m, m, w - 2 * m, h * 0.66):
        scene(c, w - 2 * m, h * 0.66, look)
    y = m + h * 0.66
    title(
        c, look, (m, y + h * 0.035, w - 2 * m, h - y - h * 0.12), p.deep, face=STRONG,
            largest=w * 0.095,
        anchor=0.5, second=None, at="middle",
    )  # fmt: skip
    name(
        c,
        look.author,
        w / 2,
        h - h * 0.04,
        p.pop,
        anchor=0.5,
        caps=True,
        tracking=160,
        size=9.5,
        width=w - 2 * m,
    )


def rondel(c: Canvas, look: Look, scene: Scene) -> None:
    """Picture in a circle on plain ground; italic title under it."""
    w, h, p = c.width, c.height, look.palette
    ground = p.deep if look.mood == "night" else mix(p.pale, p.soft, 0.2)
    ink = p.pale if look.mood == "night" else p.deep
    c.ground(ground)
    d = w * 0.74
    with c.window((w - d) / 2, h * 0.085, d, d, d / 2):
        scene(c, d, d, look)
    c.circle(w / 2, h * 0.085 + d / 2, d / 2 + 7, "none", stroke=ink, stroke_width=1)
    y = h * 0.085 + d + h * 0.07
    _, low = title(
        c,
        look,
        (w * 0.08, y, w * 0.84, h * 0.2),
        ink,
        face=ITALIC,
        second=None,
        largest=w * 0.115,
        anchor=0.5,
        at="middle",
    )
    name(c, look.author, w / 2, min(h * 0.95, low + h * 0.075), ink, anchor=0.5, size=11)


def half(c: Canvas, look: Look, scene: Scene) -> None:
    """Upper part picture, lower part paper with a large light title."""
    w, h, p = c.width, c.height, look.palette
    c.ground(p.pale)
    with c.window(0, 0, w, h * 0.58):
        scene(c, w, h * 0.58, look)
    _, low = title(
        c,
        look,
        (w * 0.085, h * 0.63, w * 0.83, h * 0.24),
        p.deep,
        face=LIGHT,
        second=ITALIC_LIGHT,
        largest=w * 0.135,
        leading=1.04,
    )
    name(c, look.author, w * 0.085, max(low + h * 0.06, h * 0.945), p.mid, size=11.5)


def sash(c: Canvas, look: Look, scene: Scene) -> None:
    """Full picture with a paper band down its side; the title runs along the band."""
    w, h, p = c.width, c.height, look.palette
    scene(c, w, h, look)
    band = w * 0.2
    c.rect(round(w * 0.7, 1), 0, band, h, p.pale)
    c.rect(round(w * 0.7, 1), 0, 3, h, p.pop)
    block = fit(
        look.title, STRONG, h * 0.7, band * 0.78, largest=band * 0.42, leading=1.05, most_lines=2
    )
    with c.placed(w * 0.7 + band / 2, h * 0.055, 1, 90):
        draw_block(
            c,
            block,
            0,
            block.size * 0.34 - block.size * block.leading * (len(block.lines) - 1) / 2,
            p.deep,
        )
    with c.placed(w * 0.7 + band / 2 + 4, h * 0.945, 1, 90):
        name(c, look.author, 0, 0, p.pop, anchor=1, size=10, width=h * 0.22)


def plate(c: Canvas, look: Look, scene: Scene) -> None:
    """Full picture with a label of paper on it."""
    w, h, p = c.width, c.height, look.palette
    scene(c, w, h, look)
    if not look.title:
        return
    bw, bh = w * 0.72, h * 0.3
    x, y = (w - bw) / 2, h * 0.11
    c.rect(round(x, 1), round(y, 1), bw, bh, p.pale)
    c.path(
        f"M{num(x + 6)} {num(y + 6)}h{num(bw - 12)}v{num(bh - 12)}h{num(-bw + 12)}z",
        stroke=p.deep,
        stroke_width=1.2,
    )
    title(
        c,
        look,
        (x + 16, y + 14, bw - 32, bh - 46),
        p.deep,
        face=ROMAN,
        largest=w * 0.1,
        anchor=0.5,
        at="middle",
    )
    name(
        c,
        look.author,
        w / 2,
        y + bh - 18,
        p.pop,
        anchor=0.5,
        caps=True,
        tracking=140,
        size=9,
        width=bw - 36,
    )


def billboard(c: Canvas, look: Look, scene: Scene) -> None:
    """Black lettering that fills the upper third edge to edge."""
    w, h, p = c.width, c.height, look.palette
    with c.window(0, h * 0.36, w, h * 0.64):
        scene(c, w, h * 0.64, look)
    c.rect(0, 0, w, h * 0.36, p.pop)
    ink = reading_on(p.pop, p)
    title(
        c,
        look,
        (w * 0.06, h * 0.035, w * 0.88, h * 0.25),
        ink,
        face=BLACK,
        second=None,
        largest=w * 0.24,
        leading=0.92,
        at="middle",
    )
    name(c, look.author, w * 0.06, h * 0.333, ink, face=SANS, size=11)
