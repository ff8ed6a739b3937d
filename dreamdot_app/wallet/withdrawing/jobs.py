"""What of withdrawing is done later, and what regularly."""

from datetime import datetime, timedelta

from dreamdot_app.core import clock, jobs
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.jobs import JobContext
from dreamdot_app.core.schedules import every
from dreamdot_app.wallet.withdrawing import (
    batch,
    onboarding,
    paying,
    policy,
    refunding,
    repository,
)
from dreamdot_app.wallet.withdrawing.wanted import (
    ADVANCE,
    LOOK,
    REFUND,
    AccountNamed,
    PayoutNamed,
    RefundNamed,
)

_SILENT_FOR = timedelta(minutes=15)
_MOST = 200
_LOOKED_EVERY_S = policy.LOOKED_EVERY.total_seconds()


@jobs.job(ADVANCE, in_=Database.ITEMS, outside=True, timeout_s=300)
async def advance(_context: JobContext, wanted: PayoutNamed) -> None:
    """Take a payout as far as it can be taken now."""
    await paying.advance(payout_id=wanted.payout_id, now=clock.now())


@jobs.job(LOOK, in_=Database.ITEMS, outside=True, timeout_s=120)
async def look_at_account(_context: JobContext, wanted: AccountNamed) -> None:
    """Keep how somebody's account at Stripe stands now."""
    await onboarding.look(user_id=UserId(wanted.user_id), currency=wanted.currency, now=clock.now())


@jobs.job(REFUND, in_=Database.ITEMS, outside=True, timeout_s=300)
async def refund(_context: JobContext, wanted: RefundNamed) -> None:
    """Take a refund to a card as far as it can be taken now."""
    await refunding.advance(refund_id=wanted.refund_id, now=clock.now())


@every(seconds=_LOOKED_EVERY_S, name="wallet.payout_batch", in_=Database.ITEMS, outside=True)
async def run_batch(_context: JobContext) -> None:
    """Let today's payouts leave, once their hour has come."""
    await batch.run(now=clock.now())


@every(seconds=300, name="wallet.payouts_left_behind", in_=Database.ITEMS, outside=True)
async def ask_about_what_hangs(_context: JobContext) -> None:
    """Take up again what was let go of and of which nothing was heard for a while."""
    await take_up_what_hangs(now=clock.now())


async def take_up_what_hangs(*, now: datetime) -> None:
    """Ask for the jobs of payouts and refunds of which nothing was heard for a quarter of an hour;
    they ask Stripe how it stands.
    """
    since = now - _SILENT_FOR
    async with reading(Database.ITEMS) as session:
        payouts = await repository.left_behind(session, unchanged_since=since, limit=_MOST)
        refunds = await repository.refunds_left_behind(session, unchanged_since=since, limit=_MOST)
    async with transaction(Database.ITEMS, actor=None) as session:
        for payout_id in sorted(payouts):
            await jobs.enqueue(session, ADVANCE, PayoutNamed(payout_id), dedupe=str(payout_id))
        for refund_id in sorted(refunds):
            await jobs.enqueue(session, REFUND, RefundNamed(refund_id), dedupe=str(refund_id))
