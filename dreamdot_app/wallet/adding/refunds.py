"""Refunds that somebody made at Stripe's own pages, past us: the ledger follows the money."""

from contextlib import suppress
from datetime import datetime

import stripe

from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.adding import repository
from dreamdot_app.wallet.errors import TransferMissing
from dreamdot_app.wallet.ledger import returning
from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.walking import is_asked
from dreamdot_app.wallet.telling import tell_on_commit

_PAGE = 100
_GONE, _NOT_GONE = ("succeeded", "pending"), ("failed", "canceled")


def key_of(refund_id: str) -> str:
    """The ledger's key of a refund that was not asked for here."""
    return f"refund:{refund_id}"


async def follow(api: Stripe, *, payment_intent: str, now: datetime) -> int:
    """Take what was refunded of a payment past us out of its wallet; how many refunds.

    What the bank did not take in the end comes back to it. Those that we asked for carry our id in
    their metadata, and the ledger has them. Doing it again changes nothing.

    Raises:
        StripeUnclear, StripeRefused: as `Stripe.read`.
    """
    wanted = {"payment_intent": payment_intent, "limit": _PAGE}
    page = await api.read(api.v1.refunds.list_async, wanted)
    found = [one for one in page.data if not is_asked(one)]
    for refund in found:
        if refund.status in _GONE:
            await _take(refund, payment_intent=payment_intent, now=now)
        elif refund.status in _NOT_GONE:
            await _give_again(refund, payment_intent=payment_intent, now=now)
    return len(found)


async def _take(refund: stripe.Refund, *, payment_intent: str, now: datetime) -> None:
    async with transaction(Database.ITEMS, actor=None) as session:
        top_up = await repository.of_payment(session, payment_intent)
        if top_up is None:
            return
        # As with a chargeback: the money is gone, so what the wallet lacks is owed.
        await returning.charge_back(
            session,
            key=key_of(refund.id),
            owner=UserId(top_up.user_id),
            currency=top_up.currency,
            amount_minor=refund.amount,
            reference=top_up.id,
            memo="Refunded to the card",
            at=now,
        )
        tell_on_commit(session, UserId(top_up.user_id))


async def _give_again(refund: stripe.Refund, *, payment_intent: str, now: datetime) -> None:
    async with transaction(Database.ITEMS, actor=None) as session:
        top_up = await repository.of_payment(session, payment_intent)
        if top_up is None:
            return
        with suppress(TransferMissing):  # it failed before anything was taken
            await returning.reinstate(session, key=key_of(refund.id), at=now)
            tell_on_commit(session, UserId(top_up.user_id))
