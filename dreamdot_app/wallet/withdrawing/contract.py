"""What is shown of withdrawing. Amounts are minor units of the view's currency, times are UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Stage(StrEnum):
    """How far somebody is with setting up where their money goes."""

    NONE = "none"
    STARTED = "started"
    MISSING = "missing"
    CHECKING = "checking"
    REJECTED = "rejected"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class AccountView:
    """Somebody's account at Stripe: how far it is, and what Stripe still wants, in plain words."""

    stage: Stage = Stage.NONE
    wanted: tuple[str, ...] = ()
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PayoutView:
    """A withdrawal. ``why`` says in words why it came back."""

    id: UUID
    amount_minor: int
    state: str
    asked_at: datetime
    ended_at: datetime | None
    why: str
    can_be_taken_back: bool


@dataclass(frozen=True, slots=True)
class WithdrawalKept:
    """A withdrawal as an export holds it."""

    currency: str
    withdrawal: PayoutView


@dataclass(frozen=True, slots=True)
class RefundableView:
    """Money that was added lately: ``left_minor`` of it can go back to the card, until then.

    ``click`` names the next request: the same in every tab, until one was made.
    """

    top_up_id: UUID
    amount_minor: int
    left_minor: int
    added_at: datetime
    until: datetime
    click: str


@dataclass(frozen=True, slots=True)
class WithdrawView:
    """Everything of somebody's withdrawing.

    ``available_minor`` is what they may ask for now: of their earnings, within the limits.
    ``click`` names the next request: the same in every tab, until one was made. ``held`` is why
    the last batch left some waiting: a word of `batch.Held`.
    """

    currency: str
    is_test: bool
    earned_minor: int
    pending_minor: int
    matures_at: datetime | None
    debt_minor: int
    minimum_minor: int
    available_minor: int
    account: AccountView
    payouts: tuple[PayoutView, ...]
    refundable: tuple[RefundableView, ...]
    next_batch_at: datetime
    held: str
    click: str
