"""What other slices may know of people: who asks, how they are shown, what happened to them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from urllib.parse import quote
from uuid import UUID

from dreamdot_app.core.ids import UserId
from dreamdot_app.core.outbox import Event

__all__ = [
    "LEFT",
    "AccountJoined",
    "AccountLeft",
    "DeletionAsked",
    "DeletionTakenBack",
    "EmailChanged",
    "EmailConfirmed",
    "ExportAsked",
    "FactorAdded",
    "FactorNeeded",
    "FactorRefused",
    "FactorRemoved",
    "NewPerson",
    "PasskeyCopied",
    "PasswordChanged",
    "PasswordRemoved",
    "PersonCard",
    "ProfileView",
    "RecoveryCodeUsed",
    "RecoveryCodesMade",
    "RefreshReused",
    "Role",
    "RoleChanged",
    "SessionBegan",
    "SessionEnded",
    "SignInFailed",
    "SignedIn",
    "UserId",
    "Viewer",
    "profile_path",
]


LEFT = "Somebody who left"
"""What stands in the place of the name of somebody whose account is deleted."""


def profile_path(username: str) -> str:
    """Where a person's page is."""
    return f"/u/{quote(username, safe='')}"


class Role(StrEnum):
    """What somebody is trusted with; each may do what those before it may (`policy`)."""

    MEMBER = "member"
    CREATOR = "creator"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking, as the server knows it from the session's cookie or an access token.

    ``proven_at`` (UTC) is when they last proved in this session who they are; ``is_confirmed``
    says that their address is theirs. ``leaves_at`` is when their account will be deleted, if they
    have asked for that.
    """

    id: UserId
    username: str
    display_name: str
    avatar_url: str
    session_id: UUID
    role: Role = Role.MEMBER
    is_confirmed: bool = False
    proven_at: datetime | None = None
    leaves_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as lists show them; without a ``username`` when they have left."""

    id: UserId
    username: str
    display_name: str
    avatar_url: str

    @property
    def href(self) -> str:
        """Where the person's page is; empty for somebody who has none any more."""
        return profile_path(self.username) if self.username else ""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A person as their own page shows them; ``bio`` is plain text, ``joined_at`` is UTC."""

    id: UserId
    username: str
    display_name: str
    avatar_url: str
    bio: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: its token is known here and in the browser, never in the database."""

    token: str
    viewer: Viewer
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FactorNeeded:
    """Who signs in knew the password, or what stood for it, and a second factor is asked for.

    ``token`` is the ceremony's that waits for it: known here and in the browser's cookie.
    """

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account to be brought in from elsewhere, its texts as they shall stand.

    ``has_face`` asks for a drawn face instead of a constellation.
    """

    username: str
    email: str
    display_name: str
    bio: str
    password_hash: str
    joined_at: datetime
    has_face: bool = False
    id: UserId | None = None


@dataclass(frozen=True)
class AccountJoined(Event):
    """Somebody has an account now."""

    name: ClassVar[str] = "accounts.joined"
    account_id: UserId
    username: str


@dataclass(frozen=True)
class SessionBegan(Event):
    """Somebody signed in, or joined and is signed in by that.

    ``how`` is one word: ``password``, ``code``, ``recovery``, ``passkey``, a provider's name, …
    ``kind`` is ``browser`` or ``api``; ``user_agent`` is what the browser says that it is, or the
    name of the API client.
    """

    name: ClassVar[str] = "accounts.signed_in"
    account_id: UserId
    session_id: UUID
    how: str = "password"
    kind: str = "browser"
    user_agent: str = ""


@dataclass(frozen=True)
class SignInFailed(Event):
    """Somebody tried to sign in and was refused; about nobody when no account has the name."""

    name: ClassVar[str] = "accounts.sign_in_failed"
    account_id: UserId | None
    user_agent: str = ""


@dataclass(frozen=True)
class SessionEnded(Event):
    """Somebody signed out, or a session was ended for another reason (``how``).

    ``signed_out``; ``elsewhere``, by its owner from another session; ``reuse`` of a refresh token;
    ``security``, because password, address or role have changed; ``leaving``, because its owner
    wants the account deleted. ``kind`` and ``user_agent`` are
    those of `SessionBegan`.
    """

    name: ClassVar[str] = "accounts.signed_out"
    account_id: UserId
    session_id: UUID
    how: str = "signed_out"
    kind: str = "browser"
    user_agent: str = ""


@dataclass(frozen=True)
class RefreshReused(Event):
    """A refresh token was used a second time, so there are two of it: its session is over."""

    name: ClassVar[str] = "accounts.refresh_reused"
    account_id: UserId
    session_id: UUID
    user_agent: str = ""


@dataclass(frozen=True)
class RoleChanged(Event):
    """Somebody may do more, or less, than before; by `make admin` alone."""

    name: ClassVar[str] = "accounts.role_changed"
    account_id: UserId
    former: str
    role: str


@dataclass(frozen=True)
class FactorAdded(Event):
    """Somebody can prove themselves in one more way: ``kind`` is `factors.contract.Factor`."""

    name: ClassVar[str] = "accounts.factor_added"
    account_id: UserId
    kind: str


@dataclass(frozen=True)
class FactorRemoved(Event):
    """Somebody can prove themselves in one way less."""

    name: ClassVar[str] = "accounts.factor_removed"
    account_id: UserId
    kind: str


@dataclass(frozen=True)
class FactorRefused(Event):
    """A second factor was wrong: ``way`` is `factors.contract.Way`."""

    name: ClassVar[str] = "accounts.factor_refused"
    account_id: UserId
    way: str


@dataclass(frozen=True)
class RecoveryCodesMade(Event):
    """Somebody has ten new recovery codes; the former ones are worth nothing."""

    name: ClassVar[str] = "accounts.recovery_codes_made"
    account_id: UserId


@dataclass(frozen=True)
class RecoveryCodeUsed(Event):
    """A recovery code was used up; ``left`` are those that were not."""

    name: ClassVar[str] = "accounts.recovery_code_used"
    account_id: UserId
    left: int


@dataclass(frozen=True)
class PasskeyCopied(Event):
    """A passkey counted backwards, so there are two of it; it was refused."""

    name: ClassVar[str] = "accounts.passkey_copied"
    account_id: UserId
    passkey_id: UUID


@dataclass(frozen=True)
class PasswordRemoved(Event):
    """An account has no password any more: its passkeys are the way in."""

    name: ClassVar[str] = "accounts.password_removed"
    account_id: UserId


@dataclass(frozen=True)
class EmailConfirmed(Event):
    """Somebody's address is known to be theirs."""

    name: ClassVar[str] = "accounts.email_confirmed"
    account_id: UserId


@dataclass(frozen=True)
class EmailChanged(Event):
    """Somebody has another address, which is known to be theirs."""

    name: ClassVar[str] = "accounts.email_changed"
    account_id: UserId


@dataclass(frozen=True)
class PasswordChanged(Event):
    """Somebody has another password.

    ``how``: ``changed`` and ``set`` (there was none) by who was signed in, ``reset`` by a link.
    """

    name: ClassVar[str] = "accounts.password_changed"
    account_id: UserId
    how: str


@dataclass(frozen=True)
class ExportAsked(Event):
    """Somebody asked for everything of theirs."""

    name: ClassVar[str] = "accounts.export_asked"
    account_id: UserId
    export_id: UUID


@dataclass(frozen=True)
class DeletionAsked(Event):
    """Somebody wants their account deleted, when the days of grace are over."""

    name: ClassVar[str] = "accounts.deletion_asked"
    account_id: UserId


@dataclass(frozen=True)
class DeletionTakenBack(Event):
    """Somebody keeps their account after all."""

    name: ClassVar[str] = "accounts.deletion_taken_back"
    account_id: UserId


@dataclass(frozen=True)
class AccountLeft(Event):
    """An account is deleted: its row has nothing of the person any more, and every slice removes
    what it has of them, but for what others need.
    """

    name: ClassVar[str] = "accounts.left"
    account_id: UserId
