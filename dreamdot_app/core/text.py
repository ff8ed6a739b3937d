"""What people type, made fit to keep: NFC, no control or invisible characters, bounded."""

import re
import unicodedata

from dreamdot_app.core.errors import BadInput

# Invisible or direction-changing characters that let one text pass for another. ZWJ and ZWNJ
# (U+200D, U+200C) stay: Persian, Indic scripts and family emoji need them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile(r"[^\S\n]+")
_MANY_BREAKS = re.compile(r"\n{3,}")


def _clean(value: object, *, field: str, longest_raw: int) -> str:
    if not isinstance(value, str):
        raise BadInput("This must be text.", field=field)
    if len(value) > longest_raw:
        raise BadInput("This is far too long.", field=field)
    composed = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    visible = _INVISIBLE.sub("", composed)
    kept = "".join(
        letter
        for letter in visible
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn")
    )
    return unicodedata.normalize("NFC", kept)  # what stood apart may now stand together


def _measured(text: str, *, field: str, min_length: int, max_length: int) -> str:
    if len(text) > max_length:
        raise BadInput(f"At most {max_length:,} characters; this has {len(text):,}.", field=field)
    if len(text) < min_length:
        raise BadInput(
            "This is needed." if min_length == 1 else f"At least {min_length} characters.",
            field=field,
        )
    return text


def line(value: object, *, field: str, max_length: int, min_length: int = 0) -> str:
    """One line of text: NFC, trimmed, single spaces, nothing invisible.

    Raises:
        BadInput: not text, shorter than ``min_length`` or longer than ``max_length`` characters.
    """
    cleaned = _clean(value, field=field, longest_raw=max_length * 4 + 1_000)
    joined = _SPACES.sub(" ", cleaned.replace("\n", " ")).strip(" \u200c\u200d")
    return _measured(joined, field=field, min_length=min_length, max_length=max_length)


def paragraphs(value: object, *, field: str, max_length: int, min_length: int = 0) -> str:
    """Several lines of text: as `line`, but line breaks stay (at most one empty line between).

    Raises:
        BadInput: not text, shorter than ``min_length`` or longer than ``max_length`` characters.
    """
    cleaned = _clean(value, field=field, longest_raw=max_length * 4 + 1_000)
    spaced = "\n".join(_SPACES.sub(" ", part).strip() for part in cleaned.split("\n"))
    folded = _MANY_BREAKS.sub("\n\n", spaced).strip()
    return _measured(folded, field=field, min_length=min_length, max_length=max_length)


def slug(title: str, *, longest: int = 60) -> str:
    """A title in small letters and hyphens, for addresses; empty when nothing of it can stand."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")
