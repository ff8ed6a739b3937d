"""Work for later, as rows of the transaction that wants it.

`enqueue` writes the row; a worker (`core.job_runs`) runs the function registered for its kind.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from inspect import signature
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids, wake
from dreamdot_app.core.db import Database, as_utc, reading, transaction
from dreamdot_app.core.payload import encode

LEASE_S = 30.0


class Hopeless(Exception):
    """What a job raises that could never succeed: it is given up at once, not tried again."""


@dataclass(frozen=True)
class JobContext:
    """What a job outside the databases knows of itself.

    ``id`` is the same in every attempt: the idempotency key for whoever is called. ``attempt``
    counts from 1; ``is_last`` says that no other follows.
    """

    id: UUID
    attempt: int
    is_last: bool


@dataclass(frozen=True)
class Kind:
    """How jobs of a kind are run."""

    name: str
    into: Database
    outside: bool
    attempts: int
    lease_s: float
    timeout_s: float
    payload: Any
    call: Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class FailedJob:
    """A job that was given up."""

    id: UUID
    kind: str
    attempts: int
    last_error: str
    created_at: datetime


KINDS: dict[str, Kind] = {}

AnyWork = TypeVar("AnyWork", bound=Callable[..., Awaitable[None]])


def job(
    kind: str,
    *,
    in_: Database,
    outside: bool = False,
    attempts: int = 10,
    lease_s: float = LEASE_S,
    timeout_s: float | None = None,
) -> Callable[[AnyWork], AnyWork]:
    """Register the function that does jobs of a kind.

    By default it is ``async def work(session, payload)``: what it does in the session and the
    completion of the job are one transaction of ``in_``, so the effect happens exactly once.

    With ``outside=True`` it is ``async def work(context, payload)``, for effects that no
    transaction covers (mail, payments, files): it may run more than once, so it passes
    ``context.id`` on as the idempotency key.

    The annotation of ``payload`` (a frozen dataclass or ``dict[str, Any]``) says what the payload
    is read as. A job that raises, or takes longer than ``timeout_s`` (60, outside 600), is tried
    again later, ``attempts`` times in all; one that raises `Hopeless` is not. When a worker dies,
    its jobs are taken over after ``lease_s``, which a living worker renews.
    """

    def register(call: AnyWork) -> AnyWork:
        limit = timeout_s or (600.0 if outside else 60.0)
        payload = _payload_of(call)
        register_kind(Kind(kind, in_, outside, attempts, lease_s, limit, payload, call))
        return call

    return register


def register_kind(kind: Kind) -> None:
    """Make a kind known.

    Raises:
        ValueError: the name is taken.
    """
    if kind.name in KINDS:
        raise ValueError(f"two kinds of jobs are named {kind.name}")
    KINDS[kind.name] = kind


def _payload_of(call: Callable[..., Any]) -> Any:
    names = list(signature(call).parameters)
    if len(names) != 2:
        raise TypeError(f"{call.__qualname__} takes a session or context, and a payload")
    return get_type_hints(call).get(names[1], dict[str, Any])


_ENQUEUE = text("""
    insert into job as waiting (id, kind, payload, dedupe, run_at)
    values (:id, :kind, :payload, :dedupe, coalesce(:run_at, now()))
    on conflict (kind, dedupe) where state = 'waiting' and dedupe is not null
    do update set payload = excluded.payload, run_at = least(waiting.run_at, excluded.run_at)
    returning id
""")


async def enqueue(
    session: AsyncSession,
    kind: str,
    payload: object | Mapping[str, Any],
    *,
    dedupe: str | None = None,
    run_at: datetime | None = None,
) -> UUID:
    """Ask for a job with the session's transaction, in whichever database it works; its id.

    ``payload`` is a frozen dataclass or a mapping of plain values. ``run_at`` (UTC) is the
    earliest time, by default now.

    ``dedupe``: at most one job of a kind and key waits. While one waits, another call gives it
    the newer payload and the earlier time. One that already runs has perhaps read what this
    transaction changes, so it does not count: the new job waits until that one has ended, and
    two of a key never run at the same time. Finished ones do not count either; what must happen
    once for ever is for a unique key of the effect to say.

    Raises:
        TypeError, ValueError: the payload cannot be stored, or ``run_at`` has no zone.
    """
    values = {
        "id": ids.new(),
        "kind": kind,
        "payload": Jsonb(encode(payload)),
        "dedupe": dedupe,
        "run_at": as_utc(run_at) if run_at else None,
    }
    wake.on_commit(session)
    return (await session.execute(_ENQUEUE, values)).scalar_one()


_EXHAUSTED = text("""
    select id, kind, attempts, coalesce(last_error, '') as last_error, created_at from job
    where state = 'exhausted' and (cast(:before as uuid) is null or id < :before)
    order by id desc limit :limit
""")


async def exhausted(
    database: Database, *, limit: int = 50, before: UUID | None = None
) -> list[FailedJob]:
    """The jobs of a database that were given up, newest first, from before an id."""
    async with reading(database) as session:
        rows = await session.execute(_EXHAUSTED, {"limit": limit, "before": before})
        return [FailedJob(**row) for row in rows.mappings()]


async def retry(database: Database, job_id: UUID) -> bool:
    """Try a job that was given up once more, from the start.

    False when it was not given up, or when one with its key waits already.
    """
    statement = text("""
        update job set state = 'waiting', attempts = 0, run_at = now(), finished_at = null
        where id = :id and state = 'exhausted' and not exists (
            select from job twin
            where twin.kind = job.kind and twin.dedupe = job.dedupe and twin.state = 'waiting')
        returning id
    """)
    async with transaction(database, actor=None) as session:
        wake.on_commit(session)
        return (await session.execute(statement, {"id": job_id})).first() is not None
