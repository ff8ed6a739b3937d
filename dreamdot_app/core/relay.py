"""Handing the events of one database to their consumers.

An event is fanned out into one delivery for each consumer. Deliveries are claimed for a time (a
lease, renewed while they are worked on), so no transaction stays open meanwhile, and what a killed
worker had claimed is free again when its lease ends. A delivery may then run twice; its effect
cannot, since the consumer's transaction begins with the unique row (event, consumer).
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.failures import pause_s, place, summary
from dreamdot_app.core.log import logger
from dreamdot_app.core.outbox import ATTEMPTS, CONSUMERS, KINDS, Consumer, Envelope
from dreamdot_app.core.payload import decode

_log = logger(part="relay")

HELPING = 200  # events that are fanned out at once

# What is only kept here may be lost with the server's memory: it is done again, without effect.
_RELAXED = text("set local synchronous_commit = off")

_FAN_OUT = text("""
    with fresh as (
        select id, name from outbox_event
        where fanned_out_at is null and name = any(cast(:kinds as text[]))
        order by id limit :limit for update skip locked
    ), made as (
        insert into outbox_delivery (event_id, consumer)
        select fresh.id, c.consumer from fresh
        join unnest(cast(:names as text[]), cast(:consumers as text[])) as c(name, consumer)
          on c.name = fresh.name
    )
    update outbox_event set fanned_out_at = now() where id in (select id from fresh) returning id
""")

_CLAIM = text("""
    with due as (
        select d.event_id, d.consumer
        from unnest(cast(:consumers as text[])) as wanted(consumer)
        cross join lateral (
            select event_id, consumer from outbox_delivery
            where consumer = wanted.consumer and state = 'waiting' and next_at <= now()
            order by next_at, event_id limit :limit for update skip locked
        ) d
    ), claimed as (
        update outbox_delivery d set state = 'claimed', claim = :claim,
            lease_until = now() + make_interval(secs => :lease_s)
        from due where d.event_id = due.event_id and d.consumer = due.consumer
        returning d.event_id, d.consumer, d.attempts
    )
    select c.event_id, c.consumer, c.attempts, e.name, e.payload, e.actor, e.created_at
    from claimed c join outbox_event e on e.id = c.event_id order by c.event_id, c.consumer
""")

_RENEW = text("""
    update outbox_delivery set lease_until = now() + make_interval(secs => :lease_s)
    where claim = :claim and state = 'claimed'
""")

_DONE = text("""
    update outbox_delivery set state = 'done', claim = null, lease_until = null, last_error = null
    where claim = :claim and consumer = :consumer and event_id = any(cast(:ids as uuid[]))
""")

_GIVE_BACK = text("""
    update outbox_delivery set state = 'waiting', claim = null, lease_until = null
    where claim = :claim and consumer = :consumer and state = 'claimed'
""")

_FAILED = text("""
    update outbox_delivery set claim = null, lease_until = null, last_error = :error,
        attempts = attempts + 1, next_at = now() + make_interval(secs => :pause_s),
        state = case when attempts + 1 >= :most then 'exhausted' else 'waiting' end
    where claim = :claim and consumer = :consumer and event_id = :event_id
""")

# Broken off: its worker died. That counts as an attempt, for it may have been the cause, and the
# pause is scattered so that a delivery that kills is sooner or later tried alone.
_RECOVER = text("""
    update outbox_delivery set claim = null, lease_until = null, attempts = attempts + 1,
        last_error = 'broken off: the worker ended',
        next_at = now() + make_interval(secs => random() * least(2 ^ attempts, 60)),
        state = case when attempts + 1 >= :most then 'exhausted' else 'waiting' end
    where state = 'claimed' and lease_until < now() returning event_id, consumer, state
""")

_CONSUMED = text("""
    insert into consumed_event (event_id, consumer) values (:id, :by)
    on conflict do nothing returning event_id
""")


@dataclass(frozen=True)
class Delivery:
    """An event to be handed to one consumer, claimed by this worker until its lease ends."""

    event_id: UUID
    consumer: str
    claim: UUID
    name: str
    payload: Mapping[str, Any]
    envelope: Envelope


async def fan_out(source: Database) -> int:
    """Make the deliveries of new events; returns how many events there were.

    Events of kinds that this process does not know are left for a worker that does.
    """
    pairs = [(consumer.kind.name, consumer.name) for consumer in CONSUMERS.values()]
    values = {
        "kinds": list(KINDS),
        "names": [name for name, _ in pairs],
        "consumers": [consumer for _, consumer in pairs],
        "limit": HELPING,
    }
    async with transaction(source, actor=None) as session:
        await session.execute(_RELAXED)
        return len((await session.execute(_FAN_OUT, values)).all())


async def claim(
    source: Database, consumers: Iterable[str], *, limit: int, lease_s: float
) -> list[Delivery]:
    """Claim up to ``limit`` due deliveries of each of the consumers, ordered by event id."""
    mark = uuid4()
    values = {"consumers": list(consumers), "limit": limit, "claim": mark, "lease_s": lease_s}
    async with transaction(source, actor=None) as session:
        await session.execute(_RELAXED)
        rows = (await session.execute(_CLAIM, values)).all()
    return [
        Delivery(
            row.event_id,
            row.consumer,
            mark,
            row.name,
            row.payload,
            Envelope(row.event_id, row.name, row.actor, row.created_at, row.attempts + 1),
        )
        for row in rows
    ]


async def deliver(source: Database, delivery: Delivery) -> BaseException | None:
    """Run the consumer once. What it raised is noted for a later try, logged and returned."""
    consumer = CONSUMERS[delivery.consumer]
    try:
        async with asyncio.timeout(consumer.timeout_s):
            await _consume(consumer, delivery)
    except Exception as error:  # whatever a consumer raises is its failure, not ours
        await _note_failure(source, delivery, error)
        return error
    return None


async def _consume(consumer: Consumer, delivery: Delivery) -> None:
    event = decode(consumer.kind, delivery.payload)
    if consumer.into is None:
        await consumer.call(delivery.envelope, event)
        return
    async with transaction(consumer.into, actor=None) as session:
        if await first_time(session, delivery.event_id, consumer.name):
            outbox.put_envelope(session, delivery.envelope)
            await consumer.call(session, event)


async def first_time(session: AsyncSession, identifier: UUID, by: str) -> bool:
    """Note in the session's transaction that ``by`` has done something; False when it had."""
    noted = await session.execute(_CONSUMED, {"id": identifier, "by": by})
    return noted.first() is not None


async def _note_failure(source: Database, delivery: Delivery, error: BaseException) -> None:
    attempt = delivery.envelope.attempt
    told = {"event_id": str(delivery.event_id), "event_name": delivery.name, "attempt": attempt}
    report = _log.error if attempt >= ATTEMPTS else _log.warning
    report(
        "an event is given up" if attempt >= ATTEMPTS else "an event is tried again later",
        **told,
        consumer=delivery.consumer,
        error=summary(error),
        at=place(error),
    )
    values = {
        "claim": delivery.claim,
        "consumer": delivery.consumer,
        "event_id": delivery.event_id,
        "error": summary(error),
        "pause_s": pause_s(attempt, random()),  # noqa: S311 spreads retries, guards nothing
        "most": ATTEMPTS,
    }
    async with transaction(source, actor=None) as session:
        await session.execute(_FAILED, values)


async def finish(source: Database, deliveries: Sequence[Delivery]) -> None:
    """Mark deliveries of one claim and one consumer as done."""
    if not deliveries:
        return
    first = deliveries[0]
    values = {
        "claim": first.claim,
        "consumer": first.consumer,
        "ids": [delivery.event_id for delivery in deliveries],
    }
    async with transaction(source, actor=None) as session:
        await session.execute(_RELAXED)
        await session.execute(_DONE, values)


async def give_back(source: Database, delivery: Delivery) -> None:
    """Let go of all that is left of a claim for a consumer, at once and without counting it."""
    values = {"claim": delivery.claim, "consumer": delivery.consumer}
    async with transaction(source, actor=None) as session:
        await session.execute(_GIVE_BACK, values)


async def renew(source: Database, mark: UUID, lease_s: float) -> None:
    """Keep a claim for another lease."""
    async with transaction(source, actor=None) as session:
        await session.execute(_RELAXED)
        await session.execute(_RENEW, {"claim": mark, "lease_s": lease_s})


async def recover(source: Database) -> int:
    """Free what dead workers had claimed; returns how many deliveries."""
    async with transaction(source, actor=None) as session:
        rows = (await session.execute(_RECOVER, {"most": ATTEMPTS})).all()
    for row in rows:
        _log.warning(
            "a worker died over an event",
            event_id=str(row.event_id),
            consumer=row.consumer,
            state=row.state,
        )
    return len(rows)
