"""What sales brought, added up: derived from the ledger's entries, and nothing else is."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, Text
from sqlmodel import Field

from dreamdot_app.core.db import ItemsTable, moment, primary_key, reference


def _whole() -> Column[int]:
    return Column(BigInteger, nullable=False)


def _count() -> Column[int]:
    return Column(Integer, nullable=False)


class EarningSlot(ItemsTable, table=True):
    """What a seller's sales came to in a stretch of time that begins at ``slot``, in three grains:

    - ``quarter``: a quarter of an hour, all works together (``source`` is all zeros). A quarter,
      since in every time zone days begin with one.
    - ``work_day``: a day in UTC, one work (``source``).
    - ``work_quarter``: the same in quarters. Only the day in which a span begins is read of them,
      so that many sales of many works are few rows.

    ``promo`` and ``cash`` are what the seller got after ``fee_promo`` and ``fee_cash``; what
    refunds took is in ``refunded_promo`` and ``refunded_cash``, by when it was taken; fees that it
    gave back count no more. ``last_sale`` is the latest sale among them. Amounts are minor units.
    """

    __table_args__: ClassVar = (
        CheckConstraint("grain in ('quarter', 'work_quarter', 'work_day')", name="grain"),
    )

    owner: UUID = primary_key()
    currency: str = Field(sa_column=Column(Text, primary_key=True))
    grain: str = Field(sa_column=Column(Text, primary_key=True))
    slot: datetime = moment(primary_key=True)
    source: UUID = primary_key()
    sales: int = Field(sa_column=_count())
    promo: int = Field(sa_column=_whole())
    cash: int = Field(sa_column=_whole())
    fee_promo: int = Field(sa_column=_whole())
    fee_cash: int = Field(sa_column=_whole())
    refunds: int = Field(sa_column=_count())
    refunded_promo: int = Field(sa_column=_whole())
    refunded_cash: int = Field(sa_column=_whole())
    last_sale: UUID = reference()


class EarningMark(ItemsTable, table=True):
    """Up to which entry of an account everything is added up.

    An account's entries are numbered without a gap and become visible in that order, for whoever
    writes one holds its row; so nothing is ever added that was not seen, or twice.
    """

    account_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    through_seq: int = Field(sa_column=_whole())
