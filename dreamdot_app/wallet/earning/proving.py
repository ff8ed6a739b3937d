"""The proof that what is added up is what the ledger says."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_MOST_SHOWN = 10

# Both sides by seller and currency, from the entries alone and up to the marks. Written in another
# way than what adds up: by transfer, not by entry, so that one mistake is not in both.
_DIFFERS = text("""
    with reached as (
        select a.id, a.owner, a.currency, a.colour, k.through_seq
          from earning_mark k join ledger_account a on a.id = k.account_id
    ), truth as (
        select r.owner, r.currency,
               sum(e.amount) filter (where r.colour = 'P' and t.kind <> 'refund') as promo,
               sum(e.amount) filter (where r.colour = 'C' and t.kind <> 'refund') as cash,
               -sum(e.amount) filter (where r.colour = 'P' and t.kind = 'refund') as refunded_promo,
               -sum(e.amount) filter (where r.colour = 'C' and t.kind = 'refund') as refunded_cash
          from reached r
          join ledger_entry e on e.account_id = r.id and e.seq <= r.through_seq
          join ledger_transfer t on t.id = e.transfer_id
         where t.kind in ('sale', 'capture') and t.payee = r.owner
            or t.kind = 'refund' and t.payer = r.owner
         group by r.owner, r.currency
    ), kept as (
        select owner, currency, grain, sum(promo) as promo, sum(cash) as cash,
               sum(refunded_promo) as refunded_promo, sum(refunded_cash) as refunded_cash
          from earning_slot group by owner, currency, grain
    ), grains as (
        select truth.*, g.grain from truth
         cross join (values ('quarter'), ('work_quarter'), ('work_day')) as g(grain))
    select distinct coalesce(truth.owner, kept.owner) || ' in '
                    || coalesce(truth.currency, kept.currency)
      from grains as truth
      full join kept on kept.owner = truth.owner and kept.currency = truth.currency
       and kept.grain = truth.grain
     where (coalesce(truth.promo, 0), coalesce(truth.cash, 0),
            coalesce(truth.refunded_promo, 0), coalesce(truth.refunded_cash, 0))
           is distinct from
           (coalesce(kept.promo, 0), coalesce(kept.cash, 0),
            coalesce(kept.refunded_promo, 0), coalesce(kept.refunded_cash, 0))
     order by 1 limit :most
""")


async def differences(session: AsyncSession) -> list[str]:
    """The sellers whose slots are not what their entries come to; nobody, if all is well."""
    return list((await session.scalars(_DIFFERS, {"most": _MOST_SHOWN})).all())
