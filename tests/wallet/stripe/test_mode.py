"""Databases that met a key of Stripe's test mode take no live one."""

import pytest
from pydantic import SecretStr

from dreamdot_app.core.settings import Settings
from dreamdot_app.wallet.stripe.in_use import stripe_open
from dreamdot_app.wallet.stripe.mode import AnotherMode
from tests.fakes.stripe import StripeFake


async def test_test_money_never_meets_a_live_key(fake: StripeFake) -> None:
    chosen = Settings.model_validate(fake.variables())
    live = chosen.model_copy(update={"stripe_secret_key": SecretStr("sk_live_1")})
    with pytest.raises(AnotherMode, match="began with a test one"):
        async with stripe_open(live):
            raise AssertionError("it is open")
