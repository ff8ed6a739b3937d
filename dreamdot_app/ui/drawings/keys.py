"""Keys and addresses of drawings: everything a picture is made from, in one bounded word.

A key is the base64url form of a compact JSON array. It is canonical: one picture has one address.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata

MAX_KEY = 660
_TITLE, _AUTHOR, _NAME = 120, 60, 64
_WORD = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def build_key(*parts: str | int) -> str:
    """Write parts as a key. Raises ValueError when it would be longer than ``MAX_KEY``."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    key = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    if len(key) > MAX_KEY:
        raise ValueError("key too long")
    return key


def parse_key(key: str) -> tuple[str | int, ...]:
    """Read a key's parts. Raises ValueError for anything that ``build_key`` does not make."""
    if len(key) > MAX_KEY or not _WORD.fullmatch(key):
        raise ValueError("not a key")
    try:
        text = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)).decode()
        parts = json.loads(text)
    except (binascii.Error, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError("not a key") from error
    if not isinstance(parts, list) or not 1 <= len(parts) <= 4:
        raise ValueError("not a list of parts")
    if not all(isinstance(part, str) or type(part) is int for part in parts):
        raise ValueError("parts are words and whole numbers")
    if build_key(*parts) != key:
        raise ValueError("not canonical")
    return tuple(parts)


def _plain(text: str, length: int) -> str:
    """NFC, without control, zero-width and bidi characters, spaces collapsed, cut to length."""
    clean = _CONTROL.sub("", unicodedata.normalize("NFC", " ".join(text.split())))
    return clean[:length].strip()


def cover_url(design: str, key: str, title: str, author: str) -> str:
    """Give the address of a work's cover."""
    words = [_plain(title, _TITLE), _plain(author, _AUTHOR)]
    while True:
        try:
            return f"/drawn/cover/{build_key(_plain(design, 32), _plain(key, _NAME), *words)}.svg"
        except ValueError:
            longer = 0 if len(words[0]) >= len(words[1]) else 1
            words[longer] = words[longer][: len(words[longer]) * 3 // 4].strip()


def art_url(design: str, key: str) -> str:
    """Give the address of the same picture without lettering."""
    return f"/drawn/art/{build_key(_plain(design, 32), _plain(key, _NAME))}.svg"


def page_url(comic: str, number: int) -> str:
    """Give the address of page ``number`` (from 1) of a comic."""
    return f"/drawn/page/{build_key(_plain(comic, _NAME), number)}.svg"


def person_url(key: str, *, face: bool = False) -> str:
    """Give the address of somebody's picture: a drawn face, or their constellation."""
    return f"/drawn/person/{build_key(_plain(key, _NAME), int(face))}.svg"


def sky_url(key: str) -> str:
    """Give the address of the wide sky behind somebody's name."""
    return f"/drawn/sky/{build_key(_plain(key, _NAME))}.svg"
