"""The proof that the ledger is whole: every invariant as a query that finds what breaks it.

Each query sees one moment, so sales that go on meanwhile do not disturb it.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.wallet.contract import ProofView

_MOST_SHOWN = 10

_INVARIANTS: dict[str, str] = {
    "a transfer sums to zero in each colour": """
        select e.transfer_id || ' is off by ' || sum(e.amount) || ' ' || a.colour
          from ledger_entry e join ledger_account a on a.id = e.account_id
         group by e.transfer_id, a.colour having sum(e.amount) <> 0""",
    "a transfer has one currency, and legs": """
        select t.id::text from ledger_transfer t
          left join ledger_entry e on e.transfer_id = t.id
          left join ledger_account a on a.id = e.account_id
         group by t.id
        having count(*) < 2 or bool_or(a.currency is distinct from t.currency)""",
    "an entry belongs to a transfer and an account": """
        select e.transfer_id || ' leg ' || e.leg from ledger_entry e
         where not exists (select from ledger_transfer t where t.id = e.transfer_id)
            or not exists (select from ledger_account a where a.id = e.account_id)""",
    "a balance is the sum of its entries": """
        select 'account ' || a.id || ' has ' || a.balance || ' and entries of '
               || coalesce(e.amount, 0)
          from ledger_account a
          left join lateral (
            select sum(amount) as amount, count(*) as entries from ledger_entry
             where account_id = a.id and (not a.is_folded or id <= a.folded_through)) e on true
         where a.balance <> coalesce(e.amount, 0) or not a.is_folded and a.seq <> e.entries""",
    "no bucket is below its floor or above its ceiling": """
        select 'account ' || id || ' has ' || balance from ledger_account
         where balance < floor or balance > ceiling
            or (owner is not null and bucket <> 'debt' and balance < 0)""",
    "promotional credit comes from issues alone": """
        select e.transfer_id || ' moves ' || e.amount from ledger_account a
          join ledger_entry e on e.account_id = a.id
          join ledger_transfer t on t.id = e.transfer_id
         where a.bucket = 'promo_issued' and (t.kind <> 'welcome' or e.amount > 0)""",
    "promotional credit in circulation is what was issued": """
        select currency || ': ' || circulating || ' of ' || issued from (
            select a.currency,
                   coalesce(-sum(e.amount) filter (where a.bucket = 'promo_issued'), 0) as issued,
                   coalesce(sum(e.amount) filter (where a.bucket <> 'promo_issued'), 0)
                     as circulating
              from ledger_account a join ledger_entry e on e.account_id = a.id
             where a.colour = 'P' group by a.currency) as promo
         where issued <> circulating""",
    "what is pending is what has yet to mature": """
        select 'account ' || a.id || ' has ' || a.balance || ' and maturities of '
               || coalesce(m.remaining, 0)
          from ledger_account a
          left join (select owner, currency, sum(remaining) as remaining
                       from ledger_maturity group by owner, currency) m
            on m.owner = a.owner and m.currency = a.currency
         where a.bucket = 'pending' and a.balance <> coalesce(m.remaining, 0)""",
    # A week: the least that `policy.MATURES_AFTER` ever was, for this looks at sales of all times.
    "cash of a sale matures whole, once and when it is due": """
        with came as (
            select e.transfer_id, a.owner, a.currency, e.amount, e.created_at
              from ledger_account a join ledger_entry e on e.account_id = a.id
             where a.bucket = 'pending' and e.amount > 0)
        select 'sale ' || coalesce(came.transfer_id, m.sale_id)
          from came
          full join ledger_maturity m on m.sale_id = came.transfer_id
           and m.owner = came.owner and m.currency = came.currency
          left join ledger_transfer t on t.key = 'mature:' || m.sale_id
         where m.amount is distinct from came.amount
            or m.due_at < came.created_at + interval '7 days'
            or m.matured_at is distinct from t.created_at or t.created_at < m.due_at""",
    "an account's chain verifies": """
        select 'account ' || account_id || ' at entry ' || seq from (
            select e.account_id, e.seq, e.balance_after, e.previous, e.hash,
                   row_number() over chain as counted,
                   sum(e.amount) over chain as summed,
                   coalesce(lag(e.hash) over chain,
                            ledger_genesis(a.owner, a.bucket, a.colour, a.currency)) as before,
                   ledger_link(e.previous, e.transfer_id, e.account_id, e.seq, e.amount,
                               e.balance_after, ledger_micros(e.created_at)) as computed
              from ledger_entry e join ledger_account a on a.id = e.account_id
             where not a.is_folded
            window chain as (partition by e.account_id order by e.seq)) as walked
         where seq is distinct from counted or balance_after is distinct from summed
            or previous is distinct from before or hash is distinct from computed""",
    "an account's head is its last hash": """
        select 'account ' || a.id from ledger_account a
          left join lateral (
            select hash from ledger_entry
             where account_id = a.id and seq is not null order by seq desc limit 1) e
            on not a.is_folded
          left join lateral (
            select hash from ledger_fold where account_id = a.id order by seq desc limit 1) f
            on a.is_folded
         where a.head <> coalesce(e.hash, f.hash,
                                  ledger_genesis(a.owner, a.bucket, a.colour, a.currency))""",
    "a platform account's chain of folds verifies": """
        with fold as (
            select f.*, coalesce(lag(f.through_id) over chain, 0) as after_id,
                   row_number() over chain as counted,
                   sum(f.amount) over chain as summed,
                   coalesce(lag(f.hash) over chain,
                            ledger_genesis(a.owner, a.bucket, a.colour, a.currency)) as before
              from ledger_fold f join ledger_account a on a.id = f.account_id
            window chain as (partition by f.account_id order by f.seq))
        select 'account ' || f.account_id || ' at fold ' || f.seq
          from fold f cross join lateral (
            select count(*) as entries, sum(e.amount) as amount,
                   sha256(string_agg(
                     ledger_fold_item(e.id, e.transfer_id, e.amount, ledger_micros(e.created_at)),
                     ''::bytea order by e.id)) as digest
              from ledger_entry e
             where e.account_id = f.account_id and e.seq is null
               and e.id > f.after_id and e.id <= f.through_id) as e
         where f.seq <> f.counted or f.balance_after <> f.summed or f.previous <> f.before
            or f.entries <> e.entries or f.amount is distinct from e.amount
            or f.digest is distinct from e.digest
            or f.hash <> ledger_fold_link(f.previous, f.account_id, f.seq, f.through_id,
                                          f.entries, f.amount, f.balance_after, f.digest)""",
}

_COUNTS = text("""
    select (select count(*) from ledger_account) as accounts,
           (select count(*) from ledger_transfer) as transfers,
           (select count(*) from ledger_entry) as entries,
           (select encode(sha256(coalesce(string_agg(head, ''::bytea order by id), ''::bytea)),
                          'hex') from ledger_account) as head
""")
_SUMS = text("""
    select a.currency || ' ' || a.colour, sum(e.amount)::bigint
      from ledger_account a join ledger_entry e on e.account_id = a.id
     group by a.currency, a.colour order by a.currency, a.colour
""")


async def prove(session: AsyncSession) -> ProofView:
    """Run every check; each violation names its invariant and the account or transfer."""
    violations: list[str] = []
    for invariant, query in _INVARIANTS.items():
        found = await session.execute(text(f"select * from ({query}) as v limit {_MOST_SHOWN}"))  # noqa: S608 our own constants
        violations += [f"{invariant}: {broken}" for broken in found.scalars()]
    counts = (await session.execute(_COUNTS)).mappings().one()
    sums = tuple((str(name), int(total)) for name, total in await session.execute(_SUMS))
    violations += [f"each colour sums to zero: {name} is {total}" for name, total in sums if total]
    return ProofView(**counts, sums=sums, violations=tuple(violations))
