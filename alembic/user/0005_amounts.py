"""How somebody wants amounts written: the tag of a language, empty for the device's own."""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "preference", sa.Column("amounts", sa.String(20), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("preference", "amounts")
