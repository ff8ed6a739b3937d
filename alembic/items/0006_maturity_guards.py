"""What is to mature is guarded as the rest of the ledger is."""

from alembic import op

revision = "0006"
down_revision = "0005"

_GUARDS = """\
-- What a sale brought matures, and is otherwise what was written with the sale.
create trigger ledger_maturity_stays before delete or truncate on ledger_maturity
  for each statement execute function ledger_refuse();
create trigger ledger_maturity_is_same
  before update of sale_id, owner, currency, amount, due_at
  on ledger_maturity for each statement execute function ledger_refuse();
create trigger ledger_maturity_only_shrinks before update on ledger_maturity
  for each row when (new.remaining > old.remaining or old.matured_at is not null)
  execute function ledger_refuse();
"""


def upgrade() -> None:
    op.execute(_GUARDS)


def downgrade() -> None:
    for trigger in ("stays", "is_same", "only_shrinks"):
        op.execute(f"drop trigger ledger_maturity_{trigger} on ledger_maturity")
