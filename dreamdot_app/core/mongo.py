"""MongoDB for full contents and ciphertext; indexes are registered here and made at start."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pymongo
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from dreamdot_app.core.failures import summary

type_document = dict[str, Any]

# Whatever takes longer has gone wrong, as in PostgreSQL.
_LIMIT_MS = 30_000
_NAMES_LIMIT = re.compile("[?&]timeoutMS=", re.IGNORECASE)


class MongoRefused(Exception):
    """MongoDB cannot be used; the message says why, without the address's password."""


@dataclass(frozen=True)
class _Index:
    collection: str
    keys: Sequence[tuple[str, int]]
    options: dict[str, Any] = field(default_factory=dict[str, Any])


_indexes: list[_Index] = []
_open: dict[str, AsyncDatabase[type_document]] = {}


def indexed(collection_name: str, keys: Sequence[tuple[str, int]], **options: Any) -> None:
    """Register an index (``keys`` as ``[("field", 1)]``); `ensure_indexes` makes it at start."""
    _indexes.append(_Index(collection_name, keys, options))


def open_mongo(uri: str, *, name: str) -> None:
    """Open the client; nothing is asked of the server yet.

    Writes must be acknowledged by the majority's journal.

    A server that acknowledges from memory loses writes when it is killed, so an address that does
    not ask for ``w=majority`` and ``journal=true`` gets both. An operation has 30 seconds, unless
    the address names another ``timeoutMS``.

    Raises:
        MongoRefused: the address cannot be read.
    """
    limit: dict[str, Any] = {} if _NAMES_LIMIT.search(uri) else {"timeoutMS": _LIMIT_MS}
    try:
        client: AsyncMongoClient[type_document] = AsyncMongoClient(
            uri,
            w="majority",
            journal=True,
            tz_aware=True,
            uuidRepresentation="standard",
            serverSelectionTimeoutMS=10_000,
            **limit,
        )
    except (PyMongoError, ValueError):  # their texts would repeat parts of the address
        raise MongoRefused(
            "MONGODB_URI: this address cannot be read. Allowed: mongodb://user:password@host/,"
            " special letters percent-encoded"
        ) from None
    _open["database"] = client[name]


async def close_mongo() -> None:
    """Close the client."""
    if "database" in _open:
        await _open.pop("database").client.close()


def collection(name: str) -> AsyncCollection[type_document]:
    """A collection of the open database."""
    return _open["database"][name]


async def ensure_indexes() -> None:
    """Make every registered index; doing it again changes nothing.

    Raises:
        MongoRefused: the server cannot be reached, or does not let us in.
    """
    try:
        await _open["database"].command("ping")
        with pymongo.timeout(0):  # an index of a large collection takes as long as it takes
            for index in _indexes:
                await collection(index.collection).create_index(list(index.keys), **index.options)
    except PyMongoError as error:
        raise MongoRefused(f"MONGODB_URI: the server cannot be used. {summary(error)}") from None
