"""The drawings by name: covers, art, comic pages, people."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from .comics.page import comic_page
from .constellation import constellation, hue_of
from .covers import DESIGNS, Design
from .lettering.faces import ITALIC, ROMAN, SANS
from .lettering.setting import can_set
from .look import look_of
from .people import character_of, draw_bust
from .svg import Canvas, Drawing

_NIGHTS = range(165, 345)


@dataclass(frozen=True, slots=True)
class DesignInfo:
    """A design's name, its shape in drawing units, and the kinds of work it suits."""

    name: str
    width: int
    height: int
    kinds: tuple[str, ...]


def designs() -> tuple[DesignInfo, ...]:
    """List every cover design."""
    return tuple(DesignInfo(d.name, d.width, d.height, d.kinds) for d in DESIGNS.values())


def cover(design: str, key: str, title: str, author: str) -> Drawing:
    """Draw a work's cover; an unknown design gives its constellation with the title on it.

    ``key`` decides palette, light and details; ``key@palette`` or ``key@palette.mood`` fixes them.
    Words that our fonts cannot set are left out.
    """
    return _paint(DESIGNS.get(design, DESIGNS["constellation"]), key, title, author)


def art(design: str, key: str) -> Drawing:
    """Draw a design without lettering, as a picture or an item's sheet."""
    return _paint(DESIGNS.get(design, DESIGNS["constellation"]), key, "", "")


def _paint(design: Design, key: str, title: str, author: str) -> Drawing:
    look = look_of(
        key, palettes=design.palettes, moods=design.moods,
        title=_settable(title), author=_settable(author),
    )  # fmt: skip
    canvas = Canvas(design.width, design.height, f"{design.name}/{key}")
    design.paint(canvas, look)
    return canvas.drawing()


def _settable(text: str) -> str:
    """Give the words if all our fonts have all their letters, else none."""
    line = " ".join(text.split())
    return line if all(can_set(line, face) for face in (ROMAN, ITALIC, SANS)) else ""


def page(comic: str, number: int) -> Drawing:
    """Draw page ``number`` (from 1) of a comic. Raises KeyError when there is none."""
    return comic_page(comic, number)


def portrait(key: str) -> Drawing:
    """Draw a face; ``key:style=long skin=2`` fixes what chance would choose."""
    who = character_of(key)
    canvas = Canvas(100, 100, f"face/{key}")
    canvas.ground(who.ground)
    draw_bust(canvas, who)
    return canvas.drawing(4)


def person(key: str, *, face: bool = False) -> Drawing:
    """Draw somebody: a face when they have one, else their constellation."""
    if face:
        return portrait(key)
    inside = constellation("person:" + key, 100, 100, avatar=True)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="400" height="400">'
        f"{inside}</svg>"
    )
    return Drawing(svg, 400, 400)


def sky(key: str) -> Drawing:
    """Draw the wide sky of somebody who has no banner; at its left stands their picture.

    So wide, the browns look like mud: it is a night of greens, blues or plums.
    """
    named = (f"sky:{key}:{turn}" for turn in count())
    night = next(name for name in named if hue_of(name) in _NIGHTS)
    inside = constellation(night, 1400, 400, area=(0.3, 0.14, 0.96, 0.84), scale=0.62)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1400 400" width="1400" height="400"'
        f' preserveAspectRatio="xMidYMid slice">{inside}</svg>'
    )
    return Drawing(svg, 1400, 400)
