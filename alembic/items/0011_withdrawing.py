"""Withdrawing: accounts at Stripe, payouts, refunds to cards, daily batches."""

import sqlalchemy as sa

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "card_refund",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("top_up_id", sa.Uuid(), nullable=False),
        sa.Column("payment_intent", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("round", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("stripe_refund_id", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('moved', 'sent', 'paid', 'returned')", name=op.f("ck_card_refund_state")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_card_refund_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_refund")),
        sa.UniqueConstraint("request_key", name=op.f("uq_card_refund_request_key")),
        sa.UniqueConstraint("stripe_refund_id", name=op.f("uq_card_refund_stripe_refund_id")),
    )
    op.create_index(
        op.f("ix_card_refund_payment_intent"), "card_refund", ["payment_intent"], unique=False
    )
    op.create_index("ix_card_refund_top_up_id", "card_refund", ["top_up_id"], unique=False)
    op.create_index("ix_card_refund_user_id", "card_refund", ["user_id", "id"], unique=False)
    op.create_table(
        "payout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("round", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("stripe_transfer_id", sa.Text(), nullable=True),
        sa.Column("stripe_payout_id", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), server_default="", nullable=False),
        sa.Column("puzzle", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('moved', 'released', 'transferred', 'paid', 'failed', 'returned')",
            name=op.f("ck_payout_state"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payout_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("request_key", name=op.f("uq_payout_request_key")),
        sa.UniqueConstraint("stripe_payout_id", name=op.f("uq_payout_stripe_payout_id")),
        sa.UniqueConstraint("stripe_transfer_id", name=op.f("uq_payout_stripe_transfer_id")),
    )
    op.create_index(
        "ix_payout_open",
        "payout",
        ["state", "id"],
        unique=False,
        postgresql_where=sa.text("state not in ('paid', 'returned')"),
    )
    op.create_index("ix_payout_user_id", "payout", ["user_id", "id"], unique=False)
    op.create_table(
        "payout_account",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("stripe_account_id", sa.Text(), nullable=True),
        sa.Column("has_submitted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("charges_enabled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("payouts_enabled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("requirements_due", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("disabled_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "currency", name=op.f("pk_payout_account")),
        sa.UniqueConstraint("stripe_account_id", name=op.f("uq_payout_account_stripe_account_id")),
    )
    op.create_table(
        "payout_batch",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released", sa.Integer(), nullable=False),
        sa.Column("released_minor", sa.BigInteger(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("waiting_minor", sa.BigInteger(), nullable=False),
        sa.Column("held_because", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("day", "currency", name=op.f("pk_payout_batch")),
    )
    op.create_table(
        "stand_in_account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in_account")),
    )


def downgrade() -> None:
    op.drop_table("stand_in_account")
    op.drop_table("payout_batch")
    op.drop_table("payout_account")
    op.drop_index("ix_payout_user_id", table_name="payout")
    op.drop_index(
        "ix_payout_open",
        table_name="payout",
        postgresql_where=sa.text("state not in ('paid', 'returned')"),
    )
    op.drop_table("payout")
    op.drop_index("ix_card_refund_user_id", table_name="card_refund")
    op.drop_index("ix_card_refund_top_up_id", table_name="card_refund")
    op.drop_index(op.f("ix_card_refund_payment_intent"), table_name="card_refund")
    op.drop_table("card_refund")
