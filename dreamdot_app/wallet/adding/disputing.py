"""Payments that a bank takes back, and what was refunded at Stripe's own pages.

A dispute's news may come in any order. Money moves by two of them alone: when Stripe has withdrawn
it, and when it gives it again.
"""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import outbox
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.adding import repository
from dreamdot_app.wallet.adding.contract import PaymentDisputed
from dreamdot_app.wallet.adding.models import TopUp
from dreamdot_app.wallet.errors import TransferMissing
from dreamdot_app.wallet.ledger import returning
from dreamdot_app.wallet.stripe.told import DoesNotFit, NotYet, Told, handles
from dreamdot_app.wallet.stripe.wanted import look_at_refunds
from dreamdot_app.wallet.telling import tell_on_commit

# What an event builds on may be told after it, but not this long after it.
_PATIENCE = timedelta(days=1)


def key_of(dispute_id: str) -> str:
    """The ledger's key of what a dispute took."""
    return f"dispute:{dispute_id}"


@handles("charge.dispute.funds_withdrawn")
async def withdrawn(session: AsyncSession, told: Told) -> None:
    """Take the payment out of the wallet that got it; what it does not hold any more is a debt."""
    top_up = await _disputed(session, told)
    if top_up is None:
        return
    taken = await returning.charge_back(
        session,
        key=key_of(told.about["id"]),
        owner=UserId(top_up.user_id),
        currency=top_up.currency,
        amount_minor=told.about["amount"],
        reference=top_up.id,
        at=told.now,
    )
    await _tell(session, told, top_up, "withdrawn", debt_minor=taken.to_debt)


@handles("charge.dispute.funds_reinstated")
async def reinstated(session: AsyncSession, told: Told) -> None:
    """Give it again: the bank has decided for us."""
    top_up = await _disputed(session, told)
    if top_up is None:
        return
    try:
        await returning.reinstate(session, key=key_of(told.about["id"]), at=told.now)
    except TransferMissing:
        raise _too_early(told, "nothing was withdrawn yet") from None
    await _tell(session, told, top_up, "reinstated", debt_minor=0)


@handles("charge.dispute.created", "charge.dispute.closed")
async def noted(session: AsyncSession, told: Told) -> None:
    """Note that there is a dispute, and how it ended. No money moves by this."""
    await _disputed(session, told)


@handles("charge.refunded", "charge.refund.updated", "refund.updated", "refund.failed")
async def refunded(session: AsyncSession, told: Told) -> None:
    """Look what became of refunds at Stripe's own pages; what we ask for is known already."""
    if payment := told.about.get("payment_intent"):
        await look_at_refunds(session, str(payment))


async def _disputed(session: AsyncSession, told: Told) -> TopUp | None:
    """The top-up that is disputed.

    Raises:
        NotYet: no payment of ours is known by this name, but its news may be on the way.
        DoesNotFit: it is still not known after a day, or more is disputed than was paid.
    """
    payment = told.about.get("payment_intent")
    found = await repository.of_payment(session, str(payment)) if payment else None
    if found is None:
        raise _too_early(told, "the payment is not known")
    if not 0 < told.about["amount"] <= found.amount_minor:
        raise DoesNotFit("another amount is disputed than was paid")
    return found


def _too_early(told: Told, why: str) -> NotYet | DoesNotFit:
    return NotYet(why) if told.now - told.created_at < _PATIENCE else DoesNotFit(why)


async def _tell(
    session: AsyncSession, told: Told, top_up: TopUp, stage: str, *, debt_minor: int
) -> None:
    user_id = UserId(top_up.user_id)
    outbox.add(
        session,
        PaymentDisputed(
            user_id=user_id,
            top_up_id=top_up.id,
            dispute=told.about["id"],
            stage=stage,
            amount_minor=told.about["amount"],
            debt_minor=debt_minor,
        ),
    )
    tell_on_commit(session, user_id)
