"""Sessions of the test checkout: made as Stripe would make them, ended by what the person presses.

What happens is told by events of Stripe's shape, signed and taken by the same code as Stripe's.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from dreamdot_app.core import clock, outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput, Conflict, NotFound
from dreamdot_app.core.outbox import Event
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet.standin.models import StandInCheckout
from dreamdot_app.wallet.stripe.client import API_VERSION
from dreamdot_app.wallet.stripe.in_use import CURRENCY, stripe_in_use

PREFIX = "cs_test_standin_"


class Deed(StrEnum):
    """What somebody does at the test checkout; the last two end what was to be paid later."""

    PAY = "pay"
    DECLINE = "decline"
    LATER = "later"
    CANCEL = "cancel"
    ARRIVE = "arrive"
    FAIL = "fail"


class CheckoutMissing(NotFound):
    """There is no such session, or real money is in use."""

    def __init__(self) -> None:
        super().__init__("There is no such payment.")


class CheckoutOver(Conflict):
    """What was pressed is not possible any more."""

    def __init__(self) -> None:
        super().__init__("This payment is settled already.")


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """A session as its page shows it. ``success_url`` and ``cancel_url`` lead back."""

    id: str
    amount_minor: int
    state: str
    success_url: str
    cancel_url: str


@dataclass(frozen=True)
class CheckoutTold(Event):
    """What the test checkout has to say; ``raw`` is the body of the event, as Stripe's are."""

    name: ClassVar[str] = "wallet.test_checkout_told"
    raw: str


_CREATE = text("""
    insert into stand_in_checkout (id, amount_minor, asked, state, created_at)
    values (:id, :amount, cast(:asked as json), 'open', :at) on conflict (id) do nothing
""")


async def create(wanted: dict[str, Any], *, key: str) -> tuple[str, str]:
    """Make a session of what Stripe would be asked for, once for a key; its id, where it is."""
    id = PREFIX + uuid5(NAMESPACE_URL, key).hex
    asked = {
        "client_reference_id": wanted["client_reference_id"],
        "metadata": json.dumps(wanted["metadata"]),
        "success_url": wanted["success_url"],
        "cancel_url": wanted["cancel_url"],
    }
    amount = sum(one["quantity"] * one["price_data"]["unit_amount"] for one in wanted["line_items"])
    values = {"id": id, "amount": amount, "asked": json.dumps(asked), "at": clock.now()}
    async with transaction(Database.ITEMS, actor=None) as session:
        await session.execute(_CREATE, values)
    return id, f"{settings().public_origin}/test-checkout/{id}"


async def checkout(checkout_id: str) -> CheckoutView:
    """A session of the test checkout.

    Raises:
        CheckoutMissing: there is none, or there is a key and so no test checkout.
    """
    _require_test_money()
    async with reading(Database.ITEMS) as session:
        return _view(await _found(session, checkout_id, held=False))


async def act(*, checkout_id: str, deed: object, now: datetime) -> str:
    """Do what somebody pressed; the address that their browser goes to.

    Pressed twice it happens once.

    Raises:
        CheckoutMissing: as `checkout`.
        CheckoutOver: it is settled in another way already.
        BadInput: there is no such button.
    """
    _require_test_money()
    try:
        pressed = Deed(str(deed))
    except ValueError:
        raise BadInput("Press one of the buttons.") from None
    async with transaction(Database.ITEMS, actor=None) as session:
        found = await _found(session, checkout_id, held=True)
        view = _view(found)
        if pressed in (Deed.CANCEL, Deed.DECLINE):
            return view.cancel_url if pressed is Deed.CANCEL else f"/test-checkout/{found.id}?no=1"
        _move(session, found, pressed, now)
    return view.success_url


# What each press leads to: from which state, to which, and the event that tells of it.
_MOVES = {
    Deed.PAY: ("open", "paid", "completed"),
    Deed.LATER: ("open", "pending", "completed"),
    Deed.ARRIVE: ("pending", "paid", "async_payment_succeeded"),
    Deed.FAIL: ("pending", "declined", "async_payment_failed"),
}


def _move(session: AsyncSession, found: StandInCheckout, pressed: Deed, now: datetime) -> None:
    before, after, told = _MOVES[pressed]
    if found.state == after:
        return
    if found.state != before:
        raise CheckoutOver
    found.state = after
    raw = event_of(f"checkout.session.{told}", session_object(found), now)
    outbox.add(session, CheckoutTold(raw=raw))


def _require_test_money() -> None:
    if stripe_in_use() is not None:
        raise CheckoutMissing


async def _found(session: AsyncSession, checkout_id: str, *, held: bool) -> StandInCheckout:
    query = select(StandInCheckout).where(col(StandInCheckout.id) == checkout_id)
    found = await session.scalar(query.with_for_update() if held else query)
    if found is None:
        raise CheckoutMissing
    return found


def _view(found: StandInCheckout) -> CheckoutView:
    return CheckoutView(
        id=found.id,
        amount_minor=found.amount_minor,
        state=found.state,
        success_url=found.asked["success_url"],
        cancel_url=found.asked["cancel_url"],
    )


def session_object(found: StandInCheckout) -> dict[str, Any]:
    """A session as Stripe's events show it."""
    is_paid = found.state == "paid"
    return {
        "id": found.id,
        "object": "checkout.session",
        "mode": "payment",
        "status": "expired" if found.state == "expired" else "complete",
        "payment_status": "paid" if is_paid else "unpaid",
        "amount_subtotal": found.amount_minor,
        "amount_total": found.amount_minor,
        "currency": CURRENCY,
        "client_reference_id": found.asked["client_reference_id"],
        "metadata": json.loads(found.asked["metadata"]),
        "payment_intent": f"pi_{found.id.removeprefix('cs_')}" if is_paid else None,
        "livemode": False,
        "url": None,
    }


def event_of(type: str, about: dict[str, Any], now: datetime) -> str:
    """An event as Stripe would send it, as the text that is signed."""
    event = {
        "id": f"evt_standin_{secrets.token_hex(12)}",
        "object": "event",
        "api_version": API_VERSION,
        "created": int(now.timestamp()),
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": type,
        "data": {"object": about},
    }
    return json.dumps(event, separators=(",", ":"))
