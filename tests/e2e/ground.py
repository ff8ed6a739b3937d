"""What lies under a running DreamDot: the rows that somebody may not change."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psycopg
from pymongo import AsyncMongoClient

from dreamdot_app.core.embedded import Servers, open_servers
from dreamdot_app.core.ids import parse, short
from tests.e2e.running import DreamDot

# By database: what belongs to people. Columns that the worker or a visit writes by itself are
# left out, so that two looks at the same things are equal.
_OWNED = {
    "user": ("account", "account_session"),
    "items": (
        "work", "draft", "picture", "purchase", "reading_place", "ledger_transfer", "ledger_entry",
    ),
}  # fmt: skip
_BY_ITSELF = ["last_used_at", "idle_expires_at", "popularity"]
_CONTENTS = ("writings", "comics", "digital_art", "items")
_WAITING = (
    "select (select count(*) from outbox_event where fanned_out_at is null)"
    " + (select count(*) from outbox_delivery where state in ('waiting', 'claimed'))"
    " + (select count(*) from job where state = 'running'"
    " or (state = 'waiting' and run_at <= now()))"
)


@dataclass(frozen=True)
class Ground:
    """A look at the databases, beside the app."""

    servers: Servers

    async def ask(self, database: str, query: str, *values: object) -> list[tuple[object, ...]]:
        """The rows of one query."""
        url = self.servers.postgres_urls[database].replace("+psycopg", "")
        async with await psycopg.AsyncConnection.connect(url) as connection:
            return await (await connection.execute(query, values)).fetchall()  # pyright: ignore[reportArgumentType] our own texts

    async def account(self, username: str) -> str:
        """The id of an account."""
        query = "select id from account where username = %s"
        return str((await self.ask("user", query, username))[0][0])

    async def end_sessions(self, username: str) -> None:
        """End all sessions of an account, as another process does it."""
        url = self.servers.postgres_urls["user"].replace("+psycopg", "")
        query = "update account_session set ended_at = now() where account_id = %s"
        async with await psycopg.AsyncConnection.connect(url) as connection:
            await connection.execute(query, [await self.account(username)])

    async def ids_of_others(self) -> list[str]:
        """Ids of a transfer, a purchase and a work that belong to the demonstration's people."""
        found = [
            (await self.ask("items", f"select id from {table} order by id limit 1"))[0][0]
            for table in ("ledger_transfer", "purchase", "work")
        ]
        return [short(parse(str(one))) for one in found] + [str(found[0])]

    async def settled(self) -> None:
        """Wait until the worker has nothing left to do."""
        async with asyncio.timeout(60):
            for database in _OWNED:
                while (await self.ask(database, _WAITING))[0][0]:  # noqa: ASYNC110 another process
                    await asyncio.sleep(0.1)

    @asynccontextmanager
    async def without(self, database: str, table: str) -> AsyncGenerator[None]:
        """A time in which a table is missing, as after a migration that went wrong."""
        await self._rename(database, table, f"{table}_away")
        try:
            yield
        finally:
            await self._rename(database, f"{table}_away", table)

    async def _rename(self, database: str, old: str, new: str) -> None:
        url = self.servers.postgres_urls[database].replace("+psycopg", "")
        async with await psycopg.AsyncConnection.connect(url) as connection:
            await connection.execute(f"alter table {old} rename to {new}".encode())

    async def rows_of_others(self, me: str) -> dict[str, object]:
        """How many rows each table has that do not name this account, and what they hold."""
        await self.settled()
        seen: dict[str, object] = {}
        for database, tables in _OWNED.items():
            for table in tables:
                seen[table] = await self.ask(
                    database,
                    "select count(*), md5(string_agg(row, '' order by row)) from"
                    f" (select (to_jsonb(t) - %s::text[])::text as row from {table} t) rows"
                    " where row not like %s",
                    _BY_ITSELF,
                    f"%{me}%",
                )
        mine = [work for (work,) in await self.ask("items", _WORKS_OF, me, me)]
        named = [content for (content,) in await self.ask("items", _CONTENTS_IN_USE)]
        return seen | await self._contents_of_others(mine, named)

    async def _contents_of_others(
        self, mine: list[object], named: list[object]
    ) -> dict[str, object]:
        # Texts that a later save has taken the place of are removed some minutes after it.
        async with AsyncMongoClient[dict[str, object]](
            self.servers.mongodb_uri, uuidRepresentation="standard"
        ) as mongo:
            return {
                f"contents.{name}": [
                    str(found)
                    async for found in mongo["dreamdot"][name]
                    .find({"_id": {"$in": named}, "work_id": {"$nin": mine}})
                    .sort("_id")
                ]
                for name in _CONTENTS
            }


_WORKS_OF = (
    "select id from work where creator_id::text = %s"
    " union select work_id from draft where creator_id::text = %s"
)

_CONTENTS_IN_USE = (
    "select content_id from work where content_id is not null"
    " union select content_id from draft where content_id is not null"
)


@asynccontextmanager
async def ground(dreamdot: DreamDot) -> AsyncGenerator[Ground]:
    """Share the running servers of a DreamDot for a while."""
    servers = await open_servers(dreamdot.data_dir)
    try:
        yield Ground(servers)
    finally:
        servers.close()
