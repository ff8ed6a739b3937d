"""Who is asked: Stripe for real money, the stand-in for test money; each hears of its own only."""

from dreamdot_app.core import money
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.stripe.in_use import stripe_in_use
from dreamdot_app.wallet.stripe.outcomes import StripeUnclear
from dreamdot_app.wallet.withdrawing.calls import StripeCalls
from dreamdot_app.wallet.withdrawing.standin import StandIn
from dreamdot_app.wallet.withdrawing.stripe_side import StripeSide


def currency_now() -> str:
    """What is withdrawn now: real money where an account at Stripe is open, else test money."""
    return policy.REAL_CURRENCY if stripe_in_use() else money.TEST_CURRENCY


def side_of(currency: str) -> StripeSide:
    """Who moves money of a currency outside of the ledger.

    Raises:
        StripeUnclear: it is real, and there is no key at the moment.
    """
    if currency == money.TEST_CURRENCY:
        return StandIn()
    account = stripe_in_use()
    if account is None:
        raise StripeUnclear("no account at Stripe is open")
    return StripeCalls(account.api)
