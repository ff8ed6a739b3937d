"""The wallet's rules: which currency, what is spent first, when earnings mature.

`sql/4_sale.sql` splits a real sale under its locks by the same order; tests hold the two together.
"""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from dreamdot_app.core import money
from dreamdot_app.core.settings import Settings
from dreamdot_app.wallet.ledger.post import Terms

REAL_CURRENCY = "USD"
MATURES_AFTER = timedelta(days=7)
# Nothing of a new seller's cash is theirs to withdraw before so long after their first sale.
FIRST_MATURES_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Parts:
    """What pays a price, in minor units: initial credit, money added, earnings."""

    promo: int
    deposited: int
    earned: int

    @property
    def total(self) -> int:
        """All of it together."""
        return self.promo + self.deposited + self.earned


def clock_of(zone: str) -> ZoneInfo:
    """The clock of a zone (IANA name, empty: UTC) that is known to be one."""
    return ZoneInfo(zone or "UTC")


def currency(settings: Settings) -> str:
    """Real money with a key of Stripe, test money without; the two never meet."""
    return REAL_CURRENCY if settings.stripe_secret_key else money.TEST_CURRENCY


def terms(settings: Settings) -> Terms:
    """What holds for a sale that is made now."""
    return Terms(
        currency=currency(settings),
        fee_bp=settings.fee_bp,
        matures_after=MATURES_AFTER,
        first_matures_after=FIRST_MATURES_AFTER,
        welcome_minor=settings.initial_credit_minor,
    )


def spend(held: Parts, price: int) -> Parts:
    """What of ``held`` pays a price: initial credit first, then money added, then earnings.

    All that is held, when it is not enough.
    """
    promo = min(held.promo, price)
    deposited = min(held.deposited, price - promo)
    earned = min(held.earned, price - promo - deposited)
    return Parts(promo=promo, deposited=deposited, earned=earned)
