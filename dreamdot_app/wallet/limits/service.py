"""Setting one's monthly limit, looking at it, and holding purchases to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy as wallet_policy
from dreamdot_app.wallet.limits import policy, repository
from dreamdot_app.wallet.limits.errors import MonthlyLimitReached
from dreamdot_app.wallet.limits.models import SpendingLimit
from dreamdot_app.wallet.limits.policy import Limit, Month


@dataclass(frozen=True, slots=True)
class LimitView:
    """Somebody's limit and their month so far; amounts in minor units, times in UTC.

    No ``limit_minor``: there is none. With ``changes_at`` something else was asked for, that holds
    from then on: ``next_minor``, or no limit. ``zone`` is the clock of the month, empty for UTC.
    """

    limit_minor: int | None
    spent_minor: int
    begins_at: datetime
    ends_at: datetime
    begins_anew: str
    zone: str
    changes_at: datetime | None = None
    next_minor: int | None = None

    @property
    def left_minor(self) -> int | None:
        """What may still be spent this month; ``None`` without a limit."""
        return None if self.limit_minor is None else max(0, self.limit_minor - self.spent_minor)


async def limit_of(*, owner: UserId, zone: str, now: datetime) -> LimitView:
    """Somebody's limit and their month; ``zone`` is their clock as long as they have no limit."""
    async with reading(Database.ITEMS) as session:
        row = await repository.limit_of(session, owner)
        held = policy.in_force(row, now)
        month = policy.month_of(now, held.zone if held.minor is not None else zone)
        spent = await _spent(session, owner, month)
    awaited = row is not None and row.next_at is not None and row.next_at > now
    return LimitView(
        limit_minor=held.minor,
        spent_minor=spent,
        begins_at=month.begins_at,
        ends_at=month.ends_at,
        begins_anew=month.next_day,
        zone=month.zone,
        changes_at=row.next_at if row and awaited else None,
        next_minor=row.next_minor if row and awaited else None,
    )


async def room_of(*, owner: UserId, now: datetime) -> LimitView | None:
    """As `limit_of`, for those who have a limit; ``None`` for everybody else."""
    async with reading(Database.ITEMS) as session:
        row = await repository.limit_of(session, owner)
    if policy.in_force(row, now).minor is None:
        return None
    return await limit_of(owner=owner, zone="", now=now)


async def choose(
    *, owner: UserId, limit_minor: int | None, zone: str, now: datetime
) -> datetime | None:
    """Ask for a limit (minor units), or for none; returns when it holds, ``None`` for at once.

    A lower one holds at once, a higher one or none after 24 hours. So does another ``zone`` (IANA)
    for the month: on its last day a clock further east would begin the next one early. What was
    asked for before and does not hold yet is forgotten.
    """
    fresh = SpendingLimit(owner=owner, changed_at=now)
    async with transaction(Database.ITEMS, actor=owner) as session:
        row = await repository.limit_to_change(session, fresh)
        held = policy.in_force(row, now)
        wanted = Limit(limit_minor, zone)
        if policy.is_stricter(limit_minor, held.minor):
            keeps = held.zone if held.minor is not None else zone
            _set(row, Limit(limit_minor, keeps), now)
            return None
        _set(row, held, now)
        if wanted == held or (limit_minor is None and held.minor is None):
            return None
        row.next_minor, row.next_zone = wanted.minor, wanted.zone
        row.next_at = now + policy.LIFTED_AFTER
        return row.next_at


async def keep(*, owner: UserId, now: datetime) -> None:
    """Think better of it: the limit that holds stays, what was asked for is forgotten."""
    fresh = SpendingLimit(owner=owner, changed_at=now)
    async with transaction(Database.ITEMS, actor=owner) as session:
        row = await repository.limit_to_change(session, fresh)
        _set(row, policy.in_force(row, now), now)


def _set(row: SpendingLimit, held: Limit, now: datetime) -> None:
    row.limit_minor, row.zone = held.minor, held.zone
    row.next_minor, row.next_zone, row.next_at = None, "", None
    row.changed_at = now


async def require_within(
    session: AsyncSession, *, payer: UserId, amount_minor: int, now: datetime
) -> None:
    """Refuse what has just been paid or held in this transaction, when it went over the limit.

    Asked afterwards, for then the ledger has locked the payer's accounts: whatever of theirs goes
    on at the same time is either in sight here, or waits. ``amount_minor`` is this payment.

    Raises:
        MonthlyLimitReached: and the transaction can only be undone.
    """
    held = policy.in_force(await repository.limit_of(session, payer), now)
    if held.minor is None:
        return
    month = policy.month_of(now, held.zone)
    spent = await _spent(session, payer, month)
    if spent > held.minor:
        raise MonthlyLimitReached(
            limit_minor=held.minor,
            spent_minor=max(0, spent - amount_minor),
            begins_anew=month.next_day,
        )


async def forget(session: AsyncSession, *, owner: UserId) -> None:
    """Forget somebody's limit and their clock."""
    await repository.forget(session, owner)


async def _spent(session: AsyncSession, owner: UserId, month: Month) -> int:
    currency = wallet_policy.currency(settings())
    return await repository.spent(session, owner=owner, currency=currency, since=month.first_id)
