"""Each time somebody adds money: one row, from the wish to what became of it."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from dreamdot_app.core import ids
from dreamdot_app.core.db import ItemsTable, moment, primary_key, reference


class TopUp(ItemsTable, table=True):
    """Somebody's wish to add ``amount_minor``, and what became of it.

    It is written before Stripe is asked, under a key made of its id. ``state``: ``asked`` (Stripe
    has not answered), ``open`` (Checkout waits for them), ``pending`` (they pay in a way that
    takes days), ``paid`` (credited: ``transfer_id``), ``failed``, ``expired``. ``paid`` is final;
    what failed or expired may still be paid. ``currency`` is the ledger's. ``request_key`` is the
    click that asked, unique for a person. ``payment_intent`` is Stripe's name of the payment.
    ``changed_at`` is also when Stripe was last asked what became of it.
    """

    __table_args__: ClassVar = (
        UniqueConstraint("user_id", "request_key"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint(
            "state in ('asked', 'open', 'pending', 'paid', 'failed', 'expired')", name="state"
        ),
        CheckConstraint(
            "(state = 'paid') = (transfer_id is not null and paid_at is not null)", name="paid"
        ),
        Index(
            "ix_top_up_paid",
            "user_id",
            "currency",
            "paid_at",
            postgresql_where=text("paid_at is not null"),
        ),
        Index(
            "ix_top_up_unfinished",
            "asked_at",
            postgresql_where=text(
                "state = any (array['asked'::text, 'open'::text, 'pending'::text])"
            ),
        ),
    )

    id: UUID = primary_key(default_factory=ids.new)
    user_id: UUID = reference()
    currency: str = Field(sa_column=Column(Text, nullable=False))
    amount_minor: int = Field(sa_column=Column(BigInteger, nullable=False))
    request_key: str = Field(sa_column=Column(Text, nullable=False))
    state: str = Field(sa_column=Column(Text, nullable=False))
    session_id: str | None = Field(default=None, sa_column=Column(Text, unique=True))
    checkout_url: str | None = Field(default=None, sa_column=Column(Text))
    payment_intent: str | None = Field(default=None, sa_column=Column(Text, unique=True))
    transfer_id: UUID | None = reference(default=None)
    asked_at: datetime = moment()
    paid_at: datetime | None = moment(default=None, nullable=True)
    changed_at: datetime = moment()
