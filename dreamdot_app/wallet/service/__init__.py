"""The wallet's verbs: opening, looking, buying, receipts, and the ledger's upkeep."""

from dreamdot_app.wallet.service.balances import (
    balances,
    has_sold,
    maturing,
    open_wallet,
    quote,
)
from dreamdot_app.wallet.service.everything import transfers
from dreamdot_app.wallet.service.history import history, search
from dreamdot_app.wallet.service.sales import buy
from dreamdot_app.wallet.service.statements import earned_from, receipt
from dreamdot_app.wallet.service.upkeep import (
    check,
    expire_holds,
    fold,
    mature,
    proof,
    resume_payouts,
)

__all__ = [
    "balances",
    "buy",
    "check",
    "earned_from",
    "expire_holds",
    "fold",
    "has_sold",
    "history",
    "mature",
    "maturing",
    "open_wallet",
    "proof",
    "quote",
    "receipt",
    "resume_payouts",
    "search",
    "transfers",
]
