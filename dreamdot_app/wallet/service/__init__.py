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
from dreamdot_app.wallet.service.upkeep import fold, mature, proof

__all__ = [
    "balances",
    "buy",
    "earned_from",
    "fold",
    "has_sold",
    "history",
    "mature",
    "maturing",
    "open_wallet",
    "proof",
    "quote",
    "receipt",
    "search",
    "transfers",
]
