"""Everything that a process needs under it, opened in order and closed in the other.

The app, the worker and every command open the platform; embedded servers are shared between them.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from dreamdot_app.core import migrations, mongo, wake
from dreamdot_app.core.counts import shared_counts
from dreamdot_app.core.db import close_databases, open_databases
from dreamdot_app.core.redis import require_redis
from dreamdot_app.core.settings import Settings
from dreamdot_app.core.wire import wired

# For each of the five databases, and as many more when there is much to do.
_CONNECTIONS, _CONNECTIONS_OF_MANY = 8, 4

Say = Callable[[str], None]


def _silent(_line: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the databases are: five PostgreSQL addresses by name, and MongoDB's."""

    postgres: dict[str, str]
    mongodb: str


def pool_size_of(settings: Settings) -> int:
    """How many connections this process keeps to each of the five databases.

    With Redis there may be many processes, on other machines too: none knows how many.
    """
    return _CONNECTIONS if settings.redis_url is None else _CONNECTIONS_OF_MANY


def needs_embedded(settings: Settings) -> bool:
    """Whether any database has no address of its own, so that embedded servers stand in."""
    return settings.mongodb_uri is None or None in settings.database_urls.values()


@asynccontextmanager
async def servers(settings: Settings, *, say: Say = _silent) -> AsyncGenerator[Addresses]:
    """The databases' addresses; embedded servers run as long as this is open."""
    given = {
        name: url.get_secret_value()
        for name, url in settings.database_urls.items()
        if url is not None
    }
    mongodb = settings.mongodb_uri.get_secret_value() if settings.mongodb_uri else ""
    if not needs_embedded(settings):
        yield Addresses(given, mongodb)
        return
    from dreamdot_app.core import embedded  # its wheels are absent in production

    with await embedded.open_servers(settings.data_dir, say=say) as share:
        keeping = asyncio.create_task(embedded.keep_running(settings.data_dir, say=say))
        try:
            yield Addresses(share.postgres_urls | given, mongodb or share.mongodb_uri)
        finally:
            keeping.cancel()
            await asyncio.wait([keeping])


@asynccontextmanager
async def platform(
    settings: Settings, *, say: Say = _silent, migrate: bool = True
) -> AsyncGenerator[Addresses]:
    """Open servers, bring the databases up to date, connect; close all of it at the end."""
    if settings.redis_url is not None:
        await require_redis(settings.redis_url.get_secret_value())
    async with AsyncExitStack() as stack:
        addresses = await stack.enter_async_context(servers(settings, say=say))
        if migrate:
            await asyncio.to_thread(migrations.migrate_all, addresses.postgres, say=say)
        open_databases(addresses.postgres, pool_size=pool_size_of(settings))
        stack.push_async_callback(close_databases)
        stack.push_async_callback(wake.settled)
        mongo.open_mongo(addresses.mongodb, name=settings.mongodb_name)
        stack.push_async_callback(mongo.close_mongo)
        await mongo.ensure_indexes()
        if settings.redis_url is not None:
            url = settings.redis_url.get_secret_value()
            await stack.enter_async_context(shared_counts(url))
            await stack.enter_async_context(wired(url))
        yield addresses
