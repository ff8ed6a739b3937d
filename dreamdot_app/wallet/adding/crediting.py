"""What Stripe says of a payment at Checkout, in whatever order it says it."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import outbox
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.adding import repository
from dreamdot_app.wallet.adding.checkout import TOP_UP
from dreamdot_app.wallet.adding.contract import MoneyAdded
from dreamdot_app.wallet.adding.models import TopUp
from dreamdot_app.wallet.ledger import topping
from dreamdot_app.wallet.stripe.in_use import CURRENCY
from dreamdot_app.wallet.stripe.told import DoesNotFit, Told, handles, type_object
from dreamdot_app.wallet.stripe.wanted import look_at_refunds
from dreamdot_app.wallet.telling import tell_on_commit


def key_of(top_up_id: UUID) -> str:
    """The ledger's key of a top-up's transfer: it is credited once."""
    return f"top_up:{top_up_id}"


@handles("checkout.session.completed", "checkout.session.async_payment_succeeded")
async def payment_came(session: AsyncSession, told: Told) -> None:
    """Credit what was paid; a way to pay that takes days is written down as pending."""
    top_up = await _held(session, told.about)
    if top_up is None or top_up.state == "paid":
        return
    if told.about.get("payment_status") == "paid":
        await _credit(session, top_up, told)
    elif top_up.state in ("asked", "open"):
        _become(top_up, "pending", told.now)
        top_up.payment_intent = told.about.get("payment_intent")
    tell_on_commit(session, UserId(top_up.user_id))


@handles("checkout.session.async_payment_failed")
async def payment_failed(session: AsyncSession, told: Told) -> None:
    """What was to be paid later was not."""
    await _end(session, told, "failed", ("asked", "open", "pending"))


@handles("checkout.session.expired")
async def nobody_paid(session: AsyncSession, told: Told) -> None:
    """The page is closed after a day."""
    await _end(session, told, "expired", ("asked", "open"))


async def _end(session: AsyncSession, told: Told, state: str, before: tuple[str, ...]) -> None:
    """Be over, unless later news has come already."""
    top_up = await _held(session, told.about)
    if top_up is not None and top_up.state in before:
        _become(top_up, state, told.now)
        tell_on_commit(session, UserId(top_up.user_id))


def _become(top_up: TopUp, state: str, now: datetime) -> None:
    top_up.state, top_up.changed_at = state, now


async def _held(session: AsyncSession, about: type_object) -> TopUp | None:
    """The top-up that a session is for; none when the session is not one of ours.

    Raises:
        DoesNotFit: it says to be for one of ours, and is not what was asked for.
    """
    metadata: type_object = about.get("metadata") or {}
    named = metadata.get(TOP_UP)
    if named is None:
        return None
    found = None
    with suppress(ValueError):
        found = await repository.held(session, UUID(str(named)))
    if found is None:
        raise DoesNotFit("no such top-up")
    _require_same(found, about)
    found.session_id = found.session_id or about["id"]
    return found


def _require_same(top_up: TopUp, about: type_object) -> None:
    """Compare a session with what was asked for: whoever signs may still be mistaken."""
    expected = {
        "mode": "payment",
        "currency": CURRENCY,
        "amount_total": top_up.amount_minor,
        "client_reference_id": str(top_up.user_id),
        "id": top_up.session_id or about.get("id"),
    }
    different = [name for name, value in expected.items() if about.get(name) != value]
    if top_up.currency != policy.currency(settings()):
        different.append("kind of money")
    if different:
        raise DoesNotFit(f"another {' and '.join(different)} than was asked for")


async def _credit(session: AsyncSession, top_up: TopUp, told: Told) -> None:
    user_id = UserId(top_up.user_id)
    added = await topping.top_up(
        session,
        key=key_of(top_up.id),
        owner=user_id,
        currency=top_up.currency,
        amount_minor=top_up.amount_minor,
        reference=top_up.id,
        memo="",
        at=told.now,
    )
    _become(top_up, "paid", told.now)
    top_up.payment_intent = told.about.get("payment_intent")
    top_up.transfer_id, top_up.paid_at = added.transfer_id, told.now
    if top_up.payment_intent:  # a refund that was told before found nobody to take it from
        await look_at_refunds(session, top_up.payment_intent)
    outbox.add(
        session,
        MoneyAdded(
            user_id=user_id,
            top_up_id=top_up.id,
            amount_minor=top_up.amount_minor,
            currency=top_up.currency,
        ),
    )
