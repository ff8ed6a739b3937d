"""A process of its own that saves drafts until it is killed; each line it prints is a save."""

import asyncio
import sys
from uuid import UUID

from dreamdot_app.core import clock, mongo
from dreamdot_app.core.db import Database, open_databases
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service
from dreamdot_app.market.contract import WorkId


async def save_forever(creator_id: UserId, work_id: WorkId) -> None:
    """Save one draft again and again, its title telling its text."""
    revision, number = 1, 0
    while True:
        number += 1
        saved = await service.save_draft(
            work_id=work_id,
            creator_id=creator_id,
            fields={"title": str(number), "html": f"<p>{number}</p>"},
            revision=revision,
            now=clock.now(),
        )
        revision = saved.revision
        print(revision, flush=True)


async def main() -> None:
    """Open the databases that the caller names, and save its drafts side by side."""
    items, user, mongodb_uri, mongo_name, creator, *works = sys.argv[1:]
    addresses = {database.value: items for database in Database} | {"user": user}
    open_databases(addresses)
    mongo.open_mongo(mongodb_uri, name=mongo_name)
    creator_id = UserId(UUID(creator))
    await asyncio.gather(*(save_forever(creator_id, WorkId(UUID(work))) for work in works))


asyncio.run(main())
