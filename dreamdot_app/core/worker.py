"""The worker: hands out events, does jobs and keeps schedules in the five databases.

It runs as a task of the app or as a process of its own, and any number of them side by side.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from dreamdot_app.core import job_runs, outbox, relay, schedules, tidy, wake
from dreamdot_app.core.db import Database
from dreamdot_app.core.drain import drain
from dreamdot_app.core.failures import place, summary
from dreamdot_app.core.job_runs import Run
from dreamdot_app.core.log import logger
from dreamdot_app.core.relay import Delivery
from dreamdot_app.core.watch import Look, watch

__all__ = ["Pace", "drain", "run_worker", "tidy"]  # tidy: importing it registers its schedules

_log = logger(part="worker")

K = TypeVar("K")


@dataclass(frozen=True)
class Pace:
    """How a worker goes about it. Times in seconds.

    ``look_every_s`` is how long work may wait when a wake call was lost, ``lease_s`` how long
    what a dead worker had claimed. ``jobs_at_once`` is for each database, ``deliveries_at_once``
    for all five together; ``batch`` is how many deliveries of a consumer are claimed at once.
    """

    look_every_s: float = 2.0
    lease_s: float = 30.0
    stop_within_s: float = 10.0
    jobs_at_once: int = 4
    deliveries_at_once: int = 8
    batch: int = 20


@asynccontextmanager
async def _renewing(renew: Callable[[], Awaitable[None]], every_s: float) -> AsyncGenerator[None]:
    """Renew a lease as long as the block runs."""
    over = asyncio.Event()

    async def keep() -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), every_s)
                return
            try:
                await renew()
            except Exception as error:  # the next one may succeed, before the lease ends
                _log.warning("a lease could not be renewed", error=summary(error))

    keeping = asyncio.create_task(keep())
    try:
        yield
    finally:
        over.set()
        await keeping


class _DatabaseWorker:
    """The part of a worker that looks after one database."""

    def __init__(self, database: Database, pace: Pace, slots: asyncio.Semaphore) -> None:
        self._database, self._pace, self._slots = database, pace, slots
        self._wake = asyncio.Event()
        self._needs_upkeep = False
        self._stopping = False
        self._lanes: dict[str, asyncio.Task[None]] = {}  # by consumer
        self._jobs: dict[UUID, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set (or this is cancelled); then finish what runs."""
        listening = wake.listen(self._database, self._wake)
        watching = asyncio.create_task(
            watch(self._database, every_s=self._pace.look_every_s, tell=self._told)
        )
        handing_out = asyncio.create_task(self._hand_out())
        try:
            await stop.wait()
        finally:
            self._stopping = True
            self._wake.set()
            wake.unlisten(self._database, listening)
            watching.cancel()
            await self._wind_down([watching, handing_out])

    def _told(self, look: Look) -> None:
        self._needs_upkeep = self._needs_upkeep or look.upkeep
        self._wake.set()

    async def _wind_down(self, others: Sequence[asyncio.Task[None]]) -> None:
        running = {*others, *self._lanes.values(), *self._jobs.values()}
        _, late = await asyncio.wait(running, timeout=self._pace.stop_within_s)
        late |= {*self._lanes.values(), *self._jobs.values()}  # handed out while we waited
        for task in late:
            task.cancel()
        await asyncio.gather(*running, *late, return_exceptions=True)

    async def _hand_out(self) -> None:
        remembered = False
        self._wake.set()
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            try:
                if not remembered:
                    await schedules.remember(self._database)
                    remembered = True
                await self._round()
            except Exception as error:
                self._report("a round of work failed", error)
                await asyncio.sleep(self._pace.look_every_s)

    async def _round(self) -> None:
        if self._stopping:
            return
        if self._needs_upkeep:
            self._needs_upkeep = False
            await relay.recover(self._database)
            await job_runs.recover(self._database)
            await schedules.tick(self._database)
        fresh = await relay.fan_out(self._database)
        await self._start_lanes()
        await self._start_jobs()
        if fresh >= relay.HELPING:
            self._wake.set()  # there are probably more

    async def _start_lanes(self) -> None:
        idle = [name for name in outbox.CONSUMERS if name not in self._lanes]
        if not idle:
            return
        claimed = await relay.claim(
            self._database, idle, limit=self._pace.batch, lease_s=self._pace.lease_s
        )
        claimed.sort(key=lambda delivery: (delivery.consumer, delivery.event_id))
        for name, deliveries in groupby(claimed, key=lambda delivery: delivery.consumer):
            self._start(self._lanes, name, self._lane(list(deliveries)))

    async def _lane(self, deliveries: Sequence[Delivery]) -> None:
        """Hand events to one consumer, one after the other, in their order.

        One that fails is tried again later, and those behind it do not wait for it: a consumer
        may not count on the order.
        """
        done: list[Delivery] = []
        lease_s = self._pace.lease_s
        first = deliveries[0]
        try:
            async with _renewing(
                lambda: relay.renew(self._database, first.claim, lease_s), lease_s / 3
            ):
                for delivery in deliveries:
                    if self._stopping:
                        break
                    async with self._slots:
                        if await relay.deliver(self._database, delivery) is None:
                            done.append(delivery)
        finally:
            await relay.finish(self._database, done)
            if self._stopping:
                await relay.give_back(self._database, first)

    async def _start_jobs(self) -> None:
        free = self._pace.jobs_at_once - len(self._jobs)
        if free <= 0:
            return
        for run in await job_runs.claim(self._database, limit=free):
            self._start(self._jobs, run.id, self._do(run))

    async def _do(self, run: Run) -> None:
        try:
            async with _renewing(lambda: job_runs.renew(self._database, run), run.kind.lease_s / 3):
                await job_runs.run(self._database, run)
        except asyncio.CancelledError:
            await job_runs.give_back(self._database, run)
            raise

    def _start(self, among: dict[K, asyncio.Task[None]], key: K, work: Awaitable[None]) -> None:
        async def guarded() -> None:
            try:
                await work
            except Exception as error:
                # The claim ends by itself; then the work is taken over.
                self._report("bookkeeping failed", error)
            finally:
                del among[key]
                self._wake.set()

        among[key] = asyncio.create_task(guarded())

    def _report(self, what: str, error: Exception) -> None:
        told = {"error": summary(error), "at": place(error)}
        _log.warning(what, database=self._database.value, **told)


async def run_worker(stop: asyncio.Event, *, pace: Pace | None = None) -> None:
    """Work in all five databases until ``stop`` is set or the task is cancelled.

    What runs then is finished, within 10 s; what takes longer is broken off and given back.
    """
    pace = pace or Pace()
    slots = asyncio.Semaphore(pace.deliveries_at_once)
    _log.info("the worker begins")
    try:
        async with asyncio.TaskGroup() as group:
            for database in Database:
                group.create_task(_DatabaseWorker(database, pace, slots).run(stop))
    finally:
        _log.info("the worker has ended")
