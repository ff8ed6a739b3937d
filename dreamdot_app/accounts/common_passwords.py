"""Passwords of ten characters and more that are guessed first, and the shapes that are."""

import re
from functools import cache
from pathlib import Path

# Letters and digits in rows of a keyboard, forwards; backwards is tried too.
_ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
)
_LIST = Path(__file__).with_name("words") / "common_passwords.txt"
_LEET = str.maketrans(
    {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
)


def is_common(password: str) -> bool:
    """Whether a password would be among the first that a stranger tries."""
    plain = password.casefold()
    if len(set(plain)) <= 3 or _is_repetition(plain) or _is_row(plain):
        return True
    stem = re.sub(r"[\W\d_]+$", "", plain)
    return bool({plain, stem, plain.translate(_LEET), stem.translate(_LEET)} & _words())


@cache
def _words() -> frozenset[str]:
    return frozenset(_LIST.read_text().split())


def _is_row(plain: str) -> bool:
    return any(plain in row or plain[::-1] in row for row in _ROWS)


def _is_repetition(plain: str) -> bool:
    """``abcabcabcabc``: one short piece, again and again."""
    return any(
        len(plain) % size == 0 and plain == plain[:size] * (len(plain) // size)
        for size in range(1, min(5, len(plain) // 2) + 1)
    )
