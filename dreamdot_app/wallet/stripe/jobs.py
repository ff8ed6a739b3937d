"""What is asked of Stripe regularly. Without a key there is nobody to ask."""

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.jobs import JobContext
from dreamdot_app.core.schedules import every
from dreamdot_app.wallet.stripe import comparing, walking
from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.in_use import stripe_in_use


@every(seconds=3_600, name="wallet.compare_with_stripe", in_=Database.ITEMS, outside=True)
async def compare_regularly(_context: JobContext) -> None:
    """Read the new lines of our balance, then compare; fees come to the ledger by this."""
    if account := stripe_in_use():
        await walk_and_compare(account.api)


async def walk_and_compare(api: Stripe) -> None:
    """Read the lines that are new since the last time; then compare both sides.

    Raises:
        StripeUnclear: Stripe does not answer; nothing is compared.
    """
    async with reading(Database.ITEMS) as session:
        since = await comparing.walked_through(session)
    if since is None:
        return
    now = clock.now()
    await walking.walk(api, since=since, now=now)
    async with transaction(Database.ITEMS, actor=None) as session:
        await comparing.compare(session, now=now)
