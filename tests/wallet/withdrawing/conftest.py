"""Nobody else withdraws while a test does; Stripe, played on this machine, for those that ask."""

from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import text

from dreamdot_app.core.db import Database, transaction
from tests.conftest import RunOutbox
from tests.fakes.stripe import StripeFake, in_use, stripe_fake


@pytest.fixture(autouse=True)
async def _alone(run_outbox: RunOutbox) -> None:
    """What other tests let wait would leave with this one's batch."""
    async with transaction(Database.ITEMS, actor=None) as session:
        for table in ("payout", "payout_account", "payout_batch", "card_refund", "ledger_stop"):
            await session.execute(text(f"delete from {table}"))


@pytest.fixture
async def fake() -> AsyncGenerator[StripeFake]:
    """A Stripe of the test's own with some money in it, which this process uses."""
    async with stripe_fake() as played, in_use(played):
        played.fund(1_000_000)
        yield played
