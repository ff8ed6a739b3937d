"""What is kept of Stripe: every event once, every line of our balance there, what was compared."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text
from sqlmodel import Field

from dreamdot_app.core import ids
from dreamdot_app.core.db import ItemsTable, moment, primary_key


def _words(*, nullable: bool = False) -> Column[str]:
    return Column(Text, nullable=nullable)


def _named() -> Column[str]:
    return Column(Text, primary_key=True)


def _minor() -> Column[int]:
    return Column(BigInteger, nullable=False)


class StripeEvent(ItemsTable, table=True):
    """An event that Stripe sent, by its own id: the row and what the event does are one
    transaction, so whatever is sent again finds the row and does nothing.

    ``outcome`` is ``handled``, ``ignored`` (nobody wants its type) or ``refused`` (it does not fit
    what we know; ``reason`` says why, and administrators are told). ``subject`` is the id of what
    it is about, ``account`` the connected account it comes from. ``body`` is there for payments.
    """

    __table_args__: ClassVar = (
        CheckConstraint("outcome in ('handled', 'ignored', 'refused')", name="outcome"),
        Index("ix_stripe_event_subject", "subject"),
    )

    id: str = Field(sa_column=_named())
    type: str = Field(sa_column=_words())
    account: str | None = Field(default=None, sa_column=_words(nullable=True))
    subject: str = Field(sa_column=_words())
    outcome: str = Field(sa_column=_words())
    reason: str = Field(sa_column=_words())
    body: str | None = Field(default=None, sa_column=_words(nullable=True))
    created_at: datetime = moment()
    received_at: datetime = moment()


class StripeMode(ItemsTable, table=True):
    """Whether these databases are of Stripe's test mode or of real money: one row, written when
    they first meet a key, never changed.
    """

    __table_args__: ClassVar = (CheckConstraint("is_the_only", name="one"),)

    is_the_only: bool = Field(default=True, primary_key=True)
    is_live: bool


class StripeBalanceLine(ItemsTable, table=True):
    """A line of our balance at Stripe (its ``balance_transaction``), in minor units.

    ``net`` is ``amount`` less Stripe's ``fee``. ``source`` is what moved it (a charge, a refund, a
    dispute, a transfer), ``payment_intent`` the payment that this belongs to, if any. It
    ``is_asked`` when its source is a refund that carries an id of ours: we have asked for it.
    """

    __table_args__: ClassVar = (
        CheckConstraint("net_minor = amount_minor - fee_minor", name="net"),
        Index("ix_stripe_balance_line_created_at", "created_at"),
        Index("ix_stripe_balance_line_payment_intent", "payment_intent"),
    )

    id: str = Field(sa_column=_named())
    kind: str = Field(sa_column=_words())
    currency: str = Field(sa_column=_words())
    amount_minor: int = Field(sa_column=_minor())
    fee_minor: int = Field(sa_column=_minor())
    net_minor: int = Field(sa_column=_minor())
    source: str | None = Field(default=None, sa_column=_words(nullable=True))
    payment_intent: str | None = Field(default=None, sa_column=_words(nullable=True))
    is_asked: bool
    created_at: datetime = moment()
    stored_at: datetime = moment()


class StripeComparison(ItemsTable, table=True):
    """What our balance at Stripe was against what the ledger says, in minor units.

    Lines up to ``through`` had been read. ``on_its_way_minor`` is what one side knows already and
    the other will hear of; ``difference_minor`` is what nothing explains.
    """

    __table_args__: ClassVar = (Index("ix_stripe_comparison_through", "through"),)

    id: UUID = primary_key(default_factory=ids.new)
    through: datetime = moment()
    at_stripe_minor: int = Field(sa_column=_minor())
    ledger_minor: int = Field(sa_column=_minor())
    on_its_way_minor: int = Field(sa_column=_minor())
    difference_minor: int = Field(sa_column=_minor())
    compared_at: datetime = moment()
