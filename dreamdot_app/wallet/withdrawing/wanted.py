"""The jobs of this package, by name, and what they are told."""

from dataclasses import dataclass
from uuid import UUID

ADVANCE = "wallet.advance_payout"
LOOK = "wallet.look_at_payout_account"
REFUND = "wallet.refund_card"


@dataclass(frozen=True)
class PayoutNamed:
    """Which payout."""

    payout_id: UUID


@dataclass(frozen=True)
class AccountNamed:
    """Whose account at Stripe, in which currency."""

    user_id: UUID
    currency: str


@dataclass(frozen=True)
class RefundNamed:
    """Which refund to a card."""

    refund_id: UUID
