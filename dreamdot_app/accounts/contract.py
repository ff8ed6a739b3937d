"""What other slices may know of people: who asks, how they are shown, what happened to them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote
from uuid import UUID

from dreamdot_app.accounts.events import (
    AccountJoined,
    AccountLeft,
    DeletionAsked,
    DeletionTakenBack,
    DisplayNameChanged,
    EmailChanged,
    EmailConfirmed,
    ExportAsked,
    FactorAdded,
    FactorRefused,
    FactorRemoved,
    PasskeyCopied,
    PasswordChanged,
    PasswordRemoved,
    PicturesReplaced,
    ProviderLinked,
    ProviderUnlinked,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    RefreshReused,
    RoleChanged,
    SessionBegan,
    SessionEnded,
    SignInFailed,
    UsernameChanged,
)
from dreamdot_app.core.ids import UserId

__all__ = [
    "LEFT",
    "NO_PICTURE",
    "AccountJoined",
    "AccountLeft",
    "BioPart",
    "DeletionAsked",
    "DeletionTakenBack",
    "DisplayNameChanged",
    "EmailChanged",
    "EmailConfirmed",
    "ExportAsked",
    "FactorAdded",
    "FactorNeeded",
    "FactorRefused",
    "FactorRemoved",
    "LinkView",
    "NewPerson",
    "PasskeyCopied",
    "PasswordChanged",
    "PasswordRemoved",
    "PersonCard",
    "PictureShown",
    "PicturesReplaced",
    "ProfileView",
    "ProviderLinked",
    "ProviderUnlinked",
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
    "UsernameChanged",
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

    ``proven_at`` (UTC) is when they last proved in this session who they are, ``factor_at`` when
    they last did so by a second factor. ``is_confirmed`` says that their address is theirs.
    ``leaves_at`` is when their account will be deleted, if they have asked for that.
    ``token_hash`` is that of the session's token that they ask with.
    """

    id: UserId
    username: str
    display_name: str
    avatar_url: str
    session_id: UUID
    token_hash: bytes = field(repr=False)
    role: Role = Role.MEMBER
    is_confirmed: bool = False
    proven_at: datetime | None = None
    factor_at: datetime | None = None
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
class PictureShown:
    """Addresses of one picture: for lists, for a page, and every width for ``srcset``."""

    small: str = ""
    large: str = ""
    srcset: str = ""


NO_PICTURE = PictureShown()


@dataclass(frozen=True, slots=True)
class BioPart:
    """A piece of a bio; with ``href`` a link, to a person here when it ``is_ours``."""

    text: str = ""
    href: str = ""
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class LinkView:
    """One of somebody's links elsewhere: what it is called, and its https address."""

    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A person as their own page shows them.

    ``bio`` is plain text, in ``bio_parts`` with its links; ``joined_at`` is UTC. Whether
    ``pinned_work_id`` is still theirs to be shown is for whoever shows it to ask.
    """

    id: UserId
    username: str
    display_name: str
    avatar_url: str
    bio: str
    joined_at: datetime
    pronouns: str = ""
    location: str = ""
    bio_parts: tuple[BioPart, ...] = ()
    links: tuple[LinkView, ...] = ()
    avatar: PictureShown = NO_PICTURE
    banner: PictureShown = NO_PICTURE
    has_banner: bool = False
    pinned_work_id: UUID | None = None

    @property
    def href(self) -> str:
        """Where the person's page is."""
        return profile_path(self.username)


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
