"""Entries of the audit trail hold no name of a person, and those of before lose theirs.

What tells of a person can be taken out of an entry's details; every other change is refused.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

_UP = """
drop trigger audit_entry_stays on audit_entry;

create function audit_without_person(details jsonb) returns jsonb
language sql immutable strict parallel safe
return details - array['username', 'former', 'display_name', 'user_agent', 'device'];

create or replace function audit_refuse() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_level = 'ROW' and new.details <> old.details then
    old.details := audit_without_person(old.details);
    if new is not distinct from old then
      return new;
    end if;
  end if;
  raise exception '% of % is refused: the audit trail is append-only', tg_op, tg_table_name
    using errcode = 'AU001';
end $$;

create trigger audit_entry_stays before delete or truncate on audit_entry
  for each statement execute function audit_refuse();

create trigger audit_entry_stays_as_it_is before update on audit_entry
  for each row execute function audit_refuse();

create function audit_forget(person uuid) returns void language sql as $$
  update audit_entry set details = audit_without_person(details)
   where (account_id = person or actor_id = person)
     and details <> audit_without_person(details);
$$;

update audit_entry set details = details - 'username'
 where kind = 'accounts.joined' and details ? 'username';
"""

_DOWN = """
drop function audit_forget;
drop trigger audit_entry_stays_as_it_is on audit_entry;
drop trigger audit_entry_stays on audit_entry;

create or replace function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: the audit trail is append-only', tg_op, tg_table_name
    using errcode = 'AU001';
end $$;

drop function audit_without_person;

create trigger audit_entry_stays before update or delete or truncate on audit_entry
  for each statement execute function audit_refuse();
"""


def upgrade() -> None:
    # Without parameters the driver leaves % and : in the text alone.
    op.get_bind().execution_options(no_parameters=True).exec_driver_sql(_UP)


def downgrade() -> None:
    op.get_bind().execution_options(no_parameters=True).exec_driver_sql(_DOWN)
