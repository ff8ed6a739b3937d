"""Stripe, played on this machine, in use."""

from collections.abc import AsyncGenerator

import pytest

from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.in_use import stripe_in_use
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
