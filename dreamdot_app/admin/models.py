"""The audit trail: who did what, when; kept in a database of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from dreamdot_app.core.db import AuditTable, Database, moment, primary_key, reference
from dreamdot_app.core.tables import beyond_tables


class AuditEntry(AuditTable, table=True):
    """One thing that happened. Its id is the event's, so it is written once; it never changes."""

    __table_args__ = (sa.Index("ix_audit_entry_account", "account_id", "id"),)

    id: UUID = primary_key()
    kind: str = Field(max_length=100)
    # Whom it is about: they see it among their own entries.
    account_id: UUID | None = reference(default=None, nullable=True)
    # Who did it, where that is known and is a person.
    actor_id: UUID | None = reference(default=None, nullable=True)
    details: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": sa.text("'{}'")}
    )
    happened_at: datetime = moment()


# A revision holds this text as it was then. A change here is a new revision.
#
# One change of an entry is allowed: taking out of its details what tells of a person. For that a
# row is compared with what it was; nobody has to be trusted.
beyond_tables(
    Database.AUDIT,
    """
create function audit_without_person(details jsonb) returns jsonb
language sql immutable strict parallel safe
return details - array['username', 'former', 'display_name', 'user_agent', 'device'];

create function audit_refuse() returns trigger language plpgsql as $$
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
""",
)
