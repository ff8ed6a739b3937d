"""What was written in the audit trail stays as it was."""

from alembic import op

revision = "0003"
down_revision = "0002"

_UP = """
create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: the audit trail is append-only', tg_op, tg_table_name
    using errcode = 'AU001';
end $$;

create trigger audit_entry_stays before update or delete or truncate on audit_entry
  for each statement execute function audit_refuse();
"""


def upgrade() -> None:
    # Without parameters the driver leaves % and : in the text alone.
    op.get_bind().execution_options(no_parameters=True).exec_driver_sql(_UP)


def downgrade() -> None:
    op.execute("drop trigger audit_entry_stays on audit_entry")
    op.execute("drop function audit_refuse")
