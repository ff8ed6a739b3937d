"""The ledger: accounts, transfers, entries, folds, and the functions that alone write them."""

from pathlib import Path

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"

_SQL = Path(__file__).with_name("0002_ledger.sql")
_FUNCTIONS = """
    ledger_fold_entries ledger_mark_is_clear ledger_mark ledger_mature ledger_sale ledger_sale_done
    ledger_welcome ledger_post ledger_refuse_debtor ledger_lacks ledger_account_of ledger_settle
    ledger_begin ledger_open_account ledger_open_accounts ledger_must_balance ledger_account_fits
    ledger_refuse ledger_fold_link ledger_fold_item ledger_link ledger_micros ledger_genesis
"""


def upgrade() -> None:
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=True),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("is_folded", sa.Boolean(), nullable=False),
        sa.Column("balance", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=True),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("folded_through", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "balance >= floor and balance <= ceiling", name=op.f("ck_ledger_account_bounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint(
            "owner",
            "bucket",
            "currency",
            name=op.f("uq_ledger_account_owner_bucket_currency"),
            postgresql_nulls_not_distinct=True,
        ),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("leg", sa.SmallInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance_after", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("previous", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("transfer_id", "leg", name=op.f("pk_ledger_entry")),
    )
    op.create_index(
        "ix_ledger_entry_in",
        "ledger_entry",
        ["account_id", "transfer_id"],
        unique=False,
        postgresql_where=sa.text("amount > 0 and seq is not null"),
    )
    op.create_index(
        "ix_ledger_entry_out",
        "ledger_entry",
        ["account_id", "transfer_id"],
        unique=False,
        postgresql_where=sa.text("amount < 0 and seq is not null"),
    )
    op.create_index(
        "ix_ledger_entry_unchained",
        "ledger_entry",
        ["account_id", "id"],
        unique=False,
        postgresql_where=sa.text("seq is null"),
    )
    op.create_index(
        "uq_ledger_entry_seq",
        "ledger_entry",
        ["account_id", "seq"],
        unique=True,
        postgresql_where=sa.text("seq is not null"),
    )
    op.create_table(
        "ledger_fold",
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("through_id", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance_after", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "seq", name=op.f("pk_ledger_fold")),
    )
    op.create_table(
        "ledger_maturity",
        sa.Column("sale_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matured_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "remaining between 0 and amount", name=op.f("ck_ledger_maturity_remaining")
        ),
        sa.PrimaryKeyConstraint("sale_id", name=op.f("pk_ledger_maturity")),
    )
    op.create_index(
        "ix_ledger_maturity_due_at",
        "ledger_maturity",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("remaining > 0"),
    )
    op.create_index(
        "ix_ledger_maturity_owner",
        "ledger_maturity",
        ["owner", "currency", "due_at"],
        unique=False,
        postgresql_where=sa.text("remaining > 0"),
    )
    op.create_table(
        "ledger_transfer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=True),
        sa.Column("payer", sa.Uuid(), nullable=True),
        sa.Column("payee", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.Uuid(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transfer")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_transfer_key")),
    )
    # Without parameters the driver leaves % and : in the text alone.
    bare = op.get_bind().execution_options(no_parameters=True)
    bare.exec_driver_sql(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    for table in ("transfer", "maturity", "fold", "entry", "account"):
        op.execute(f"drop table ledger_{table} cascade")
    for function in _FUNCTIONS.split():
        op.execute(f"drop function {function}")
