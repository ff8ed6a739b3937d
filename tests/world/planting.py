"""Processes that plant the world: some are killed on the way, and what they left is looked at."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from pymongo import MongoClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from dreamdot_app.core import mongo, wake
from dreamdot_app.core.db import Database, close_databases, open_databases
from dreamdot_app.world import seed
from tests.core.doomed import die

# Everything that does not depend on the time of planting.
_FIGURES = {
    Database.USER: [
        "select id, username, email, display_name, bio, drawing_face from account order by id",
    ],
    Database.ITEMS: [
        "select id, creator_id, title, sales, readers, earned_promo_minor, earned_cash_minor"
        " from work order by id",
        "select work_id, buyer_id, price_minor, earned_promo_minor, earned_cash_minor, request_id"
        " from purchase order by work_id, buyer_id",
        "select user_id, work_id, permille from reading_place order by user_id, work_id",
        "select owner, bucket, balance, seq from ledger_account order by owner, bucket",
        "select kind, payer, payee, memo, count(*) from ledger_transfer group by 1, 2, 3, 4"
        " order by 1, 2, 3, 4",
        "select name, count(*) from outbox_event group by name order by name",
    ],
}
_ROWS = {
    Database.USER: ["account", "outbox_event"],
    Database.ITEMS: ["work", "purchase", "reading_place", "ledger_entry", "outbox_event"],
}
_CONTENTS = ("writings", "comics", "digital_art", "items")


@dataclass(frozen=True)
class Ground:
    """Where a world is planted: five databases by name, and one of MongoDB."""

    urls: Mapping[str, str]
    mongodb_uri: str
    mongodb_name: str

    def figures(self) -> list[Any]:
        """What a planting leads to, whenever it was."""
        found = [self._ask(one, sql) for one, queries in _FIGURES.items() for sql in queries]
        return [*found, self._contents()]

    def rows(self) -> list[Any]:
        """Every row as it is, to the last column."""
        return [
            self._ask(database, f"select {table}::text from {table} order by 1")
            for database, tables in _ROWS.items()
            for table in tables
        ]

    def _ask(self, database: Database, sql: str) -> list[Any]:
        with psycopg.connect(self.urls[database.value].replace("+psycopg", "")) as connection:
            return connection.execute(sql.encode()).fetchall()

    def _contents(self) -> list[Any]:
        with MongoClient[dict[str, Any]](self.mongodb_uri, uuidRepresentation="standard") as client:
            kept = client[self.mongodb_name]
            return [sorted(str(row["_id"]) for row in kept[name].find()) for name in _CONTENTS]


@dataclass(frozen=True)
class Death:
    """When a planting is killed: after so many commits, or when it tells that so much is done."""

    commits: int = 0
    told: tuple[str, int] = ("", 0)


def _doom(death: Death) -> seed.Progress:
    commits = 0

    def committed(_session: Session) -> None:
        nonlocal commits
        commits += 1
        if commits == death.commits:
            die()

    def told(what: str, done: int, _of: int) -> None:
        if (what, done) == death.told:
            die()

    event.listen(Session, "after_commit", committed)
    return told


async def _plant(ground: Ground, size: int, death: Death) -> None:
    open_databases(ground.urls, pool_size=4)
    mongo.open_mongo(ground.mongodb_uri, name=ground.mongodb_name)
    await seed.plant(size=size, told=_doom(death))
    await mongo.close_mongo()
    await wake.settled()
    await close_databases()


def plant(ground: Ground, size: int, death: Death) -> None:
    """Plant a world of this size, or die over it."""
    asyncio.run(_plant(ground, size, death))
