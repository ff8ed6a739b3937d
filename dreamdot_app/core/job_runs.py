"""Running the jobs that wait in one database.

As with deliveries (`core.relay`), a job is claimed for a time that is renewed while it runs. The
transaction of a job's effect also completes its row, and only if the claim still holds: of two
workers that run the same job, one commits and the other undoes all it did.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.failures import pause_s, place, summary
from dreamdot_app.core.jobs import KINDS, Hopeless, JobContext, Kind
from dreamdot_app.core.log import logger
from dreamdot_app.core.payload import decode
from dreamdot_app.core.relay import first_time

_log = logger(part="jobs")


class ClaimLost(Exception):
    """Another worker has taken the job over; whatever this one did is undone."""


_CLAIM = text("""
    with due as (
        select j.id, known.lease_s from job j
        join unnest(cast(:kinds as text[]), cast(:leases_s as float8[])) as known(kind, lease_s)
          on known.kind = j.kind
        where j.state = 'waiting' and j.run_at <= coalesce(cast(:at as timestamptz), now())
          and not exists (
            select from job twin
            where twin.kind = j.kind and twin.dedupe = j.dedupe and twin.state = 'running')
        order by j.run_at, j.id limit :limit for update of j skip locked
    )
    update job set state = 'running', claim = :claim,
        lease_until = now() + make_interval(secs => due.lease_s)
    from due where job.id = due.id
    returning job.id, job.kind, job.payload, job.attempts, job.run_at
""")

_RENEW = text("""
    update job set lease_until = now() + make_interval(secs => :lease_s)
    where id = :id and claim = :claim and state = 'running'
""")

_DONE = text("""
    update job set state = 'done', claim = null, lease_until = null, last_error = null,
        finished_at = now()
    where id = :id and claim = :claim and state = 'running' returning id
""")

# A job that goes back among the waiting ones gives way to a twin that waits already: that one was
# asked for later and does the same work.
_AGAIN = text("""
    with next as (
        select case
            when attempts + :counted >= :most then 'exhausted'
            when exists (
                select from job twin where twin.kind = tried.kind
                  and twin.dedupe = tried.dedupe and twin.state = 'waiting') then 'superseded'
            else 'waiting' end as state
        from job tried where id = :id
    )
    update job set state = next.state, attempts = attempts + :counted, claim = null,
        lease_until = null, last_error = coalesce(:error, last_error),
        run_at = now() + make_interval(secs => :pause_s),
        finished_at = case when next.state <> 'waiting' then now() end
    from next where id = :id and claim = :claim and job.state = 'running'
    returning next.state
""")

_BROKEN_OFF = text("""
    select id, claim, kind, attempts, payload from job
    where state = 'running' and lease_until < now() and kind = any(cast(:kinds as text[]))
    limit 100
""")


@dataclass(frozen=True)
class Run:
    """One attempt at a job, claimed by this worker until its lease ends."""

    id: UUID
    claim: UUID
    kind: Kind
    payload: Mapping[str, Any]
    attempt: int

    @property
    def is_last(self) -> bool:
        """Whether the job is given up when this attempt fails."""
        return self.attempt >= self.kind.attempts


async def claim(source: Database, *, limit: int, at: datetime | None = None) -> list[Run]:
    """Claim up to ``limit`` jobs that are due (``at`` a time, by default now), earliest first."""
    mark = uuid4()
    values = {
        "kinds": list(KINDS),
        "leases_s": [kind.lease_s for kind in KINDS.values()],
        "limit": limit,
        "claim": mark,
        "at": at,
    }
    async with transaction(source, actor=None) as session:
        rows = (await session.execute(_CLAIM, values)).all()
    rows = sorted(rows, key=lambda row: (row.run_at, row.id))
    return [Run(row.id, mark, KINDS[row.kind], row.payload, row.attempts + 1) for row in rows]


async def run(source: Database, job: Run) -> BaseException | None:
    """Do a job once. What it raised is noted for a later try, logged and returned."""
    try:
        async with asyncio.timeout(job.kind.timeout_s):
            await _do(source, job)
    except ClaimLost:
        _log.warning("a job was taken over meanwhile", job_id=str(job.id), kind=job.kind.name)
    except Exception as error:  # whatever a job raises is its failure, not ours
        await _note_failure(source, job, error)
        return error
    return None


async def _do(source: Database, job: Run) -> None:
    payload = decode(job.kind.payload, job.payload)
    if job.kind.outside:
        await job.kind.call(JobContext(job.id, job.attempt, job.is_last), payload)
    elif job.kind.into is source:
        async with transaction(source, actor=None) as session:
            await job.kind.call(session, payload)
            await _complete(session, job)
        return
    else:
        async with transaction(job.kind.into, actor=None) as session:
            if await first_time(session, job.id, f"job {job.kind.name}"):
                await job.kind.call(session, payload)
    async with transaction(source, actor=None) as session:
        await _complete(session, job)


async def _complete(session: AsyncSession, job: Run) -> None:
    done = await session.execute(_DONE, {"id": job.id, "claim": job.claim})
    if done.first() is None:
        raise ClaimLost


async def _note_failure(source: Database, job: Run, error: BaseException) -> None:
    is_over = job.is_last or isinstance(error, Hopeless)
    report = _log.error if is_over else _log.warning
    report(
        "a job is given up" if is_over else "a job is tried again later",
        job_id=str(job.id),
        kind=job.kind.name,
        attempt=job.attempt,
        error=summary(error),
        at=place(error),
    )
    pause = pause_s(job.attempt, random())  # noqa: S311 spreads retries, guards nothing
    most = job.attempt if is_over else job.kind.attempts
    await _again(source, job, counted=1, error=summary(error), pause=pause, most=most)


async def give_back(source: Database, job: Run) -> None:
    """Let go of a job that was not finished, without counting the attempt."""
    await _again(source, job, counted=0, error=None, pause=0)


async def _again(
    source: Database,
    job: Run,
    *,
    counted: int,
    error: str | None,
    pause: float,
    most: int | None = None,
) -> None:
    values = {
        "id": job.id,
        "claim": job.claim,
        "counted": counted,
        "most": job.kind.attempts if most is None else most,
        "error": error,
        "pause_s": pause,
    }
    async with transaction(source, actor=None) as session:
        await session.execute(_AGAIN, values)


async def renew(source: Database, job: Run) -> None:
    """Keep a job for another lease."""
    values = {"id": job.id, "claim": job.claim, "lease_s": job.kind.lease_s}
    async with transaction(source, actor=None) as session:
        await session.execute(_RENEW, values)


async def recover(source: Database) -> int:
    """Free the jobs of dead workers; returns how many.

    That counts as an attempt, for the job may have been the cause, and the pause is scattered so
    that a job that kills its worker is sooner or later tried alone.
    """
    async with transaction(source, actor=None) as session:
        rows = (await session.execute(_BROKEN_OFF, {"kinds": list(KINDS)})).all()
    for row in rows:
        job = Run(row.id, row.claim, KINDS[row.kind], row.payload, row.attempts + 1)
        _log.warning("a worker died over a job", job_id=str(job.id), kind=row.kind)
        pause = random() * min(2.0 ** min(row.attempts, 6), 60.0)  # noqa: S311 spreads retries
        await _again(source, job, counted=1, error="broken off: the worker ended", pause=pause)
    return len(rows)
