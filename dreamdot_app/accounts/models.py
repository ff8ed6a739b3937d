"""Tables of the user database: accounts and their sessions."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from dreamdot_app.core import ids
from dreamdot_app.core.db import UserTable, moment, primary_key


class Account(UserTable, table=True):
    """A person. Names and addresses as they were typed, beside the keys that must be unique."""

    id: UUID = primary_key(default_factory=ids.new)
    email: str = Field(max_length=254)
    email_key: str = Field(unique=True, sa_type=sa.Text)
    username: str = Field(max_length=30)
    username_key: str = Field(unique=True, sa_type=sa.Text)
    username_look: str = Field(unique=True, sa_type=sa.Text)
    display_name: str = Field(max_length=60)
    bio: str = Field(default="", max_length=2_000, sa_column_kwargs={"server_default": ""})
    password_hash: str | None = Field(default=None, max_length=100)
    picture_id: UUID | None = Field(default=None, sa_type=sa.Uuid)
    # What is drawn for a person without a picture; stays the same when the name changes.
    drawing_key: str = Field(max_length=64)
    drawing_face: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    created_at: datetime = moment()
    terms_at: datetime = moment()


class AccountSession(UserTable, table=True):
    """Somebody signed in somewhere. The token itself is known to the browser alone."""

    __table_args__ = (sa.CheckConstraint("octet_length(token_hash) = 32", name="token_is_sha256"),)

    id: UUID = primary_key(default_factory=ids.new)
    token_hash: bytes = Field(sa_type=sa.LargeBinary, unique=True)
    account_id: UUID = Field(
        foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=sa.Uuid
    )
    created_at: datetime = moment()
    last_used_at: datetime = moment()
    idle_expires_at: datetime = moment()
    expires_at: datetime = moment(index=True)
    user_agent: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    ended_at: datetime | None = moment(default=None, nullable=True)
