"""Core's tables: events to be handed out, what was consumed, jobs and schedules."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

_CORE = Path(__file__).parents[1] / "core"


def upgrade() -> None:
    op.execute((_CORE / "0001_up.sql").read_text())


def downgrade() -> None:
    op.execute((_CORE / "0001_down.sql").read_text())
