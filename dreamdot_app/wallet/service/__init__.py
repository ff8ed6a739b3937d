"""The wallet's verbs: opening, looking, buying, receipts, and the ledger's upkeep."""

from dreamdot_app.wallet.service.balances import balances, open_wallet, quote
from dreamdot_app.wallet.service.everything import transfers
from dreamdot_app.wallet.service.sales import buy
from dreamdot_app.wallet.service.statements import earned_from, history, receipt
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
    "history",
    "mature",
    "open_wallet",
    "proof",
    "quote",
    "receipt",
    "resume_payouts",
    "transfers",
]
