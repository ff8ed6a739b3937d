"""A place of its own for what is killed here."""

import asyncio
from collections.abc import AsyncGenerator
from functools import partial

import pytest

from dreamdot_app.core import migrations
from dreamdot_app.core.embedded import open_servers_now
from tests.core.embedded_folder import DataFolder
from tests.fakes.stripe import stripe_fake
from tests.wallet.faults.place import Place

pytest.register_assert_rewrite(
    *(f"tests.wallet.faults.{name}" for name in ("top_ups", "purchases", "payouts"))
)


@pytest.fixture(scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Place]:
    """Servers that may be killed, with DreamDot on them."""
    data = DataFolder(tmp_path_factory.mktemp("faults") / "data")
    try:
        with await asyncio.to_thread(open_servers_now, data.path) as servers:
            migrate = partial(migrations.migrate_all, servers.postgres_urls, say=lambda _: None)
            await asyncio.to_thread(migrate)
            async with stripe_fake() as fake:
                made = Place(data, servers, fake)
                try:
                    await made.start_app()
                    yield made
                finally:
                    await made.close()
    finally:
        data.end()
