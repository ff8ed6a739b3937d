"""The audit trail: who did what, when; kept in a database of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from dreamdot_app.core.db import AuditTable, moment, primary_key, reference


class AuditEntry(AuditTable, table=True):
    """One thing that happened. Its id is the event's, so it is written once."""

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
