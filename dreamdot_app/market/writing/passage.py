"""A story as blocks and marked runs of text: read from clean HTML, written back in one way only.

The grammar is the editor's: on top stand blocks; paragraphs and headings hold text; marks belong
to the text, not to the tree. So whatever nesting came in, what goes out is well formed, and reading
it again gives the same blocks.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

TEXT_BLOCKS = frozenset({"p", "h2", "h3"})
CONTAINERS = frozenset({"blockquote", "ul", "ol", "li"})
LEAVES = frozenset({"hr", "img"})
MARKS = ("a", "strong", "em", "s")  # from the outermost to the innermost

LINK_REL = "noopener nofollow ugc"
_DEEPEST = 8  # containers inside one another; a list in a list in a quote is three
_BLANK = " \t\r\n\f"
_SPACES = re.compile(r"[ \t\r\n\f]+")
# Clean HTML as nh3 and `write` have it: attributes in double quotes, and no other < or > anywhere.
_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>|([^<]+|<)")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
# Overrides and isolates turn a line around, zero-width spaces hide in words. LRM, RLM, ZWJ and ZWNJ
# stay: Hebrew, Arabic, Persian, Indic scripts and family emoji need them.
# Control characters, lone surrogates and private use are nothing to read at all.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    r"\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff"
    "\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)
# Marks over marks: no letter has more than thirty (UAX #15, stream-safe text), and composing a long
# run of them takes time that grows with its square. What is no part of a word and no punctuation,
# symbol or emoji is a mark.
_MARK = (
    r"[^\w\s\x00-\u02ff\u2000-\u20cf\u2100-\u2cee\u2e00-\u2e7f\u3000-\u3029\u3030-\u303f"
    r"\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef\U0001f000-\U0001faff]"
)
_MANY_MARKS = re.compile(f"({_MARK}{{30}}){_MARK}+")


class Run(NamedTuple):
    """Text with the same marks; a line break is a run of its own that holds a newline."""

    text: str
    marks: tuple[tuple[str, str], ...] = ()  # (tag, href or "")


@dataclass(slots=True)
class Block:
    """A paragraph or heading with its runs, a container with its blocks, or a leaf."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def texts(self) -> Iterator[Block]:
        """Every paragraph and heading in reading order."""
        if self.tag in TEXT_BLOCKS:
            yield self
        for inner in self.blocks:
            yield from inner.texts()

    def text(self) -> str:
        """The words of a paragraph or heading; line breaks are newlines."""
        return "".join(run.text for run in self.runs)


def read(clean_html: str) -> list[Block]:
    """The top-level blocks of sanitised HTML.

    Empty blocks are left out, apart from scene breaks: one empty paragraph between two others,
    however many were typed.
    """
    reader = _Reader()
    for closing, tag, attributes, text in _TOKEN.findall(clean_html):
        if text:
            reader.words(html.unescape(text))
        elif closing:
            reader.end(tag)
        else:
            reader.begin(tag, attributes)
    return reader.finish()


def write(blocks: list[Block]) -> str:
    """HTML of the blocks."""
    return "".join(_block_html(block) for block in blocks)


def visible(text: str) -> str:
    """NFC without control, private-use and direction-turning characters."""
    if text.isascii():
        return _INVISIBLE.sub("", text)
    shortened = _MANY_MARKS.sub(r"\1", _INVISIBLE.sub("", text))
    # Some marks come apart into several.
    return _MANY_MARKS.sub(r"\1", unicodedata.normalize("NFC", shortened))


class _Reader:
    """Builds the blocks; whatever stands where it may not is lifted, never lost."""

    def __init__(self) -> None:
        self._root = Block("")
        self._open: list[Block] = [self._root]
        self._text: Block | None = None
        self._marks: list[tuple[str, str]] = []

    def begin(self, tag: str, attributes: str) -> None:
        """A tag begins, with its attributes as they are written."""
        if tag in TEXT_BLOCKS:
            self._close_text()
            self._open_text(tag)
        elif tag == "br":
            self._add(Run("\n", self._present_marks()))
        elif tag in MARKS:
            self._marks.append((tag, _attributes(attributes).get("href", "")))
        elif tag in CONTAINERS:
            self._open_container(tag)
        elif tag in LEAVES:
            self._leaf(tag, _attributes(attributes))

    def end(self, tag: str) -> None:
        """A tag ends."""
        if tag in MARKS:
            self._close_mark(tag)
        elif tag in TEXT_BLOCKS:
            self._close_text()
        elif tag in CONTAINERS and any(block.tag == tag for block in self._open):
            self._close_text()
            while self._open.pop().tag != tag:
                pass

    def words(self, data: str) -> None:
        """Text as it is read, not as it is written."""
        text = _SPACES.sub(" ", visible(data))
        if text and (self._text is not None or text != " "):
            self._add(Run(text, self._present_marks()))

    def finish(self) -> list[Block]:
        """The blocks that hold something, and the breaks between scenes."""
        self._close_text()
        return _with_scene_breaks(self._root.blocks)

    def _present_marks(self) -> tuple[tuple[str, str], ...]:
        """The open marks, each once, outermost first; a link without an address is none."""
        latest = {tag: href for tag, href in self._marks if tag != "a" or href}
        return tuple((tag, latest[tag]) for tag in MARKS if tag in latest)

    def _close_mark(self, tag: str) -> None:
        for index in range(len(self._marks) - 1, -1, -1):
            if self._marks[index][0] == tag:
                del self._marks[index]
                return

    def _flow(self) -> list[Block]:
        """Where a block may stand now; a list gets an item for it."""
        if self._open[-1].tag in ("ul", "ol"):
            item = Block("li")
            self._open[-1].blocks.append(item)
            return item.blocks
        return self._open[-1].blocks

    def _open_text(self, tag: str) -> Block:
        self._text = Block(tag)
        self._flow().append(self._text)
        return self._text

    def _close_text(self) -> None:
        if self._text is not None:
            self._text.runs = _tidy(self._text.runs)
            self._text = None

    def _add(self, run: Run) -> None:
        block = self._text or self._open_text("p")
        block.runs.append(run)

    def _open_container(self, tag: str) -> None:
        self._close_text()
        in_list = self._open[-1].tag in ("ul", "ol")
        if (tag == "li") != in_list and tag == "li":
            return  # an item outside any list: its text stands as paragraphs
        if len(self._open) > _DEEPEST and tag != "li":
            return
        container = Block(tag)
        (self._open[-1].blocks if tag == "li" else self._flow()).append(container)
        self._open.append(container)

    def _leaf(self, tag: str, attributes: dict[str, str]) -> None:
        self._close_text()
        if tag == "hr" or attributes.get("src"):
            self._flow().append(Block(tag, attributes))


def _attributes(written: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _tidy(runs: list[Run]) -> list[Run]:
    """Runs with single spaces, none at the edges or beside a break, neighbours joined."""
    kept: list[Run] = []
    before = "\n"
    for run in runs:
        text = run.text
        if before in (" ", "\n"):
            text = text.lstrip(" ")
        if text == "\n" and kept:
            kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip(" "))
        if not text:
            continue
        kept.append(Run(text, run.marks))
        before = text[-1]
    return _joined(_trimmed(kept))


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without breaks and spaces at either end."""
    filled = [index for index, run in enumerate(runs) if run.text.strip(_BLANK)]
    if not filled:
        return []
    kept = runs[filled[0] : filled[-1] + 1]
    kept[0] = kept[0]._replace(text=kept[0].text.lstrip(_BLANK))
    kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip(_BLANK))
    return kept


def _joined(runs: list[Run]) -> list[Run]:
    with_text = (run for run in runs if run.text)
    return [
        Run("".join(run.text for run in same), marks)
        for marks, same in groupby(with_text, key=lambda run: run.marks)
    ]


def _with_scene_breaks(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    is_apart = False
    for block in blocks:
        if not _without_empty([block]):
            is_apart |= block.tag == "p"
            continue
        if is_apart and kept and kept[-1].tag == block.tag == "p":
            kept.append(Block("p"))
        kept.append(block)
        is_apart = False
    return kept


def _without_empty(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        block.blocks = _without_empty(block.blocks)
        if block.tag in LEAVES or block.text().strip() or block.blocks:
            kept.append(block)
    return kept


def _block_html(block: Block) -> str:
    attributes = "".join(
        f' {name}="{html.escape(value)}"' for name, value in block.attributes.items()
    )
    if block.tag in LEAVES:
        return f"<{block.tag}{attributes}>"
    inner = _runs_html(block.runs) if block.tag in TEXT_BLOCKS else write(block.blocks)
    return f"<{block.tag}{attributes}>{inner}</{block.tag}>"


def _runs_html(runs: list[Run]) -> str:
    """Marks opened and closed only where they change, always in the same order."""
    parts: list[str] = []
    present: tuple[tuple[str, str], ...] = ()
    for run in [*runs, Run("")]:
        shared = 0
        while present[shared : shared + 1] and present[: shared + 1] == run.marks[: shared + 1]:
            shared += 1
        parts.extend(f"</{tag}>" for tag, _ in reversed(present[shared:]))
        parts.extend(_opening(tag, href) for tag, href in run.marks[shared:])
        parts.append(html.escape(run.text, quote=False).replace("\n", "<br>"))
        present = run.marks
    return "".join(parts)


def _opening(tag: str, href: str) -> str:
    return f'<a href="{html.escape(href)}" rel="{LINK_REL}">' if tag == "a" else f"<{tag}>"
