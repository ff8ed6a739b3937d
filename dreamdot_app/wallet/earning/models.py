"""What sales brought, added up: derived from the ledger's entries, and nothing else is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer, Text
from sqlmodel import Field

from dreamdot_app.core.db import ItemsTable, moment, primary_key, reference


def _whole() -> Column[int]:
    return Column(BigInteger, nullable=False)


def _count() -> Column[int]:
    return Column(Integer, nullable=False)


class EarningSlot(ItemsTable, table=True):
    """What a seller's sales of one thing came to in a quarter of an hour (``slot``, UTC).

    A quarter, since days begin at one in every time zone. ``promo`` and ``cash`` are what the
    seller got after ``fee_promo`` and ``fee_cash``; what refunds took is in ``refunded_promo`` and
    ``refunded_cash``, by when it was taken. ``source`` is what was sold (all zeros: nothing
    that has an id), ``last_sale`` the latest transfer of it. Amounts are minor units.
    """

    owner: UUID = primary_key()
    currency: str = Field(sa_column=Column(Text, primary_key=True))
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
