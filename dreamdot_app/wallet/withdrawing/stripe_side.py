"""What withdrawing asks of Stripe, as an interface: Stripe itself, or a stand-in for test money.

Every call that changes something takes a ``key``: twice the same key does it once.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

TOO_LITTLE_THERE = "balance_insufficient"


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """Somebody's account there, as of now."""

    id: str
    has_submitted: bool = False
    charges_enabled: bool = False
    payouts_enabled: bool = False
    requirements_due: list[str] = field(default_factory=list[str])
    disabled_reason: str = ""


@dataclass(frozen=True, slots=True)
class TransferSeen:
    """Money that went to somebody's account there, and what of it came back (minor units)."""

    id: str
    amount_minor: int
    reversed_minor: int = 0


@dataclass(frozen=True, slots=True)
class PayoutSeen:
    """Money on its way from that account to a bank. ``status`` is Stripe's word."""

    id: str
    status: str
    failure: str = ""


@dataclass(frozen=True, slots=True)
class RefundSeen:
    """Money on its way back to a card. ``status`` is Stripe's word."""

    id: str
    status: str
    failure: str = ""


class StripeSide(Protocol):
    """What withdrawing needs of Stripe.

    All raise `StripeUnclear` and `StripeRefused` (`wallet.stripe.outcomes`); those that look up
    what became of a write (``…_of``, ``payout``) never `StripeRefused`, which would say that
    nothing was done.
    """

    async def open_account(self, *, key: UUID, user_id: UUID) -> AccountSeen:
        """Make somebody's account."""
        ...

    async def account(self, account_id: str) -> AccountSeen:
        """How an account stands now."""
        ...

    async def onboarding_url(self, account_id: str, *, back: str, again: str, key: str) -> str:
        """A page of theirs, to be opened once, where somebody tells what Stripe wants to know.

        It leads to ``back`` afterwards, and to ``again`` when it is too old.
        """
        ...

    async def available_minor(self, currency: str) -> int:
        """What of our balance there may leave now."""
        ...

    async def transfer(
        self, *, key: str, payout_id: UUID, account_id: str, currency: str, amount_minor: int
    ) -> TransferSeen:
        """Bring money from our balance to somebody's account there."""
        ...

    async def transfer_of(self, payout_id: UUID, account_id: str) -> TransferSeen | None:
        """The transfer that was made for a payout, if one was."""
        ...

    async def reverse(
        self, *, key: str, transfer_id: str, payout_id: UUID, amount_minor: int
    ) -> TransferSeen:
        """Bring all of a transfer back to our balance."""
        ...

    async def pay_out(
        self, *, key: str, payout_id: UUID, account_id: str, currency: str, amount_minor: int
    ) -> PayoutSeen:
        """Send money from somebody's account there to their bank."""
        ...

    async def payout_of(
        self, payout_id: UUID, account_id: str, *, since: datetime
    ) -> PayoutSeen | None:
        """What was sent to the bank for a payout, if anything was."""
        ...

    async def payout(self, stripe_payout_id: str, account_id: str) -> PayoutSeen:
        """How it stands with what was sent to a bank."""
        ...

    async def refund(
        self, *, key: str, refund_id: UUID, payment_intent: str, amount_minor: int
    ) -> RefundSeen:
        """Give a payment back to its card, in part or whole."""
        ...

    async def refund_of(self, refund_id: UUID, payment_intent: str) -> RefundSeen | None:
        """What was given back for a refund of ours, if anything was."""
        ...
