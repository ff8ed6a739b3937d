"""Tables of the user database: accounts, their names and links, their sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from dreamdot_app.core import ids
from dreamdot_app.core.db import UserTable, moment, primary_key, reference


def of_account() -> Any:
    """A column that names the account which a row goes with."""
    return Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=sa.Uuid)


class Account(UserTable, table=True):
    """A person. Names and addresses as they were typed, beside the keys that must be unique.

    Anybody may say that an address is theirs; only one account can have it confirmed, so that
    joining never tells whether an address is known. When an account is gone its row stays, without
    anything of the person (`deleted_at`): others have bought of it.
    """

    __table_args__ = (
        sa.Index(
            "uq_account_confirmed_email",
            "email_key",
            unique=True,
            postgresql_where=sa.text("email_confirmed_at is not null"),
        ),
        sa.CheckConstraint(
            "role in ('member', 'creator', 'moderator', 'administrator')", name="role_is_known"
        ),
    )

    id: UUID = primary_key(default_factory=ids.new)
    email: str = Field(max_length=254)
    email_key: str = Field(index=True, sa_type=sa.Text)
    email_confirmed_at: datetime | None = moment(default=None, nullable=True)
    username: str = Field(max_length=30)
    username_key: str = Field(unique=True, sa_type=sa.Text)
    username_look: str = Field(unique=True, sa_type=sa.Text)
    username_changed_at: datetime | None = moment(default=None, nullable=True)
    display_name: str = Field(max_length=60)
    bio: str = Field(default="", max_length=2_000, sa_column_kwargs={"server_default": ""})
    pronouns: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    location: str = Field(default="", max_length=80, sa_column_kwargs={"server_default": ""})
    password_hash: str | None = Field(default=None, max_length=100)
    role: str = Field(
        default="member", max_length=20, sa_column_kwargs={"server_default": "member"}
    )
    picture_id: UUID | None = Field(default=None, sa_type=sa.Uuid)
    banner_id: UUID | None = Field(default=None, sa_type=sa.Uuid)
    # Of the items database, chosen by the person: whoever shows it asks whether it is still theirs.
    pinned_work_id: UUID | None = Field(default=None, sa_type=sa.Uuid)
    # What is drawn for a person without a picture; stays the same when the name changes.
    drawing_key: str = Field(max_length=64)
    drawing_face: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    created_at: datetime = moment()
    terms_at: datetime = moment()
    # Asked for by the person; carried out when the days of grace are over.
    deletion_asked_at: datetime | None = moment(default=None, nullable=True, index=True)
    deleted_at: datetime | None = moment(default=None, nullable=True)


class FormerUsername(UserTable, table=True):
    """A name that somebody had: it leads to them, and nobody else may have it, until a day."""

    username_key: str = Field(primary_key=True, sa_type=sa.Text)
    username_look: str = Field(index=True, sa_type=sa.Text)
    account_id: UUID = of_account()
    kept_until: datetime = moment(index=True)


class ProfileLink(UserTable, table=True):
    """One of a person's links elsewhere, in their order."""

    __table_args__ = (sa.UniqueConstraint("account_id", "position"),)

    id: UUID = primary_key(default_factory=ids.new)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", sa_type=sa.Uuid)
    position: int = Field(sa_type=sa.SmallInteger)
    label: str = Field(max_length=40)
    url: str = Field(max_length=500)


class AccountSession(UserTable, table=True):
    """Somebody signed in somewhere. The token itself is known to the browser alone.

    ``kind`` is ``browser`` (a cookie) or ``api`` (access and refresh tokens).
    """

    __table_args__ = (
        sa.CheckConstraint("octet_length(token_hash) = 32", name="token_is_sha256"),
        sa.CheckConstraint("kind in ('browser', 'api')", name="kind_is_known"),
    )

    id: UUID = primary_key(default_factory=ids.new)
    token_hash: bytes = Field(sa_type=sa.LargeBinary, unique=True)
    account_id: UUID = of_account()
    kind: str = Field(
        default="browser", max_length=10, sa_column_kwargs={"server_default": "browser"}
    )
    created_at: datetime = moment()
    last_used_at: datetime = moment()
    # When the person last proved who they are; some changes want this to be lately.
    proven_at: datetime | None = moment(default=None, nullable=True)
    # The same, by a second factor: money leaves for nobody who has one and knows the password only.
    factor_at: datetime | None = moment(default=None, nullable=True)
    idle_expires_at: datetime = moment()
    expires_at: datetime = moment(index=True)
    user_agent: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    # An IANA name, as the browser told it: all that is known of the place.
    time_zone: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    ended_at: datetime | None = moment(default=None, nullable=True)


class RefreshToken(UserTable, table=True):
    """One link of the chain of tokens that an API client goes on with; used once."""

    token_hash: bytes = Field(primary_key=True, sa_type=sa.LargeBinary)
    session_id: UUID = Field(
        foreign_key="account_session.id", ondelete="CASCADE", index=True, sa_type=sa.Uuid
    )
    created_at: datetime = moment()
    expires_at: datetime = moment(index=True)
    used_at: datetime | None = moment(default=None, nullable=True)


class KnownDevice(UserTable, table=True):
    """A browser that somebody has signed in with before; its token is in a cookie of its own."""

    account_id: UUID = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, sa_type=sa.Uuid
    )
    token_hash: bytes = Field(primary_key=True, sa_type=sa.LargeBinary)
    first_seen_at: datetime = moment()
    last_seen_at: datetime = moment(index=True)


class MailedLink(UserTable, table=True):
    """A link that was mailed: whoever has it has the mailbox. Used once, known by its hash."""

    id: UUID = primary_key(default_factory=ids.new)
    token_hash: bytes = Field(sa_type=sa.LargeBinary, unique=True)
    purpose: str = Field(max_length=30)
    account_id: UUID = of_account()
    # The address that it went to, and that it proves.
    email: str = Field(max_length=254)
    created_at: datetime = moment()
    expires_at: datetime = moment(index=True)
    used_at: datetime | None = moment(default=None, nullable=True)


class Ceremony(UserTable, table=True):
    """Something begun in one request and finished in another: its secrets wait here meanwhile.

    A second factor that is asked for, a passkey being made, a provider that somebody was sent to.
    Found by the hash of a token that only the browser has.
    """

    id: UUID = primary_key(default_factory=ids.new)
    token_hash: bytes = Field(sa_type=sa.LargeBinary, unique=True)
    purpose: str = Field(max_length=30)
    account_id: UUID | None = reference(default=None, nullable=True, index=True)
    data: dict[str, str] = Field(
        default_factory=dict, sa_type=sa.JSON, sa_column_kwargs={"server_default": sa.text("'{}'")}
    )
    tries: int = Field(default=0, sa_type=sa.SmallInteger, sa_column_kwargs={"server_default": "0"})
    created_at: datetime = moment()
    expires_at: datetime = moment(index=True)
