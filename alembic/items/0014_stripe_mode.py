"""Databases keep to the mode of the first key of Stripe's that they met."""

import sqlalchemy as sa

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "stripe_mode",
        sa.Column("is_the_only", sa.Boolean(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.CheckConstraint("is_the_only", name=op.f("ck_stripe_mode_one")),
        sa.PrimaryKeyConstraint("is_the_only", name=op.f("pk_stripe_mode")),
    )


def downgrade() -> None:
    op.drop_table("stripe_mode")
