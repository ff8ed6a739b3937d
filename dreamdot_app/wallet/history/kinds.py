"""The kinds of transfers as people see them: what they are called, and what belongs together.

Kinds are those of `ledger.post.Kind`, as text: a transfer of a kind that is not here (a later
version wrote it) is shown by its kind's own name.
"""

from enum import StrEnum

SALES = frozenset({"sale", "capture"})
# What a kind is called where nothing says it better (a memo, such as the title of a work).
NAMES: dict[str, str] = {
    "welcome": "Initial credit",
    "top_up": "Money added",
    "promo_code": "Promo code",
    "chargeback": "Payment charged back",
    "reinstatement": "Charged back payment returned",
    "hold": "Money set aside",
    "capture": "Paid from money set aside",
    "release": "Money no longer set aside",
    "refund": "Refund",
    "card_refund": "Refund to your card",
    "card_refund_returned": "Card refund that failed",
    "payout": "Withdrawal",
    "payout_settled": "Withdrawal sent",
    "payout_returned": "Withdrawal returned",
    "maturity": "Earnings matured",
    "correction": "Correction",
}


class Group(StrEnum):
    """What belongs together, seen from whose wallet it is."""

    ALL = "all"
    PURCHASES = "purchases"
    SALES = "sales"
    ADDED = "added"
    WITHDRAWALS = "withdrawals"
    REFUNDS = "refunds"


GROUP_NAMES = {
    Group.ALL: "All",
    Group.PURCHASES: "Purchases",
    Group.SALES: "Sales",
    Group.ADDED: "Money added",
    Group.WITHDRAWALS: "Withdrawals",
    Group.REFUNDS: "Refunds",
}
_ADDED = frozenset({"welcome", "top_up", "promo_code"})
_WITHDRAWN = frozenset({"payout", "payout_returned"})
_REFUNDED = frozenset(
    {"refund", "card_refund", "card_refund_returned", "chargeback", "reinstatement"}
)
# What one finds in a group as the one who paid, and as the one who was paid.
AS_PAYER: dict[Group, frozenset[str]] = {
    Group.PURCHASES: SALES | {"hold", "release"},
    Group.SALES: frozenset(),
    Group.ADDED: _ADDED,
    Group.WITHDRAWALS: _WITHDRAWN,
    Group.REFUNDS: _REFUNDED,
}
AS_PAYEE = {**AS_PAYER, Group.PURCHASES: frozenset({"hold", "release"}), Group.SALES: SALES}


def called(words: list[str]) -> list[str]:
    """The kinds whose name has all of these words."""
    return [
        kind
        for kind, name in NAMES.items()
        if words and all(word.casefold() in name.casefold() for word in words)
    ]
