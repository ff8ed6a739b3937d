"""What is read of the ledger for showing. Queries, nothing else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId

_BALANCES = text("""
    select a.bucket, a.balance,
           (select min(m.due_at) from ledger_maturity m
             where m.owner = a.owner and m.currency = a.currency and m.remaining > 0
               and a.bucket = 'pending') as matures_at
      from ledger_account a where a.owner = :owner and a.currency = :currency
""")


async def balances(
    session: AsyncSession, *, owner: UserId, currency: str
) -> tuple[dict[str, int], datetime | None]:
    """The balance of each bucket that exists, and when the next part of pending is due."""
    rows = (await session.execute(_BALANCES, {"owner": owner, "currency": currency})).all()
    due = [row.matures_at for row in rows if row.matures_at is not None]
    return {row.bucket: row.balance for row in rows}, due[0] if due else None


_RECEIPT = text("""
    select t.id, t.kind, t.memo, t.currency, t.payer, t.payee, t.reference, t.created_at,
           a.owner, a.bucket, e.amount, m.due_at, coalesce(m.remaining, 0) as maturing
      from ledger_transfer t
      join ledger_entry e on e.transfer_id = t.id
      join ledger_account a on a.id = e.account_id
      left join ledger_maturity m on m.sale_id = t.id and m.owner = :owner
     where t.id = :transfer
       and exists (select from ledger_entry own join ledger_account mine on mine.id = own.account_id
                    where own.transfer_id = t.id and mine.owner = :owner)
     order by e.leg
""").bindparams(bindparam("owner", type_=Uuid), bindparam("transfer", type_=Uuid))


async def legs_of_own(
    session: AsyncSession, *, owner: UserId, transfer: UUID
) -> Sequence[RowMapping]:
    """All legs of a transfer with what is known of it, if one of them is the person's own."""
    found = await session.execute(_RECEIPT, {"owner": owner, "transfer": transfer})
    return found.mappings().all()


# What comes of a transfer has its key with a word behind it; a refund and what was set aside refer
# to what they give back.
_RELATED = text("""
    select r.id, r.kind, r.created_at,
           coalesce(own.amount, moved.amount)::bigint as amount,
           own.amount is not null as has_receipt
      from ledger_transfer t
      cross join lateral (
        select id, kind, created_at from ledger_transfer
         where key in (t.key || '\\:settled', t.key || '\\:returned', t.key || '\\:reinstated',
                       regexp_replace(t.key, '\\:(settled|returned|reinstated)$', ''))
           and id <> t.id
         union all
        select id, kind, created_at from ledger_transfer
         where id = t.reference and t.kind in ('refund', 'release')
         union all
        select id, kind, created_at from ledger_transfer
         where payee = t.payer and kind in ('refund', 'release') and reference = t.id
           and id >= cast(left(cast(t.id as text), 19) || '0000-000000000000' as uuid)
           and t.kind in ('sale', 'capture', 'hold')) as r
      left join lateral (
        select sum(e.amount) as amount from ledger_entry e
          join ledger_account a on a.id = e.account_id
         where e.transfer_id = r.id and a.owner = :owner having count(*) > 0) as own on true
      cross join lateral (
        select coalesce(sum(e.amount) filter (where e.amount > 0), 0) as amount
          from ledger_entry e where e.transfer_id = r.id) as moved
     where t.id = :transfer
     order by r.id limit 50
""").bindparams(bindparam("owner", type_=Uuid), bindparam("transfer", type_=Uuid))


async def related(session: AsyncSession, *, owner: UserId, transfer: UUID) -> Sequence[RowMapping]:
    """The transfers that belong to one, with what they moved of the person's own, if anything."""
    found = await session.execute(_RELATED, {"owner": owner, "transfer": transfer})
    return found.mappings().all()


_MATURING = text("""
    select remaining, due_at from ledger_maturity
     where owner = :owner and currency = :currency and remaining > 0
     order by due_at limit :limit
""").bindparams(bindparam("owner", type_=Uuid))


async def maturing(
    session: AsyncSession, *, owner: UserId, currency: str, limit: int
) -> Sequence[RowMapping]:
    """What has yet to mature, the next first."""
    wanted = {"owner": owner, "currency": currency, "limit": limit}
    return (await session.execute(_MATURING, wanted)).mappings().all()


_HAS_SOLD = text("""
    select exists (select from ledger_transfer t
                    where t.payee = :owner and t.kind in ('sale', 'capture'))
""").bindparams(bindparam("owner", type_=Uuid))


async def has_sold(session: AsyncSession, *, owner: UserId) -> bool:
    """Whether a person ever sold something."""
    return bool((await session.execute(_HAS_SOLD, {"owner": owner})).scalar_one())


_EARNED = text("""
    select t.reference, count(distinct t.id) as sales,
           coalesce(sum(e.amount) filter (where a.colour = 'P'), 0)::bigint as promo,
           coalesce(sum(e.amount) filter (where a.colour = 'C'), 0)::bigint as cash
      from ledger_account a
      join ledger_entry e on e.account_id = a.id and e.amount > 0 and e.seq is not null
      join ledger_transfer t on t.id = e.transfer_id and t.kind = 'sale' and t.payee = :seller
     where a.owner = :seller and a.currency = :currency
       and t.reference is not null and t.created_at >= :since and t.created_at < :until
     group by t.reference order by sum(e.amount) desc, t.reference limit :limit
""").bindparams(bindparam("seller", type_=Uuid))


async def earned(
    session: AsyncSession,
    *,
    seller: UserId,
    currency: str,
    since: datetime,
    until: datetime,
    limit: int,
) -> Sequence[RowMapping]:
    """What sales brought a person within a time, by what was sold, the most first."""
    wanted = {"seller": seller, "currency": currency, "since": since, "until": until}
    return (await session.execute(_EARNED, wanted | {"limit": limit})).mappings().all()


# For each account the next entries by its two indexes (in, out), then the first of all of them.
_EVERYTHING = text("""
    with mine as (
        select id from ledger_account where owner = :owner
    ), near as (
        select distinct found.transfer_id
          from mine cross join lateral (
            (select e.transfer_id from ledger_entry e
              where e.account_id = mine.id and e.amount > 0 and e.seq is not null
                and e.transfer_id > :after
              order by e.transfer_id limit :limit)
            union all
            (select e.transfer_id from ledger_entry e
              where e.account_id = mine.id and e.amount < 0 and e.seq is not null
                and e.transfer_id > :after
              order by e.transfer_id limit :limit)
          ) as found
         order by found.transfer_id limit :limit
    )
    select t.id, t.kind, t.memo, t.currency, t.payer, t.payee, t.reference, t.created_at,
           a.owner, a.bucket, a.colour, e.amount, e.balance_after, m.due_at, m.matured_at
      from near
      join ledger_transfer t on t.id = near.transfer_id
      join ledger_entry e on e.transfer_id = t.id
      join ledger_account a on a.id = e.account_id
      left join ledger_maturity m on m.sale_id = t.id and m.owner = :owner
     order by t.id, e.leg
""").bindparams(bindparam("owner", type_=Uuid), bindparam("after", type_=Uuid))


async def legs_of_everything(
    session: AsyncSession, *, owner: UserId, after: UUID, limit: int
) -> Sequence[RowMapping]:
    """All legs of the next transfers of a person's money after one, oldest first."""
    wanted = {"owner": owner, "after": after, "limit": limit}
    return (await session.execute(_EVERYTHING, wanted)).mappings().all()
