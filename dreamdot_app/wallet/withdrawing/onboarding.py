"""Somebody's account at Stripe: made once, set up on Stripe's pages, looked at again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet.stripe.outcomes import StripeRefused, StripeUnclear
from dreamdot_app.wallet.telling import tell_on_commit
from dreamdot_app.wallet.withdrawing import repository
from dreamdot_app.wallet.withdrawing.errors import OnboardingNeeded, StripeAway
from dreamdot_app.wallet.withdrawing.models import PayoutAccount
from dreamdot_app.wallet.withdrawing.sides import currency_now, side_of
from dreamdot_app.wallet.withdrawing.stripe_side import AccountSeen

BACK_PATH, AGAIN_PATH = "/api/payment/onboarding/back", "/api/payment/onboarding"


async def open_account(*, viewer: Viewer, now: datetime) -> str:
    """Make somebody's account at Stripe, once; its name there.

    Raises:
        EmailNotConfirmed, ProofNeeded: whoever says where the money goes has to prove who they
            are.
        StripeAway: no answer, or not the one that was hoped for.
    """
    await accounts.require_strong_proof(viewer, now=now)
    user_id, currency = viewer.id, currency_now()
    row = await _row(user_id, currency, now)
    if row.stripe_account_id is not None:
        return row.stripe_account_id
    try:
        seen = await side_of(currency).open_account(key=row.key, user_id=user_id)
    except (StripeUnclear, StripeRefused) as failure:
        raise StripeAway from failure
    async with transaction(Database.ITEMS, actor=user_id) as session:
        row = await repository.account(session, user_id, currency, lock=True) or row
        # Of two tabs, both got the same account for the same key.
        row.stripe_account_id = row.stripe_account_id or seen.id
        _note(row, seen, now)
        tell_on_commit(session, user_id)
        return row.stripe_account_id


async def _row(user_id: UserId, currency: str, now: datetime) -> PayoutAccount:
    """The row that the account is made with; it is there before Stripe is asked."""
    fresh = PayoutAccount(user_id=user_id, currency=currency, created_at=now, updated_at=now)
    async with transaction(Database.ITEMS, actor=user_id) as session:
        values = fresh.model_dump()
        await session.execute(insert(PayoutAccount).values(values).on_conflict_do_nothing())
        row = await repository.account(session, user_id, currency)
    return row or fresh


async def onboarding_url(*, viewer: Viewer, now: datetime) -> str:
    """A page of Stripe's, to be opened once, where somebody sets up where their money goes.

    Raises:
        ProofNeeded: as `open_account`.
        OnboardingNeeded: there is no account yet.
        StripeAway: no answer, or not the one that was hoped for.
    """
    await accounts.require_strong_proof(viewer, now=now)
    currency, origin = currency_now(), settings().public_origin
    async with reading(Database.ITEMS) as session:
        row = await repository.account(session, viewer.id, currency)
    if row is None or row.stripe_account_id is None:
        raise OnboardingNeeded
    try:
        return await side_of(currency).onboarding_url(
            row.stripe_account_id,
            back=origin + BACK_PATH,
            again=origin + AGAIN_PATH,
            key=str(ids.new()),
        )
    except (StripeUnclear, StripeRefused) as failure:
        raise StripeAway from failure


async def look(*, user_id: UserId, currency: str, now: datetime) -> None:
    """Ask Stripe how somebody's account stands, and keep that.

    What events say of an account is as old as they are, and they come in any order; so they only
    make us look.

    Raises:
        StripeUnclear, StripeRefused: there was no answer.
    """
    async with reading(Database.ITEMS) as session:
        row = await repository.account(session, user_id, currency)
    if row is None or row.stripe_account_id is None:
        return
    asked_at = clock.now()
    seen = await side_of(currency).account(row.stripe_account_id)
    async with transaction(Database.ITEMS, actor=None) as session:
        row = await repository.account(session, user_id, currency, lock=True)
        if row is not None and row.updated_at <= asked_at:
            _note(row, seen, max(now, asked_at))
            tell_on_commit(session, user_id)


async def named(session: AsyncSession, stripe_account_id: str) -> tuple[UUID, str] | None:
    """Whose account that is at Stripe, and in which currency."""
    row = await repository.account_named(session, stripe_account_id)
    return (row.user_id, row.currency) if row else None


def _note(row: PayoutAccount, seen: AccountSeen, now: datetime) -> None:
    row.has_submitted = seen.has_submitted
    row.charges_enabled = seen.charges_enabled
    row.payouts_enabled = seen.payouts_enabled
    row.requirements_due = list(seen.requirements_due)
    row.disabled_reason = seen.disabled_reason
    row.updated_at = now
