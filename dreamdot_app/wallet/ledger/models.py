"""The ledger's tables. They are written by the functions in ``sql/`` alone, and read by all.

Nothing in them is changed or deleted, apart from an account's balance, seq and head, from what of
a sale is still to mature, and from what was captured and released of a hold.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field

from dreamdot_app.core.db import ItemsTable, moment, primary_key, reference

_NOW = text("now()")
_CHAINED, _UNCHAINED = text("seq is not null"), text("seq is null")


def _identity(*, primary_key: bool = False) -> Column[int]:
    return Column(BigInteger, Identity(always=True), nullable=False, primary_key=primary_key)


def whole(*, nullable: bool = False, start: str | None = None) -> Column[int]:
    """A column of a whole number, such as minor units; ``start`` is its default."""
    return Column(BigInteger, nullable=nullable, server_default=text(start) if start else None)


def _hash(*, nullable: bool = False) -> Column[bytes]:
    return Column(LargeBinary, nullable=nullable)


def words(*, nullable: bool = False, unique: bool = False, start: str | None = None) -> Column[str]:
    """A column of text; ``start`` is its default, as SQL."""
    default = text(start) if start else None
    return Column(Text, nullable=nullable, unique=unique or None, server_default=default)


class LedgerAccount(ItemsTable, table=True):
    """A bucket of somebody (``owner``) or of the platform (no owner) in one currency.

    ``balance``, ``floor`` and ``ceiling`` are minor units; without a floor it may go below zero.
    ``seq`` and ``head`` are the number and hash of its last entry. An account of the platform that
    every sale touches ``is_folded``: its entries are added up now and then, its balance is that of
    the entries up to ``folded_through``, and ``seq`` and ``head`` are those of its last fold.
    """

    __table_args__: ClassVar = (
        UniqueConstraint("owner", "bucket", "currency", postgresql_nulls_not_distinct=True),
        # The only check here: each would be read and planned again at every movement. What does not
        # change afterwards is checked by a trigger when an account is made.
        CheckConstraint("balance >= floor and balance <= ceiling", name="bounds"),
        {"postgresql_with": {"fillfactor": "70"}},
    )

    id: int | None = Field(default=None, sa_column=_identity(primary_key=True))
    owner: UUID | None = reference(default=None)
    bucket: str = Field(sa_column=words())
    colour: str = Field(sa_column=words())
    currency: str = Field(sa_column=words())
    is_folded: bool
    balance: int = Field(sa_column=whole(start="0"))
    floor: int | None = Field(default=None, sa_column=whole(nullable=True))
    ceiling: int | None = Field(default=None, sa_column=whole(nullable=True))
    seq: int = Field(sa_column=whole(start="0"))
    head: bytes = Field(sa_column=_hash())
    folded_through: int = Field(sa_column=whole(start="0"))
    created_at: datetime = moment(sa_column_kwargs={"server_default": _NOW})


class LedgerTransfer(ItemsTable, table=True):
    """Why money moved: its legs are entries.

    ``id`` is a UUIDv7 of ``created_at``, so the order of ids is that of time. ``key`` makes it
    happen once; ``content`` is the hash of what was asked for under that key. ``payer`` and
    ``payee`` are the people, ``reference`` is what it was for (a work, a sale). The indexes hold
    what a history is searched by (`wallet.history.queries`).
    """

    __table_args__: ClassVar = (
        Index(
            "ix_ledger_transfer_payer",
            "payer",
            "id",
            postgresql_include=["kind", "currency", "payee", "memo"],
            postgresql_where=text("payer is not null"),
        ),
        Index(
            "ix_ledger_transfer_payee",
            "payee",
            "id",
            postgresql_include=["kind", "currency", "payer", "memo"],
            postgresql_where=text("payee is not null"),
        ),
    )

    id: UUID = primary_key()
    key: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    kind: str = Field(sa_column=words())
    currency: str = Field(sa_column=words())
    actor: UUID | None = reference(default=None)
    payer: UUID | None = reference(default=None)
    payee: UUID | None = reference(default=None)
    reference: UUID | None = reference(default=None)
    memo: str = Field(sa_column=words())
    content: bytes = Field(sa_column=_hash())
    created_at: datetime = moment()


class LedgerEntry(ItemsTable, table=True):
    """One leg of a transfer: ``amount`` minor units into (or, below zero, out of) an account.

    ``seq`` counts the entries of the account from 1; ``hash`` continues ``previous``, the hash of
    the entry before. Entries of folded accounts have none of these: their folds are chained. A
    trigger looks at all legs of a transfer together (`sql/2_guards.sql`).
    """

    __table_args__: ClassVar = (
        Index("uq_ledger_entry_seq", "account_id", "seq", unique=True, postgresql_where=_CHAINED),
        Index("ix_ledger_entry_unchained", "account_id", "id", postgresql_where=_UNCHAINED),
        Index(
            "ix_ledger_entry_in",
            "account_id",
            "transfer_id",
            postgresql_where=text("amount > 0 and seq is not null"),
        ),
        Index(
            "ix_ledger_entry_out",
            "account_id",
            "transfer_id",
            postgresql_where=text("amount < 0 and seq is not null"),
        ),
    )

    id: int | None = Field(default=None, sa_column=_identity())
    transfer_id: UUID = primary_key()
    leg: int = Field(sa_column=Column(SmallInteger, primary_key=True))
    account_id: int = Field(sa_column=whole())
    amount: int = Field(sa_column=whole())
    balance_after: int | None = Field(default=None, sa_column=whole(nullable=True))
    seq: int | None = Field(default=None, sa_column=whole(nullable=True))
    previous: bytes | None = Field(default=None, sa_column=_hash(nullable=True))
    hash: bytes | None = Field(default=None, sa_column=_hash(nullable=True))
    created_at: datetime = moment()


class LedgerFold(ItemsTable, table=True):
    """A run of entries of a platform account, added up: those after the last fold's
    ``through_id`` up to this one's. ``digest`` hashes them, ``hash`` continues ``previous``.
    """

    account_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    through_id: int = Field(sa_column=whole())
    entries: int = Field(sa_column=whole())
    amount: int = Field(sa_column=whole())
    balance_after: int = Field(sa_column=whole())
    digest: bytes = Field(sa_column=_hash())
    previous: bytes = Field(sa_column=_hash())
    hash: bytes = Field(sa_column=_hash())
    created_at: datetime = moment()


class LedgerMaturity(ItemsTable, table=True):
    """Cash of a sale on its way to earned: ``remaining`` of ``amount``, on ``due_at``."""

    __table_args__: ClassVar = (
        CheckConstraint("remaining between 0 and amount", name="remaining"),
        Index("ix_ledger_maturity_due_at", "due_at", postgresql_where=text("remaining > 0")),
        Index(
            "ix_ledger_maturity_owner",
            "owner",
            "currency",
            "due_at",
            postgresql_where=text("remaining > 0"),
        ),
    )

    sale_id: UUID = primary_key()
    owner: UUID = reference()
    currency: str = Field(sa_column=words())
    amount: int = Field(sa_column=whole())
    remaining: int = Field(sa_column=whole())
    due_at: datetime = moment()
    matured_at: datetime | None = moment(default=None, nullable=True)
