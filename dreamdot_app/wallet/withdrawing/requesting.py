"""Asking for one's earnings, and taking that back as long as they have not left."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import outbox
from dreamdot_app.core.clicks import parse_request_id
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.errors import InsufficientFunds, KeyReused
from dreamdot_app.wallet.ledger import paying_out
from dreamdot_app.wallet.telling import tell_on_commit
from dreamdot_app.wallet.withdrawing import outcomes, policy, repository
from dreamdot_app.wallet.withdrawing.errors import (
    LimitReached,
    MoreThanEarned,
    OnboardingNeeded,
    OnItsWay,
)
from dreamdot_app.wallet.withdrawing.events import PayoutAsked
from dreamdot_app.wallet.withdrawing.models import Payout, PayoutAccount, PayoutState
from dreamdot_app.wallet.withdrawing.sides import currency_now

TAKEN_BACK = "taken_back"


async def redeem(*, viewer: Viewer, amount: object, request_id: object, now: datetime) -> UUID:
    """Take an amount (as typed, in dollars) out of somebody's earnings; the payout's id.

    It waits for the next batch. Idempotent for ``request_id``: from two tabs, or twice, it is one.

    Raises:
        BadInput: no amount, too small, too large, or no name for the click.
        ProofNeeded: they have to prove once more who they are, with their second factor if there
            is one.
        OnboardingNeeded: nobody knows where the money shall go.
        MoreThanEarned, LimitReached, BlockedByDebt: it is not theirs to withdraw now.
        KeyReused: the same click came with another amount.
    """
    wanted_minor, click = policy.parse_amount(amount), parse_request_id(request_id)
    await accounts.require_strong_proof(viewer, now=now)
    currency = currency_now()
    async with transaction(Database.ITEMS, actor=viewer.id) as session:
        # Held until the end: of one person, one request at a time.
        account = await repository.account(session, viewer.id, currency, lock=True)
        if account is None or not account.payouts_enabled or not account.stripe_account_id:
            raise OnboardingNeeded
        request_key = f"{viewer.id}:{click}"
        earlier = await repository.payout_asked(session, request_key)
        if earlier is not None:
            return _same(earlier, wanted_minor)
        await _require_within_limits(session, account, wanted_minor, now)
        payout = Payout(
            user_id=viewer.id,
            currency=currency,
            amount_minor=wanted_minor,
            request_key=request_key,
            destination=account.stripe_account_id,
            state=PayoutState.MOVED,
            asked_at=now,
            changed_at=now,
        )
        session.add(payout)
        await _move(session, payout, now)
        outbox.add(session, PayoutAsked(payout.id, viewer.id, currency, wanted_minor))
        tell_on_commit(session, viewer.id)
        return payout.id


def _same(earlier: Payout, wanted_minor: int) -> UUID:
    if earlier.amount_minor != wanted_minor:
        raise KeyReused
    return earlier.id


async def _require_within_limits(
    session: AsyncSession, account: PayoutAccount, wanted_minor: int, now: datetime
) -> None:
    for span, most_minor in policy.LIMITS:
        lately_minor = await repository.withdrawn_minor(
            session, account.user_id, account.currency, since=now - span
        )
        if lately_minor + wanted_minor > most_minor:
            raise LimitReached(
                most_minor=most_minor, days=span.days, left_minor=most_minor - lately_minor
            )


async def _move(session: AsyncSession, payout: Payout, now: datetime) -> None:
    try:
        await paying_out.begin_payout(
            session,
            key=outcomes.ledger_key(payout.id),
            owner=UserId(payout.user_id),
            currency=payout.currency,
            amount_minor=payout.amount_minor,
            reference=payout.id,
            at=now,
        )
    except InsufficientFunds as refusal:
        raise MoreThanEarned(available_minor=refusal.available) from refusal


async def take_back(*, user_id: UserId, payout_id: UUID, now: datetime) -> None:
    """Put a payout that still waits among the earnings again; doing it twice changes nothing.

    Raises:
        NotFound: it is none of theirs.
        OnItsWay: it has left.
    """
    async with transaction(Database.ITEMS, actor=user_id) as session:
        payout = await repository.payout(session, payout_id)
        if payout is None or payout.user_id != user_id:
            raise NotFound
        if payout.state == PayoutState.RETURNED:
            return
        if payout.state != PayoutState.MOVED:
            raise OnItsWay
        await outcomes.give_back(session, payout, TAKEN_BACK, now=now)
