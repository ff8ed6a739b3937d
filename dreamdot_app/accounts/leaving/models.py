"""The table of exports that people asked for."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from dreamdot_app.accounts.models import of_account
from dreamdot_app.core import ids
from dreamdot_app.core.db import UserTable, moment, primary_key


class DataExport(UserTable, table=True):
    """Everything of somebody as one file: asked for, being made, ready until a day."""

    __table_args__ = (
        sa.CheckConstraint("progress_percent between 0 and 100", name="progress_is_percent"),
    )

    id: UUID = primary_key(default_factory=ids.new)
    account_id: UUID = of_account()
    asked_at: datetime = moment()
    progress_percent: int = Field(
        default=0, sa_type=sa.SmallInteger, sa_column_kwargs={"server_default": "0"}
    )
    ready_at: datetime | None = moment(default=None, nullable=True)
    failed_at: datetime | None = moment(default=None, nullable=True)
    size_bytes: int | None = Field(default=None, sa_type=sa.BigInteger)
    expires_at: datetime | None = moment(default=None, nullable=True, index=True)
