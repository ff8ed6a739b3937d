"""Spending limits, promo codes, and what creators earned, added up."""

import sqlalchemy as sa

from alembic import op

revision = "0012"
down_revision = "0011"


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "spending_limit",
        sa.Column("owner", sa.Uuid(), nullable=False),
        _whole("limit_minor", nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        _whole("next_minor", nullable=True),
        sa.Column("next_zone", sa.Text(), nullable=False),
        _moment("next_at", nullable=True),
        _moment("changed_at"),
        sa.CheckConstraint(
            "limit_minor >= 0 and next_minor >= 0", name=op.f("ck_spending_limit_amounts")
        ),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_spending_limit")),
    )
    op.create_table(
        "promo_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        _whole("amount_minor"),
        sa.Column("max_uses", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        _moment("expires_at", nullable=True),
        _moment("ended_at", nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _moment("created_at"),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_promo_code_amount")),
        sa.CheckConstraint("uses between 0 and max_uses", name=op.f("ck_promo_code_uses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promo_code")),
        sa.UniqueConstraint("code", name=op.f("uq_promo_code_code")),
    )
    op.create_table(
        "promo_redemption",
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        _moment("created_at"),
        sa.ForeignKeyConstraint(
            ["code_id"], ["promo_code.id"], name=op.f("fk_promo_redemption_code_id")
        ),
        sa.PrimaryKeyConstraint("code_id", "owner", name=op.f("pk_promo_redemption")),
    )
    op.create_table(
        "earning_slot",
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("grain", sa.Text(), nullable=False),
        _moment("slot"),
        sa.Column("source", sa.Uuid(), nullable=False),
        sa.Column("sales", sa.Integer(), nullable=False),
        *(_whole(name) for name in ("promo", "cash", "fee_promo", "fee_cash")),
        sa.Column("refunds", sa.Integer(), nullable=False),
        *(_whole(name) for name in ("refunded_promo", "refunded_cash")),
        sa.Column("last_sale", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "grain in ('quarter', 'work_quarter', 'work_day')", name=op.f("ck_earning_slot_grain")
        ),
        sa.PrimaryKeyConstraint(
            "owner", "currency", "grain", "slot", "source", name=op.f("pk_earning_slot")
        ),
    )
    op.create_table(
        "earning_mark",
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        _whole("through_seq"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_earning_mark")),
    )


def downgrade() -> None:
    for table in (
        "earning_mark",
        "earning_slot",
        "promo_redemption",
        "promo_code",
        "spending_limit",
    ):
        op.drop_table(table)
