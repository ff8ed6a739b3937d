"""Repeats for cloth: each gives the size of its tile and the tile's markup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dye:
    """The four colours of a cloth."""

    ground: str
    ink: str
    accent: str
    quiet: str


Tile = tuple[tuple[float, float], str]


def _scallop(d: Dye) -> Tile:
    rings = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="{colour}"/>'
        for y, xs in ((10, (0, 50)), (35, (25,)), (60, (0, 50)))
        for x in xs
        for r, colour in ((25, d.ink), (21, d.ground), (15, d.accent), (9, d.ground), (4.5, d.ink))
    )
    return (50, 50), rings


def _ogee(d: Dye) -> Tile:
    leaf = "M0 37.5Q0 15 25 0 50 15 50 37.5 50 60 25 75 0 60 0 37.5Z"
    knots = "".join(f'<circle cx="{x}" cy="{y}" r="5"/>' for x in (0, 50) for y in (0, 75))
    return (50, 75), (
        f'<path d="{leaf}" fill="{d.quiet}"/>'
        f'<path d="{leaf}" transform="translate(6 9) scale(.76)" fill="{d.ink}"/>'
        f'<path d="{leaf}" transform="translate(14.5 21.5) scale(.42)" fill="{d.accent}"/>'
        f'<g fill="{d.ink}">{knots}</g>'
    )


def _check(d: Dye) -> Tile:
    return (60, 60), (
        f'<path d="M0 0h20v60H0z" fill="{d.accent}" opacity=".55"/>'
        f'<path d="M0 0h60v20H0z" fill="{d.accent}" opacity=".55"/>'
        f'<path d="M29 0v60M51 0v60M0 29h60M0 51h60" stroke="{d.ink}" stroke-width="1.6"/>'
        f'<path d="M40 0v60M0 40h60" stroke="{d.quiet}" stroke-width="4" opacity=".8"/>'
    )


def _hex(d: Dye) -> Tile:
    cells = (
        (0, 0, d.ink, d.accent),
        (45, -26, d.quiet, d.ink),
        (45, 26, d.quiet, d.ink),
        (-45, -26, d.quiet, d.ink),
        (-45, 26, d.quiet, d.ink),
    )
    return (90, 52), "".join(
        f'<g transform="translate({x} {y})"><path d="M15 0L45 0 60 26 45 52 15 52 0 26Z"'
        f' fill="{outer}" stroke="{d.ground}" stroke-width="4"/>'
        f'<path d="M30 10L44 18V34L30 42 16 34V18Z" fill="{inner}"/></g>'
        for x, y, outer, inner in cells
    )


def _zigzag(d: Dye) -> Tile:
    rows = (
        (4, d.ink, 7), (16, d.accent, 4), (28, d.quiet, 7), (40, d.accent, 4), (52, d.ink, 7),
        (-8, d.accent, 4),
    )  # fmt: skip
    return (40, 48), "".join(
        f'<path d="M-5 {y + 15}L20 {y - 5}L45 {y + 15}" fill="none" stroke="{colour}"'
        f' stroke-width="{width}"/>'
        for y, colour, width in rows
    )


def _dots(d: Dye) -> Tile:
    return (48, 48), (
        f'<circle cx="12" cy="12" r="9" fill="{d.ink}"/>'
        f'<circle cx="36" cy="36" r="9" fill="{d.accent}"/>'
        f'<circle cx="12" cy="12" r="3.5" fill="{d.ground}"/>'
        f'<circle cx="36" cy="36" r="3.5" fill="{d.ground}"/>'
        f'<path d="M36 6v12M30 12h12M12 30v12M6 36h12" stroke="{d.quiet}" stroke-width="3"'
        ' stroke-linecap="round"/>'
    )


def _petal(d: Dye) -> Tile:
    spots = (
        (30, 30, d.ink),
        (0, 60, d.accent),
        (60, 60, d.accent),
        (0, 0, d.accent),
        (60, 0, d.accent),
    )
    return (60, 60), "".join(
        f'<g transform="translate({x} {y})">'
        + "".join(
            f'<path d="M0 0Q14-10 0-26-14-10 0 0Z" transform="rotate({k * 60})" fill="{colour}"/>'
            for k in range(6)
        )
        + f'<circle r="5" fill="{d.quiet}"/></g>'
        for x, y, colour in spots
    )


def _brick(d: Dye) -> Tile:
    return (60, 40), (
        f'<rect x="2" y="2" width="56" height="16" rx="3" fill="{d.ink}"/>'
        f'<rect x="32" y="22" width="56" height="16" rx="3" fill="{d.accent}"/>'
        f'<rect x="-28" y="22" width="56" height="16" rx="3" fill="{d.accent}"/>'
        f'<circle cx="30" cy="10" r="3" fill="{d.quiet}"/>'
    )


MOTIFS: dict[str, Callable[[Dye], Tile]] = {
    "scallop": _scallop,
    "ogee": _ogee,
    "check": _check,
    "hex": _hex,
    "zigzag": _zigzag,
    "dots": _dots,
    "petal": _petal,
    "brick": _brick,
}
