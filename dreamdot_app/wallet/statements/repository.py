"""Queries of statements and of chains, nothing else. Months are bounded by ids: these are times."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, RowMapping, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.post import first_id

_OWNER = bindparam("owner", type_=Uuid)

_FIRST = text("""
    select min(t.created_at) from ledger_account a
      cross join lateral (
        (select e.created_at from ledger_entry e where e.account_id = a.id and e.amount > 0
            and e.seq is not null order by e.transfer_id limit 1)
        union all
        (select e.created_at from ledger_entry e where e.account_id = a.id and e.amount < 0
            and e.seq is not null order by e.transfer_id limit 1)) as t
     where a.owner = :owner and a.currency = :currency
""").bindparams(_OWNER)


async def first_movement(session: AsyncSession, *, owner: UserId, currency: str) -> datetime | None:
    """When a person's money first moved."""
    found = await session.execute(_FIRST, {"owner": owner, "currency": currency})
    return found.scalar_one()


_MOVED = text("""
    select span.place
      from unnest(cast(:starts as uuid[]), cast(:ends as uuid[]))
           with ordinality as span(begins, ends, place)
     where exists (
        select from ledger_account a join ledger_entry e on e.account_id = a.id
         where a.owner = :owner and a.currency = :currency and e.seq is not null
           and e.amount > 0 and e.transfer_id >= span.begins and e.transfer_id < span.ends)
        or exists (
        select from ledger_account a join ledger_entry e on e.account_id = a.id
         where a.owner = :owner and a.currency = :currency and e.seq is not null
           and e.amount < 0 and e.transfer_id >= span.begins and e.transfer_id < span.ends)
     order by span.place
""").bindparams(
    _OWNER,
    bindparam("starts", type_=ARRAY(Uuid)),
    bindparam("ends", type_=ARRAY(Uuid)),
)


async def moved_within(
    session: AsyncSession,
    *,
    owner: UserId,
    currency: str,
    spans: Sequence[tuple[datetime, datetime]],
) -> list[int]:
    """Which of these spans (by their place, from 0) had a movement of a person's money."""
    wanted = {
        "owner": owner,
        "currency": currency,
        "starts": [first_id(begins) for begins, _ in spans],
        "ends": [first_id(ends) for _, ends in spans],
    }
    return [int(place) - 1 for place in (await session.execute(_MOVED, wanted)).scalars()]


_HELD_BEFORE = text("""
    select a.bucket, coalesce(sum(e.amount), 0)::bigint as amount
      from ledger_account a
      left join ledger_entry e
        on e.account_id = a.id and e.seq is not null and e.transfer_id < :until
     where a.owner = :owner and a.currency = :currency
     group by a.bucket
""").bindparams(_OWNER, bindparam("until", type_=Uuid))


async def held_before(
    session: AsyncSession, *, owner: UserId, currency: str, until: datetime
) -> dict[str, int]:
    """What each bucket held before a time."""
    wanted = {"owner": owner, "currency": currency, "until": first_id(until)}
    return {row.bucket: row.amount for row in await session.execute(_HELD_BEFORE, wanted)}


# For each account the next entries by its two indexes (in, out), then the first of all of them.
_LEGS = text("""
    with mine as (
        select id, bucket from ledger_account where owner = :owner and currency = :currency
    ), near as (
        select distinct found.transfer_id
          from mine cross join lateral (
            (select e.transfer_id from ledger_entry e
              where e.account_id = mine.id and e.amount > 0 and e.seq is not null
                and e.transfer_id > :after and e.transfer_id < :until
              order by e.transfer_id limit :limit)
            union all
            (select e.transfer_id from ledger_entry e
              where e.account_id = mine.id and e.amount < 0 and e.seq is not null
                and e.transfer_id > :after and e.transfer_id < :until
              order by e.transfer_id limit :limit)
          ) as found
         order by found.transfer_id limit :limit
    )
    select t.id, t.kind, t.memo, t.payer, t.payee, t.created_at, mine.bucket, e.amount
      from near
      join ledger_transfer t on t.id = near.transfer_id
      join ledger_entry e on e.transfer_id = t.id
      join mine on mine.id = e.account_id
     order by t.id, e.leg
""").bindparams(_OWNER, bindparam("after", type_=Uuid), bindparam("until", type_=Uuid))


async def own_legs(
    session: AsyncSession,
    *,
    owner: UserId,
    currency: str,
    after: UUID,
    until: datetime,
    limit: int,
) -> Sequence[RowMapping]:
    """A person's own legs of the next transfers after one and before a time, oldest first."""
    wanted = {"owner": owner, "currency": currency, "after": after, "limit": limit}
    return (await session.execute(_LEGS, wanted | {"until": first_id(until)})).mappings().all()


_HEADS = text("""
    select a.id, a.bucket, coalesce(last.seq, 0) as seq,
           encode(coalesce(last.hash,
                           ledger_genesis(a.owner, a.bucket, a.colour, a.currency)), 'hex') as hash
      from ledger_account a
      left join lateral (
        select e.seq, e.hash from ledger_entry e
         where e.account_id = a.id and e.seq is not null and e.transfer_id < :until
         order by e.seq desc limit 1) as last on true
     where a.owner = :owner and a.currency = :currency
     order by a.id
""").bindparams(_OWNER, bindparam("until", type_=Uuid))


async def heads(
    session: AsyncSession, *, owner: UserId, currency: str, until: datetime
) -> Sequence[RowMapping]:
    """Where the chain of each account stood before a time."""
    wanted = {"owner": owner, "currency": currency, "until": first_id(until)}
    return (await session.execute(_HEADS, wanted)).mappings().all()


_CHAINS = text("""
    select id, bucket, colour, currency, balance, seq, encode(head, 'hex') as head
      from ledger_account where owner = :owner order by id
""").bindparams(_OWNER)


async def chains(session: AsyncSession, *, owner: UserId) -> Sequence[RowMapping]:
    """A person's accounts of every currency, as the ledger states them now."""
    return (await session.execute(_CHAINS, {"owner": owner})).mappings().all()


_LINKS = text("""
    select e.seq, e.transfer_id, e.amount, e.balance_after, e.created_at,
           ledger_micros(e.created_at) as micros, encode(e.hash, 'hex') as hash
      from ledger_entry e
      join ledger_account a on a.id = e.account_id and a.owner = :owner
     where e.account_id = :account and e.seq is not null and e.seq > :after
     order by e.seq limit :limit
""").bindparams(_OWNER)


async def links(
    session: AsyncSession, *, owner: UserId, account: int, after: int, limit: int
) -> Sequence[RowMapping]:
    """The next entries of an account's chain, if it is the person's own."""
    wanted = {"owner": owner, "account": account, "after": after, "limit": limit}
    return (await session.execute(_LINKS, wanted)).mappings().all()
