"""Identifiers: UUIDv7 (ordered by time, not guessable), short in addresses."""

from typing import NewType
from uuid import UUID

from uuid6 import uuid7

from dreamdot_app.core.errors import NotFound

UserId = NewType("UserId", UUID)

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # base58: no 0 O I l
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)}
_SHORT_LENGTH = 22


def new() -> UUID:
    """A fresh UUIDv7 (RFC 9562)."""
    return UUID(bytes=uuid7().bytes)


def short(identifier: UUID) -> str:
    """The 22 letters that stand for an id in addresses; the order of time is kept."""
    rest, letters = identifier.int, ""
    for _ in range(_SHORT_LENGTH):
        rest, value = divmod(rest, 58)
        letters = _ALPHABET[value] + letters
    return letters


def parse(text: object) -> UUID:
    """Read an id in its short or its canonical form.

    Raises:
        NotFound: it is neither, so nothing can be behind it.
    """
    if isinstance(text, UUID):
        return text
    if isinstance(text, str) and len(text) == _SHORT_LENGTH and _VALUE.keys() >= set(text):
        value = 0
        for letter in text:
            value = value * 58 + _VALUE[letter]
        if value < 1 << 128:
            return UUID(int=value)
    elif isinstance(text, str) and len(text) == 36:
        try:
            found = UUID(text)
        except ValueError:
            raise NotFound from None
        if str(found) == text.lower():  # UUID() takes hyphens anywhere
            return found
    raise NotFound


def parse_ref(ref: object) -> UUID:
    """The id at the end of ``some-title-<short id>``; what stands before it is decoration.

    Raises:
        NotFound: there is no id at its end.
    """
    if not isinstance(ref, str) or len(ref) > 200:
        raise NotFound
    return parse(ref[-_SHORT_LENGTH:])
