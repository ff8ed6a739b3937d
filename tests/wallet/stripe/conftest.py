"""Stripe, played on this machine, in use."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from dreamdot_app.core import ids
from dreamdot_app.core.db import close_databases, open_databases
from dreamdot_app.core.embedded import Servers
from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.in_use import stripe_in_use
from tests.factories.wallet import items_copy
from tests.fakes.stripe import StripeFake, in_use, stripe_fake


@pytest.fixture
async def fake() -> AsyncGenerator[StripeFake]:
    """A Stripe of the test's own, which this process uses."""
    async with stripe_fake() as played, in_use(played):
        yield played


@pytest.fixture
def api(fake: StripeFake) -> Stripe:
    """Its API."""
    account = stripe_in_use()
    assert account is not None
    return account.api


@pytest.fixture
async def own_ledger(databases: dict[str, str], servers: Servers) -> AsyncGenerator[None]:
    """A ledger of the test's own: what is compared is all that it holds."""
    address = await asyncio.to_thread(items_copy, servers, f"compared_{ids.new().hex}")
    await close_databases()
    open_databases(databases | {"items": address}, pool_size=4)
    yield
    await close_databases()
    open_databases(databases, pool_size=4)
