"""Money that comes through Stripe: top-ups, events, lines of our balance there, comparisons."""

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0009"


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _minor(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    _top_up()
    _events()
    _balance()
    op.create_table(
        "stand_in_checkout",
        _text("id"),
        _minor("amount_minor"),
        sa.Column("asked", sa.JSON(), nullable=False),
        _text("state"),
        _moment("created_at"),
        sa.CheckConstraint(
            "state in ('open', 'paid', 'pending', 'declined', 'expired')",
            name=op.f("ck_stand_in_checkout_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in_checkout")),
    )


def _top_up() -> None:
    op.create_table(
        "top_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        _text("currency"),
        _minor("amount_minor"),
        _text("request_key"),
        _text("state"),
        _text("session_id", nullable=True),
        _text("checkout_url", nullable=True),
        _text("payment_intent", nullable=True),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        _moment("asked_at"),
        _moment("paid_at", nullable=True),
        _moment("changed_at"),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_top_up_amount")),
        sa.CheckConstraint(
            "state in ('asked', 'open', 'pending', 'paid', 'failed', 'expired')",
            name=op.f("ck_top_up_state"),
        ),
        sa.CheckConstraint(
            "(state = 'paid') = (transfer_id is not null and paid_at is not null)",
            name=op.f("ck_top_up_paid"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_top_up")),
        sa.UniqueConstraint("user_id", "request_key", name=op.f("uq_top_up_user_id_request_key")),
        sa.UniqueConstraint("session_id", name=op.f("uq_top_up_session_id")),
        sa.UniqueConstraint("payment_intent", name=op.f("uq_top_up_payment_intent")),
    )
    op.create_index(
        "ix_top_up_paid",
        "top_up",
        ["user_id", "currency", "paid_at"],
        postgresql_where=sa.text("paid_at is not null"),
    )
    op.create_index(
        "ix_top_up_unfinished",
        "top_up",
        ["asked_at"],
        postgresql_where=sa.text(
            "state = any (array['asked'::text, 'open'::text, 'pending'::text])"
        ),
    )


def _events() -> None:
    op.create_table(
        "stripe_event",
        _text("id"),
        _text("type"),
        _text("account", nullable=True),
        _text("subject"),
        _text("outcome"),
        _text("reason"),
        _text("body", nullable=True),
        _moment("created_at"),
        _moment("received_at"),
        sa.CheckConstraint(
            "outcome in ('handled', 'ignored', 'refused')", name=op.f("ck_stripe_event_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripe_event")),
    )
    op.create_index("ix_stripe_event_subject", "stripe_event", ["subject"])


def _balance() -> None:
    op.create_table(
        "stripe_balance_line",
        _text("id"),
        _text("kind"),
        _text("currency"),
        _minor("amount_minor"),
        _minor("fee_minor"),
        _minor("net_minor"),
        _text("source", nullable=True),
        _text("payment_intent", nullable=True),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        _moment("created_at"),
        _moment("stored_at"),
        sa.CheckConstraint(
            "net_minor = amount_minor - fee_minor", name=op.f("ck_stripe_balance_line_net")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripe_balance_line")),
    )
    op.create_index("ix_stripe_balance_line_created_at", "stripe_balance_line", ["created_at"])
    op.create_index(
        "ix_stripe_balance_line_payment_intent", "stripe_balance_line", ["payment_intent"]
    )
    op.create_table(
        "stripe_comparison",
        sa.Column("id", sa.Uuid(), nullable=False),
        _moment("through"),
        _minor("at_stripe_minor"),
        _minor("ledger_minor"),
        _minor("on_its_way_minor"),
        _minor("difference_minor"),
        _moment("compared_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripe_comparison")),
    )
    op.create_index("ix_stripe_comparison_through", "stripe_comparison", ["through"])


def downgrade() -> None:
    for table in (
        "stripe_comparison",
        "stripe_balance_line",
        "stripe_event",
        "stand_in_checkout",
        "top_up",
    ):
        op.drop_table(table)
