"""Holds, refunds, chargebacks, payouts: their tables, and the functions that alone write them."""

import re
from pathlib import Path

import sqlalchemy as sa

from alembic import op

revision = "0009"
down_revision = "0008"

_SQL = Path(__file__).with_name("0009_holds_and_returns.sql")
_BEFORE = Path(__file__).with_name("0002_ledger.sql")
_CHANGED = ("ledger_post", "ledger_sale_done", "ledger_mature")
_NEW = """
    ledger_return_payout ledger_settle_payout ledger_has_happened ledger_payout ledger_refund_sale
    ledger_refunded ledger_given_back ledger_release ledger_capture ledger_of_hold
    ledger_hold_funds ledger_hold_is_closed ledger_reinstate ledger_charge_back
    ledger_take_maturing ledger_return_deposit ledger_earlier ledger_cash_in ledger_leg
    ledger_held ledger_lock ledger_ensure_accounts ledger_missing ledger_needs_amount
    ledger_content ledger_actor ledger_move
"""


def upgrade() -> None:
    op.create_table(
        "ledger_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payer", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("promo", sa.BigInteger(), nullable=False),
        sa.Column("deposited", sa.BigInteger(), nullable=False),
        sa.Column("earned", sa.BigInteger(), nullable=False),
        sa.Column("captured", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("released", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "captured >= 0 and released >= 0"
            " and captured + released <= promo + deposited + earned"
            " and (captured + released < promo + deposited + earned) = (state = 'open')",
            name=op.f("ck_ledger_hold_parts"),
        ),
        sa.CheckConstraint(
            "state in ('open', 'captured', 'released', 'expired')",
            name=op.f("ck_ledger_hold_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_hold")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_hold_key")),
    )
    op.create_index(
        "ix_ledger_hold_expires_at",
        "ledger_hold",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_ledger_hold_payer",
        "ledger_hold",
        ["payer"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "ledger_maturity_cut",
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("sale_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ledger_maturity_cut_amount")),
        sa.PrimaryKeyConstraint("transfer_id", "sale_id", name=op.f("pk_ledger_maturity_cut")),
    )
    op.create_index(
        "ix_ledger_maturity_cut_sale_id", "ledger_maturity_cut", ["sale_id"], unique=False
    )
    op.create_table(
        "ledger_refund",
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("sale_id", sa.Uuid(), nullable=False),
        sa.Column("promo", sa.BigInteger(), nullable=False),
        sa.Column("deposited", sa.BigInteger(), nullable=False),
        sa.Column("earned", sa.BigInteger(), nullable=False),
        sa.Column("fee_promo", sa.BigInteger(), nullable=False),
        sa.Column("fee_cash", sa.BigInteger(), nullable=False),
        sa.Column("from_pending", sa.BigInteger(), nullable=False),
        sa.Column("from_earned", sa.BigInteger(), nullable=False),
        sa.Column("from_debt", sa.BigInteger(), nullable=False),
        sa.Column("to_debt", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("transfer_id", name=op.f("pk_ledger_refund")),
    )
    op.create_index("ix_ledger_refund_sale_id", "ledger_refund", ["sale_id"], unique=False)
    op.create_table(
        "ledger_stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_stop")),
    )
    op.create_index(
        "uq_ledger_stop_open",
        "ledger_stop",
        [sa.literal_column("(true)")],
        unique=True,
        postgresql_where=sa.text("lifted_at is null"),
    )
    for function in _CHANGED:
        op.execute(f"drop function {function}")
    _run(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    for table in ("stop", "refund", "maturity_cut", "hold"):
        op.execute(f"drop table ledger_{table} cascade")
    for function in (*_CHANGED, *_NEW.split()):
        op.execute(f"drop function {function}")
    before = _BEFORE.read_text(encoding="utf-8")
    for function in _CHANGED:
        found = re.search(
            rf"^create function {function}\(.*?\$\$;", before, re.MULTILINE | re.DOTALL
        )
        if found is None:
            raise RuntimeError(f"{_BEFORE.name} has no {function}")
        _run(found[0])


def _run(sql: str) -> None:
    # Without parameters the driver leaves % and : in the text alone.
    op.get_bind().execution_options(no_parameters=True).exec_driver_sql(sql)
