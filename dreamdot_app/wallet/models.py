"""The wallet's tables: those of its ledger, with the functions and triggers that belong to them,
and those of limits, codes and earnings."""

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

__all__ = [
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
    "PromoCode",
    "PromoRedemption",
    "SpendingLimit",
    "schema",
]
