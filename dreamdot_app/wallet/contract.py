"""What other slices may know of the wallet: its ids and views, its refusals and its events.

All amounts are minor units of the view's ``currency``; times are UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from dreamdot_app.core.ids import UserId
from dreamdot_app.core.outbox import Event
from dreamdot_app.wallet.adding.contract import MoneyAdded, PaymentDisputed
from dreamdot_app.wallet.codes.events import PromoCodeEnded, PromoCodeMade, PromoCodeRedeemed
from dreamdot_app.wallet.errors import (
    AlreadyReturned,
    AppendOnly,
    BlockedByDebt,
    ColoursMixed,
    HoldClosed,
    InsufficientFunds,
    KeyReused,
    LedgerMistake,
    LegsRefused,
    PriceRefused,
    RefundTooLarge,
    SelfSale,
    TransferMissing,
)
from dreamdot_app.wallet.limits.errors import MonthlyLimitReached
from dreamdot_app.wallet.stripe.told import StripeDoesNotFit
from dreamdot_app.wallet.withdrawing.events import (
    CardRefunded,
    CardRefundReturned,
    PayoutAsked,
    PayoutPaid,
    PayoutPuzzling,
    PayoutReturned,
    PayoutsHeld,
)

__all__ = [
    "AlreadyReturned",
    "AppendOnly",
    "BalancesView",
    "BlockedByDebt",
    "CardRefundReturned",
    "CardRefunded",
    "ColoursMixed",
    "Direction",
    "EarnedView",
    "HistoryPage",
    "HistoryRow",
    "HoldClosed",
    "InsufficientFunds",
    "KeyReused",
    "LedgerDisagreed",
    "LedgerMistake",
    "LegsRefused",
    "MaturingView",
    "MoneyAdded",
    "MonthlyLimitReached",
    "PaymentDisputed",
    "PayoutAsked",
    "PayoutPaid",
    "PayoutPuzzling",
    "PayoutReturned",
    "PayoutsHeld",
    "PayoutsResumed",
    "PriceRefused",
    "PromoCodeEnded",
    "PromoCodeMade",
    "PromoCodeRedeemed",
    "ProofView",
    "Quote",
    "ReceiptView",
    "RefundTooLarge",
    "RelatedView",
    "SaleView",
    "SelfSale",
    "ShareView",
    "StripeDoesNotFit",
    "TransferId",
    "TransferMissing",
    "topic",
]

TransferId = NewType("TransferId", UUID)


class Direction(StrEnum):
    """Which way money went, seen from its owner."""

    ALL = "all"
    IN = "in"
    OUT = "out"


def topic(user_id: UserId) -> str:
    """The bus topic that hears of every movement of a person's money (the message is ``None``)."""
    return f"wallet:{user_id}"


@dataclass(frozen=True, slots=True)
class BalancesView:
    """What a person has. ``spendable_minor`` is what a purchase may use now, nothing while there
    is a debt; ``total_minor`` counts what is maturing too, less the debt. ``matures_at`` is when
    the next part of ``pending_minor`` becomes earned.
    """

    currency: str = ""
    promo_minor: int = 0
    deposited_minor: int = 0
    pending_minor: int = 0
    earned_minor: int = 0
    debt_minor: int = 0
    spendable_minor: int = 0
    total_minor: int = 0
    matures_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MaturingView:
    """What of a sale becomes earned, and when."""

    minor: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Quote:
    """What a price would take from whom, now. Not enough: the parts are all that there is, and
    ``missing_minor`` is what lacks.

    Who ``has_limit`` (monthly) may still spend ``limit_left_minor`` of ``limit_minor`` before it
    ``begins_anew``; when the price is more, it is not ``is_within_limit``.
    """

    currency: str = ""
    price_minor: int = 0
    promo_minor: int = 0
    deposited_minor: int = 0
    earned_minor: int = 0
    balance_minor: int = 0
    balance_after_minor: int = 0
    missing_minor: int = 0
    enough: bool = False
    has_limit: bool = False
    limit_minor: int = 0
    limit_left_minor: int = 0
    begins_anew: str = ""
    is_within_limit: bool = True


@dataclass(frozen=True, slots=True)
class SaleView:
    """A sale to the cent: where the price came from and where it went.

    ``earned_cash_minor`` matures at ``matures_at``, apart from ``repaid_minor`` of it, which the
    seller owed. ``happened_before``: the same sale was made earlier under the same key.
    """

    transfer_id: TransferId
    currency: str
    happened_before: bool
    from_promo_minor: int
    from_deposited_minor: int
    from_earned_minor: int
    earned_promo_minor: int
    earned_cash_minor: int
    repaid_minor: int
    fee_promo_minor: int
    fee_cash_minor: int
    matures_at: datetime | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One transfer as its owner sees it. ``amount_minor`` is signed, so is ``promo_minor``, its
    part in initial credit. ``maturing_minor`` of it is not yet earned, until ``matures_at``.
    ``id`` is the short form.
    """

    id: str
    kind: str
    title: str
    counterparty_id: UserId | None
    amount_minor: int
    at: datetime
    promo_minor: int = 0
    maturing_minor: int = 0
    matures_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of history, newest first; ``next`` is the cursor of the page after it, or empty."""

    rows: tuple[HistoryRow, ...] = ()
    next: str = ""


@dataclass(frozen=True, slots=True)
class ShareView:
    """Who got how much of a price, of each colour. No person: the platform."""

    person_id: UserId | None
    promo_minor: int
    cash_minor: int

    @property
    def minor(self) -> int:
        """Both colours together."""
        return self.promo_minor + self.cash_minor


@dataclass(frozen=True, slots=True)
class RelatedView:
    """Another transfer that belongs to one: a refund of a sale, how a withdrawal ended.

    ``has_receipt``: it moved something of the owner's, so that they may open it.
    """

    id: str
    kind: str
    amount_minor: int
    at: datetime
    has_receipt: bool


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """One transfer, every split to the cent, as one of its two sides sees it.

    ``total_minor`` is what moved. ``shares`` tell where a price went (of a refund: came from) and
    sum to it. ``own`` are the owner's own buckets and what they got (below zero: gave); they sum
    to ``amount_minor``.
    """

    id: str
    kind: str
    title: str
    currency: str
    at: datetime
    is_incoming: bool
    counterparty_id: UserId | None
    reference: UUID | None
    total_minor: int
    amount_minor: int
    shares: tuple[ShareView, ...]
    own: tuple[tuple[str, int], ...]
    related: tuple[RelatedView, ...]
    is_test_money: bool
    matures_at: datetime | None


@dataclass(frozen=True, slots=True)
class EarnedView:
    """What a seller got for one thing (a work), after fees, of each colour."""

    reference: UUID
    sales: int
    promo_minor: int
    cash_minor: int

    @property
    def minor(self) -> int:
        """Both colours together."""
        return self.promo_minor + self.cash_minor


@dataclass(frozen=True, slots=True)
class ProofView:
    """What the ledger's check found: nothing wrong when ``violations`` is empty.

    ``kinds`` are the kinds of transfers and how many of each there are; ``sums`` are pairs of
    ``currency colour`` and the sum over all entries, which is zero.
    ``heads`` are the platform's accounts (``bucket currency``) and the last hash of each; ``head``
    hashes those of all chains in the order of their accounts. ``invariants`` are the names of
    what was checked; a violation begins with one of them.
    """

    accounts: int
    transfers: int
    entries: int
    kinds: tuple[tuple[str, int], ...]
    sums: tuple[tuple[str, int], ...]
    heads: tuple[tuple[str, str], ...]
    head: str
    invariants: tuple[str, ...]
    violations: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether every invariant does."""
        return not self.violations


@dataclass(frozen=True)
class LedgerDisagreed(Event):
    """A check found an invariant of the ledger broken; payouts stand still from then on."""

    name: ClassVar[str] = "wallet.ledger_disagreed"
    violations: list[str]


@dataclass(frozen=True)
class PayoutsResumed(Event):
    """Somebody answers for it that payouts go on after they were stopped."""

    name: ClassVar[str] = "wallet.payouts_resumed"
    by: str
