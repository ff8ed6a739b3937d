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
beyond_tables(
    Database.AUDIT,
    """
create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: the audit trail is append-only', tg_op, tg_table_name
    using errcode = 'AU001';
end $$;

create trigger audit_entry_stays before update or delete or truncate on audit_entry
  for each statement execute function audit_refuse();
""",
)
