"""A small SVG canvas: shapes, gradients, clips and letters, written as compact well-formed text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from .chance import fnv1a

Number = int | float
Point = tuple[float, float]
Stop = tuple[float, str] | tuple[float, str, float]

# XML 1.0 allows no other control characters, and no surrogates.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A complete SVG document; ``width`` and ``height`` are its intrinsic size in CSS pixels."""

    svg: str
    width: int
    height: int


def num(value: Number) -> str:
    """Write a coordinate with at most one decimal."""
    text = f"{value:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    return "0" if text == "-0" else text


def _value(value: str | Number) -> str:
    if isinstance(value, str):
        return quoteattr(_NOT_XML.sub("", value))
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return f'"{text if text not in ("-0", "") else "0"}"'


def _attributes(attrs: dict[str, str | Number | None]) -> str:
    return "".join(
        f" {name.rstrip('_').replace('_', '-')}={_value(value)}"
        for name, value in attrs.items()
        if value is not None
    )


def polyline(points: Iterable[Point], *, close: bool = False) -> str:
    """Write points as path data."""
    text = "L".join(f"{num(x)} {num(y)}" for x, y in points)
    return f"M{text}Z" if close else f"M{text}"


def smooth(points: Sequence[Point], *, close: bool = False) -> str:
    """Write a soft curve through ``points`` as path data (Catmull-Rom as cubic Béziers)."""
    last = len(points) - 1

    def at(index: int) -> Point:
        return points[index % len(points)] if close else points[max(0, min(last, index))]

    parts = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for i in range(len(points) if close else last):
        before, start, end, after = at(i - 1), at(i), at(i + 1), at(i + 2)
        parts.append(
            f"C{num(start[0] + (end[0] - before[0]) / 6)}"
            f" {num(start[1] + (end[1] - before[1]) / 6)}"
            f" {num(end[0] - (after[0] - start[0]) / 6)} {num(end[1] - (after[1] - start[1]) / 6)}"
            f" {num(end[0])} {num(end[1])}"
        )
    return "".join(parts) + ("Z" if close else "")


class Canvas:
    """Collects the parts of one drawing. Ids depend on ``key`` alone, so output is stable."""

    def __init__(self, width: int, height: int, key: str) -> None:
        self.width = width
        self.height = height
        self._body: list[str] = []
        self._defs: list[str] = []
        self._ids = 0
        self._prefix = f"d{fnv1a(key):x}"
        self.glyphs: dict[object, str] = {}

    def new_id(self) -> str:
        """Name an element so that two drawings in one page do not meet."""
        self._ids += 1
        return f"{self._prefix}-{self._ids}"

    def define(self, markup: str) -> None:
        """Add to ``<defs>``."""
        self._defs.append(markup)

    def raw(self, markup: str) -> None:
        """Add markup as it is; it must be well-formed and free of foreign text."""
        self._body.append(markup)

    def shape(self, name: str, **attrs: str | Number | None) -> None:
        """Add an element; attribute names take ``_`` for ``-``."""
        self._body.append(f"<{name}{_attributes(attrs)}/>")

    def path(self, d: str, fill: str = "none", **attrs: str | Number | None) -> None:
        """Add a path; without a fill it is a line."""
        self.shape("path", d=d, fill=fill, **attrs)

    def line(self, d: str, stroke: str, width: Number = 1, **attrs: str | Number | None) -> None:
        """Add a stroked path with round ends."""
        self.shape(
            "path",
            d=d,
            fill="none",
            stroke=stroke,
            stroke_width=width,
            **{"stroke_linecap": "round", "stroke_linejoin": "round", **attrs},
        )

    def rect(
        self,
        x: Number,
        y: Number,
        width: Number,
        height: Number,
        fill: str,
        **attrs: str | Number | None,
    ) -> None:
        """Add a rectangle."""
        self.shape("rect", x=x or None, y=y or None, width=width, height=height, fill=fill, **attrs)

    def circle(
        self, x: Number, y: Number, r: Number, fill: str, **attrs: str | Number | None
    ) -> None:
        """Add a circle."""
        self.shape("circle", cx=num(x), cy=num(y), r=r, fill=fill, **attrs)

    def ellipse(
        self, x: Number, y: Number, rx: Number, ry: Number, fill: str, **attrs: str | Number | None
    ) -> None:
        """Add an ellipse."""
        self.shape("ellipse", cx=num(x), cy=num(y), rx=num(rx), ry=num(ry), fill=fill, **attrs)

    def ground(self, fill: str) -> None:
        """Fill the whole canvas."""
        self.rect(0, 0, self.width, self.height, fill)

    def linear(self, *stops: Stop, x2: Number = 0, y2: Number = 1) -> str:
        """Define a linear gradient (downwards unless told otherwise); give it as a paint."""
        name = self.new_id()
        self.define(
            f'<linearGradient id="{name}" x2="{x2}" y2="{y2}">{_stops(stops)}</linearGradient>'
        )
        return f"url(#{name})"

    def radial(self, *stops: Stop, **attrs: str | Number | None) -> str:
        """Define a radial gradient; give it as a paint."""
        name = self.new_id()
        self.define(
            f'<radialGradient id="{name}"{_attributes(attrs)}>{_stops(stops)}</radialGradient>'
        )
        return f"url(#{name})"

    def pattern(self, size: tuple[Number, Number], markup: str, turn: Number = 0) -> str:
        """Define a repeated tile of ``size``; give it as a paint."""
        name = self.new_id()
        turned = f' patternTransform="rotate({num(turn)})"' if turn else ""
        self.define(
            f'<pattern id="{name}" width="{num(size[0])}" height="{num(size[1])}"'
            f' patternUnits="userSpaceOnUse"{turned}>{markup}</pattern>'
        )
        return f"url(#{name})"

    @contextmanager
    def aside(self) -> Iterator[list[str]]:
        """Collect what the block draws instead of adding it; ``raw("".join(…))`` adds it later."""
        body, self._body = self._body, []
        collected = self._body
        try:
            yield collected
        finally:
            self._body = body

    @contextmanager
    def group(self, **attrs: str | Number | None) -> Iterator[None]:
        """Put what is drawn inside the block into one ``<g>``."""
        self._body.append(f"<g{_attributes(attrs)}>")
        yield
        self._body.append("</g>")

    @contextmanager
    def window(
        self, x: Number, y: Number, width: Number, height: Number, radius: Number = 0
    ) -> Iterator[None]:
        """Draw in a clipped box whose own origin is its corner."""
        name = self.new_id()
        rounded = f' rx="{num(radius)}"' if radius else ""
        self.define(
            f'<clipPath id="{name}"><rect width="{num(width)}" height="{num(height)}"{rounded}/>'
            "</clipPath>"
        )
        with (
            self.group(transform=f"translate({num(x)} {num(y)})"),
            self.group(clip_path=f"url(#{name})"),
        ):
            yield

    @contextmanager
    def cut(self, d: str) -> Iterator[None]:
        """Draw inside the outline ``d`` only."""
        name = self.new_id()
        self.define(f'<clipPath id="{name}"><path d="{d}"/></clipPath>')
        with self.group(clip_path=f"url(#{name})"):
            yield

    @contextmanager
    def placed(
        self, x: Number, y: Number, scale: Number = 1, turn: Number = 0, *, flip: bool = False
    ) -> Iterator[None]:
        """Draw around a point, scaled, turned and mirrored."""
        parts = [f"translate({num(x)} {num(y)})"]
        if turn:
            parts.append(f"rotate({num(turn)})")
        if flip:
            parts.append(f"scale({-scale:.3g} {scale:.3g})")
        elif scale != 1:
            parts.append(f"scale({scale:.3g})")
        with self.group(transform="".join(parts)):
            yield

    def drawing(self, scale: Number = 2) -> Drawing:
        """Close the canvas: one SVG document, ``scale`` CSS pixels to a unit."""
        width, height = round(self.width * scale), round(self.height * scale)
        defs = f"<defs>{''.join(self._defs)}</defs>" if self._defs else ""
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}"'
            f' width="{width}" height="{height}">{defs}{"".join(self._body)}</svg>'
        )
        return Drawing(svg, width, height)


def _stops(stops: Iterable[Stop]) -> str:
    return "".join(
        f'<stop offset="{stop[0]}" stop-color="{stop[1]}"'
        + (f' stop-opacity="{stop[2]}"' if len(stop) > 2 else "")
        + "/>"
        for stop in stops
    )
