"""What happens to accounts, as other slices and the audit trail hear of it by `contract`."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dreamdot_app.core.ids import UserId
from dreamdot_app.core.outbox import Event


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
    ``security``, because the password or the role has changed or a way in was taken away;
    ``leaving``, because its owner wants the account deleted. ``kind`` and ``user_agent`` are those
    of `SessionBegan`.
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
class ProviderLinked(Event):
    """Somebody can sign in with an account elsewhere; ``provider`` is its short name."""

    name: ClassVar[str] = "accounts.provider_linked"
    account_id: UserId
    provider: str


@dataclass(frozen=True)
class ProviderUnlinked(Event):
    """Somebody cannot sign in with an account elsewhere any more."""

    name: ClassVar[str] = "accounts.provider_unlinked"
    account_id: UserId
    provider: str


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
class UsernameChanged(Event):
    """Somebody has another name now; the former one leads to them for a while."""

    name: ClassVar[str] = "accounts.username_changed"
    account_id: UserId
    former: str
    username: str


@dataclass(frozen=True)
class DisplayNameChanged(Event):
    """Somebody is shown with another name now."""

    name: ClassVar[str] = "accounts.display_name_changed"
    account_id: UserId
    display_name: str


@dataclass(frozen=True)
class PicturesReplaced(Event):
    """Pictures that stood on somebody's profile stand there no more."""

    name: ClassVar[str] = "accounts.pictures_replaced"
    account_id: UserId
    pictures: list[UUID]


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
