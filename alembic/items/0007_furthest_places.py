"""How far somebody has ever read stands apart from where they are."""

import sqlalchemy as sa

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("reading_place", sa.Column("furthest_permille", sa.Integer()))
    op.execute("update reading_place set furthest_permille = permille")
    op.alter_column("reading_place", "furthest_permille", nullable=False)
    op.create_check_constraint(
        "ck_reading_place_furthest",
        "reading_place",
        "furthest_permille between permille and 1000",
    )


def downgrade() -> None:
    op.drop_column("reading_place", "furthest_permille")
