"""Everything that is stored anywhere, as text: to be searched for what may not be there."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import text

from dreamdot_app.core import mongo
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.settings import settings

_TABLES = text("select tablename from pg_tables where schemaname = 'public' order by 1")


async def traces_of(words: Iterable[str]) -> dict[str, set[str]]:
    """Where each of these words stands, by the word: tables, collections, files."""
    wanted = [word.casefold() for word in words]
    found: dict[str, set[str]] = {word: set() for word in wanted}
    async for place, stored in _everything():
        for word in wanted:
            if word in stored or word.encode().hex() in stored:
                found[word].add(place)
    return found


async def _everything():
    for database in Database:
        async with reading(database) as session:
            for table in (await session.scalars(_TABLES)).all():
                rows = await session.scalars(text(f'select row_to_json(t)::text from "{table}" t'))
                for row in rows:
                    yield f"{database.value}.{table}", row.casefold()
    store = mongo.collection("any").database
    for name in await store.list_collection_names():
        async for document in store[name].find():
            yield f"mongo.{name}", str(document).casefold()
    for folder in ("media", "exports"):
        for path in sorted((settings().data_dir / folder).rglob("*")):
            if path.is_file():
                yield folder, _read(path)


def _read(path: Path) -> str:
    return path.read_bytes().decode("latin-1").casefold()
