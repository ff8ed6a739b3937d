"""Everything that the page of withdrawing shows of somebody."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids, money
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet import repository as wallet
from dreamdot_app.wallet.ledger.post import Bucket
from dreamdot_app.wallet.ledger.stopping import payouts_are_stopped
from dreamdot_app.wallet.withdrawing import policy, refunding, repository, words
from dreamdot_app.wallet.withdrawing.batch import Held
from dreamdot_app.wallet.withdrawing.contract import (
    AccountView,
    PayoutView,
    Stage,
    WithdrawalKept,
    WithdrawView,
)
from dreamdot_app.wallet.withdrawing.models import Payout, PayoutAccount, PayoutState
from dreamdot_app.wallet.withdrawing.sides import currency_now

_MOST_SHOWN = 50


async def withdrawing(*, user_id: UserId, now: datetime) -> WithdrawView:
    """What somebody has earned, where it goes, what is on its way."""
    currency = currency_now()
    async with reading(Database.ITEMS) as session:
        held, due = await wallet.balances(session, owner=user_id, currency=currency)
        account = await repository.account(session, user_id, currency)
        payouts = await repository.payouts_of(session, user_id, currency, limit=_MOST_SHOWN)
        leaves_at, why = await _next_batch(session, currency, now)
        earned, debt = held.get(Bucket.EARNED, 0), -held.get(Bucket.DEBT, 0)
        available = await _available(session, user_id, currency, earned, now)
        return WithdrawView(
            currency=currency,
            is_test=currency == money.TEST_CURRENCY,
            earned_minor=earned,
            pending_minor=held.get(Bucket.PENDING, 0),
            matures_at=due,
            debt_minor=debt,
            minimum_minor=policy.MINIMUM_MINOR,
            available_minor=0 if debt else available,
            account=_account(account),
            payouts=tuple(_payout(row) for row in payouts),
            refundable=await refunding.refundable(
                session,
                user_id=user_id,
                currency=currency,
                deposited_minor=0 if debt else held.get(Bucket.DEPOSITED, 0),
                now=now,
            ),
            next_batch_at=leaves_at,
            held=why,
            click=_click(payouts),
        )


async def withdrawals(*, user_id: UserId) -> AsyncIterator[WithdrawalKept]:
    """Every withdrawal that somebody ever asked for, as an export holds them, oldest first."""
    async with reading(Database.ITEMS) as session:
        async for row in repository.all_payouts(session, user_id):
            yield WithdrawalKept(row.currency, _payout(row))


async def _available(
    session: AsyncSession, user_id: UserId, currency: str, earned: int, now: datetime
) -> int:
    left = [earned]
    for span, most_minor in policy.LIMITS:
        lately = await repository.withdrawn_minor(session, user_id, currency, since=now - span)
        left.append(most_minor - lately)
    return max(0, min(left))


async def _next_batch(session: AsyncSession, currency: str, now: datetime) -> tuple[datetime, str]:
    today = await repository.batch(session, now.astimezone(UTC).date(), currency)
    ran = today is not None and not today.held_because
    leaves_at = policy.next_batch(now, ran_today=ran)
    if await payouts_are_stopped(session):
        return leaves_at, Held.STOPPED.value
    return leaves_at, today.held_because if today else Held.NOTHING.value


def _click(payouts: Sequence[Payout]) -> str:
    """What the next request is called: the same in all tabs, so that two presses are one."""
    return f"after:{ids.short(payouts[0].id) if payouts else 'none'}"


def _account(row: PayoutAccount | None) -> AccountView:
    if row is None or row.stripe_account_id is None:
        return AccountView()
    return AccountView(_stage(row), words.wanted(row.requirements_due), row.updated_at)


def _stage(row: PayoutAccount) -> Stage:
    if row.disabled_reason.startswith("rejected"):
        return Stage.REJECTED
    if row.payouts_enabled:
        return Stage.READY
    if not row.has_submitted:
        return Stage.STARTED
    return Stage.MISSING if row.requirements_due else Stage.CHECKING


def _payout(row: Payout) -> PayoutView:
    is_back = row.state == PayoutState.RETURNED
    return PayoutView(
        id=row.id,
        amount_minor=row.amount_minor,
        state=row.state,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        why=words.why_returned(row.failure) if is_back else "",
        can_be_taken_back=row.state == PayoutState.MOVED,
    )
