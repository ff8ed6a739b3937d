"""A history is searched by kind, person and words without a row of it being looked at."""

from sqlalchemy import text

from alembic import op

revision = "0013"
down_revision = "0012"

_SIDES = (("payer", "payee"), ("payee", "payer"))


def upgrade() -> None:
    for side, other in _SIDES:
        op.create_index(
            f"ix_ledger_transfer_{side}",
            "ledger_transfer",
            [side, "id"],
            postgresql_include=["kind", "currency", other, "memo"],
            postgresql_where=text(f"{side} is not null"),
        )


def downgrade() -> None:
    for side, _ in _SIDES:
        op.drop_index(f"ix_ledger_transfer_{side}", "ledger_transfer")
