"""The tables of money that is set apart, or given back, after the ledger's own (`models`).

As those, they are written by the functions in ``sql/`` alone.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from dreamdot_app.core.db import ItemsTable, moment, primary_key, reference
from dreamdot_app.wallet.ledger.models import whole, words

_NOW = text("now()")


class LedgerHold(ItemsTable, table=True):
    """Money of ``payer`` that is set apart: minor units, by the bucket that each part came from.

    ``id`` and ``key`` are those of the transfer that made it. What is left of it, in the accounts
    ``hold.<key>.<bucket>``, is the sum of the parts less ``captured`` less ``released``.
    ``state``: open, then captured (wholly), released or expired.
    """

    __table_args__: ClassVar = (
        CheckConstraint(
            "captured >= 0 and released >= 0"
            " and captured + released <= promo + deposited + earned"
            " and (captured + released < promo + deposited + earned) = (state = 'open')",
            name="parts",
        ),
        CheckConstraint("state in ('open', 'captured', 'released', 'expired')", name="state"),
        Index("ix_ledger_hold_expires_at", "expires_at", postgresql_where=text("state = 'open'")),
        Index("ix_ledger_hold_payer", "payer", postgresql_where=text("state = 'open'")),
    )

    id: UUID = primary_key()
    key: str = Field(sa_column=words(unique=True))
    payer: UUID = reference()
    currency: str = Field(sa_column=words())
    promo: int = Field(sa_column=whole())
    deposited: int = Field(sa_column=whole())
    earned: int = Field(sa_column=whole())
    captured: int = Field(sa_column=whole(start="0"))
    released: int = Field(sa_column=whole(start="0"))
    expires_at: datetime = moment()
    state: str = Field(sa_column=words(start="'open'"))
    created_at: datetime = moment(sa_column_kwargs={"server_default": _NOW})


class LedgerRefund(ItemsTable, table=True):
    """A part of a sale (or of a capture) that was given back, in minor units.

    ``promo``, ``deposited`` and ``earned`` are the buyer's again, ``to_debt`` of the cash repaid
    what they owed. ``fee_promo`` and ``fee_cash`` of it the platform returned, the seller the rest:
    the cash ``from_pending`` of this sale, ``from_earned``, and ``from_debt`` that they owe now.
    """

    __table_args__: ClassVar = (Index("ix_ledger_refund_sale_id", "sale_id"),)

    transfer_id: UUID = primary_key()
    sale_id: UUID = reference()
    promo: int = Field(sa_column=whole())
    deposited: int = Field(sa_column=whole())
    earned: int = Field(sa_column=whole())
    fee_promo: int = Field(sa_column=whole())
    fee_cash: int = Field(sa_column=whole())
    from_pending: int = Field(sa_column=whole())
    from_earned: int = Field(sa_column=whole())
    from_debt: int = Field(sa_column=whole())
    to_debt: int = Field(sa_column=whole())


class LedgerMaturityCut(ItemsTable, table=True):
    """What a refund or a chargeback took of a sale's cash before it matured, in minor units."""

    __table_args__: ClassVar = (
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_ledger_maturity_cut_sale_id", "sale_id"),
    )

    transfer_id: UUID = primary_key()
    sale_id: UUID = primary_key()
    amount: int = Field(sa_column=whole())


class LedgerStop(ItemsTable, table=True):
    """Payouts stand still from ``since`` on, until an administrator lifts it."""

    __table_args__: ClassVar = (
        Index(
            "uq_ledger_stop_open",
            text("(true)"),
            unique=True,
            postgresql_where=text("lifted_at is null"),
        ),
    )

    id: UUID = primary_key()
    since: datetime = moment()
    reason: str = Field(sa_column=words())
    lifted_at: datetime | None = moment(default=None, nullable=True)
    lifted_by: str | None = Field(default=None, sa_column=words(nullable=True))
