"""Tables of what leaves: accounts to be paid out to, payouts, refunds to cards, daily batches.

A row of `payout` or `card_refund` is an operation. It is written in the transaction that moves the
money in the ledger, before anybody is asked to do anything, and it says how far the operation has
come; so whoever takes it up after a crash knows what is left to do.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from dreamdot_app.core import ids
from dreamdot_app.core.db import ItemsTable, moment, primary_key, reference


class PayoutState(StrEnum):
    """How far a payout has come."""

    MOVED = "moved"  # out of the earnings, waits for a batch
    RELEASED = "released"  # a batch has let it go; the transfer may have been asked for
    TRANSFERRED = "transferred"  # lies on the person's account at Stripe, on its way to the bank
    PAID = "paid"
    FAILED = "failed"  # the bank refused it; it comes back from the person's account at Stripe
    RETURNED = "returned"  # is among the earnings again


class RefundState(StrEnum):
    """How far a refund to a card has come."""

    MOVED = "moved"  # out of the money added; Stripe may have been asked
    SENT = "sent"  # Stripe is at it
    PAID = "paid"
    RETURNED = "returned"


def _text(default: str = "") -> str:
    return Field(default=default, sa_type=sa.Text, sa_column_kwargs={"server_default": default})


def _number() -> int:
    return Field(default=0, sa_type=sa.SmallInteger, sa_column_kwargs={"server_default": "0"})


def _flag() -> bool:
    return Field(default=False, sa_column_kwargs={"server_default": sa.false()})


def _amount() -> int:
    return Field(sa_type=sa.BigInteger)


def _one_of(states: type[StrEnum]) -> str:
    return "state in (" + ", ".join(f"'{state.value}'" for state in states) + ")"


class PayoutAccount(ItemsTable, table=True):
    """Somebody's account at Stripe, for one currency: test money has accounts of its own.

    ``key`` makes it once. What Stripe says of it is kept as of ``updated_at``: what it still wants
    to know (``requirements_due``, in its own words) and why it pays nothing (``disabled_reason``).
    """

    user_id: UUID = primary_key()
    currency: str = Field(primary_key=True, sa_type=sa.Text)
    key: UUID = reference(default_factory=ids.new)
    stripe_account_id: str | None = Field(default=None, unique=True, sa_type=sa.Text)
    has_submitted: bool = _flag()
    charges_enabled: bool = _flag()
    payouts_enabled: bool = _flag()
    requirements_due: list[str] = Field(
        default_factory=list,
        sa_type=sa.ARRAY(sa.Text),  # pyright: ignore[reportArgumentType] SQLModel's stub knows types only, instances work
        sa_column_kwargs={"server_default": "{}"},
    )
    disabled_reason: str = _text()
    created_at: datetime = moment()
    updated_at: datetime = moment()


class Payout(ItemsTable, table=True):
    """Earnings on their way to somebody's bank: ``amount_minor`` of ``currency``.

    ``request_key`` is the person's click. ``destination`` is their account at Stripe. ``round``
    counts the keys that Stripe was asked with, ``tried_at`` is when that was first done with this
    one, in this state. ``failure`` is a word for why it came back, ``puzzle`` what only
    a person can sort out.
    """

    __table_args__: ClassVar = (
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.CheckConstraint(_one_of(PayoutState), name="state"),
        sa.Index("ix_payout_user_id", "user_id", "id"),
        sa.Index(
            "ix_payout_open",
            "state",
            "id",
            postgresql_where=sa.text("state not in ('paid', 'returned')"),
        ),
        sa.Index("ix_payout_changed_at", "currency", "changed_at"),
    )

    id: UUID = primary_key(default_factory=ids.new)
    user_id: UUID = reference()
    currency: str = Field(sa_type=sa.Text)
    amount_minor: int = _amount()
    request_key: str = Field(unique=True, sa_type=sa.Text)
    destination: str = Field(sa_type=sa.Text)
    state: str = Field(sa_type=sa.Text)
    round: int = _number()
    stripe_transfer_id: str | None = Field(default=None, unique=True, sa_type=sa.Text)
    stripe_payout_id: str | None = Field(default=None, unique=True, sa_type=sa.Text)
    failure: str = _text()
    puzzle: str = _text()
    asked_at: datetime = moment()
    tried_at: datetime | None = moment(default=None, nullable=True)
    changed_at: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)


class CardRefund(ItemsTable, table=True):
    """Money that was added and not spent, on its way back to the card it came from."""

    __table_args__: ClassVar = (
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.CheckConstraint(_one_of(RefundState), name="state"),
        sa.Index("ix_card_refund_top_up_id", "top_up_id"),
        sa.Index("ix_card_refund_user_id", "user_id", "id"),
        sa.Index(
            "ix_card_refund_open",
            "state",
            "id",
            postgresql_where=sa.text("state = any (array['moved'::text, 'sent'::text])"),
        ),
        sa.Index("ix_card_refund_changed_at", "currency", "changed_at"),
    )

    id: UUID = primary_key(default_factory=ids.new)
    user_id: UUID = reference()
    top_up_id: UUID = reference()
    payment_intent: str = Field(index=True, sa_type=sa.Text)
    currency: str = Field(sa_type=sa.Text)
    amount_minor: int = _amount()
    request_key: str = Field(unique=True, sa_type=sa.Text)
    state: str = Field(sa_type=sa.Text)
    round: int = _number()
    stripe_refund_id: str | None = Field(default=None, unique=True, sa_type=sa.Text)
    failure: str = _text()
    asked_at: datetime = moment()
    tried_at: datetime | None = moment(default=None, nullable=True)
    changed_at: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)


class PayoutBatch(ItemsTable, table=True):
    """One day's batch of one currency: what it let go, what it left waiting, and why."""

    day: date = Field(primary_key=True, sa_type=sa.Date)
    currency: str = Field(primary_key=True, sa_type=sa.Text)
    ran_at: datetime = moment()
    released: int = Field(sa_type=sa.Integer)
    released_minor: int = _amount()
    waiting: int = Field(sa_type=sa.Integer)
    waiting_minor: int = _amount()
    held_because: str = _text()
