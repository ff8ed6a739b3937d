"""The wallet's tables: those of its ledger, with the functions and triggers that belong to them,
and those of what comes in and leaves."""

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
from dreamdot_app.wallet.withdrawing.models import (
    CardRefund,
    Payout,
    PayoutAccount,
    PayoutBatch,
)
from dreamdot_app.wallet.withdrawing.standin import StandInAccount

__all__ = [
    "CardRefund",
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
    "StandInAccount",
    "schema",
]
