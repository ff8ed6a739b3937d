"""Events: what happened in one database and must have an effect in others.

An event is a row of the transaction it tells about. A relay (`core.relay`) hands it to every
consumer of its kind, each on its own, until the consumer has succeeded or given up.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import registry

from dreamdot_app.core import ids, wake
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.payload import encode
from dreamdot_app.core.tables import core_tables

ATTEMPTS = 10
_ENVELOPE = "outbox_envelope"


@dataclass(frozen=True)
class Event:
    """Base of events: a frozen dataclass of plain values with a ``name`` such as ``a.happened``.

    The name is what is stored, so it never changes; classes may.
    """

    name: ClassVar[str]

    def __init_subclass__(cls) -> None:
        """Know the kind of event by its name."""
        known = KINDS.setdefault(cls.name, cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(f"two events are named {cls.name}")
        KINDS[cls.name] = cls


@dataclass(frozen=True)
class Envelope:
    """What is known of an event beside its content; ``actor`` is who acted when it was told."""

    id: UUID
    name: str
    actor: UUID | None
    created_at: datetime
    attempt: int


@dataclass(frozen=True)
class Consumer:
    """What is done about a kind of event; ``into`` is the database of the effect."""

    name: str
    kind: type[Event]
    into: Database | None
    timeout_s: float
    call: Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class FailedDelivery:
    """A consumer that has given up on an event."""

    event_id: UUID
    name: str
    consumer: str
    attempts: int
    last_error: str
    created_at: datetime


KINDS: dict[str, type[Event]] = {}
CONSUMERS: dict[str, Consumer] = {}

E = TypeVar("E", bound=Event)
Consume = Callable[[AsyncSession, E], Awaitable[None]]
ConsumeElsewhere = Callable[[Envelope, E], Awaitable[None]]
AnyConsume = TypeVar("AnyConsume", bound=Callable[..., Awaitable[None]])


class _Row:
    """A row of ``outbox_event``; mapped once, since the table is the same in all databases."""

    def __init__(self, *, id: UUID, name: str, payload: dict[str, Any]) -> None:
        self.id, self.name, self.payload = id, name, payload


_rows = registry()
_rows.map_imperatively(_Row, core_tables(_rows.metadata).outbox_event, eager_defaults=False)


def add(session: AsyncSession, event: Event) -> UUID:
    """Tell of an event with the session's transaction; returns its id. Not awaited.

    Raises:
        TypeError, ValueError: the event cannot be stored (`payload.encode`).
    """
    row = _Row(id=ids.new(), name=event.name, payload=encode(event))
    session.add(row)
    wake.on_commit(session)
    return row.id


def consumer(
    kind: type[Event], *, name: str, into: Database | None, timeout_s: float = 60
) -> Callable[[AnyConsume], AnyConsume]:
    """Register what is done about a kind of event.

    With ``into`` it is ``async def consume(session, event)``, run in one transaction of that
    database together with the note that it was done: the effect happens exactly once. It must
    not commit and not call other systems.

    With ``into=None`` it is ``async def consume(envelope, event)`` for effects elsewhere (Mongo):
    it may run more than once for an event, so it upserts by ``envelope.id``.

    ``name`` (``slice.does_something``) is stored, so it never changes. A try that raises, or
    takes longer than ``timeout_s``, is repeated later, `ATTEMPTS` times in all.
    """

    def register(call: AnyConsume) -> AnyConsume:
        if name in CONSUMERS:
            raise ValueError(f"two consumers are named {name}")
        CONSUMERS[name] = Consumer(name, kind, into, timeout_s, call)
        return call

    return register


def envelope_of(session: AsyncSession) -> Envelope:
    """The envelope of the event that is being consumed in this session.

    Raises:
        KeyError: the session is not one that a consumer was given.
    """
    return session.info[_ENVELOPE]


def put_envelope(session: AsyncSession, envelope: Envelope) -> None:
    """For the relay: what `envelope_of` answers."""
    session.info[_ENVELOPE] = envelope


_EXHAUSTED = text("""
    select d.event_id, e.name, d.consumer, d.attempts,
           coalesce(d.last_error, '') as last_error, e.created_at
    from outbox_delivery d join outbox_event e on e.id = d.event_id
    where d.state = 'exhausted' and (cast(:before as uuid) is null or d.event_id < :before)
    order by d.event_id desc, d.consumer limit :limit
""")


async def exhausted(
    database: Database, *, limit: int = 50, before: UUID | None = None
) -> list[FailedDelivery]:
    """What was given up among the events of a database, newest first, from before an event."""
    async with reading(database) as session:
        rows = await session.execute(_EXHAUSTED, {"limit": limit, "before": before})
        return [FailedDelivery(**row) for row in rows.mappings()]


async def retry(database: Database, event_id: UUID, consumer: str) -> bool:
    """Try a delivery that was given up once more, from the start; False when it was not."""
    statement = text("""
        update outbox_delivery set state = 'waiting', attempts = 0, next_at = now()
        where event_id = :event_id and consumer = :consumer and state = 'exhausted'
        returning event_id
    """)
    async with transaction(database, actor=None) as session:
        wake.on_commit(session)
        found = await session.execute(statement, {"event_id": event_id, "consumer": consumer})
        return found.first() is not None


# An event that somebody still waits for stays: what it tells has not happened everywhere yet.
_ABOUT = """
    (e.actor = :person or strpos(e.payload::text, cast(:person as text)) > 0)
    and e.name <> :kept
"""
_IS_WANTED = """
    (e.fanned_out_at is null or exists (
        select from outbox_delivery d
        where d.event_id = e.id and d.state in ('waiting', 'claimed')))
"""
_FORGET = text(f"delete from outbox_event e where {_ABOUT} and not {_IS_WANTED}").bindparams(  # noqa: S608 our own texts
    bindparam("person", type_=Uuid)
)
_LEFT_OVER = text(
    f"select exists (select from outbox_event e where {_ABOUT} and {_IS_WANTED})"  # noqa: S608 our own texts
).bindparams(bindparam("person", type_=Uuid))


async def forget(session: AsyncSession, person: UUID, *, but: type[Event]) -> bool:
    """Delete the events that a person caused or that name their id, for they may tell of them.

    Those of the kind ``but`` stay. Returns whether some are left that are still to be delivered.
    """
    about = {"person": person, "kept": but.name}
    await session.execute(_FORGET, about)
    return bool(await session.scalar(_LEFT_OVER, about))
