"""Doing everything that is due, in order and to the end: for the seed, commands and tests."""

from dataclasses import dataclass
from datetime import datetime

from dreamdot_app.core import job_runs, outbox, relay
from dreamdot_app.core.db import Database

_LEASE_S = 120.0
_MOST_PASSES = 1_000


@dataclass(frozen=True)
class Failure:
    """A consumer or job that raised; it is tried again later."""

    name: str
    attempt: int
    error: BaseException


async def drain(*, at: datetime | None = None) -> list[Failure]:
    """Hand out all events and do all due jobs, one after the other, until nothing is left.

    Includes what these lead to. ``at`` counts jobs as due that wait for a time until then.
    Returns what failed; that is left for later.

    Raises:
        RuntimeError: it does not come to an end, since events or jobs cause each other.
    """
    failures: list[Failure] = []
    for _ in range(_MOST_PASSES):
        done = 0
        for database in Database:
            done += await _events(database, failures)
            done += await _jobs(database, failures, at)
        if not done:
            return failures
    raise RuntimeError("events or jobs cause each other without end")


async def _events(database: Database, failures: list[Failure]) -> int:
    done = 0
    while await relay.fan_out(database):
        done += 1
    deliveries = await relay.claim(database, outbox.CONSUMERS, limit=50, lease_s=_LEASE_S)
    for delivery in deliveries:
        error = await relay.deliver(database, delivery)
        if error is None:
            await relay.finish(database, [delivery])
        else:
            failures.append(Failure(delivery.consumer, delivery.envelope.attempt, error))
    return done + len(deliveries)


async def _jobs(database: Database, failures: list[Failure], at: datetime | None) -> int:
    runs = await job_runs.claim(database, limit=1, at=at)
    for run in runs:
        error = await job_runs.run(database, run)
        if error is not None:
            failures.append(Failure(run.kind.name, run.attempt, error))
    return len(runs)
