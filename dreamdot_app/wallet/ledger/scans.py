"""What is checked of every single entry and transfer: each table is read as few times as will do.

Each is a query that finds what breaks the invariants it is listed with; its rows are the name of
one of these and what breaks it. At ten million entries a scan is what the time goes into, so what
can be seen in the same rows is looked at together, and by joins that several processes can share:
no order, no windows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dreamdot_app.wallet.ledger.invariants_of_verbs import MAY

BALANCED = "a transfer sums to zero in each colour"
ONE_CURRENCY = "a transfer has one currency, and legs"
KNOWN = "an entry belongs to a transfer and an account"
SUMMED = "a balance is the sum of its entries"
CIRCULATING = "promotional credit in circulation is what was issued"
CHAINED = "an account's chain verifies"
FITTING = "each kind of transfer moves what it may"
SIDED = "what a person gets or gives is a side of the transfer"
SEEN = (KNOWN, BALANCED, ONE_CURRENCY, FITTING, SIDED, SUMMED, CIRCULATING, CHAINED)

_MOVE = """
    case when e.amount < 0 then '-' else '+' end
    || case when a.bucket like 'hold.%' then regexp_replace(a.bucket, '^hold[.].*[.]', 'hold.')
            else a.bucket end"""

# What is seen in an entry with its account and its transfer beside it.
_ENTRIES = f"""
    with may(kind, move) as (values {MAY}),
    odd as materialized (
        select * from (
            select e.transfer_id, e.leg, a.id as account, a.owner, t.id as transfer, t.kind,
                   {_MOVE} as move,
                   a.currency is distinct from t.currency as is_mixed,
                   t.kind <> 'correction' and may.kind is null as is_unfit,
                   a.owner is not null and t.kind not in ('correction', 'maturity')
                   and (case when e.amount < 0 then t.payer else t.payee end)
                       is distinct from a.owner as is_of_another
              from ledger_entry e
              left join ledger_account a on a.id = e.account_id
              left join ledger_transfer t on t.id = e.transfer_id
              left join may on may.kind = t.kind and may.move = {_MOVE}) as seen
         where account is null or transfer is null or is_mixed or is_unfit or is_of_another)
    select '{KNOWN}', transfer_id || ' leg ' || leg from odd
     where account is null or transfer is null
    union all
    select distinct '{ONE_CURRENCY}', transfer::text from odd
     where is_mixed and transfer is not null
    union all
    select '{FITTING}', kind || ' moves ' || move || ', first in ' || min(transfer::text)
      from odd where is_unfit and account is not null group by kind, move
    union all
    select '{SIDED}', transfer || ' moves money of ' || owner from odd where is_of_another
"""  # noqa: S608 our own constants

# What is seen in the legs of a transfer together, for transfers in the order of their ids, which is
# that of the rows: several runs of them side by side.
_LEGS = """
        select t.id, s.transfer_id, coalesce(s.legs, 0) as legs, s.promo, s.cash
          from (select id from ledger_transfer where {ids}) as t
          full join (
            select e.transfer_id, count(*) as legs,
                   sum(e.amount) filter (where a.colour = 'P') as promo,
                   sum(e.amount) filter (where a.colour = 'C') as cash
              from ledger_entry e left join ledger_account a on a.id = e.account_id
             where {transfer_ids}
             group by e.transfer_id) as s on s.transfer_id = t.id
         where coalesce(s.legs, 0) < 2 or s.promo <> 0 or s.cash <> 0
"""
_TRANSFERS = f"""
    with odd as materialized ({{runs}})
    select '{BALANCED}', transfer_id || ' is off by ' || off.by || ' ' || off.colour
      from odd cross join lateral (values (promo, 'P'), (cash, 'C')) as off(by, colour)
     where off.by <> 0
    union all
    select '{ONE_CURRENCY}', id::text from odd where legs < 2 and id is not null
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
    select $${CHAINED}$$,
           'account ' || e.account_id || ' at entry ' || coalesce(e.seq::text, 'without a number')
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


@dataclass(frozen=True)
class Scan:
    """A query, and settings of PostgreSQL for it: its planner knows too little of what joins with
    what, and takes ways that processes cannot share, or that sort everything.
    """

    query: str
    settings: Mapping[str, str]


_HASHED = {"enable_nestloop": "off", "enable_mergejoin": "off"}
_IN_ORDER = {"enable_hashagg": "off", "enable_sort": "off", "parallel_tuple_cost": "0.1"}


def scans(parts: Sequence[str]) -> tuple[Scan, ...]:
    """Every scan. ``parts`` are ids of transfers that part them into runs of about equal length."""
    return (
        Scan(_ENTRIES, _HASHED),
        Scan(_TRANSFERS.format(runs=_runs(parts)), _IN_ORDER),
        Scan(_ACCOUNTS, {}),
        Scan(_CHAINS, _HASHED),
    )


def _runs(parts: Sequence[str]) -> str:
    """The legs of all transfers, as one query for each run."""
    between = zip([None, *parts], [*parts, None], strict=True)
    return " union all ".join(
        _LEGS.format(ids=_within("id", *ends), transfer_ids=_within("e.transfer_id", *ends))
        for ends in between
    )


def _within(column: str, first: str | None, end: str | None) -> str:
    lower = f"{column} >= '{first}'" if first else "true"
    return f"{lower} and {column} < '{end}'" if end else lower
