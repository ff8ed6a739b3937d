"""The test checkout's own memory, as Stripe has one of its sessions."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Text
from sqlmodel import Field

from dreamdot_app.core.db import ItemsTable, moment


class StandInCheckout(ItemsTable, table=True):
    """A session: what was asked for as Stripe would be asked, and what the person did.

    ``state``: ``open``, ``paid``, ``pending`` (pays later), ``declined`` (later, and it failed),
    ``expired``.
    """

    __table_args__: ClassVar = (
        CheckConstraint(
            "state in ('open', 'paid', 'pending', 'declined', 'expired')", name="state"
        ),
    )

    id: str = Field(sa_column=Column(Text, primary_key=True))
    amount_minor: int = Field(sa_column=Column(BigInteger, nullable=False))
    asked: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    state: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime = moment()
