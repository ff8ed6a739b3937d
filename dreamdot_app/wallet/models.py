"""The wallet's tables: those of its ledger, with the functions and triggers that belong to them."""

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

__all__ = [
    "LedgerAccount",
    "LedgerEntry",
    "LedgerFold",
    "LedgerHold",
    "LedgerMaturity",
    "LedgerMaturityCut",
    "LedgerRefund",
    "LedgerStop",
    "LedgerTransfer",
    "schema",
]
