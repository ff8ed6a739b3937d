"""What of adding money is looked up at Stripe."""

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database
from dreamdot_app.core.jobs import JobContext, job
from dreamdot_app.core.schedules import every
from dreamdot_app.wallet.adding import hanging, refunds
from dreamdot_app.wallet.stripe.in_use import stripe_in_use
from dreamdot_app.wallet.stripe.wanted import REFUNDS, RefundsWanted


@job(REFUNDS, in_=Database.ITEMS, outside=True)
async def look_at_refunds(_context: JobContext, wanted: RefundsWanted) -> None:
    """Follow refunds that were made past us."""
    if account := stripe_in_use():
        await refunds.follow(account.api, payment_intent=wanted.payment_intent, now=clock.now())


@every(seconds=6 * 3_600, name="wallet.look_at_payments", in_=Database.ITEMS, outside=True)
async def look_at_hanging(_context: JobContext) -> None:
    """Ask what became of payments whose news never came."""
    if account := stripe_in_use():
        await hanging.look_up(account.api, now=clock.now())
