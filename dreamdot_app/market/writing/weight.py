"""What HTML would cost to read, told before anything reads it: one pass, nothing built.

Whoever parses HTML as browsers do has to keep open what was not closed, and to open it again in
every paragraph that follows: a few hundred kilobytes can ask for minutes and gigabytes. So we count
first, never less than a parser could come to hold, and refuse what no story needs.
"""

from __future__ import annotations

import re
from itertools import islice

from dreamdot_app.core.errors import BadInput

MOST_HTML = 2_000_000  # characters: 400,000 of text, generously marked up
# Tags, those that close among them: 400,000 characters in paragraphs of twenty, or in short verses.
MOST_TAGS = 40_000
MOST_OPEN = 40  # tags inside one another; the deepest list that we keep has seventeen
_MOST_ATTRIBUTES = 20
_SHORT_TAG = 200  # characters: too few for more attributes than a parser can compare in no time

_BLANK = r"\t\n\f\r\x20"
_VALUE = rf"""(?:"[^"]*+"|'[^']*+'|[^{_BLANK}>"'][^{_BLANK}>]*+|(?=>))"""
_ATTRIBUTE = (
    rf"(?:=[^{_BLANK}/>=]*+|[^{_BLANK}/>=]++)"
    rf"(?:[{_BLANK}]*+=[{_BLANK}]*+{_VALUE}|(?![{_BLANK}]*+=))"
)
# As the standard's tokenizer reads a tag (https://html.spec.whatwg.org/#tokenization); possessive,
# so that no text makes it look at a character twice.
_TAG = re.compile(rf"<(/?)([a-zA-Z][^{_BLANK}/>]*+)(?:[{_BLANK}/]++|{_ATTRIBUTE})*+>")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_BEGINS_TAG = re.compile(r"</?[a-zA-Z]")
_OPENS = re.compile(r"<[a-zA-Z/!?]")

_VOID = frozenset({"br", "hr", "img"})
# Their end may be left out: the end of what is around says it, if that is one of these.
_IMPLIED = frozenset({"p", "li"})
_AROUND = frozenset({"li", "ul", "ol", "blockquote", "div"})
# What a parser opens again in the next paragraph when it was not closed.
_CARRIED_ON = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt"}
    | {"u"}
)


def check(html: str) -> None:
    """Refuse HTML that is too long, or too much work to read. Linear, and stops at the limit.

    Raises:
        BadInput: what is too much, for the field ``html``.
    """
    if len(html) > MOST_HTML:
        raise BadInput("This is too long to be saved.", field="html")
    if html.count("<") > MOST_TAGS:
        raise _too_many()
    _Scale().weigh(html)


def _too_many() -> BadInput:
    most = f"{MOST_TAGS // 2:,}"
    return BadInput(f"At most {most} paragraphs and formatted pieces.", field="html")


def _too_deep() -> BadInput:
    return BadInput("Lists and quotes stand too deep in one another.", field="html")


class _Scale:
    """Follows the tags and counts what a parser could have open.

    What is closed in its turn is closed. All else, and whatever might be a tag to another reader
    (inside a comment, inside an attribute), counts as open until the end: it is ``loose``.
    """

    def __init__(self) -> None:
        self._open: list[str] = []
        self._loose = 0
        self._carried = 0
        self._work = 0

    def weigh(self, html: str) -> None:
        """Count to the end of the text, or to what is too much."""
        found = _OPENS.search(html)
        while found is not None:
            end = self._one(html, found.start())
            if len(self._open) + self._loose > MOST_OPEN:
                raise _too_deep()
            if self._work > MOST_TAGS:
                raise _too_many()
            found = _OPENS.search(html, end)

    def _one(self, html: str, start: int) -> int:
        """Count what begins at a ``<``; where it ends."""
        tag = _TAG.match(html, start)
        end = tag.end() if tag else _end_of_comment(html, start)
        self._work += 1 + self._loose
        self._loose += html.count("<", start + 1, end)
        if tag is None:
            return end
        if end - start > _SHORT_TAG and _has_many_attributes(tag[0]):
            raise _too_many()
        name = tag[2].lower()
        if tag[1]:
            self._close(name)
        else:
            self._begin(name)
        return end

    def _begin(self, name: str) -> None:
        self._work += 0 if name in _CARRIED_ON else self._carried
        if name in _VOID:
            return
        if name == "li" and self._top() == "p":
            self._pop()
        if name in ("p", "li") and self._top() == name:
            self._pop()
        self._open.append(name)
        self._carried += name in _CARRIED_ON

    def _close(self, name: str) -> None:
        if name not in self._open:
            return
        while name in _AROUND and self._top() != name and self._top() in _IMPLIED:
            self._pop()
        if self._top() == name:
            self._pop()
            return
        while self._top() != name:
            self._pop()
            self._loose += 1
        self._pop()
        self._loose += 1

    def _top(self) -> str:
        return self._open[-1] if self._open else ""

    def _pop(self) -> None:
        self._carried -= self._open.pop() in _CARRIED_ON


def _has_many_attributes(tag: str) -> bool:
    found = islice(_ATTRIBUTES.finditer(tag, 1), _MOST_ATTRIBUTES + 2)  # the tag's name is one
    return sum(1 for _ in found) > _MOST_ATTRIBUTES + 1


def _end_of_comment(html: str, start: int) -> int:
    """Where something ends that is no tag; a tag that never ends takes everything with it.

    Raises:
        BadInput: a section of characters (``<![CDATA[``), whose end depends on where it stands.
    """
    if html.startswith("<![", start):
        raise BadInput("There is something in this text that is no HTML.", field="html")
    closing = "-->" if html.startswith("<!--", start) else ">"
    end = -1 if _BEGINS_TAG.match(html, start) else html.find(closing, start + 2)
    return len(html) if end < 0 else end + len(closing)
