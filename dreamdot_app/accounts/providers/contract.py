"""What there is to know of providers: why somebody is sent to one, and what pages show."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dreamdot_app.accounts.providers.oauth import RoundTrip


class Intent(StrEnum):
    """Why somebody is sent to a provider."""

    SIGN_IN = "sign-in"
    LINK = "link"
    PROVE = "prove"


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and the token that its cookie keeps meanwhile."""

    address: str
    token: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a round trip was begun for, now that it is over.

    ``account_id`` and ``session_id`` are whose it is, ``None`` when somebody is signing in.
    ``time_zone`` is what the browser said when it was sent there (IANA), or empty.
    """

    provider: str
    intent: Intent
    next_page: str
    trip: RoundTrip
    time_zone: str = ""
    account_id: UUID | None = None
    session_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whom a provider knows and we do not yet, as the page for joining shows them.

    ``is_verified``: the address is known to be theirs, and stands. ``username`` is a free one.
    """

    provider: str
    email: str
    is_verified: bool
    username: str
    display_name: str
    next_page: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A provider in the settings, linked or not."""

    provider: str
    label: str
    linked_at: datetime | None
    last_used_at: datetime | None
