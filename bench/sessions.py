"""What asking who is there costs on every event, and what signing in costs around the hash.

Server, tables and people of its own in a temporary folder; under a minute; it ends by itself:
``python -m bench.sessions``. A hash alone is measured in turn with each whole sign-in, so that both
meet the same weather; at the lowest cost too, where the hash hides nothing.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import text

from dreamdot_app.accounts import passwords, service, sessions
from dreamdot_app.accounts.contract import NewPerson
from dreamdot_app.core import clock
from dreamdot_app.core.db import (
    Database,
    close_databases,
    open_databases,
    reading,
    transaction,
)
from dreamdot_app.core.embedded import open_servers
from dreamdot_app.core.migrations import migrate_all
from dreamdot_app.core.settings import settings

EVENTS = 2_000
PEOPLE = 40
PASSWORD = "a long enough phrase 7"
LOWEST_COST = 4
CHECK_GOAL_MS, AROUND_GOAL_MS = 1, 5


def main() -> None:
    """Print a line for each figure."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        asyncio.run(measure(Path(folder)))


async def measure(folder: Path) -> None:
    servers = await open_servers(folder)
    try:
        await asyncio.to_thread(migrate_all, servers.postgres_urls, say=lambda _: None)
        open_databases(servers.postgres_urls, pool_size=4)
        for cost in (LOWEST_COST, settings().bcrypt_cost):
            await signing_in(cost)
        await checks()
    finally:
        await close_databases()
        servers.close()


async def took_ms(call: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await call()
    return (time.perf_counter() - began) * 1_000


def say(name: str, times: list[float], goal_ms: float = 0) -> None:
    """Print the best of some times, their median and how late the late ones are."""
    best, median, late = min(times), statistics.median(times), sorted(times)[-len(times) // 20]
    goal = f"  goal {goal_ms} ms" if goal_ms else ""
    figures = f"best {best:8.3f}  p50 {median:8.3f}  p95 {late:8.3f} ms"
    print(f"{name:34} {figures}{goal}", flush=True)


async def people(cost: int) -> tuple[list[str], str]:
    """Names of people who can sign in, and the hash of the password that all of them have."""
    kept = passwords.hash_password(PASSWORD, cost=cost)
    names = [f"bench{cost}person{number}" for number in range(PEOPLE)]
    rows = [NewPerson(name, f"{name}@example.org", name, "", kept, clock.now()) for name in names]
    async with transaction(Database.USER, actor=None) as session:
        await service.import_people(session, rows)
    return names, kept


async def sign_in(login: str, cost: int) -> str:
    """The token of a fresh session."""
    signed_in = await service.sign_in(
        login=login,
        password=PASSWORD,
        address="127.0.0.1",
        user_agent="bench",
        now=clock.now(),
        bcrypt_cost=cost,
    )
    return signed_in.token


async def signing_in(cost: int) -> None:
    """All of it and the hash alone, in turn; what is left is everything around the hash."""
    names, kept = await people(cost)
    await sign_in(names[0], cost)  # opens connections
    whole, bare = [], []
    for name in names[1:]:
        bare.append(await took_ms(lambda: passwords.matches(PASSWORD, kept, cost=cost)))
        whole.append(await took_ms(lambda login=name: sign_in(login, cost)))
    say(f"sign in, cost {cost}", whole)
    say(f"the hash alone, cost {cost}", bare)
    best, median = (of(whole) - of(bare) for of in (min, statistics.median))
    figures = f"best {best:8.3f}  p50 {median:8.3f}  {'':15}"
    print(f"{'around the hash':34} {figures}  goal {AROUND_GOAL_MS} ms", flush=True)


async def asked() -> None:
    """What a transaction that asks one thing costs here."""
    async with reading(Database.USER) as session:
        await session.execute(text("select 1"))


async def checks() -> None:
    """Who a token stands for: remembered, looked up, and of no session at all."""
    token = await sign_in(f"bench{LOWEST_COST}person0", LOWEST_COST)
    hashed = sessions.token_hash(token)

    async def looked_up() -> None:
        sessions._viewers.drop(hashed)
        await service.viewer_of_token(token)

    await looked_up()
    cached = [await took_ms(lambda: service.viewer_of_token(token)) for _ in range(EVENTS)]
    say("who is there, remembered", cached, CHECK_GOAL_MS)
    say("who is there, looked up", [await took_ms(looked_up) for _ in range(EVENTS // 4)])
    unknown = [await took_ms(lambda: service.viewer_of_token("x" * 43)) for _ in range(EVENTS // 4)]
    say("nobody", unknown)
    say("a question to the database", [await took_ms(asked) for _ in range(EVENTS // 4)])


if __name__ == "__main__":
    main()
