"""What the wallet forgets of somebody who left. Importing this registers it.

The ledger forgets nobody: it holds ids and amounts. What goes are the spending limit, what Stripe
told of the person's payments, and their account there.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.contract import AccountLeft
from dreamdot_app.core import clock, jobs
from dreamdot_app.core.db import Database, unhurried
from dreamdot_app.core.outbox import consumer
from dreamdot_app.wallet.limits import service as limits
from dreamdot_app.wallet.stripe.forgetting import forget_bodies
from dreamdot_app.wallet.withdrawing.forgetting import forget_accounts

_FORGET = "wallet.forget_payments"
_LOOK_AGAIN_AFTER = timedelta(days=1)
# A bank may take a payment back for some months, and Stripe tells of it with all of its details.
_LATE_NEWS = timedelta(days=180)
_NAMES = text("""
    select name from (
      select unnest(array[id::text, session_id, payment_intent]) from top_up where user_id = :who
      union select stripe_refund_id from card_refund where user_id = :who
      union select unnest(array[id::text, stripe_transfer_id, stripe_payout_id]) from payout
             where user_id = :who
    ) as known(name) where name is not null
""").bindparams(bindparam("who", type_=Uuid))


@dataclass(frozen=True)
class _Leaver:
    """Somebody who left."""

    account_id: UUID


@consumer(AccountLeft, name="wallet.forget_limit", into=Database.ITEMS)
async def forget(session: AsyncSession, event: AccountLeft) -> None:
    """Forget the limit at once; the rest reads much, so jobs do it: now, and for late news."""
    await limits.forget(session, owner=event.account_id)
    who, late = _Leaver(event.account_id), clock.now() + _LATE_NEWS
    await jobs.enqueue(session, _FORGET, who, dedupe=str(who.account_id))
    await jobs.enqueue(session, _FORGET, who, dedupe=f"{who.account_id} late", run_at=late)


@jobs.job(_FORGET, in_=Database.ITEMS, timeout_s=1_800)
async def forget_payments(session: AsyncSession, payload: _Leaver) -> None:
    """Forget details of payments, and the account at Stripe once nothing is on its way to it."""
    await unhurried(session)
    names = (await session.scalars(_NAMES, {"who": payload.account_id})).all()
    if names:
        await forget_bodies(session, names=names)
    if not await forget_accounts(session, payload.account_id):
        again = clock.now() + _LOOK_AGAIN_AFTER
        dedupe = str(payload.account_id)
        await jobs.enqueue(session, _FORGET, payload, dedupe=dedupe, run_at=again)
