"""What adding money shows and tells. Amounts are minor units, times are UTC."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from dreamdot_app.core.errors import DomainError, NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.outbox import Event


@dataclass(frozen=True, slots=True)
class TopUpView:
    """Money that somebody adds; ``state`` as in `adding.models.TopUp`. ``id`` is the short form.

    ``can_go_on``: its payment page has something for them to do.
    """

    id: str
    state: str
    currency: str
    amount_minor: int
    asked_at: datetime
    paid_at: datetime | None
    can_go_on: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish that was written down; ``checkout_url`` is where it is paid, at Stripe's."""

    id: UUID
    checkout_url: str


class TopUpMissing(NotFound):
    """There is no such wish of theirs."""

    def __init__(self) -> None:
        super().__init__("There is no such payment.")


class StripeSilent(DomainError):
    """Stripe does not answer, so nothing can be paid now; asking again is safe."""

    status = 503

    def __init__(self) -> None:
        super().__init__("The payment page cannot be opened right now. Try again in a minute.")


@dataclass(frozen=True)
class MoneyAdded(Event):
    """Somebody's payment came, and their wallet has it."""

    name: ClassVar[str] = "wallet.money_added"
    user_id: UserId
    top_up_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True)
class PaymentDisputed(Event):
    """A bank took a payment back (``stage`` ``withdrawn``) or gave it again (``reinstated``)."""

    name: ClassVar[str] = "wallet.payment_disputed"
    user_id: UserId
    top_up_id: UUID
    dispute: str
    stage: str
    amount_minor: int
    debt_minor: int
