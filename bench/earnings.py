"""How long somebody waits for their earnings who has sold a hundred thousand times in thirty days.

Made by the ledger's own function: forty works, four hundred buyers, a third of the sales paid with
initial credit, the rest in cash. Then measured in a process of its own on the same server:

- ``add up``  all those sales from nothing, and the hundred that came since
- a span     the whole page: add up what is new, days, works, what matures, what can be withdrawn
- ``file``    all sales as CSV

Server, tables and data of its own in a temporary folder; two minutes: ``python -m bench.earnings``.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from uuid import UUID

import psycopg

from dreamdot_app.core import clock
from dreamdot_app.core.db import close_databases, open_databases
from dreamdot_app.core.embedded import open_servers_now
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.migrations import migrate_all
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet.earning import service, sheet
from dreamdot_app.wallet.earning.spans import WORDS, Span

SALES = 100_000
NEW = 100
BUYERS = 400
WORKS = 40
TIMES = 30
GOAL_MS = 100
ZONE = "Asia/Kolkata"
SELLER = UserId(UUID("00000000-0000-7000-8000-000000000000"))
WELCOME = """
    select ledger_welcome(gen_random_uuid(),
                          ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'XTS',
                          case when i = 0 then 1 else 20000 end, now() - interval '31 days')
      from generate_series(0, %s) i
"""
DEPOSIT = """
    select ledger_post(gen_random_uuid(), 'bench:' || i, 'top_up', 'XTS', null, null, b, null, '',
                       array[null, b], array['stripe_in', 'deposited'],
                       array[-5000000000, 5000000000], now() - interval '31 days')
      from (select i, ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid as b
              from generate_series(1, %s) i) as buyers
"""
# An id as the app makes it: the milliseconds of its time, then chance.
SELL = """
    with wanted as (
        select i, ('00000000-0000-7000-8000-' || lpad((1 + i %% %(buyers)s::int)::text, 12, '0'))
                    ::uuid as buyer,
               ('00000000-0000-7000-9000-' || lpad((i * 7 %% %(works)s::int)::text, 12, '0'))
                 ::uuid as work,
               now() - interval '30 days' * (1 - i::float8 / %(of)s::int) as at
          from generate_series(%(first)s::int, %(last)s::int) i)
    select count(s.to_pending) from wanted, lateral ledger_sale(
        (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
         || right(gen_random_uuid()::text, 3) || '8' || right(gen_random_uuid()::text, 3)
         || right(gen_random_uuid()::text, 12))::uuid,
        'sale:' || i, 'XTS', null, buyer, '00000000-0000-7000-8000-000000000000', 240, 1000, work,
        'A work', at, '7 days', '14 days', 0, null) as s
"""


def fill(items: str, first: int, last: int) -> None:
    """Sell from one number up to another, the last of all being now."""
    with psycopg.connect(items, autocommit=True) as connection:
        wanted = {"buyers": BUYERS, "works": WORKS, "of": SALES + NEW}
        for begin in range(first, last, 5_000):
            end = min(begin + 5_000, last)
            connection.execute(SELL, wanted | {"first": begin + 1, "last": end})
        connection.execute("vacuum analyze")


async def look(span: Span) -> None:
    """The whole page of a span."""
    await service.earnings(seller=SELLER, span=span, zone=ZONE, now=clock.now())


async def add_up() -> float:
    """Add up what is new; how long that took, in seconds."""
    began = time.perf_counter()
    await service.catch_up(seller=SELLER, currency=TEST_CURRENCY)
    return time.perf_counter() - began


async def spans() -> None:
    """Print what each span takes."""
    for span, words in WORDS.items():
        waits: list[float] = []
        for _ in range(TIMES):
            began = time.perf_counter()
            await look(span)
            waits.append((time.perf_counter() - began) * 1_000)
        goal = f"  goal {GOAL_MS}" if span is Span.MONTH else ""
        best, half, most = min(waits), statistics.median(waits), max(waits)
        print(
            f"{words:10} best {best:6.1f}  p50 {half:6.1f}  most {most:6.1f} ms{goal}", flush=True
        )


async def file() -> None:
    """Print what all sales as a file take."""
    chosen = await service.stretch_of(seller=SELLER, span=Span.ALL, zone=ZONE, now=clock.now())
    began, size, first = time.perf_counter(), 0, 0.0
    async for piece in sheet.sales_csv(seller=SELLER, since=chosen.since, until=chosen.until):
        first = first or time.perf_counter() - began
        size += len(piece)
    print(f"file       {time.perf_counter() - began:7.2f} s, {size / 1e6:.1f} MB")


async def measure(urls: dict[str, str], items: str) -> None:
    """Print everything."""
    open_databases(urls, pool_size=4)
    try:
        print(f"add up     {await add_up():7.2f} s, {SALES:,} sales from nothing")
        fill(items, SALES, SALES + NEW)
        print(f"add up     {await add_up() * 1_000:7.1f} ms, {NEW} that came since")
        await spans()
        await file()
    finally:
        await close_databases()


def main() -> None:
    """Fill a ledger and print what looking at it takes."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        open_servers_now(Path(folder)) as servers,
    ):
        items = servers.postgres_url("dreamdot_items").replace("postgresql+psycopg", "postgresql")
        migrate_all(servers.postgres_urls, say=lambda _line: None)
        with psycopg.connect(items, autocommit=True) as connection:
            connection.execute(WELCOME, [BUYERS])
            connection.execute(DEPOSIT, [BUYERS])
        began = time.perf_counter()
        fill(items, 0, SALES)
        print(f"{SALES:,} sales of {WORKS} works made in {time.perf_counter() - began:.0f} s")
        asyncio.run(measure(servers.postgres_urls, items))


if __name__ == "__main__":
    main()
