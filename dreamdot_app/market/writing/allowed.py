"""The HTML that a story may hold, decided once: the editor makes no other, we keep no other.

Left out on purpose: underlining (reads as a link), inline code and code blocks (this is a place
for prose), figures and captions (a picture has its description), classes, styles and ids (the page
decides how a story looks), h1 (the page's own title).
"""

from __future__ import annotations

import re

import nh3

from dreamdot_app.market.writing import passage
from dreamdot_app.market.writing.measures import (
    beginning,
    plain_text,
    reading_minutes,
    word_count,
)

__all__ = [
    "ALLOWED_ATTRIBUTES",
    "ALLOWED_TAGS",
    "MAX_CHARACTERS",
    "beginning",
    "blocks_of",
    "plain_text",
    "reading_minutes",
    "sanitise",
    "word_count",
]

ALLOWED_TAGS = frozenset(
    {"p", "h2", "h3", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "hr", "img", "br"}
)
ALLOWED_ATTRIBUTES = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height"}),
}
MAX_CHARACTERS = 400_000  # of plain text

# What other programs and older drafts write for the same thing.
_SAME_MEANING = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "del": "s", "strike": "s"}
_READ_TAGS = ALLOWED_TAGS | set(_SAME_MEANING)

_OUR_PICTURE = re.compile(r"/media/[A-Za-z0-9_-]+(?:/[A-Za-z0-9_.-]+)*")
_WEB_ADDRESS = re.compile(r"(?:https?://[^\s/?#]+\S*|mailto:[^\s@]+@[^\s@]+)", re.IGNORECASE)
_PIXELS = re.compile(r"[1-9][0-9]{0,4}")
_LONGEST_ADDRESS = 2_000
_LONGEST_DESCRIPTION = 500
_ATTRIBUTE_ORDER = ("src", "alt", "width", "height")


def sanitise(html: str) -> str:
    """A story's HTML as it may be stored and shown: only the tags and attributes above.

    Blocks stand on top, marks nest one way, empty paragraphs are gone but for one where a scene
    ends (`passage.read`), links lead to the web or to a mailbox, pictures are ours. Idempotent.
    Nothing to read and nothing to see gives "".
    """
    return passage.write(blocks_of(html))


def blocks_of(html: str) -> list[passage.Block]:
    """The blocks of a story that anybody may have written, as `sanitise` would write them.

    What comes from outside is weighed before (`weight.check`): this takes as long as it takes.
    """
    cleaned = nh3.clean(
        html,
        tags=set(_READ_TAGS),
        clean_content_tags={"script", "style", "template", "title", "noscript", "svg", "math"},
        attributes={tag: set(names) for tag, names in ALLOWED_ATTRIBUTES.items()},
        attribute_filter=_attribute,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
    blocks = passage.read(_renamed(cleaned))
    for block in blocks:
        _describe_pictures(block)
    return blocks if any(_holds_something(block) for block in blocks) else []


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value of an allowed attribute, or None when it is not fit to keep."""
    match tag, name:
        case "a", "href":
            address = value.strip()
            fits = len(address) <= _LONGEST_ADDRESS and _WEB_ADDRESS.fullmatch(address)
            return address if fits else None
        case "img", "src":
            return value if _OUR_PICTURE.fullmatch(value) and ".." not in value else None
        case "img", "alt":
            return " ".join(passage.visible(value).split())[:_LONGEST_DESCRIPTION].strip()
        case "img", "width" | "height":
            return value if _PIXELS.fullmatch(value) else None
        case _:
            return None


def _renamed(cleaned: str) -> str:
    """The same HTML with the tags of `_SAME_MEANING` called by our names (they carry nothing)."""
    return re.sub(
        r"<(/?)(b|i|h1|h4|del|strike)>",
        lambda found: f"<{found[1]}{_SAME_MEANING[found[2]]}>",
        cleaned,
    )


def _describe_pictures(block: passage.Block) -> None:
    """Every picture says what it shows, if only that it is decoration (an empty description)."""
    if block.tag == "img":
        block.attributes.setdefault("alt", "")
        block.attributes = {
            name: block.attributes[name] for name in _ATTRIBUTE_ORDER if name in block.attributes
        }
    for inner in block.blocks:
        _describe_pictures(inner)


def _holds_something(block: passage.Block) -> bool:
    """Whether a reader finds words or a picture here; breaks alone are nothing."""
    return (
        block.tag == "img"
        or any(text.text().strip() for text in block.texts())
        or any(_holds_something(inner) for inner in block.blocks)
    )
