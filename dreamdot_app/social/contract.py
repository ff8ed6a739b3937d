"""What other slices may know of how people stand to each other."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dreamdot_app.accounts.contract import PersonCard
from dreamdot_app.core.errors import BadInput

__all__ = ["Distance", "KeptAway", "KeptAwayPage", "Standing", "TooMany", "Yourself"]


class Distance(StrEnum):
    """How somebody keeps another away.

    ``MUTED``: what the other makes is not shown to them, and the other does not learn of it.
    ``BLOCKED``: neither is shown what the other makes, nor may the other write to or follow them.
    """

    MUTED = "muted"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one who looks stands to another."""

    is_muted: bool = False
    is_blocked: bool = False


@dataclass(frozen=True, slots=True)
class KeptAway:
    """Somebody who is kept away, since when (UTC)."""

    person: PersonCard
    since: datetime


@dataclass(frozen=True, slots=True)
class KeptAwayPage:
    """Some of them, the latest first; ``next`` is empty at the end."""

    people: tuple[KeptAway, ...]
    next: str


class Yourself(BadInput):
    """Nobody keeps themselves away."""

    def __init__(self) -> None:
        super().__init__("This is you.")


class TooMany(BadInput):
    """More are kept away than a list may hold."""

    def __init__(self) -> None:
        super().__init__("You keep away as many people as one can. Let somebody back first.")
