"""The table of accounts elsewhere that people sign in with."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from dreamdot_app.accounts.models import of_account
from dreamdot_app.core.db import UserTable, moment


class Identity(UserTable, table=True):
    """Somebody's account with a provider, by the provider's own name for it (``sub``)."""

    __table_args__ = (sa.UniqueConstraint("account_id", "provider"),)

    provider: str = Field(primary_key=True, max_length=20)
    subject: str = Field(primary_key=True, max_length=255)
    account_id: UUID = of_account()
    # What the provider calls it, to be shown; it decides nothing.
    label: str = Field(default="", max_length=254, sa_column_kwargs={"server_default": ""})
    linked_at: datetime = moment()
    last_used_at: datetime | None = moment(default=None, nullable=True)
