"""Folding waits for who writes entries, by their locks.

It waited by the numbers of transactions and took the highest that a snapshot knows for the next one
to be given. A transaction above it was not waited for: its entries could be passed over for ever.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

_BEFORE = """\
-- Where folding may go up to: every entry that has an id now, and the number of the next
-- transaction. Once all transactions below that number have ended, all those entries are in sight:
-- ledger_begin gives a transaction its number before ledger_settle gives its entries their ids.
create function ledger_mark(out top bigint, out horizon text) language plpgsql as $$
begin
  select coalesce(max(last_value), 0) into top from pg_sequences
   where schemaname = current_schema() and sequencename = 'ledger_entry_id_seq';
  horizon := pg_snapshot_xmax(pg_current_snapshot())::text;
end $$;

create function ledger_mark_is_clear(p_horizon text) returns boolean language sql as $$
  select not exists (
    select from pg_snapshot_xip(pg_current_snapshot()) as running
     where running < p_horizon::xid8)
$$;
"""

_NOW = """\
-- Which transactions of others have written entries, or are about to, and have not ended. By their
-- locks, not by a snapshot: a snapshot knows of no transaction that began after the newest one that
-- has ended. Whoever writes entries locks the table (in this weakest mode that writes) before the
-- entries get their ids, and lets go of it when what he wrote is in sight of all.
create function ledger_writers() returns text[] language sql as $$
  select coalesce(array_agg(virtualtransaction), '{}') from pg_locks
   where locktype = 'relation' and relation = 'ledger_entry'::regclass
     and database = (select oid from pg_database where datname = current_database())
     and mode = 'RowExclusiveLock' and granted and pid is distinct from pg_backend_pid()
$$;

-- Where folding may go up to: every entry that has an id now, and who may still hold some of these
-- back. Once all of them have ended, all those entries are in sight of the statements that follow;
-- in a transaction with one snapshot for all of its statements they would not be.
create function ledger_mark(out top bigint, out writers text[]) language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'folding needs a transaction that is read committed';
  end if;
  select coalesce(max(last_value), 0) into top from pg_sequences
   where schemaname = current_schema() and sequencename = 'ledger_entry_id_seq';
  writers := ledger_writers();
end $$;

create function ledger_mark_is_clear(p_writers text[]) returns boolean language sql as $$
  select not p_writers && ledger_writers()
$$;
"""


def upgrade() -> None:
    op.execute("drop function ledger_mark_is_clear")
    op.execute("drop function ledger_mark")
    _run(_NOW)


def downgrade() -> None:
    op.execute("drop function ledger_mark_is_clear")
    op.execute("drop function ledger_mark")
    op.execute("drop function ledger_writers")
    _run(_BEFORE)


def _run(sql: str) -> None:
    # Without parameters the driver leaves % and : in the text alone.
    op.get_bind().execution_options(no_parameters=True).exec_driver_sql(sql)
