"""The account at Stripe that this process uses, opened at start; without a key there is none.

Where there is none, `wallet.standin` stands in, whose money is of a currency of its own.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from dreamdot_app.core.settings import Settings, settings
from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.mode import keep_to_mode

CURRENCY = "usd"
"""What Stripe charges and pays out, in its own spelling; also what the stand-in's events say."""


@dataclass(frozen=True, slots=True)
class Account:
    """An open account: its API, the secrets of its webhook, whether its money is real."""

    api: Stripe
    secrets: tuple[str, ...]
    is_live: bool


_open: dict[str, Account] = {}


@asynccontextmanager
async def stripe_open(settings: Settings) -> AsyncGenerator[Account | None]:
    """Use the account of the settings as long as this is open; none without a key.

    Raises:
        AnotherMode: the databases began with a key of the other mode.
    """
    if settings.stripe_secret_key is None:
        yield None
        return
    await keep_to_mode(is_live=settings.is_stripe_live)
    api = Stripe(settings.stripe_secret_key, base=settings.stripe_api_base)
    account = Account(api, settings.stripe_webhook_secrets, settings.is_stripe_live)
    _open["account"] = account
    try:
        yield account
    finally:
        del _open["account"]
        await api.close()


def stripe_in_use() -> Account | None:
    """The account that is open.

    Raises:
        RuntimeError: there is a key, and nobody has opened it: test money would pass for real.
    """
    account = _open.get("account")
    if account is None and settings().stripe_secret_key is not None:
        raise RuntimeError("the account at Stripe is not open")
    return account
