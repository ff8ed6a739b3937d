"""Which part of a history is asked for, as an address says it (``?kind=sales&way=in&q=lamp``)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from dreamdot_app.core import ids, money
from dreamdot_app.core.errors import BadInput, NotFound
from dreamdot_app.core.text import line
from dreamdot_app.wallet.contract import Direction
from dreamdot_app.wallet.history.kinds import Group

_LONGEST_SEARCH = 100
_MOST_WORDS = 8
_DAYS = {"30d": 30, "90d": 90}
_FIRST_YEAR, _LAST_YEAR = 2000, 2999


@dataclass(frozen=True, slots=True)
class Asked:
    """Which movements: a group, one way, a time (``30d``, ``90d`` or a year), words."""

    group: Group = Group.ALL
    direction: Direction = Direction.ALL
    when: str = ""
    q: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Asked()

    def address(self, **changed: object) -> str:
        """The page that shows this, with some of it otherwise."""
        other = replace(self, **changed)  # pyright: ignore[reportArgumentType] named by us
        query = {
            "kind": "" if other.group is Group.ALL else other.group.value,
            "way": "" if other.direction is Direction.ALL else other.direction.value,
            "when": other.when,
            "q": other.q,
        }
        told = urlencode({name: value for name, value in query.items() if value})
        return f"/wallet?{told}" if told else "/wallet"

    def span(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """From when (inclusive) until when (exclusive), ``None`` where it is open. Years are
        those of the zone of ``now``.
        """
        if self.when in _DAYS:
            return now - timedelta(days=_DAYS[self.when]), None
        if self.when:
            year = int(self.when)
            first, next_ = (datetime(one, 1, 1, tzinfo=now.tzinfo) for one in (year, year + 1))
            return first, next_
        return None, None

    def words(self) -> list[str]:
        """The words that are searched for."""
        return self.q.split()[:_MOST_WORDS]

    def receipt(self) -> UUID | None:
        """The transfer whose number the search is."""
        try:
            return ids.parse(self.q)
        except NotFound:
            return None

    def amount_minor(self) -> int | None:
        """The amount that the search is, in minor units, whatever way it went."""
        try:
            return money.parse_minor(self.q.lstrip("+-\u2212").strip(), field="q")
        except BadInput:
            return None


def asked_of(query: Mapping[str, object]) -> Asked:
    """Read what an address asks for; what it cannot mean is left out."""
    return Asked(
        group=_group(query.get("kind")),
        direction=_direction(query.get("way")),
        when=_when(query.get("when")),
        q=_searched(query.get("q", "")),
    )


def _group(text: object) -> Group:
    try:
        return Group(text)
    except ValueError:
        return Group.ALL


def _direction(text: object) -> Direction:
    try:
        return Direction(text)
    except ValueError:
        return Direction.ALL


def _when(text: object) -> str:
    told = str(text or "")
    if told in _DAYS:
        return told
    is_year = told.isascii() and told.isdigit() and len(told) == 4
    return told if is_year and _FIRST_YEAR <= int(told) <= _LAST_YEAR else ""


def _searched(text: object) -> str:
    """Cut twice: composing its letters may make them more (NFC)."""
    cut = str(text)[:_LONGEST_SEARCH]
    return line(cut, field="q", max_length=3 * _LONGEST_SEARCH)[:_LONGEST_SEARCH].strip()
