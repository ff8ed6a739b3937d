"""Setting words: measuring, breaking into lines, fitting into a box, and drawing as outlines."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ..svg import Canvas, num
from .faces import EM, Face, Glyph, cut

Warp = Callable[[float, float], tuple[float, float]]

_SMALL_WORDS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)


@lru_cache(maxsize=4096)
def spread(text: str, face: Face, tracking: float = 0) -> tuple[tuple[Glyph, float], ...] | None:
    """Lay out one line: glyphs with their x in thousandths of an em; None if a letter is lacking.

    ``tracking`` is the extra space between letters in thousandths of an em.
    """
    faces, placed, x = cut(face), [], 0.0
    before: Glyph | None = None
    for character in unicodedata.normalize("NFC", text):
        glyph = faces.glyph(character)
        if glyph is None:
            return None
        if before is not None:
            x += faces.kern(before, glyph) + tracking
        placed.append((glyph, x))
        x += glyph.advance
        before = glyph
    return tuple(placed)


def can_set(text: str, face: Face) -> bool:
    """Say whether our fonts have every letter of ``text``."""
    return bool(text.strip()) and spread(text, face) is not None


def measure(text: str, face: Face, tracking: float = 0) -> float:
    """Give the width of a line in ems (0 for a line that cannot be set)."""
    placed = spread(text, face, tracking)
    if not placed:
        return 0.0
    glyph, x = placed[-1]
    return (x + glyph.advance) / EM


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that fit their box, with the size they fit at."""

    lines: tuple[str, ...]
    face: Face
    size: float
    leading: float
    tracking: float

    @property
    def height(self) -> float:
        """Height from the first line's capitals to the last baseline, about."""
        return self.size * (0.72 + self.leading * (len(self.lines) - 1))

    @property
    def width(self) -> float:
        """Width of the longest line."""
        return (
            max((measure(x, self.face, self.tracking) for x in self.lines), default=0) * self.size
        )


def fit(
    text: str,
    face: Face,
    width: float,
    height: float,
    *,
    largest: float,
    leading: float = 1.12,
    tracking: float = 0,
    most_lines: int = 6,
) -> Block:
    """Break ``text`` into lines and find the largest size at which they fit the box.

    A text that cannot be set in our fonts gives a block without lines.
    """
    words = text.split()
    if not words or not can_set(text, face):
        return Block((), face, largest, leading, tracking)
    best = Block((), face, 0, leading, tracking)
    for count in range(1, min(most_lines, len(words)) + 1):
        lines = tuple(_balanced(words, face, tracking, count))
        widest = max(measure(line, face, tracking) for line in lines)
        size = min(largest, width / widest, height / (0.74 + leading * (count - 1)))
        # a further line has to pay for itself
        if size > best.size * (1.08 if best.lines else 1):
            best = Block(lines, face, size, leading, tracking)
    return best


def wrapped(text: str, face: Face, width: float, size: float, most_lines: int) -> tuple[str, ...]:
    """Break ``text`` at a fixed size into as few balanced lines as the width allows."""
    words = text.split()
    for count in range(1, most_lines + 1):
        lines = _balanced(words, face, 0, min(count, len(words)))
        if max((measure(line, face) for line in lines), default=0) * size <= width:
            return tuple(lines)
    return tuple(_balanced(words, face, 0, min(most_lines, len(words))))


def _balanced(words: list[str], face: Face, tracking: float, count: int) -> list[str]:
    """Break words into ``count`` lines so that the longest is as short as possible."""
    space = measure(" ", face, tracking)
    widths = [measure(word, face, tracking) for word in words]
    total = len(words)
    best: list[list[float]] = [[0.0] * (total + 1) for _ in range(count + 1)]
    where: list[list[int]] = [[0] * (total + 1) for _ in range(count + 1)]
    for end in range(1, total + 1):
        best[1][end] = sum(widths[:end]) + space * (end - 1)
    for line in range(2, count + 1):
        for end in range(line, total + 1):
            best[line][end] = float("inf")
            for start in range(line - 1, end):
                length = sum(widths[start:end]) + space * (end - start - 1)
                # a line that ends in a small word reads badly
                hangs = words[start - 1].lower() in _SMALL_WORDS
                worst = max(best[line - 1][start], length) + (0.35 if hangs else 0) + length * 0.001
                if worst < best[line][end]:
                    best[line][end], where[line][end] = worst, start
    lines, end = [], total
    for line in range(count, 0, -1):
        start = where[line][end] if line > 1 else 0
        lines.append(" ".join(words[start:end]))
        end = start
    return lines[::-1]


def draw_line(
    canvas: Canvas,
    text: str,
    face: Face,
    x: float,
    y: float,
    size: float,
    fill: str,
    *,
    anchor: float = 0,
    tracking: float = 0,
    **attrs: str | float | None,
) -> None:
    """Draw one line with its baseline at ``y``; ``anchor`` is 0 left, 0.5 middle, 1 right.

    Nothing is drawn when our fonts lack a letter. Outlines are defined once and reused.
    """
    placed = spread(text, face, tracking)
    if not placed:
        return
    left = x - measure(text, face, tracking) * size * anchor
    scale = f"{size * face.grain / EM:.4f}".lstrip("0")
    uses: list[str] = []
    for glyph, offset in placed:
        if not glyph.path:
            continue
        key = (face, glyph.source, glyph.name)
        if key not in canvas.glyphs:
            canvas.glyphs[key] = canvas.new_id()
            canvas.define(f'<path id="{canvas.glyphs[key]}" d="{glyph.path}"/>')
        uses.append(f'<use href="#{canvas.glyphs[key]}" x="{num(offset / face.grain)}"/>')
    with canvas.group(
        transform=f"translate({num(left)} {num(y)})scale({scale} -{scale})", fill=fill, **attrs
    ):
        canvas.raw("".join(uses))


def draw_block(
    canvas: Canvas,
    block: Block,
    x: float,
    y: float,
    fill: str,
    *,
    anchor: float = 0,
    second: Face | None = None,
    **attrs: str | float | None,
) -> None:
    """Draw a block whose first baseline is at ``y``.

    ``second``: the face of later lines that begin with a small word ("of Small Hours").
    """
    for index, line in enumerate(block.lines):
        tail = second and index and line.split()[0].lower() in _SMALL_WORDS
        draw_line(
            canvas,
            line,
            second if second and tail else block.face,
            x,
            y + index * block.size * block.leading,
            block.size,
            fill,
            anchor=anchor,
            tracking=block.tracking,
            **attrs,
        )


def outline(
    text: str,
    face: Face,
    x: float,
    y: float,
    size: float,
    *,
    anchor: float = 0,
    tracking: float = 0,
    warp: Warp | None = None,
) -> str:
    """Give one line as a single path in canvas coordinates, each point bent by ``warp``.

    Returns "" when our fonts lack a letter.
    """
    placed = spread(text, face, tracking)
    if not placed:
        return ""
    left = x - measure(text, face, tracking) * size * anchor
    parts: list[str] = []
    for glyph, offset in placed:
        at = start = (0.0, 0.0)
        for command, points in glyph.segments:
            bent = [(left + (offset + px) * size / EM, y - py * size / EM) for px, py in points]
            if warp is not None:
                bent = [warp(px, py) for px, py in bent]
            if command == "M":
                at = (round(bent[0][0], 1), round(bent[0][1], 1))
                parts.append(f"M{num(at[0])} {num(at[1])}")
                start = at
            elif command == "Z":
                parts.append("z")
                at = start
            else:
                parts.append(command.lower() + _relative(bent, at))
                at = (round(bent[-1][0], 1), round(bent[-1][1], 1))
    return "".join(parts)


def _relative(points: list[tuple[float, float]], at: tuple[float, float]) -> str:
    """Write points relative to ``at``, which is what a path's small letters want."""
    return " ".join(
        f"{num(round(x, 1) - at[0])} {num(round(y, 1) - at[1])}" for x, y in points
    ).replace(" -", "-")
