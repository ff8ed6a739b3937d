"""How hard a password would be to guess, by zxcvbn's estimate.

It is for people who know of a person what everybody may know: their name and their address. The
estimate of a long password of signs takes seconds, so what is estimated is bounded, and it happens
in one thread of its own (zxcvbn keeps the person's words in a variable of its module).
"""

import asyncio
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import prod
from typing import Any, cast

import zxcvbn as _zxcvbn  # pyright: ignore[reportMissingTypeStubs] it has none
from zxcvbn import matching  # pyright: ignore[reportMissingTypeStubs]

from dreamdot_app.core.errors import TooManyTries

SHORTEST = 10
# zxcvbn raises beyond. What follows can only make a password harder to guess.
_MOST_READ = 72
# What looks strong by then need not be read further.
_READ_AT_FIRST = 32
# Ways in which signs may stand for letters; each costs another search of all dictionaries.
_MOST_WAYS = 4
_MOST_OWN_WORDS, _LONGEST_OWN_WORD = 24, 60
# Phrases that are famous for being good ones, and what everybody here knows.
_FAMOUS = ("dreamdot", "correcthorsebatterystaple", "thisismypassword", "letmeinplease")
_LEAST_LEFT = 5
_MOST_WAITING = 20
_SIGNS: dict[str, list[str]] = matching.L33T_TABLE
_PLAIN = str.maketrans({sign: letter for letter, signs in _SIGNS.items() for sign in signs})

_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="strength")


@dataclass(frozen=True, slots=True)
class Strength:
    """``level`` from 1 (the first to be tried) to 4; from 3 it is enough. ``hint`` says why not."""

    level: int
    words: str
    hint: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether it may be somebody's password."""
        return self.level >= 3


_TOO_SHORT = Strength(1, "Too short")
_WORDS = {1: "Too easy", 2: "Easy to guess", 3: "Good", 4: "Strong"}
_HINTS = {
    "own": "Your own name or address is the first thing that others try.",
    "dictionary": "Common words and passwords are tried first. Add others beside them.",
    "spatial": "Rows of keys are tried first. Take a few words instead.",
    "repeat": "What repeats itself is tried first. Add other words.",
    "sequence": "Rows such as abc or 123 are tried first. Take a few words instead.",
    "date": "Dates are tried first. Add a few words.",
    "regex": "Years are tried first. Add a few words.",
}
_TOO_LITTLE = "This is quickly guessed. Add another word or two."


def own_words(*texts: object) -> tuple[str, ...]:
    """What a stranger would try of these names and addresses: as they stand, and their parts."""
    found: dict[str, None] = {}
    for text in texts:
        if isinstance(text, str) and (short := text[:254].casefold().strip()):
            parts = re.split(r"[\W_]+", short.partition("@")[0])
            found |= dict.fromkeys((short, "".join(parts), *parts, *re.split(r"[\W_]+", short)))
    long_enough = [word[:_LONGEST_OWN_WORD] for word in found if len(word) > 2]
    return tuple(long_enough[:_MOST_OWN_WORDS])


async def measured(password: str, *, own: Iterable[str] = ()) -> Strength:
    """How strong a password is for somebody with these names (`own_words`). Never raises."""
    if len(password) < SHORTEST:
        return _TOO_SHORT
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_thread, measure, password, tuple(own))


class _Waiting:
    """How many ask just now who could as well be told to ask later."""

    count = 0


async def measured_soon(password: str, *, own: Iterable[str] = ()) -> Strength:
    """The same for forms that ask while somebody types.

    Raises:
        TooManyTries: too many are asking just now.
    """
    if _Waiting.count >= _MOST_WAITING:
        raise TooManyTries("Too many ask just now.", retry_after_s=1)
    _Waiting.count += 1
    try:
        return await measured(password, own=own)
    finally:
        _Waiting.count -= 1


def measure(password: str, own: tuple[str, ...] = ()) -> Strength:
    """The same at once: up to a tenth of a second. Not from two threads at a time."""
    if _is_made_of(password[:_MOST_READ], own):
        return Strength(1, _WORDS[1], _HINTS["own"])
    begins = _estimate(password[:_READ_AT_FIRST], own)
    whole = (
        begins
        if len(password) <= _READ_AT_FIRST or begins["score"] == 4
        else _estimate(password[:_MOST_READ], own)
    )
    level = max(1, int(whole["score"]))
    hint = "" if level >= 3 else _hint(whole["sequence"])
    return Strength(level, _WORDS[level], hint)


def _is_made_of(password: str, own: tuple[str, ...]) -> bool:
    """Whether little is left when one's own words are taken out, in whatever order they stand."""
    left = password.casefold()
    for word in sorted(own, key=len, reverse=True):
        left = left.replace(word, "")
    return left != password.casefold() and sum(map(str.isalnum, left)) < _LEAST_LEFT


def _estimate(password: str, own: tuple[str, ...]) -> Mapping[str, Any]:
    ways = prod(sum(sign in password for sign in signs) or 1 for signs in _SIGNS.values())
    read = password if ways <= _MOST_WAYS else password.translate(_PLAIN)
    return cast("Mapping[str, Any]", _zxcvbn.zxcvbn(read, (*own, *_FAMOUS)))  # pyright: ignore[reportUnknownMemberType]


def _hint(sequence: list[dict[str, Any]]) -> str:
    guessed = [match for match in sequence if match["pattern"] != "bruteforce"]
    if not guessed:
        return _TOO_LITTLE
    longest = max(guessed, key=lambda match: len(match["token"]))
    is_own = (
        longest.get("dictionary_name") == "user_inputs" and longest["matched_word"] not in _FAMOUS
    )
    return _HINTS["own" if is_own else longest["pattern"]]
