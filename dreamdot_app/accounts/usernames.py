"""Usernames: what may be one, and when two of them are the same to a reader's eye.

Letters of one script, digits, ``_`` and ``.``. Two names clash when they differ only by case, or
when they look alike by the tables of Unicode Technical Standard 39: ``lucia`` and ``Iucia`` with a
capital i, ``m`` and ``rn``, Latin ``a`` and Cyrillic ``а``.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast

from confusable_homoglyphs import (  # pyright: ignore[reportMissingTypeStubs] it has none
    confusables,
)
from fontTools.unicodedata import (  # pyright: ignore[reportMissingTypeStubs] it has none
    script,  # pyright: ignore[reportUnknownVariableType] unannotated parameter
    script_extension,  # pyright: ignore[reportUnknownVariableType] unannotated parameter
)

from dreamdot_app.core.errors import BadInput

MIN_LENGTH, MAX_LENGTH = 3, 30
_FIELD = "username"
_DIGITS = frozenset("0123456789")
_JOINERS = frozenset("_.")
_LETTERS = frozenset(("Lu", "Ll", "Lt", "Lo", "Lm"))
_MARKS = frozenset(("Mn", "Mc"))
# Scripts that people write together (UTS 39, "highly restrictive").
_COMPANIES = (
    frozenset(("Hani", "Hira", "Kana")),
    frozenset(("Hani", "Hang")),
    frozenset(("Hani", "Bopo")),
)
_NO_SCRIPT = frozenset(("Zyyy", "Zinh", "Zzzz"))
_Pairs = dict[str, list[dict[str, str]]]
_OURS = "dreamdot"
_RESERVED = Path(__file__).with_name("words") / "reserved_names.txt"


def parse_username(value: object) -> str:
    """Read a username that somebody chose.

    Raises:
        BadInput: not text, too short or long, of other characters, of mixed scripts, or reserved.
    """
    if not isinstance(value, str) or len(value) > 10 * MAX_LENGTH:
        raise BadInput("Choose a name of 3 to 30 characters.", field=_FIELD)
    name = unicodedata.normalize("NFKC", value.strip().removeprefix("@"))
    if not MIN_LENGTH <= len(name) <= MAX_LENGTH:
        raise BadInput("Choose a name of 3 to 30 characters.", field=_FIELD)
    _require_characters(name)
    if not is_one_script(name):
        raise BadInput("Use the letters of one script only.", field=_FIELD)
    if passes_for_us(name) or _without_thin_letters(name) in _reserved_looks():
        raise BadInput(f"{name} is kept by DreamDot. Choose another name.", field=_FIELD)
    return name


def passes_for_us(name: str) -> bool:
    """Whether a shown name reads as DreamDot's own, however it is written."""
    # Before and after: to the tables a dot in the middle looks like a letter.
    looks = _without_thin_letters(_letters(name)), _without_thin_letters(name)
    return any(_without_thin_letters(_OURS) in _letters(look) for look in looks)


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def case_key(name: str) -> str:
    """What names that differ only by case have in common."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def look_key(name: str) -> str:
    """What names that look alike have in common (the skeleton of UTS 39, without case)."""
    spread = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name))
    looks = _prototypes()
    drawn = "".join(looks.get(letter, letter) for letter in spread).casefold()
    return unicodedata.normalize("NFD", "".join(looks.get(letter, letter) for letter in drawn))


def is_one_script(name: str) -> bool:
    """Whether the name's letters belong to one script, or to scripts written together."""
    possible: set[str] | None = None
    for letter in name:
        if letter in _DIGITS or letter in _JOINERS:
            continue
        own = _scripts_of(letter)
        possible = set(own) if possible is None else possible & own
    return possible is None or bool(possible)


def suggestions(name: str) -> Iterator[str]:
    """Names close to a taken one, the nicest first; whether they are free is not known here."""
    stem = name.rstrip("._0123456789")[: MAX_LENGTH - 7] or name[: MAX_LENGTH - 7]
    endings_in_latin = ["writes", "draws", "makes", "reads", "tells"]
    endings = ["2", "3", "7", "11", "21", "42", "77", "101", "365", "404", "808", "2077"]
    if is_one_script(stem + endings_in_latin[0]):
        endings = [*endings_in_latin, *endings]
    for ending in endings:
        yield f"{stem}.{ending}"


def _require_characters(name: str) -> None:
    for letter in name:
        if letter in _DIGITS or letter in _JOINERS or unicodedata.category(letter) in _LETTERS:
            continue
        # Marks that belong to a script are part of its letters; general ones pile up anywhere.
        if unicodedata.category(letter) in _MARKS and script(letter) not in _NO_SCRIPT:
            continue
        raise BadInput("Only letters, digits, _ and . are possible.", field=_FIELD)
    if not any(unicodedata.category(letter) in _LETTERS for letter in name):
        raise BadInput("At least one letter is needed.", field=_FIELD)
    if name[0] in _JOINERS or name[-1] in _JOINERS or unicodedata.category(name[0]) in _MARKS:
        raise BadInput("Begin and end with a letter or a digit.", field=_FIELD)
    if re.search(r"[._]{2}", name):
        raise BadInput("No two dots or underlines in a row.", field=_FIELD)


def _scripts_of(letter: str) -> frozenset[str]:
    """The scripts (and companies of scripts, by their index) that a letter may be part of."""
    own = _own_scripts(letter)
    together = {str(index) for index, company in enumerate(_COMPANIES) if own & company}
    return own | together


def _own_scripts(letter: str) -> frozenset[str]:
    extension = cast("set[str]", script_extension(letter))
    return frozenset(extension) - _NO_SCRIPT


@cache
def _reserved_looks() -> frozenset[str]:
    return frozenset(_without_thin_letters(name) for name in _RESERVED.read_text().split())


def _without_thin_letters(name: str) -> str:
    """A look in which ``i``, ``l`` and ``1`` are one: nobody shall be ``adm1n``."""
    return look_key(name).replace("i", "l")


@cache
def _prototypes() -> dict[str, str]:
    """For each character that looks like others, what stands for all of them.

    The library keeps pairs of look-alikes in both directions. In Unicode's table every character
    points to one prototype that points nowhere, so the pairs form stars; which of a star's
    members stands for it does not matter, except that only prototypes can be longer than one, and
    that an ASCII letter must stand for its star, for case is folded afterwards.
    """
    neighbours: dict[str, set[str]] = {}
    for member, others in cast(_Pairs, confusables.confusables_data).items():
        alike = neighbours.setdefault(_bare(member), set())
        alike |= {_bare(other["c"]) for other in others}
    chosen: dict[str, str] = {}
    for member, others in neighbours.items():
        if member not in chosen:
            star = {member, *others}
            star |= {far for near in others for far in neighbours[near]}
            chosen.update(dict.fromkeys(star, min(star, key=_standing)))
    single = {member: stands for member, stands in chosen.items() if len(member) == 1}
    # A longer prototype is made of characters that may have been given another one here.
    return {
        member: stands
        if len(stands) == 1
        else "".join(single.get(letter, letter) for letter in stands)
        for member, stands in single.items()
    }


def _bare(shown: str) -> str:
    """Without the direction marks that the table puts around right-to-left characters."""
    return shown.strip("\u200e\u200f")


def _standing(member: str) -> tuple[int, bool, bool, bool, str]:
    return -len(member), not member.isascii(), not member.isalpha(), member.isupper(), member
