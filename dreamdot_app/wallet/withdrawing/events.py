"""What happened to money that leaves, told to the other slices. Amounts are minor units."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dreamdot_app.core.ids import UserId
from dreamdot_app.core.outbox import Event


@dataclass(frozen=True)
class PayoutAsked(Event):
    """Somebody wants to withdraw; the money has left their earnings."""

    name: ClassVar[str] = "wallet.payout_asked"
    payout_id: UUID
    user_id: UserId
    currency: str
    amount_minor: int


@dataclass(frozen=True)
class PayoutPaid(Event):
    """It is with the person's bank."""

    name: ClassVar[str] = "wallet.payout_paid"
    payout_id: UUID
    user_id: UserId
    currency: str
    amount_minor: int


@dataclass(frozen=True)
class PayoutReturned(Event):
    """It did not leave, or came back: it is among the earnings again. ``failure`` is a word."""

    name: ClassVar[str] = "wallet.payout_returned"
    payout_id: UUID
    user_id: UserId
    currency: str
    amount_minor: int
    failure: str


@dataclass(frozen=True)
class PayoutsHeld(Event):
    """A batch left some waiting. ``reason`` is a word of `batch.Held`."""

    name: ClassVar[str] = "wallet.payouts_held"
    reason: str
    currency: str
    waiting: int
    waiting_minor: int


@dataclass(frozen=True)
class PayoutPuzzling(Event):
    """Stripe says something of a payout that only a person can sort out."""

    name: ClassVar[str] = "wallet.payout_puzzling"
    payout_id: UUID
    user_id: UserId
    puzzle: str


@dataclass(frozen=True)
class CardRefunded(Event):
    """Money that was added went back to its card, or is on its way there."""

    name: ClassVar[str] = "wallet.card_refund_asked"
    refund_id: UUID
    user_id: UserId
    currency: str
    amount_minor: int


@dataclass(frozen=True)
class CardRefundReturned(Event):
    """The card took it not: it is in the wallet again."""

    name: ClassVar[str] = "wallet.card_refund_returned"
    refund_id: UUID
    user_id: UserId
    currency: str
    amount_minor: int
