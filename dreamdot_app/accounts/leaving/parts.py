"""What the slices add to an export of everything, and what leaving would cost.

Slices stand above accounts, so they tell it: each one, when it is imported, gives its part.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from dreamdot_app.core.ids import UserId


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the export.

    ``path`` is within the part's folder. ``content`` is text, a `Path` of a file, rows (an
    asynchronous iterator: written as an array, one after the other), or else what JSON can hold;
    ids, times and dataclasses become JSON as they do in payloads. ``done`` says how much of the
    part is there with this file, from 0 to 1.
    """

    path: str
    content: object
    done: float = 0.0


type_gather = Callable[[UserId], AsyncIterator[Entry]]
type_stake = Callable[[UserId], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """What one slice adds: a folder named so, and what stands of it in the README."""

    name: str
    gather: type_gather
    about: str


PARTS: dict[str, Part] = {}
_stakes: dict[str, type_stake] = {}


def exports(name: str, gather: type_gather, *, about: str) -> None:
    """Add a part to every export. ``gather`` gives the files of one person, nothing secret among
    them; it may be asked again from the start.
    """
    PARTS[name] = Part(name, gather, about)


def at_stake(name: str, ask: type_stake) -> None:
    """Have those who want to leave told what they give up by it: ``ask`` says it in words, such as
    ``$12.40 in your wallet``; empty for nothing.
    """
    _stakes[name] = ask


async def stakes_of(user_id: UserId) -> str:
    """What somebody would give up by leaving, in words; empty for nothing."""
    told = [await ask(user_id) for ask in _stakes.values()]
    return " and ".join(words for words in told if words)
