"""Reading what administrators and people type."""

import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dreamdot_app.core import money
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.text import line

MOST_MINOR = 1_000_00
_MOST_USES = 1_000_000
_LONGEST_NOTE = 200
_CODE = re.compile(r"[A-Z0-9]{6,32}")
_BETWEEN = re.compile(r"[\s\u2010-\u2015\u2212-]+")
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike
_GENERATED = 12


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code as an administrator wants it. ``expires_at`` is UTC."""

    code: str
    amount_minor: int
    max_uses: int
    expires_at: datetime | None
    note: str


def code_key(typed: object) -> str | None:
    """What was typed as codes are kept: capitals, no spaces, no dashes; ``None`` for what is none.

    Full-width letters and such, which some keyboards write, are the plain ones.
    """
    if not isinstance(typed, str) or len(typed) > 100:
        return None
    key = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()
    return key if _CODE.fullmatch(key) else None


def fresh_code() -> str:
    """A code that nobody guesses: twelve letters, 59 bits of chance."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_GENERATED))


def parse_new(sent: Mapping[str, object], *, zone: str, now: datetime) -> NewCode:
    """Read a code that is to be made. ``zone`` (IANA) is the clock of its last day.

    Raises:
        BadInput: a field does not fit.
    """
    return NewCode(
        code=_named(sent.get("code")),
        amount_minor=_amount(sent.get("amount")),
        max_uses=_uses(sent.get("max_uses")),
        expires_at=_end_of(sent.get("last_day"), zone, now),
        note=line(sent.get("note", ""), field="note", max_length=_LONGEST_NOTE),
    )


def _named(typed: object) -> str:
    if typed in (None, ""):
        return fresh_code()
    key = code_key(typed)
    if key is None:
        raise BadInput("From 6 to 32 letters and digits.", field="code")
    return key


def _amount(typed: object) -> int:
    minor = money.parse_minor(typed, field="amount", maximum_minor=MOST_MINOR)
    if minor == 0:
        raise BadInput("More than nothing.", field="amount")
    return minor


def _uses(typed: object) -> int:
    text = str(typed).strip() if isinstance(typed, str | int) else ""
    if not re.fullmatch(r"[0-9]{1,7}", text) or not 1 <= int(text) <= _MOST_USES:
        raise BadInput(f"A whole number from 1 to {_MOST_USES:,}.", field="max_uses")
    return int(text)


def _end_of(typed: object, zone: str, now: datetime) -> datetime | None:
    """The end of the last day, in UTC; ``None`` when nothing was typed."""
    if typed in (None, ""):
        return None
    try:
        day = date.fromisoformat(typed) if isinstance(typed, str) else None
    except ValueError:
        day = None
    if day is None or day.year > now.year + 20:
        raise BadInput("A day such as 2026-12-31.", field="last_day")
    ends = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone or "UTC"))
    if ends <= now:
        raise BadInput("This day is over.", field="last_day")
    return ends.astimezone(UTC)
