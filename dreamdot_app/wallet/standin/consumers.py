"""Delivering what the test checkout tells, by the way that Stripe's events come."""

from dreamdot_app.core import clock
from dreamdot_app.core.log import logger
from dreamdot_app.core.outbox import Envelope, consumer
from dreamdot_app.wallet.standin.checkouts import CheckoutTold
from dreamdot_app.wallet.standin.signing import sender_in_use, signed
from dreamdot_app.wallet.stripe.receiving import receive
from dreamdot_app.wallet.stripe.signatures import NotSigned

_log = logger(slice="wallet")


@consumer(CheckoutTold, name="wallet.deliver_test_checkout", into=None)
async def deliver(_envelope: Envelope, event: CheckoutTold) -> None:
    """Sign an event of the test checkout and hand it in; the same one twice changes nothing."""
    raw, signature = event.raw.encode(), signed(event.raw)
    try:
        await receive(raw=raw, signature=signature, sender=sender_in_use(), now=clock.now())
    except NotSigned:
        # A key was set meanwhile: test money is over, and its events are believed no more.
        _log.warning("an event of the test checkout came too late")
