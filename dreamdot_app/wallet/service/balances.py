"""Opening a wallet, and what is in it."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy, repository
from dreamdot_app.wallet.contract import BalancesView, MaturingView, Quote
from dreamdot_app.wallet.ledger import post
from dreamdot_app.wallet.ledger.post import Bucket
from dreamdot_app.wallet.limits import service as limits
from dreamdot_app.wallet.limits.service import LimitView
from dreamdot_app.wallet.policy import Parts

_MOST_MATURING = 1_000


async def open_wallet_in(session: AsyncSession, *, user_id: UserId, now: datetime) -> bool:
    """Open a wallet in a transaction of the items database; whether that was now.

    Idempotent: the initial credit (minor units, from the settings) is given once for each person
    and currency.
    """
    chosen = settings()
    return await post.welcome(
        session,
        owner=user_id,
        currency=policy.currency(chosen),
        amount_minor=chosen.initial_credit_minor,
        at=now,
    )


async def open_wallet(*, user_id: UserId, now: datetime) -> bool:
    """Open a wallet, as `open_wallet_in`, in a transaction of its own."""
    async with transaction(Database.ITEMS, actor=user_id) as session:
        return await open_wallet_in(session, user_id=user_id, now=now)


async def balances(*, user_id: UserId) -> BalancesView:
    """What a person has, by bucket. A wallet that was never looked at is opened by this, so that
    nobody waits for the news of their joining to arrive.
    """
    currency = policy.currency(settings())
    async with reading(Database.ITEMS) as session:
        held, due = await repository.balances(session, owner=user_id, currency=currency)
    if Bucket.PROMO not in held:
        await open_wallet(user_id=user_id, now=clock.now())
        async with reading(Database.ITEMS) as session:
            held, due = await repository.balances(session, owner=user_id, currency=currency)
    return _view(held, currency, due)


def _view(held: dict[str, int], currency: str, due: datetime | None) -> BalancesView:
    parts, debt = _spendable(held), -held.get(Bucket.DEBT, 0)
    pending = held.get(Bucket.PENDING, 0)
    return BalancesView(
        currency=currency,
        promo_minor=parts.promo,
        deposited_minor=parts.deposited,
        pending_minor=pending,
        earned_minor=parts.earned,
        debt_minor=debt,
        spendable_minor=0 if debt else parts.total,
        total_minor=parts.total + pending - debt,
        matures_at=due,
    )


async def maturing(*, user_id: UserId) -> tuple[MaturingView, ...]:
    """What has yet to become earned, the next first; at most a thousand sales."""
    async with reading(Database.ITEMS) as session:
        found = await repository.maturing(
            session, owner=user_id, currency=policy.currency(settings()), limit=_MOST_MATURING
        )
    return tuple(MaturingView(row["remaining"], row["due_at"]) for row in found)


async def has_sold(*, user_id: UserId) -> bool:
    """Whether a person ever sold something."""
    async with reading(Database.ITEMS) as session:
        return await repository.has_sold(session, owner=user_id)


def _spendable(held: dict[str, int]) -> Parts:
    return Parts(
        promo=held.get(Bucket.PROMO, 0),
        deposited=held.get(Bucket.DEPOSITED, 0),
        earned=held.get(Bucket.EARNED, 0),
    )


async def quote(*, buyer_id: UserId, price_minor: int) -> Quote:
    """What a price (minor units) would take from which bucket, and what would be left.

    It holds nothing: the purchase splits the price again, under locks.
    """
    shown = await balances(user_id=buyer_id)
    held = Parts(shown.promo_minor, shown.deposited_minor, shown.earned_minor)
    parts = policy.spend(held, price_minor) if not shown.debt_minor else Parts(0, 0, 0)
    missing = price_minor - parts.total
    return Quote(
        currency=shown.currency,
        price_minor=price_minor,
        promo_minor=parts.promo,
        deposited_minor=parts.deposited,
        earned_minor=parts.earned,
        balance_minor=shown.spendable_minor,
        balance_after_minor=shown.spendable_minor - parts.total,
        missing_minor=missing,
        enough=missing == 0,
        **_limited(await limits.room_of(owner=buyer_id, now=clock.now()), price_minor),
    )


def _limited(limit: LimitView | None, price: int) -> dict[str, Any]:
    """What a quote says of a monthly limit."""
    if limit is None or limit.limit_minor is None:
        return {}
    left = limit.left_minor or 0
    return {
        "has_limit": True,
        "limit_minor": limit.limit_minor,
        "limit_left_minor": left,
        "begins_anew": limit.begins_anew,
        "is_within_limit": price <= left,
    }
