"""What Stripe tells, and who listens: ``@handles("payout.paid")`` in any package of the wallet."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.outbox import Event

type_object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """An event whose signature was right. ``about`` is the object as it was then, as JSON.

    ``account`` is the connected account that it comes from; ``created_at`` Stripe's time, ``now``
    ours. Events come in any order, late, and more than once: a handler sees each id once.
    """

    id: str
    type: str
    about: type_object
    account: str | None
    created_at: datetime
    now: datetime


class NotYet(Exception):
    """What this event builds on has not been told yet: Stripe is asked to send it again."""


class DoesNotFit(Exception):
    """The event contradicts what we know. It is kept, changes nothing, and people are told."""


Handler = Callable[[AsyncSession, Told], Awaitable[None]]
HANDLERS: dict[str, list[Handler]] = {}
# Payments and transfers are our own account's: what happens on a person's is not about our money.
_OURS_ALONE = ("checkout.", "charge.", "refund.", "transfer.")

AnyHandler = TypeVar("AnyHandler", bound=Handler)


def handles(*types: str) -> Callable[[AnyHandler], AnyHandler]:
    """Register what is done about events of these types, in the items database.

    All that listen to a type run in one transaction, with the row that says that the event has
    come; so none of them may commit, and none asks Stripe: a job does. They raise `NotYet` or
    `DoesNotFit`; what else they raise is tried again with the next delivery.
    """

    def register(handler: AnyHandler) -> AnyHandler:
        for type in types:
            HANDLERS.setdefault(type, []).append(handler)
        return handler

    return register


def handlers_of(told: Told) -> Sequence[Handler]:
    """Who listens to an event; nobody to news of a connected account that only ours has."""
    if told.account is not None and told.type.startswith(_OURS_ALONE):
        return ()
    return HANDLERS.get(told.type, ())


@dataclass(frozen=True)
class StripeDoesNotFit(Event):
    """An event of Stripe's contradicts what we know: an administrator has to look."""

    name: ClassVar[str] = "wallet.stripe_does_not_fit"
    event_id: str
    type: str
    reason: str


@dataclass(frozen=True)
class PaymentTold(Event):
    """Stripe told of a payment; its details are to be kept as Stripe gave them."""

    name: ClassVar[str] = "wallet.payment_told"
    event_id: str
