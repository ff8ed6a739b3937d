"""Money that somebody adds and means to withdraw, with all that Stripe tells of them by it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.wallet.adding.models import TopUp
from dreamdot_app.wallet.standin import checkouts
from dreamdot_app.wallet.standin.signing import signed
from dreamdot_app.wallet.withdrawing import onboarding
from dreamdot_app.wallet.withdrawing.models import CardRefund, RefundState
from tests.accounts.leaving.people import Marked
from tests.conftest import RunOutbox
from tests.factories.top_ups import ask, deliver, row


async def add_money(person: Marked, run_outbox: RunOutbox) -> TopUp:
    """Pay 25.00, of which Stripe tells with the person's name, addresses and card."""
    asked = await ask(person.id)
    checkout = asked.checkout_url.rpartition("/")[2]
    await checkouts.act(checkout_id=checkout, deed="pay", now=clock.now())
    await run_outbox()
    paid = await row(asked.id)
    about = {"payment_intent": paid.payment_intent, "metadata": {"top_up": str(paid.id)}}
    await _tell("charge.succeeded", about | _known(person, "charge"))
    await _tell("payment_intent.succeeded", {"id": paid.payment_intent} | _known(person, "intent"))
    await run_outbox()
    now = clock.now()
    proven = replace(person.viewer(proven_at=now), is_confirmed=True, factor_at=now)
    await onboarding.open_account(viewer=proven, now=now)
    return paid


async def tell_late(person: Marked, paid: TopUp) -> None:
    """A bank takes it back when they are long gone."""
    about = {"id": f"du_{ids.new().hex}", "payment_intent": paid.payment_intent, "amount": 2_500}
    await _tell("charge.dispute.funds_withdrawn", about | _known(person, "dispute"))


async def refund_that_hangs(person: Marked, paid: TopUp) -> UUID:
    """A refund to their card of which nothing is heard; its id."""
    refund = CardRefund(
        user_id=person.id,
        top_up_id=paid.id,
        payment_intent=str(paid.payment_intent),
        currency=paid.currency,
        amount_minor=500,
        request_key=str(ids.new()),
        state=RefundState.SENT,
        asked_at=clock.now(),
        changed_at=clock.now(),
    )
    async with transaction(Database.ITEMS, actor=None) as session:
        session.add(refund)
    return refund.id


def _known(person: Marked, what: str) -> dict[str, Any]:
    address = {"city": person.goes(f"{what}city"), "line1": person.goes(f"{what}street")}
    billing = {"name": person.goes(f"{what}name"), "address": address}
    return {"billing_details": billing, "receipt_email": f"{person.goes(what)}@example.com"}


async def _tell(type: str, about: dict[str, Any]) -> None:
    raw = checkouts.event_of(type, {"id": f"ch_{ids.new().hex}"} | about, clock.now())
    await deliver(raw.encode(), signed(raw))
