"""What happens at regular times: each tick is a job, enqueued by exactly one of many workers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import text

from dreamdot_app.core import jobs
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.jobs import Kind


@dataclass(frozen=True)
class Schedule:
    """A job that is asked for every so many seconds."""

    name: str
    seconds: float
    into: Database


SCHEDULES: dict[str, Schedule] = {}

AnyTick = TypeVar("AnyTick", bound=Callable[..., Awaitable[None]])


def every(
    *,
    seconds: float,
    name: str,
    in_: Database,
    outside: bool = False,
    attempts: int = 10,
    lease_s: float = jobs.LEASE_S,
    timeout_s: float | None = None,
) -> Callable[[AnyTick], AnyTick]:
    """Register what is done every so many seconds; ``name`` is stored, so it never changes.

    It is ``async def tick(session)``, or with ``outside=True`` ``async def tick(context)``; both
    as with `jobs.job`. Of many workers one runs each tick. Ticks that were missed while no worker
    ran are run once, and a tick waits for the one before it.
    """

    def register(call: AnyTick) -> AnyTick:
        async def run(subject: Any, _payload: dict[str, Any]) -> None:
            await call(subject)

        limit = timeout_s or (600.0 if outside else 60.0)
        kind = Kind(_kind(name), in_, outside, attempts, lease_s, limit, dict[str, Any], run)
        jobs.register_kind(kind)
        # All of them are one array of the database, which takes no mixture of int and float.
        SCHEDULES[name] = Schedule(name, float(seconds), in_)
        return call

    return register


def _kind(name: str) -> str:
    return f"every {name}"


# A schedule that was made quicker since must not wait out its old pause.
_REMEMBER = text("""
    insert into schedule as known (name, next_at)
    select name, now() + make_interval(secs => seconds)
    from unnest(cast(:names as text[]), cast(:seconds as float8[])) as wanted(name, seconds)
    order by name
    on conflict (name) do update set next_at = excluded.next_at
    where known.next_at > excluded.next_at
""")

_TICK = text("""
    with due as (
        select s.name, wanted.seconds from schedule s
        join unnest(cast(:names as text[]), cast(:seconds as float8[])) as wanted(name, seconds)
          on wanted.name = s.name
        where s.next_at <= now() for update of s skip locked
    )
    update schedule s set last_at = now(), next_at = s.next_at + make_interval(
        secs => due.seconds * (1 + floor(extract(epoch from now() - s.next_at) / due.seconds)))
    from due where s.name = due.name returning s.name
""")


def _values(database: Database) -> dict[str, list[Any]]:
    ours = [schedule for schedule in SCHEDULES.values() if schedule.into is database]
    return {"names": [one.name for one in ours], "seconds": [one.seconds for one in ours]}


async def remember(database: Database) -> None:
    """Write the registered schedules of a database down; the first tick is a pause from now."""
    async with transaction(database, actor=None) as session:
        await session.execute(_REMEMBER, _values(database))


async def tick(database: Database) -> list[str]:
    """Enqueue the ticks that are due; returns the names of their schedules."""
    async with transaction(database, actor=None) as session:
        names = list((await session.execute(_TICK, _values(database))).scalars())
        for name in sorted(names):
            await jobs.enqueue(session, _kind(name), {}, dedupe=name)
    return names
