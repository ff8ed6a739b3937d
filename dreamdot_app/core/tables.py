"""The tables of core that every one of the five databases has: outbox, jobs and schedules.

They are declared once and made five times. Their statements are SQL (in `relay`, `job_runs`,
`schedules`): the same text runs in each database.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from dreamdot_app.core.db import Database, metadata

# Who acts is set for each transaction (`db.transaction`); the rows take it from there.
_ACTOR = text("(nullif(current_setting('app.actor'::text, true), ''::text))::uuid")
_NOW = text("now()")


@dataclass(frozen=True)
class CoreTables:
    """The tables that core keeps in a database."""

    outbox_event: Table
    outbox_delivery: Table
    consumed_event: Table
    job: Table
    schedule: Table


def _moment(name: str, **options: Any) -> Column[Any]:
    return Column(name, DateTime(timezone=True), **options)


def _outbox_event(target: MetaData) -> Table:
    table = Table(
        "outbox_event",
        target,
        Column("id", Uuid, primary_key=True),
        Column("name", Text, nullable=False),
        Column("payload", JSONB, nullable=False),
        Column("actor", Uuid, server_default=_ACTOR),
        _moment("created_at", nullable=False, server_default=_NOW),
        _moment("fanned_out_at"),
    )
    Index("ix_outbox_event_fresh", table.c.id, postgresql_where=table.c.fanned_out_at.is_(None))
    return table


def _outbox_delivery(target: MetaData) -> Table:
    table = Table(
        "outbox_delivery",
        target,
        Column(
            "event_id", Uuid, ForeignKey("outbox_event.id", ondelete="CASCADE"), primary_key=True
        ),
        Column("consumer", Text, primary_key=True),
        Column("state", Text, nullable=False, server_default=text("'waiting'::text")),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        _moment("next_at", nullable=False, server_default=_NOW),
        Column("claim", Uuid),
        _moment("lease_until"),
        Column("last_error", Text),
        CheckConstraint("state in ('waiting', 'claimed', 'done', 'exhausted')", name="state"),
    )
    state = table.c.state
    Index(
        "ix_outbox_delivery_waiting",
        *(table.c.consumer, table.c.next_at, table.c.event_id),
        postgresql_where=state == text("'waiting'::text"),
    )
    Index(
        "ix_outbox_delivery_claimed",
        table.c.lease_until,
        postgresql_where=state == text("'claimed'::text"),
    )
    Index(
        "ix_outbox_delivery_exhausted",
        *(table.c.event_id, table.c.consumer),
        postgresql_where=state == text("'exhausted'::text"),
    )
    return table


def _consumed_event(target: MetaData) -> Table:
    return Table(
        "consumed_event",
        target,
        Column("event_id", Uuid, primary_key=True),
        Column("consumer", Text, primary_key=True),
        _moment("consumed_at", nullable=False, server_default=_NOW),
    )


def _job(target: MetaData) -> Table:
    table = Table(
        "job",
        target,
        Column("id", Uuid, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("payload", JSONB, nullable=False),
        Column("dedupe", Text),
        Column("state", Text, nullable=False, server_default=text("'waiting'::text")),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        _moment("run_at", nullable=False, server_default=_NOW),
        Column("claim", Uuid),
        _moment("lease_until"),
        Column("last_error", Text),
        Column("actor", Uuid, server_default=_ACTOR),
        _moment("created_at", nullable=False, server_default=_NOW),
        _moment("finished_at"),
        CheckConstraint(
            "state in ('waiting', 'running', 'done', 'superseded', 'exhausted')", name="state"
        ),
    )
    _index_jobs(table)
    return table


def _index_jobs(table: Table) -> None:
    state, kind, dedupe = table.c.state, table.c.kind, table.c.dedupe
    waiting, running = state == text("'waiting'::text"), state == text("'running'::text")
    Index(
        "uq_job_waiting_dedupe",
        kind,
        dedupe,
        unique=True,
        postgresql_where=waiting & dedupe.is_not(None),
    )
    Index("ix_job_waiting", table.c.run_at, table.c.id, postgresql_where=waiting)
    Index("ix_job_running", kind, dedupe, postgresql_where=running)
    Index("ix_job_exhausted", table.c.id, postgresql_where=state == text("'exhausted'::text"))
    Index(
        "ix_job_finished_at",
        table.c.finished_at,
        postgresql_where=table.c.finished_at.is_not(None),
    )


def _schedule(target: MetaData) -> Table:
    return Table(
        "schedule",
        target,
        Column("name", Text, primary_key=True),
        _moment("next_at", nullable=False),
        _moment("last_at"),
    )


def core_tables(target: MetaData) -> CoreTables:
    """Declare core's tables in a metadata."""
    return CoreTables(
        outbox_event=_outbox_event(target),
        outbox_delivery=_outbox_delivery(target),
        consumed_event=_consumed_event(target),
        job=_job(target),
        schedule=_schedule(target),
    )


CORE_TABLES = {database: core_tables(metadata(database)) for database in Database}


def beyond_tables(database: Database, sql: str) -> None:
    """Declare what tables cannot say: functions, triggers, policies, grants, as they are now.

    ``sql`` (several statements are fine) runs after ``metadata(database).create_all()`` has made
    the tables, in the order of the calls. A revision holds the same text as it was then; the
    drift test compares what the two lead to.
    """

    @event.listens_for(metadata(database), "after_create")
    def _run(_metadata: MetaData, connection: Connection, **_options: Any) -> None:  # pyright: ignore[reportUnusedFunction] called by SQLAlchemy
        # Without parameters the driver leaves % and : in the text alone.
        connection.execution_options(no_parameters=True).exec_driver_sql(sql)
