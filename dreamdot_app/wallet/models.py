"""The wallet's tables: its ledger's, with their functions and triggers, and those around it."""

from dreamdot_app.wallet.adding.models import TopUp
from dreamdot_app.wallet.codes.models import PromoCode, PromoRedemption
from dreamdot_app.wallet.earning.models import EarningMark, EarningSlot
from dreamdot_app.wallet.ledger import schema
from dreamdot_app.wallet.ledger.later_models import (
    LedgerHold,
    LedgerMaturityCut,
    LedgerRefund,
    LedgerStop,
)
from dreamdot_app.wallet.ledger.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerFold,
    LedgerMaturity,
    LedgerTransfer,
)
from dreamdot_app.wallet.limits.models import SpendingLimit
from dreamdot_app.wallet.standin.models import StandInCheckout
from dreamdot_app.wallet.stripe.models import StripeBalanceLine, StripeComparison, StripeEvent
from dreamdot_app.wallet.withdrawing.models import (
    CardRefund,
    Payout,
    PayoutAccount,
    PayoutBatch,
)
from dreamdot_app.wallet.withdrawing.standin import StandInAccount

__all__ = [
    "CardRefund",
    "EarningMark",
    "EarningSlot",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerFold",
    "LedgerHold",
    "LedgerMaturity",
    "LedgerMaturityCut",
    "LedgerRefund",
    "LedgerStop",
    "LedgerTransfer",
    "Payout",
    "PayoutAccount",
    "PayoutBatch",
    "PromoCode",
    "PromoRedemption",
    "SpendingLimit",
    "StandInAccount",
    "StandInCheckout",
    "StripeBalanceLine",
    "StripeComparison",
    "StripeEvent",
    "TopUp",
    "schema",
]
