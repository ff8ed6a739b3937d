"""What is always true of the ledger's accounts, of what is to mature, and of heads and folds.

Each is a query that finds what breaks it; its name is what administrators read. What is true of
every entry is in `scans`.
"""

LEDGER: dict[str, str] = {
    "no bucket is below its floor or above its ceiling": """
        select 'account ' || id || ' has ' || balance from ledger_account
         where balance < floor or balance > ceiling
            or (owner is not null and bucket <> 'debt' and balance < 0)""",
    "promotional credit comes from issues alone": """
        select e.transfer_id || ' moves ' || e.amount from ledger_account a
          join ledger_entry e on e.account_id = a.id
          join ledger_transfer t on t.id = e.transfer_id
         where a.bucket = 'promo_issued'
           and (t.kind not in ('welcome', 'promo_code') or e.amount > 0)""",
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
             where a.bucket = 'pending' and e.amount > 0),
        cut as (select sale_id, sum(amount) as amount from ledger_maturity_cut group by sale_id),
        ripe as (
            select t.reference as sale_id, t.created_at, t.key, -e.amount as amount
              from ledger_transfer t
              join ledger_entry e on e.transfer_id = t.id and e.amount < 0
             where t.kind = 'maturity')
        select 'sale ' || coalesce(came.transfer_id, m.sale_id, ripe.sale_id)
          from came
          full join ledger_maturity m on m.sale_id = came.transfer_id
           and m.owner = came.owner and m.currency = came.currency
          full join ripe on ripe.sale_id = m.sale_id and ripe.key = 'mature:' || m.sale_id
          left join cut on cut.sale_id = m.sale_id
         where m.amount is distinct from came.amount
            or m.due_at < came.created_at + interval '7 days'
            or m.matured_at is distinct from ripe.created_at or ripe.created_at < m.due_at
            or m.remaining
               <> m.amount - coalesce(cut.amount, 0) - coalesce(ripe.amount, 0)""",
    "what was taken before it matured is known sale by sale": """
        with taken as (
            select e.transfer_id, -sum(e.amount) as amount
              from ledger_account a
              join ledger_entry e on e.account_id = a.id and e.amount < 0
              join ledger_transfer t on t.id = e.transfer_id and t.kind <> 'maturity'
             where a.bucket = 'pending' group by e.transfer_id),
        cut as (select transfer_id, sum(amount) as amount
                  from ledger_maturity_cut group by transfer_id)
        select 'transfer ' || transfer_id from taken full join cut using (transfer_id)
         where taken.amount is distinct from cut.amount""",
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
