"""Tables of what people prove themselves with besides, or instead of, a password."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from dreamdot_app.accounts.models import of_account
from dreamdot_app.core import ids
from dreamdot_app.core.db import UserTable, moment, primary_key


class Authenticator(UserTable, table=True):
    """An app that shows codes (TOTP, RFC 6238). Its secret is encrypted with the settings' key.

    Until it is confirmed by a first code it protects nothing. ``last_step`` is the newest time
    step whose code was taken: none up to it is taken again.
    """

    account_id: UUID = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, sa_type=sa.Uuid
    )
    secret: bytes = Field(sa_type=sa.LargeBinary)
    created_at: datetime = moment()
    confirmed_at: datetime | None = moment(default=None, nullable=True)
    last_step: int = Field(
        default=0, sa_type=sa.BigInteger, sa_column_kwargs={"server_default": "0"}
    )


class RecoveryCode(UserTable, table=True):
    """A code for the day that everything else is lost; used once, known by its hash."""

    id: UUID = primary_key(default_factory=ids.new)
    account_id: UUID = of_account()
    code_hash: bytes = Field(sa_type=sa.LargeBinary)
    created_at: datetime = moment()
    used_at: datetime | None = moment(default=None, nullable=True)


class Passkey(UserTable, table=True):
    """A public key of somebody's device or password manager (WebAuthn)."""

    id: UUID = primary_key(default_factory=ids.new)
    account_id: UUID = of_account()
    credential_id: bytes = Field(sa_type=sa.LargeBinary, unique=True)
    public_key: bytes = Field(sa_type=sa.LargeBinary)
    sign_count: int = Field(sa_type=sa.BigInteger)
    name: str = Field(max_length=60)
    transports: str = Field(default="", max_length=100, sa_column_kwargs={"server_default": ""})
    is_backed_up: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    created_at: datetime = moment()
    last_used_at: datetime | None = moment(default=None, nullable=True)
