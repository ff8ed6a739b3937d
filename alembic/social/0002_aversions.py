"""Whom people keep away."""

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "aversion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("distance", sa.String(length=10), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "distance in ('muted', 'blocked')", name=op.f("ck_aversion_distance_is_known")
        ),
        sa.CheckConstraint("account_id <> other_id", name=op.f("ck_aversion_nobody_is_their_own")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aversion")),
        sa.UniqueConstraint(
            "account_id",
            "other_id",
            "distance",
            name=op.f("uq_aversion_account_id_other_id_distance"),
        ),
    )
    op.create_index("ix_aversion_list", "aversion", ["account_id", "distance", "id"], unique=False)
    op.create_index("ix_aversion_other", "aversion", ["other_id", "distance"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_aversion_other", table_name="aversion")
    op.drop_index("ix_aversion_list", table_name="aversion")
    op.drop_table("aversion")
