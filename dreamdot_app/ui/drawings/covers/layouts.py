"""Ways of putting a picture and its words together on a cover."""

from __future__ import annotations

import math
from collections.abc import Callable

from ..lettering.faces import (
    ITALIC_BLACK,
    SANS_BOLD,
    STRONG,
)
from ..lettering.setting import draw_block, fit, outline
from ..look import Look
from ..palettes import mix
from ..svg import Canvas, num
from .titles import name, title

Scene = Callable[[Canvas, float, float, Look], None]
Layout = Callable[[Canvas, Look, Scene], None]

_BENT_MOST = 50  # characters: bent letters are drawn one by one, which makes long titles heavy


def over(look: Look) -> str:
    """Give the colour that reads on the top of the sky."""
    return look.light.ink if look.mood == "day" else look.palette.pale


def _under(c: Canvas, look: Look, scene: Scene, words: list[str], low: float) -> None:
    """Paint the scene so that its own sky begins below the words, then the words."""
    lift = round(max(0.0, low - c.height * 0.055)) if words else 0
    if lift:
        c.rect(0, 0, c.width, lift + 2, _ceiling(look, scene))
    with c.window(0, lift, c.width, c.height - lift):
        scene(c, c.width, c.height - lift, look)
    c.raw("".join(words))


def _ceiling(look: Look, scene: Scene) -> str:
    """Give the colour at the top edge of a scene."""
    p, module = look.palette, scene.__module__.rsplit(".", 1)[-1]
    if scene.__name__ in ("doorway", "planet", "rain_glass"):
        return p.deep
    if scene.__name__ == "arches":
        return mix(p.deep, "#000000", 0.3)
    if scene.__name__ == "bell":
        return mix(p.deep, "#000000", 0.15)
    if module == "rooms" or scene.__name__ == "bed":
        return {
            "day": mix(p.pale, p.soft, 0.35),
            "dusk": mix(p.soft, p.mid, 0.45),
            "night": p.dark,
        }[look.mood]
    return look.light.sky_top


def bare(c: Canvas, look: Look, scene: Scene) -> None:
    """The picture alone, as art is shown."""
    scene(c, c.width, c.height, look)


def crown(c: Canvas, look: Look, scene: Scene) -> None:
    """Full picture; title at the top left, the name under it."""
    w, h = c.width, c.height
    with c.aside() as words:
        ink = over(look)
        _, low = title(c, look, (w * 0.085, h * 0.065, w * 0.83, h * 0.23), ink, largest=w * 0.125)
        name(c, look.author, w * 0.087, low + h * 0.058, ink, width=w * 0.83)
    _under(c, look, scene, words if look.title else [], low + h * 0.058)


def crown_sans(c: Canvas, look: Look, scene: Scene) -> None:
    """Full picture; heavy sans title at the top, a rule, the name under it."""
    w, h, ink = c.width, c.height, over(look)
    with c.aside() as words:
        _, low = title(
            c, look, (w * 0.08, h * 0.06, w * 0.84, h * 0.25), ink, face=SANS_BOLD, second=None,
            largest=w * 0.135, leading=0.98, tracking=-18,
        )  # fmt: skip
        c.rect(round(w * 0.08, 1), round(low + h * 0.028, 1), w * 0.1, 3, ink)
        name(c, look.author, w * 0.08, low + h * 0.075, ink, width=w * 0.84)
    _under(c, look, scene, words if look.title else [], low + h * 0.075)


def foot(c: Canvas, look: Look, scene: Scene) -> None:
    """Full picture; title on the dark ground at the foot, name above it."""
    w, h = c.width, c.height
    c.ground(look.light.ink)
    # the scene's own foreground stays above the words
    scene(c, w, h * (0.86 if look.title else 1), look)
    shade = c.linear(
        (0, look.light.ink, 0.0), (0.55, look.light.ink, 0.82), (1, look.light.ink, 0.95)
    )
    if look.title:
        c.rect(0, round(h * 0.56, 1), w, h * 0.44, shade)
    top, _ = title(
        c,
        look,
        (w * 0.085, h * 0.7, w * 0.83, h * 0.235),
        look.palette.pale,
        largest=w * 0.12,
        at="bottom",
    )
    name(
        c,
        look.author,
        w * 0.085,
        top - h * 0.026,
        look.palette.glow,
        width=w * 0.83,
        caps=True,
        tracking=150,
        size=9.5,
    )


def arc(c: Canvas, look: Look, scene: Scene) -> None:
    """Full picture; the title bent over it like a rainbow."""
    if len(look.title) > _BENT_MOST:
        crown(c, look, scene)
        return
    w, h = c.width, c.height
    block = fit(
        look.title, STRONG, w * 0.88, h * 0.22, largest=w * 0.13, most_lines=2, leading=1.08
    )
    radius, base = w * 0.95, h * 0.055 + block.size * 0.72

    def bend(x: float, y: float) -> tuple[float, float]:
        turn = (x - w / 2) / radius
        r = radius + base - y
        return w / 2 + r * math.sin(turn), base + radius - r * math.cos(turn)

    with c.aside() as words:
        for i, line in enumerate(block.lines):
            y = base + i * block.size * block.leading
            c.path(outline(line, STRONG, w / 2, y, block.size, anchor=0.5, warp=bend), over(look))
        low = base + block.height - block.size * 0.7
        name(c, look.author, w / 2, low + w * 0.1, over(look), anchor=0.5, size=11)
    _under(c, look, scene, words if look.title else [], low + w * 0.1)


def poster(c: Canvas, look: Look, scene: Scene) -> None:
    """Tall lettering across the head, drawn higher than wide, as on a travel poster."""
    w, h, p = c.width, c.height, look.palette
    scene(c, w, h, look)
    block = fit(
        look.title.upper(),
        SANS_BOLD,
        w * 0.86,
        h * 0.16,
        largest=w * 0.17,
        most_lines=3,
        leading=0.94,
        tracking=10,
    )
    ink = over(look)
    with c.group(transform=f"translate({num(w / 2)} {num(h * 0.05)})scale(1 1.45)"):
        draw_block(c, block, 0, block.size * 0.74, ink, anchor=0.5)
    if look.title:
        c.rect(0, h - 34, w, 34, p.deep)
    name(
        c,
        look.author,
        w / 2,
        h - 13,
        p.pale,
        anchor=0.5,
        caps=True,
        tracking=220,
        size=10,
        width=w * 0.86,
    )


def lying(c: Canvas, look: Look, scene: Scene) -> None:
    """The title lies on the ground and runs to the horizon."""
    w, h, p = c.width, c.height, look.palette
    scene(c, w, h, look)
    block = fit(
        look.title.upper(),
        SANS_BOLD,
        w * 0.84,
        h * 0.4,
        largest=w * 0.2,
        most_lines=4,
        leading=1,
        tracking=10,
    )
    top, bottom = h * 0.6, h * 0.97
    if not block.lines:
        return

    def lie(x: float, y: float) -> tuple[float, float]:
        t = max(0.0, min(1.1, (y - h * 0.4) / (h * 0.4 or 1)))
        depth = t**1.5
        return w / 2 + (x - w / 2) * (0.34 + 0.72 * depth), top + (bottom - top) * depth

    step = h * 0.4 / len(block.lines)
    d = "".join(
        outline(
            line,
            SANS_BOLD,
            w / 2,
            h * 0.4 + step * (i + 0.9),
            min(block.size, step * 1.1),
            anchor=0.5,
            warp=lie,
        )
        for i, line in enumerate(block.lines)
    )
    c.path(d, p.pale, opacity=0.94)
    name(c, look.author, w / 2, h * 0.09, over(look), anchor=0.5, size=12.5)


def wide_caps(c: Canvas, look: Look, scene: Scene) -> None:
    """Capitals, far apart, in the middle of the head."""
    w, h = c.width, c.height
    ink = over(look)
    with c.aside() as words:
        _, low = title(
            c, look, (w * 0.1, h * 0.075, w * 0.8, h * 0.19), ink, caps=True, tracking=150,
            largest=w * 0.088, anchor=0.5, leading=1.35,
        )  # fmt: skip
        c.rect(round(w / 2 - 12), round(low + h * 0.032, 1), 24, 1, ink)
        name(
            c, look.author, w / 2, low + h * 0.068, ink, anchor=0.5, caps=True, tracking=200,
            size=9, width=w * 0.8,
        )  # fmt: skip
    _under(c, look, scene, words if look.title else [], low + h * 0.068)


def bouncing(c: Canvas, look: Look, scene: Scene) -> None:
    """Fat italics that dance a little, for young readers."""
    if len(look.title) > _BENT_MOST:
        crown(c, look, scene)
        return
    w, h, p = c.width, c.height, look.palette
    block = fit(
        look.title,
        ITALIC_BLACK,
        w * 0.86,
        h * 0.26,
        largest=w * 0.16,
        leading=1.02,
        most_lines=3,
        tracking=14,
    )
    base = h * 0.05 + block.size * 0.78

    def dance(x: float, y: float) -> tuple[float, float]:
        return x, y + math.sin(x / w * 9) * block.size * 0.08

    with c.aside() as words:
        for i, line in enumerate(block.lines):
            y = base + i * block.size * block.leading
            d = outline(
                line, ITALIC_BLACK, w / 2, y, block.size, anchor=0.5, tracking=14, warp=dance
            )
            shape, edge = c.new_id(), look.light.ink
            c.define(f'<path id="{shape}" d="{d}"/>')
            c.shape(
                "use",
                href=f"#{shape}",
                fill=edge,
                stroke=edge,
                stroke_width=block.size * 0.12,
                stroke_linejoin="round",
            )
            c.shape("use", href=f"#{shape}", fill=p.pale if look.mood != "day" else p.glow)
    _under(c, look, scene, words, base + block.height - block.size * 0.5)
    if look.author:
        c.rect(0, h - 30, w, 30, look.light.ink, opacity=0.72)
    name(c, look.author, w / 2, h - 11, p.pale, anchor=0.5, face=SANS_BOLD, size=11.5)
