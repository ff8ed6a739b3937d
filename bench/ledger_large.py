"""A ledger of many entries: what people wait for in it, and how long its proof takes.

A million entries, or as many as are asked for: ``python -m bench.ledger_large 10000000``, or
``SIZE=10000000`` in the environment. Server, tables and data of its own in a temporary folder (4 GB
for ten million), deleted at the end.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from random import Random

import psycopg

from bench._bulk import load
from bench.ledger import Run, person, plain, run_of
from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, close_databases, open_databases, transaction
from dreamdot_app.core.embedded import Servers, open_servers_now, stop
from dreamdot_app.core.embedded.postgres import ADMIN
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.migrations import migrate_all
from dreamdot_app.wallet import service
from dreamdot_app.wallet.contract import TransferId

USUAL = 1_000_000
BYTES_AN_ENTRY = 1_000  # with indexes, write-ahead log and room for sorting
PEOPLE = 10_000
TIMES = 400
GOAL_MS, GOAL_S = 5, 60
_OLDEST = """
    select e.transfer_id from ledger_entry e join ledger_account a on a.id = e.account_id
     where a.owner = %s and a.bucket = 'promo' and e.seq <= 20 order by e.seq desc limit 1
"""
_SIZES = """
    select (select count(*) from ledger_entry), (select count(*) from ledger_transfer),
           (select count(*) from ledger_maturity), (select count(*) from ledger_account),
           pg_database_size(current_database())
"""


def size_asked_for() -> int:
    """How many entries: an argument that is a number, else ``SIZE``, else a million."""
    numbers = (int(one) for one in sys.argv[1:] if one.isdigit())
    return next(numbers, int(os.environ.get("SIZE", USUAL)))


async def times(what: Callable[[], Awaitable[object]], count: int) -> Run:
    """One after another, so often."""
    latencies: list[float] = []
    began = time.perf_counter()
    for _ in range(count):
        start = time.perf_counter()
        await what()
        latencies.append((time.perf_counter() - start) * 1_000)
    return run_of(latencies, time.perf_counter() - began)


def of(people: Sequence[UserId]) -> Callable[[], UserId]:
    """Somebody of these, another one each time."""
    chance = Random(1)
    return lambda: chance.choice(people)


async def look(items: str) -> None:
    """Balances and pages of history: of anybody, and of those with by far the most entries."""
    groups = {
        "anybody": [person(number) for number in range(3, PEOPLE + 1)],
        "a tenth of all entries": [person(1)],
        "a hundredth": [person(2)],
    }
    print(f"one after another, {TIMES} times; goal {GOAL_MS} ms\nof whom                 what")
    for name, people in groups.items():
        some = of(people)
        oldest = oldest_page(items, people[0])
        ways: dict[str, Callable[[], Awaitable[object]]] = {
            "balance": lambda some=some: service.balances(user_id=some()),
            "newest page": lambda some=some: service.history(user_id=some()),
            "oldest page": lambda who=people[0], old=oldest: service.history(
                user_id=who, before=old
            ),
        }
        for what, way in ways.items():
            await times(way, 20)
            run = await times(way, TIMES)
            print(f"{name:23} {what:12} p50 {run.p50:6.2f}  p99 {run.p99:6.2f} ms", flush=True)


def oldest_page(items: str, who: UserId) -> TransferId:
    """The cursor of somebody's last page, where their history begins."""
    with psycopg.connect(items) as connection:
        found = connection.execute(_OLDEST, [who]).fetchone()
    assert found
    return TransferId(found[0])


async def fold() -> None:
    """Add up the platform's accounts, as the schedule would have by now."""
    async with transaction(Database.ITEMS, actor=None) as session:
        await service.fold(session, now=clock.now())


async def prove() -> None:
    """The full check, as its schedule and `make ledger-check` do it."""
    began = time.perf_counter()
    found = await service.proof()
    print(f"every invariant checked in {time.perf_counter() - began:.1f} s, goal {GOAL_S} s")
    print("\n".join(found.violations) or f"{len(found.invariants)} invariants hold", flush=True)


async def measure(servers: Servers, items: str) -> None:
    """Everything that is asked of the loaded ledger."""
    open_databases(servers.postgres_urls)
    try:
        await fold()
        await look(items)
        await prove()
    finally:
        await close_databases()


def fill(servers: Servers, size: int) -> str:
    """Migrate, load, say what is there; the address of the items database."""
    migrate_all(servers.postgres_urls, say=lambda _line: None)
    items = plain(servers.postgres_url("dreamdot_items"))
    began = time.perf_counter()
    superuser = plain(servers.postgres_url("dreamdot_items", role=ADMIN))
    load(superuser, [person(number) for number in range(1, PEOPLE + 1)], size)
    with psycopg.connect(items) as connection:
        counts = connection.execute(_SIZES).fetchone()
    assert counts
    entries, transfers, maturities, accounts, room = counts
    print(
        f"{entries:,} entries, {transfers:,} transfers, {maturities:,} maturities,"
        f" {accounts:,} accounts, {room / 2**30:.1f} GiB,"
        f" loaded in {time.perf_counter() - began:.0f} s",
        flush=True,
    )
    return items


def main() -> None:
    """Load, then print the figures."""
    size = size_asked_for()
    with tempfile.TemporaryDirectory(prefix="dreamdot-large-", ignore_cleanup_errors=True) as name:
        if shutil.disk_usage(name).free < size * BYTES_AN_ENTRY:
            raise SystemExit(f"{size:,} entries need {size * BYTES_AN_ENTRY:,} bytes of disk.")
        try:
            with open_servers_now(Path(name)) as servers:
                asyncio.run(measure(servers, fill(servers, size)))
        finally:
            stop(Path(name))  # before the folder goes: they write as they end


if __name__ == "__main__":
    main()
