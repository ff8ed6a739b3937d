"""What is checked of every single entry and transfer: each table is read as few times as will do.

Each is a query that finds what breaks the invariants it is listed with; its rows are the name of
one of these and what breaks it. At ten million entries a scan is what the time goes into, so what
can be seen in the same rows is looked at together, and by joins that several processes can share:
no order, no windows.
"""

from dreamdot_app.wallet.ledger.invariants_of_verbs import MAY

BALANCED = "a transfer sums to zero in each colour"
ONE_CURRENCY = "a transfer has one currency, and legs"
KNOWN = "an entry belongs to a transfer and an account"
SUMMED = "a balance is the sum of its entries"
CIRCULATING = "promotional credit in circulation is what was issued"
CHAINED = "an account's chain verifies"
FITTING = "each kind of transfer moves what it may"
SIDED = "what a person gets or gives is a side of the transfer"

# What is seen in an entry with its account and its transfer beside it.
_ENTRIES = f"""
    with may(kind, move) as (values {MAY}),
    account as (
        select id, currency, owner, bucket,
               regexp_replace(bucket, '^hold[.].*[.]', 'hold.') as part from ledger_account),
    odd as materialized (
        select * from (
            select e.transfer_id, e.leg, a.id as account, a.owner, t.id as transfer, t.kind,
                   case when e.amount < 0 then '-' else '+' end || a.part as move,
                   a.currency is distinct from t.currency as is_mixed,
                   t.kind <> 'correction' and may.kind is null as is_unfit,
                   a.owner is not null and t.kind not in ('correction', 'maturity')
                   and (case when e.amount < 0 then t.payer else t.payee end)
                       is distinct from a.owner as is_of_another
              from ledger_entry e
              left join account a on a.id = e.account_id
              left join ledger_transfer t on t.id = e.transfer_id
              left join may on may.kind = t.kind
               and may.move = case when e.amount < 0 then '-' else '+' end || a.part) as seen
         where account is null or transfer is null or is_mixed or is_unfit or is_of_another)
    select '{KNOWN}', transfer_id || ' leg ' || leg from odd
     where account is null or transfer is null
    union all
    select distinct '{ONE_CURRENCY}', transfer::text from odd where is_mixed
    union all
    select '{FITTING}', kind || ' moves ' || move || ', first in ' || min(transfer::text)
      from odd where is_unfit group by kind, move
    union all
    select '{SIDED}', transfer || ' moves money of ' || owner from odd where is_of_another
"""  # noqa: S608 our own constants

# What is seen in the legs of a transfer together. Transfers are told apart by their ids' order,
# which is that of the rows.
_TRANSFERS = f"""
    with summed as materialized (
        select e.transfer_id, count(*) as legs,
               coalesce(sum(e.amount) filter (where a.colour = 'P'), 0) as promo,
               coalesce(sum(e.amount) filter (where a.colour = 'C'), 0) as cash
          from ledger_entry e left join ledger_account a on a.id = e.account_id
         group by e.transfer_id
        having count(*) < 2
            or coalesce(sum(e.amount) filter (where a.colour = 'P'), 0) <> 0
            or coalesce(sum(e.amount) filter (where a.colour = 'C'), 0) <> 0)
    select '{BALANCED}', transfer_id || ' is off by ' || off.by || ' ' || off.colour
      from summed cross join lateral (values (promo, 'P'), (cash, 'C')) as off(by, colour)
     where off.by <> 0
    union all
    select '{ONE_CURRENCY}', t.id::text from ledger_transfer t join summed s on s.transfer_id = t.id
     where s.legs < 2
    union all
    select '{ONE_CURRENCY}', t.id::text from ledger_transfer t
     where not exists (select from ledger_entry e where e.transfer_id = t.id)
"""  # noqa: S608 our own constants

# What is seen in the entries of an account together.
_ACCOUNTS = f"""
    with summed as materialized (
        select e.account_id, count(*) as entries, sum(e.amount) as total,
               sum(e.amount) filter (where not a.is_folded or e.id <= a.folded_through) as counted
          from ledger_entry e left join ledger_account a on a.id = e.account_id
         group by e.account_id)
    select '{SUMMED}', 'account ' || a.id || ' has ' || a.balance || ' and entries of '
           || coalesce(s.counted, 0)
      from ledger_account a left join summed s on s.account_id = a.id
     where a.balance <> coalesce(s.counted, 0)
        or not a.is_folded and a.seq <> coalesce(s.entries, 0)
    union all
    select '{CIRCULATING}', currency || ': ' || circulating || ' of ' || issued from (
        select a.currency,
               coalesce(-sum(s.total) filter (where a.bucket = 'promo_issued'), 0) as issued,
               coalesce(sum(s.total) filter (where a.bucket <> 'promo_issued'), 0) as circulating
          from ledger_account a join summed s on s.account_id = a.id
         where a.colour = 'P' group by a.currency) as promo
     where issued <> circulating
"""  # noqa: S608 our own constants

# An entry continues the one with the number before; the first one its account. With that, and
# `SUMMED`, the numbers are those from 1 to the account's seq.
_CHAINS = f"""
    select $${CHAINED}$$, 'account ' || e.account_id || ' at entry ' || e.seq
      from ledger_entry e
      join ledger_account a on a.id = e.account_id and not a.is_folded
      left join ledger_entry before
        on before.account_id = e.account_id and before.seq = e.seq - 1 and before.seq is not null
     where e.seq is null or e.seq < 1 or (before.seq is null) <> (e.seq = 1)
        or e.balance_after is distinct from coalesce(before.balance_after, 0) + e.amount
        or e.previous is distinct from
           case when e.seq = 1 then ledger_genesis(a.owner, a.bucket, a.colour, a.currency)
                else before.hash end
        or e.hash is distinct from
           ledger_link(e.previous, e.transfer_id, e.account_id, e.seq, e.amount,
                       e.balance_after, ledger_micros(e.created_at))
"""  # noqa: S608 our own constants

SCANS: dict[tuple[str, ...], str] = {
    (KNOWN, ONE_CURRENCY, FITTING, SIDED): _ENTRIES,
    (BALANCED, ONE_CURRENCY): _TRANSFERS,
    (SUMMED, CIRCULATING): _ACCOUNTS,
    (CHAINED,): _CHAINS,
}
