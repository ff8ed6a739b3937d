"""What of adding money is looked up at Stripe."""

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database
from dreamdot_app.core.jobs import JobContext, job
from dreamdot_app.wallet.adding import refunds
from dreamdot_app.wallet.stripe.in_use import stripe_in_use
from dreamdot_app.wallet.stripe.wanted import REFUNDS, RefundsWanted


@job(REFUNDS, in_=Database.ITEMS, outside=True)
async def look_at_refunds(_context: JobContext, wanted: RefundsWanted) -> None:
    """Follow refunds that were made past us."""
    if account := stripe_in_use():
        await refunds.follow(account.api, payment_intent=wanted.payment_intent, now=clock.now())
