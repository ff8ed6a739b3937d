"""What there is to know of somebody's factors: kinds, ways, and what pages show."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

CODES_MADE = 10
FEW_LEFT = 3


class Factor(StrEnum):
    """What somebody can add to their account."""

    AUTHENTICATOR = "authenticator"
    PASSKEY = "passkey"


class Way(StrEnum):
    """How a second step is taken; also what `contract.SessionBegan.how` says then."""

    CODE = "code"
    PASSKEY = "passkey"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Setup:
    """A secret for an authenticator app, to be confirmed by its first code.

    ``secret`` is base32, ``uri`` the same as apps read it from a QR code.
    """

    secret: str
    uri: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a passkey is asked: ``options`` for the browser, ``ceremony`` to answer with."""

    ceremony: str
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """Factors have changed: the session has another token, and there may be codes to be read."""

    token: str
    codes: str | None = None


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey as its owner sees it."""

    id: UUID
    name: str
    is_backed_up: bool
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class FactorsView:
    """Everything that somebody can prove themselves with."""

    has_password: bool
    authenticator_since: datetime | None
    codes_left: int
    passkeys: tuple[PasskeyView, ...]

    @property
    def is_on(self) -> bool:
        """Whether a password alone is not enough."""
        return self.authenticator_since is not None or bool(self.passkeys)
