"""Where a page of a list ends, as a text that the next page is asked with.

A cursor holds the sort key of the page's last row, and the next page begins after that row
(keyset). So pages stay complete and without repetition while rows are added, at any depth. It comes
back from the browser and is read as strictly as anything that does.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from uuid import UUID

from dreamdot_app.core.errors import BadInput

_LONGEST = 200


def _write(*parts: str | float | int) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _read(cursor: str, kinds: tuple[type, ...]) -> list[object]:
    if not isinstance(cursor, str) or len(cursor) > _LONGEST:  # pyright: ignore[reportUnnecessaryIsInstance] it is the browser's
        raise _refusal()
    try:
        parts = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        )
    except (binascii.Error, ValueError, RecursionError):
        raise _refusal() from None
    if not isinstance(parts, list) or len(parts) != len(kinds):
        raise _refusal()
    if any(type(part) is not kind for part, kind in zip(parts, kinds, strict=True)):
        raise _refusal()
    return parts


def _id(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise _refusal() from None


def _refusal() -> BadInput:
    return BadInput("This page of the list does not exist. Begin at its top.", field="before")


def of_time(at: datetime, row_id: UUID) -> str:
    """The cursor after a row of a list by time."""
    return _write(at.astimezone(UTC).isoformat(), str(row_id))


def time_and_id(cursor: str) -> tuple[datetime, UUID]:
    """Read a cursor of a list by time.

    Raises:
        BadInput: it is not one.
    """
    at, row_id = _read(cursor, (str, str))
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError:
        raise _refusal() from None
    if moment.tzinfo is None:
        raise _refusal()
    return moment, _id(row_id)


@dataclass(frozen=True, slots=True)
class Rank:
    """A row's place in a list by popularity: in which of a search's tiers, and where in it."""

    tier: int
    popularity: float
    row_id: UUID


def of_rank(rank: Rank) -> str:
    """The cursor after a row of a list by popularity."""
    return _write(rank.tier, float(rank.popularity), str(rank.row_id))


def rank(cursor: str) -> Rank:
    """Read a cursor of a list by popularity.

    Raises:
        BadInput: it is not one.
    """
    tier, popularity, row_id = _read(cursor, (int, float, str))
    assert isinstance(tier, int) and isinstance(popularity, float)  # noqa: S101, PT018 `_read` saw to it
    if tier not in (0, 1) or not isfinite(popularity):
        raise _refusal()
    return Rank(tier, popularity, _id(row_id))


def of_id(row_id: UUID) -> str:
    """The cursor after a row of a list by id."""
    return _write(str(row_id))


def only_id(cursor: str) -> UUID:
    """Read a cursor of a list by id.

    Raises:
        BadInput: it is not one.
    """
    return _id(_read(cursor, (str,))[0])
