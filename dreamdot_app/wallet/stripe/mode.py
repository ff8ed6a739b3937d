"""Test money and real money of Stripe never meet in the same databases."""

from sqlalchemy.dialects.postgresql import insert

from dreamdot_app.core.db import Database, transaction
from dreamdot_app.wallet.stripe.models import StripeMode


class AnotherMode(Exception):
    """The key is of the other mode than the one that these databases began with."""


async def keep_to_mode(*, is_live: bool) -> None:
    """Remember of which mode the first key was. Both modes move US dollars, so what was earned in
    the test mode would be paid out as real money under a live key.

    Raises:
        AnotherMode: it was the other one.
    """
    async with transaction(Database.ITEMS, actor=None) as session:
        fresh = insert(StripeMode).values(is_the_only=True, is_live=is_live)
        await session.execute(fresh.on_conflict_do_nothing())
        found = await session.get_one(StripeMode, True)
    if found.is_live is not is_live:
        kind, other = ("a live", "test") if is_live else ("a test", "live")
        raise AnotherMode(
            f"STRIPE_SECRET_KEY: {kind} key, and these databases began with a {other} one. Give it"
            " databases of its own."
        )
