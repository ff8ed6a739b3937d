"""What Stripe tells of payouts, transfers, accounts and refunds. Importing this registers it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids, jobs
from dreamdot_app.core.errors import NotFound
from dreamdot_app.wallet.stripe.told import DoesNotFit, Told, handles
from dreamdot_app.wallet.withdrawing import (
    onboarding,
    outcomes,
    paying,
    refunding,
    repository,
)
from dreamdot_app.wallet.withdrawing.calls import PAYOUT
from dreamdot_app.wallet.withdrawing.models import Payout, PayoutState
from dreamdot_app.wallet.withdrawing.stripe_side import PayoutSeen
from dreamdot_app.wallet.withdrawing.wanted import LOOK, AccountNamed


@handles("account.updated")
async def account_changed(session: AsyncSession, told: Told) -> None:
    """Look at the account: the event is as old as it is, and another may have come before it."""
    found = await onboarding.named(session, str(told.about.get("id")))
    if found is not None:
        user_id, currency = found
        await jobs.enqueue(
            session, LOOK, AccountNamed(user_id, currency), dedupe=f"{user_id} {currency}"
        )


@handles("payout.paid", "payout.failed", "payout.canceled")
async def payout_changed(session: AsyncSession, told: Told) -> None:
    """The bank has it, or did not take it. Payouts of our own account are none of ours here."""
    name, payout_id = str(told.about.get("id")), _ours(told)
    if payout_id is None:
        return
    payout = await _held(session, payout_id)
    same = (payout.destination, payout.amount_minor) == (told.account, told.about.get("amount"))
    if not same or payout.stripe_payout_id not in (None, name):
        raise DoesNotFit(f"payout {payout_id} is another one")
    failure = str(told.about.get("failure_code") or "")
    seen = PayoutSeen(name, told.type.removeprefix("payout."), failure)
    await paying.bank_said(session, payout, seen, now=told.now)


@handles("transfer.reversed")
async def transfer_reversed(session: AsyncSession, told: Told) -> None:
    """What went to a person's account at Stripe is ours again, by our order or somebody's there."""
    payout_id = _ours(told)
    if payout_id is None:
        return
    payout = await _held(session, payout_id)
    name = told.about.get("id")
    if payout.stripe_transfer_id not in (None, name) or payout.destination != _to(told):
        raise DoesNotFit(f"transfer of payout {payout_id} is another one")
    if payout.state == PayoutState.PAID:  # else it would be with the bank and here
        outcomes.puzzle(session, payout, "the bank has it, and the transfer came back")
    elif int(told.about.get("amount_reversed") or 0) >= payout.amount_minor:
        await outcomes.give_back(session, payout, "reversed", now=told.now)
    else:
        outcomes.puzzle(session, payout, "a part of the transfer came back")


@handles("charge.refunded", "charge.refund.updated", "refund.updated", "refund.failed")
async def payment_changed(session: AsyncSession, told: Told) -> None:
    """Look how the refunds of the payment stand; that there is one undoes none that was paid."""
    payment_intent = told.about.get("payment_intent")
    if isinstance(payment_intent, str):
        may_have_failed = told.type != "charge.refunded"
        await refunding.payment_changed(session, payment_intent, may_have_failed=may_have_failed)


async def _held(session: AsyncSession, payout_id: UUID) -> Payout:
    payout = await repository.payout(session, payout_id)
    if payout is None:
        raise DoesNotFit(f"there is no payout {payout_id}")
    return payout


def _ours(told: Told) -> UUID | None:
    """The payout that something at Stripe was made for, by what we wrote on it."""
    metadata: dict[str, Any] = told.about.get("metadata") or {}
    try:
        return ids.parse(metadata.get(PAYOUT))
    except NotFound:
        return None


def _to(told: Told) -> str:
    return str(told.about.get("destination"))
