"""Queries on limits and on what was spent, nothing else."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.limits.models import SpendingLimit


async def limit_of(session: AsyncSession, owner: UserId) -> SpendingLimit | None:
    """Somebody's limit, if they ever set one."""
    return await session.get(SpendingLimit, owner)


async def limit_to_change(session: AsyncSession, fresh: SpendingLimit) -> SpendingLimit:
    """Somebody's limit, locked; it is ``fresh`` when they never set one."""
    await session.execute(
        insert(SpendingLimit).values(**fresh.model_dump()).on_conflict_do_nothing()
    )
    found = await session.scalars(
        select(SpendingLimit).where(col(SpendingLimit.owner) == fresh.owner).with_for_update()
    )
    return found.one()


async def forget(session: AsyncSession, owner: UserId) -> None:
    """Delete somebody's limit."""
    await session.execute(delete(SpendingLimit).where(col(SpendingLimit.owner) == owner))


# What left one's own buckets for others since the first transfer of a month (by its id, which
# begins with the time), less what came back of just that: by refunds of these purchases, by
# releases of these holds, by refunds of what was captured of them. Both by the indexes of entries.
_SPENT = text("""
    with mine as (
        select id from ledger_account
         where owner = :owner and currency = :currency
           and bucket in ('promo', 'deposited', 'earned', 'debt')
    ), gone as (
        select coalesce(-sum(e.amount), 0)::bigint as amount
          from mine
          join ledger_entry e on e.account_id = mine.id and e.amount < 0
           and e.seq is not null and e.transfer_id >= :since
          join ledger_transfer t on t.id = e.transfer_id
           and t.kind in ('sale', 'hold') and t.payer = :owner
    ), back as (
        select coalesce(sum(e.amount), 0)::bigint as amount
          from mine
          join ledger_entry e on e.account_id = mine.id and e.amount > 0
           and e.seq is not null and e.transfer_id >= :since
          join ledger_transfer t on t.id = e.transfer_id
           and t.kind in ('refund', 'release') and t.payee = :owner
          left join lateral (
            select h.id from ledger_transfer s
              join ledger_entry c on c.transfer_id = s.id and c.amount < 0
              join ledger_account o on o.id = c.account_id and o.owner is null
              join ledger_hold h on h.key = substring(o.bucket from '^hold[.](.*)[.][a-z]+$')
             where s.id = t.reference and s.kind = 'capture' limit 1) as held on true
         where coalesce(held.id, t.reference) >= :since)
    select gone.amount - back.amount from gone, back
""").bindparams(bindparam("owner", type_=Uuid), bindparam("since", type_=Uuid))


async def spent(session: AsyncSession, *, owner: UserId, currency: str, since: UUID) -> int:
    """What somebody spent from a transfer's id on, less what came back of it; minor units."""
    wanted = {"owner": owner, "currency": currency, "since": since}
    return (await session.execute(_SPENT, wanted)).scalar_one()
