"""When somebody last proved by a second factor who they are."""

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("account_session", sa.Column("factor_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("account_session", "factor_at")
