"""The tables of promo codes."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, Text, UniqueConstraint
from sqlmodel import Field

from dreamdot_app.core import ids
from dreamdot_app.core.db import ItemsTable, moment, primary_key, reference


class PromoCode(ItemsTable, table=True):
    """A code that gives ``amount_minor`` minor units of initial credit, once to each person.

    ``code`` is as `codes.parsing` writes it. Nobody can redeem it any more from ``expires_at`` or
    ``ended_at`` on, nor when ``uses`` has reached ``max_uses``.
    """

    __table_args__: ClassVar = (
        UniqueConstraint("code"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("uses between 0 and max_uses", name="uses"),
    )

    id: UUID = primary_key(default_factory=ids.new)
    code: str = Field(sa_column=Column(Text, nullable=False))
    currency: str = Field(sa_column=Column(Text, nullable=False))
    amount_minor: int = Field(sa_column=Column(BigInteger, nullable=False))
    max_uses: int = Field(sa_column=Column(Integer, nullable=False))
    uses: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    expires_at: datetime | None = moment(default=None, nullable=True)
    ended_at: datetime | None = moment(default=None, nullable=True)
    made_by: UUID = reference()
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = moment()


class PromoRedemption(ItemsTable, table=True):
    """That somebody has redeemed a code: no second time, whatever they try."""

    __table_args__: ClassVar = (Index("ix_promo_redemption_owner", "owner", "created_at"),)

    code_id: UUID = primary_key(foreign_key="promo_code.id")
    owner: UUID = primary_key()
    transfer_id: UUID = reference()
    created_at: datetime = moment()
