"""Adding up what sales brought, from the ledger's entries, each once.

What a seller's accounts moved since their marks is added to the slots, in one statement that sees
one moment. It is done when somebody looks, so that what is shown is never old, and by a schedule,
so that nobody who looks waits for much of it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.post import first_id

# For each of the four accounts; a hundred thousand sales are some dozen rounds.
_MOST = 10_000

# Two who add up for the same seller: the second one begins where the first has ended.
_ALONE = text("select pg_advisory_xact_lock(uuid_hash_extended(:owner, 2))").bindparams(
    bindparam("owner", type_=Uuid)
)

# A sale may reach two accounts of its seller, so each entry counts what is its own: its amount, the
# fee of its colour if it is the first leg of that colour, and the sale itself if it is the first.
# What a refund took is counted when it was taken, for the thing that had been sold.
_ADD_UP = text("""
    with mine as (
        select a.id, a.colour, a.seq, coalesce(k.through_seq, 0) as after,
               least(a.seq, coalesce(k.through_seq, 0) + :most) as through
          from ledger_account a
          left join earning_mark k on k.account_id = a.id
         where a.owner = :owner and a.currency = :currency
           and a.bucket in ('promo', 'pending', 'earned', 'debt')
           and a.seq > coalesce(k.through_seq, 0)
    ), moved as (
        select t.id, t.kind = 'refund' as is_refund, e.leg, m.colour, e.created_at,
               abs(e.amount) as amount, sign(e.amount) as way,
               coalesce(s.id, t.id) as sale_id, coalesce(s.reference, t.reference) as source
          from mine m
          join ledger_entry e on e.account_id = m.id and e.seq > m.after and e.seq <= m.through
          join ledger_transfer t on t.id = e.transfer_id
           and (t.kind in ('sale', 'capture') and t.payee = :owner and e.amount > 0
                or t.kind = 'refund' and t.payer = :owner and e.amount < 0)
          left join ledger_transfer s on t.kind = 'refund' and s.id = t.reference
    ), counted as (
        select moved.*, moved.leg = legs.first as is_first,
               case when moved.leg = legs.first_of_colour then coalesce(legs.fee, 0) else 0 end
                 as fee
          from moved cross join lateral (
            select min(l.leg) filter (where o.owner = :owner) as first,
                   min(l.leg) filter (where o.owner = :owner and o.colour = moved.colour)
                     as first_of_colour,
                   sum(l.amount) filter (where o.owner is null and o.colour = moved.colour
                                           and o.bucket in ('fees_p', 'fees_c')) as fee
              from ledger_entry l join ledger_account o on o.id = l.account_id
             where l.transfer_id = moved.id
               and (o.owner is null or sign(l.amount) = moved.way)) as legs
    ), added as (
        insert into earning_slot as kept
               (owner, currency, grain, slot, source, sales, promo, cash, fee_promo, fee_cash,
                refunds, refunded_promo, refunded_cash, last_sale)
        select :owner, :currency, g.grain, g.slot, g.source,
               count(*) filter (where is_first and not is_refund),
               coalesce(sum(amount) filter (where colour = 'P' and not is_refund), 0),
               coalesce(sum(amount) filter (where colour = 'C' and not is_refund), 0),
               coalesce(sum(fee) filter (where colour = 'P'), 0),
               coalesce(sum(fee) filter (where colour = 'C'), 0),
               count(*) filter (where is_first and is_refund),
               coalesce(sum(amount) filter (where colour = 'P' and is_refund), 0),
               coalesce(sum(amount) filter (where colour = 'C' and is_refund), 0),
               max(sale_id::text)::uuid
          from counted
          cross join lateral (
            select date_bin('15 minutes', created_at, '2000-01-01 00:00+00') as quarter,
                   date_trunc('day', created_at, 'UTC') as day,
                   '00000000-0000-0000-0000-000000000000'::uuid as none) as at
          cross join lateral (values
            ('quarter', at.quarter, at.none),
            ('work_quarter', at.quarter, coalesce(counted.source, at.none)),
            ('work_day', at.day, coalesce(counted.source, at.none))) as g(grain, slot, source)
         group by 3, 4, 5 order by 3, 4, 5
        on conflict (owner, currency, grain, slot, source) do update set
               sales = kept.sales + excluded.sales,
               promo = kept.promo + excluded.promo,
               cash = kept.cash + excluded.cash,
               fee_promo = kept.fee_promo + excluded.fee_promo,
               fee_cash = kept.fee_cash + excluded.fee_cash,
               refunds = kept.refunds + excluded.refunds,
               refunded_promo = kept.refunded_promo + excluded.refunded_promo,
               refunded_cash = kept.refunded_cash + excluded.refunded_cash,
               last_sale = greatest(kept.last_sale, excluded.last_sale)
    ), marked as (
        insert into earning_mark (account_id, through_seq)
        select id, through from mine order by id
        on conflict (account_id) do update set through_seq = excluded.through_seq
    )
    select coalesce(bool_or(through < seq), false) from mine
""").bindparams(bindparam("owner", type_=Uuid))

_SOLD_LATELY = text("""
    select distinct case when kind = 'refund' then payer else payee end as seller, currency
      from ledger_transfer
     where id >= :since and kind in ('sale', 'capture', 'refund')
""").bindparams(bindparam("since", type_=Uuid))


async def add_up(session: AsyncSession, *, owner: UserId, currency: str) -> bool:
    """Add up what a seller's accounts moved since the last time; whether more is left to do.

    At most ten thousand entries of each account: whoever wants all of it calls until it is done, in
    a transaction of its own each.
    """
    await session.execute(_ALONE, {"owner": owner})
    wanted = {"owner": owner, "currency": currency, "most": _MOST}
    return (await session.execute(_ADD_UP, wanted)).scalar_one()


async def sold_lately(
    session: AsyncSession, *, within: timedelta, now: datetime
) -> list[tuple[UserId, str]]:
    """Who sold or gave back something within a time before now, and in what currency."""
    since: UUID = first_id(now - within)
    found = await session.execute(_SOLD_LATELY, {"since": since})
    return [(UserId(seller), currency) for seller, currency in found]
