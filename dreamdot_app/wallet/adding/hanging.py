"""Payments whose news never came: Stripe is asked what became of them.

A webhook that is down for more than three days loses events for ever. What Stripe answers to a
question of ours is as good as what it tells by itself, so it is taken by the same code.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.log import logger
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.adding import crediting, repository
from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.outcomes import StripeRefused
from dreamdot_app.wallet.stripe.told import DoesNotFit, Told

_log = logger(slice="wallet")
# Checkout closes after a day; what is younger is probably still told of.
_AFTER = timedelta(hours=26)
_MOST = 100
_EXPANDED = {"expand": ["payment_intent"]}
# Where a payment stands when the bank has not paid it, and will not.
_NOT_PAID = ("requires_payment_method", "canceled")


async def look_up(api: Stripe, *, now: datetime) -> int:
    """Ask for the payments that hang, and take what has become of them; how many.

    Those that were not looked at for the longest come first, so each has its turn. Doing it again
    changes nothing else. What waits for a bank is left to wait.

    Raises:
        StripeUnclear: Stripe does not answer; what was not reached is asked for the next time.
    """
    async with reading(Database.ITEMS) as session:
        hanging = await repository.unfinished(
            session,
            currency=policy.currency(settings()),
            before=now - _AFTER,
            limit=_MOST,
        )
    for top_up in hanging:
        try:
            await _take(api, str(top_up.session_id), now)
        except (DoesNotFit, StripeRefused) as error:
            _log.error("a payment cannot be looked up", top_up=str(top_up.id), why=str(error))
        await _note_look(top_up.id, now)
    return len(hanging)


async def _take(api: Stripe, session_id: str, now: datetime) -> None:
    read = api.v1.checkout.sessions.retrieve_async
    found: Any = await api.read(read, session_id, _EXPANDED)
    payment: Any = found.payment_intent
    told = Told(
        id=f"asked:{session_id}",
        type=f"checkout.session.{found.status}",
        # As an event has it: the payment by its name.
        about=found.to_dict() | {"payment_intent": payment.id if payment else None},
        account=None,
        created_at=now,
        now=now,
    )
    async with transaction(Database.ITEMS, actor=None) as session:
        if found.status == "expired":
            await crediting.nobody_paid(session, told)
        elif found.status == "complete" and _has_failed(found.payment_status, payment):
            await crediting.payment_failed(session, told)
        elif found.status == "complete":
            await crediting.payment_came(session, told)


def _has_failed(payment_status: str, payment: Any) -> bool:
    """Whether what was to be paid later was not; Checkout itself stays complete and unpaid."""
    return payment_status == "unpaid" and payment is not None and payment.status in _NOT_PAID


async def _note_look(top_up_id: UUID, now: datetime) -> None:
    async with transaction(Database.ITEMS, actor=None) as session:
        held = await repository.held(session, top_up_id)
        if held is not None:
            held.changed_at = now
