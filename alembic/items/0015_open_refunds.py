"""Refunds that are not over, what changed lately, and somebody's codes are found by an index."""

from sqlalchemy import text

from alembic import op

revision = "0015"
down_revision = "0014"

_OPEN = text("state = any (array['moved'::text, 'sent'::text])")


def upgrade() -> None:
    op.create_index("ix_card_refund_open", "card_refund", ["state", "id"], postgresql_where=_OPEN)
    for table in ("payout", "card_refund"):
        op.create_index(f"ix_{table}_changed_at", table, ["currency", "changed_at"])
    op.create_index("ix_promo_redemption_owner", "promo_redemption", ["owner", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_promo_redemption_owner", "promo_redemption")
    for table in ("payout", "card_refund"):
        op.drop_index(f"ix_{table}_changed_at", table)
    op.drop_index("ix_card_refund_open", "card_refund")
