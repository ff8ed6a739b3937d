"""Comic scripts: a few lines of text for each page, read into panels.

    title: Salt Cathedral
    style: flat tide
    cast: marta = style=bun skin=1

    page 1-2
    [spires dusk] The tide leaves twice a day.
    [prop key] She left me the key.
    [face marta sad] "Not the reason."

``page`` gives the number of panels in each row. Inside the brackets stand the things to draw,
separated by ``+``; after them captions, and speech in double quotes, separated by ``|``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SCRIPTS = Path(__file__).parent / "scripts"


@dataclass(frozen=True, slots=True)
class Words:
    """A caption, or what somebody says."""

    text: str
    spoken: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What is drawn (word lists, the ground first) and what is read."""

    layers: tuple[tuple[str, ...], ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of panels from top to bottom."""

    rows: tuple[tuple[Panel, ...], ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A whole comic."""

    key: str
    title: str
    style: str
    palettes: tuple[str, ...]
    cast: dict[str, str]
    pages: tuple[Page, ...]


@lru_cache(maxsize=1)
def comics() -> tuple[str, ...]:
    """Name every comic that has a script, in alphabetical order."""
    return tuple(sorted(path.stem for path in SCRIPTS.glob("*.txt")))


@lru_cache(maxsize=64)
def script(key: str) -> Script:
    """Read a script; raises KeyError when there is none of this name."""
    if key not in comics():
        raise KeyError(key)
    return parse(key, (SCRIPTS / f"{key}.txt").read_text("utf-8"))


def parse(key: str, text: str) -> Script:
    """Read a script's text; raises ValueError when a page and its panels do not agree."""
    head: dict[str, str] = {}
    cast: dict[str, str] = {}
    pages: list[tuple[str, list[Panel]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("page "):
            pages.append((line.removeprefix("page ").strip(), []))
        elif line.startswith("["):
            pages[-1][1].append(_panel(line))
        elif line.startswith("cast:"):
            name, _, words = line.removeprefix("cast:").partition("=")
            cast[name.strip()] = words.strip()
        else:
            name, _, value = line.partition(":")
            head[name.strip()] = value.strip()
    style, *palettes = head["style"].split()
    return Script(
        key, head["title"], style, tuple(palettes), cast,
        tuple(_page(key, rows, panels) for rows, panels in pages),
    )  # fmt: skip


def _page(key: str, layout: str, panels: list[Panel]) -> Page:
    counts = [int(count) for count in layout.split("-")]
    if sum(counts) != len(panels):
        raise ValueError(f"{key}: page {layout} has {len(panels)} panels")
    rows, start = [], 0
    for count in counts:
        rows.append(tuple(panels[start : start + count]))
        start += count
    return Page(tuple(rows))


def _panel(line: str) -> Panel:
    drawn, _, read = line[1:].partition("]")
    words = tuple(_words(part) for part in map(str.strip, read.split("|")) if part)
    layers = tuple(tuple(layer.split()) for layer in drawn.split("+"))
    return Panel(layers, words)


def _words(text: str) -> Words:
    """Words that stand wholly in quotes are spoken; quotes within a caption are kept, curled."""
    if text.count('"') == 2 and text[0] == text[-1] == '"':
        return Words(text[1:-1].replace("'", "’"), spoken=True)
    curled = re.sub(r'(^|[\s(])"', r"\1“", text).replace('"', "”")
    return Words(curled.replace("'", "’"), spoken=False)
