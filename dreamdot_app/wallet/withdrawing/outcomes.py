"""How payouts end: each change of a row and what it means in the ledger are one transaction.

All take a row that is held, and change nothing when it has gone on already: Stripe tells things
twice, in any order, and answers after it has told them.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import jobs, outbox
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger import paying_out
from dreamdot_app.wallet.telling import tell_on_commit
from dreamdot_app.wallet.withdrawing.events import PayoutPaid, PayoutPuzzling, PayoutReturned
from dreamdot_app.wallet.withdrawing.models import Payout, PayoutState
from dreamdot_app.wallet.withdrawing.wanted import ADVANCE, PayoutNamed


def go_on(payout: Payout, state: PayoutState, *, now: datetime) -> None:
    """Note how far a payout has come."""
    payout.state, payout.changed_at, payout.tried_at = state, now, None
    payout.ended_at = now if state in (PayoutState.PAID, PayoutState.RETURNED) else None


async def settle(session: AsyncSession, payout: Payout, *, now: datetime) -> None:
    """The bank has it: it has left for good."""
    if payout.state not in (PayoutState.RELEASED, PayoutState.TRANSFERRED):
        return
    await paying_out.settle_payout(session, key=ledger_key(payout.id), at=now)
    go_on(payout, PayoutState.PAID, now=now)
    outbox.add(
        session,
        PayoutPaid(payout.id, UserId(payout.user_id), payout.currency, payout.amount_minor),
    )
    tell_on_commit(session, UserId(payout.user_id))


async def fail(session: AsyncSession, payout: Payout, failure: str, *, now: datetime) -> None:
    """The bank did not take it, perhaps days after it was said to be paid.

    It lies on the person's account at Stripe then. It is theirs again here once it is back from
    there, else it would be in two places.
    """
    if payout.state not in (PayoutState.RELEASED, PayoutState.TRANSFERRED, PayoutState.PAID):
        return
    payout.failure = failure
    go_on(payout, PayoutState.FAILED, now=now)
    await jobs.enqueue(session, ADVANCE, PayoutNamed(payout.id), dedupe=str(payout.id))
    tell_on_commit(session, UserId(payout.user_id))


async def give_back(session: AsyncSession, payout: Payout, failure: str, *, now: datetime) -> None:
    """Nothing of it is with the person or on their account at Stripe: it is earned again."""
    if payout.state == PayoutState.RETURNED:
        return
    await paying_out.return_payout(session, key=ledger_key(payout.id), at=now)
    payout.failure = payout.failure or failure
    go_on(payout, PayoutState.RETURNED, now=now)
    outbox.add(
        session,
        PayoutReturned(
            payout.id,
            UserId(payout.user_id),
            payout.currency,
            payout.amount_minor,
            payout.failure,
        ),
    )
    tell_on_commit(session, UserId(payout.user_id))


def puzzle(session: AsyncSession, payout: Payout, what: str) -> None:
    """Leave a payout as it is and tell administrators, once for each puzzle."""
    if payout.puzzle == what:
        return
    payout.puzzle = what
    outbox.add(session, PayoutPuzzling(payout.id, UserId(payout.user_id), what))


def ledger_key(payout_id: UUID) -> str:
    """What the ledger knows a payout by."""
    return f"payout:{payout_id}"
