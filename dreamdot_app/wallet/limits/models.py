"""The table of spending limits."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Text
from sqlmodel import Field

from dreamdot_app.core.db import ItemsTable, moment, primary_key


class SpendingLimit(ItemsTable, table=True):
    """What somebody lets themselves spend in a month: ``limit_minor`` minor units, or no limit.

    ``zone`` (an IANA name, empty for UTC) says when a month begins. What was asked for and does
    not hold yet stands in ``next_minor`` and ``next_zone``, from ``next_at`` on; no ``next_at``:
    nothing is asked for.
    """

    __table_args__: ClassVar = (
        CheckConstraint("limit_minor >= 0 and next_minor >= 0", name="amounts"),
    )

    owner: UUID = primary_key()
    limit_minor: int | None = Field(default=None, sa_column=Column(BigInteger))
    zone: str = Field(default="", sa_column=Column(Text, nullable=False))
    next_minor: int | None = Field(default=None, sa_column=Column(BigInteger))
    next_zone: str = Field(default="", sa_column=Column(Text, nullable=False))
    next_at: datetime | None = moment(default=None, nullable=True)
    changed_at: datetime = moment()
