"""What is always true of the ways in which money moves: holds, refunds, payouts, what came back.

As `invariants`: each is a query that finds what breaks it.
"""

# What each kind of transfer takes from (-) and gives to (+). A hold's accounts go by their last
# part. `correction` is what people do by hand after something went wrong: it may do anything that
# the colours allow.
MAY_MOVE: dict[str, str] = {
    "welcome": "-promo_issued +promo",
    "promo_code": "-promo_issued +promo",
    "top_up": "-stripe_in +debt +deposited",
    "stripe_fee": "-stripe_fee +stripe_in",
    "sale": "-promo -deposited -earned +promo +debt +pending +fees_p +fees_c",
    "maturity": "-pending +earned +debt",
    "hold": "-promo -deposited -earned +hold.promo +hold.deposited +hold.earned",
    "capture": ("-hold.promo -hold.deposited -hold.earned +promo +debt +pending +fees_p +fees_c"),
    "release": ("-hold.promo -hold.deposited -hold.earned +promo +debt +deposited +earned"),
    "refund": ("-promo -pending -earned -debt -fees_p -fees_c +promo +deposited +earned +debt"),
    "card_refund": "-deposited +stripe_in",
    "card_refund_returned": "-stripe_in +debt +deposited",
    "chargeback": "-deposited -pending -earned -debt +stripe_in",
    "reinstatement": "-stripe_in +debt +deposited",
    "payout": "-earned +payout_clearing",
    "payout_settled": "-payout_clearing +stripe_in",
    "payout_returned": "-payout_clearing -stripe_in +debt +earned",
}
# Pairs of a kind and one of its moves, as the values of an SQL table.
MAY = ", ".join(
    f"('{kind}', '{move}')" for kind, moves in MAY_MOVE.items() for move in moves.split()
)


def _sum(sign: str, bucket: str) -> str:
    """What a transfer takes from (-) or gives to (+) a bucket, as SQL over its entries."""
    way = "<" if sign == "-" else ">"
    these = f"a.bucket = '{bucket}' and e.amount {way} 0"
    return f"coalesce({sign}sum(e.amount) filter (where {these}), 0)"


VERBS: dict[str, str] = {
    "what is held is what was held less captured and released": """
        with moved as (
            select h.id,
                   sum(e.amount) filter (where t.kind = 'hold' and a.bucket like '%.promo')
                     as promo,
                   sum(e.amount) filter (where t.kind = 'hold' and a.bucket like '%.deposited')
                     as deposited,
                   sum(e.amount) filter (where t.kind = 'hold' and a.bucket like '%.earned')
                     as earned,
                   -sum(e.amount) filter (where t.kind = 'capture') as captured,
                   -sum(e.amount) filter (where t.kind = 'release') as released,
                   count(*) filter (where t.kind not in ('hold', 'capture', 'release')
                                       or t.kind = 'hold' and t.id <> h.id) as strange
              from ledger_hold h
              join ledger_account a on a.owner is null and a.currency = h.currency and a.bucket in
                   ('hold.' || h.key || '.promo', 'hold.' || h.key || '.deposited',
                    'hold.' || h.key || '.earned')
              join ledger_entry e on e.account_id = a.id
              join ledger_transfer t on t.id = e.transfer_id
             group by h.id)
        select 'hold ' || h.key from ledger_hold h left join moved m on m.id = h.id
         where h.promo <> coalesce(m.promo, 0) or h.deposited <> coalesce(m.deposited, 0)
            or h.earned <> coalesce(m.earned, 0) or h.captured <> coalesce(m.captured, 0)
            or h.released <> coalesce(m.released, 0) or coalesce(m.strange, 1) <> 0
            or (h.captured + h.released < h.promo + h.deposited + h.earned)
               <> (h.state = 'open')""",
    "an account of a hold belongs to one": """
        select 'account ' || a.id from ledger_account a
          left join ledger_hold h on h.currency = a.currency
           and h.key = substring(a.bucket from '^hold[.](.*)[.](?:promo|deposited|earned)$')
         where a.bucket like 'hold.%' and h.id is null""",
    "what is released goes back to the buckets it was held from": """
        with legs as (
            select t.id, h.payer,
                   regexp_replace(a.bucket, '^hold[.].*[.]', '') as bucket, a.owner, e.amount
              from ledger_transfer t
              join ledger_hold h on h.id = t.reference
              join ledger_entry e on e.transfer_id = t.id
              join ledger_account a on a.id = e.account_id
             where t.kind = 'release'),
        summed as (
            select id,
                   coalesce(-sum(amount) filter (where owner is null and bucket = 'deposited'), 0)
                     as deposited,
                   coalesce(-sum(amount) filter (where owner is null and bucket = 'earned'), 0)
                     as earned,
                   coalesce(sum(amount) filter (where bucket = 'debt'), 0) as debt,
                   coalesce(sum(amount) filter (where owner is not null
                                                  and bucket = 'deposited'), 0) as to_deposited,
                   coalesce(sum(amount) filter (where owner is not null
                                                  and bucket = 'earned'), 0) as to_earned,
                   bool_and(owner is null or owner = payer) as own
              from legs group by id)
        select 'release ' || id from summed
         where not own or to_deposited <> deposited - least(debt, deposited)
            or to_earned <> earned - greatest(debt - deposited, 0)""",
    "a refund gives back to the buckets that paid": f"""
        with legs as (
            select t.id,
                   {_sum("+", "promo")} as promo, {_sum("+", "deposited")} as deposited,
                   {_sum("+", "earned")} as earned, {_sum("+", "debt")} as to_debt,
                   {_sum("-", "pending")} as from_pending, {_sum("-", "earned")} as from_earned,
                   {_sum("-", "debt")} as from_debt, {_sum("-", "fees_p")} as fee_promo,
                   {_sum("-", "fees_c")} as fee_cash
              from ledger_transfer t
              join ledger_entry e on e.transfer_id = t.id
              join ledger_account a on a.id = e.account_id
             where t.kind = 'refund' group by t.id)
        select 'refund ' || coalesce(legs.id, r.transfer_id)
          from legs full join ledger_refund r on r.transfer_id = legs.id
         where (r.promo, r.deposited - least(r.to_debt, r.deposited),
                r.earned - greatest(r.to_debt - r.deposited, 0), r.to_debt, r.from_pending,
                r.from_earned, r.from_debt, r.fee_promo, r.fee_cash)
               is distinct from
               (legs.promo, legs.deposited, legs.earned, legs.to_debt, legs.from_pending,
                legs.from_earned, legs.from_debt, legs.fee_promo, legs.fee_cash)""",  # noqa: S608 our own constants
    "what is refunded of a sale is in proportion, and never more than it": """
        with back as (
            select sale_id, sum(promo)::bigint as promo, sum(deposited)::bigint as deposited,
                   sum(earned)::bigint as earned, sum(fee_promo)::bigint as fee_promo,
                   sum(fee_cash)::bigint as fee_cash
              from ledger_refund group by sale_id)
        select 'sale ' || b.sale_id
          from back b
          left join ledger_transfer t on t.id = b.sale_id and t.kind in ('sale', 'capture')
          left join lateral ledger_sale_done(t.key, t.payer) s on true
          left join lateral ledger_given_back(
            s.from_promo, s.from_deposited, s.from_earned, s.fee_promo, s.fee_cash,
            b.promo + b.deposited + b.earned) g on true
         where t.id is null or b.promo > s.from_promo or b.deposited > s.from_deposited
            or b.earned > s.from_earned
            or (b.promo, b.deposited, b.earned, b.fee_promo, b.fee_cash)
               is distinct from (g.promo, g.deposited, g.earned, g.fee_promo, g.fee_cash)""",
    "what comes back or settles had left, once and in the same amount": """
        with later as (
            select t.id, t.currency, t.kind, coalesce(t.payer, t.payee) as person,
                   regexp_replace(t.key, ':(returned|settled|reinstated)$', '') as key,
                   case t.kind when 'reinstatement' then 'chargeback'
                               when 'card_refund_returned' then 'card_refund'
                               else 'payout' end as before
              from ledger_transfer t
             where t.kind in ('card_refund_returned', 'reinstatement', 'payout_settled',
                              'payout_returned'))
        select later.kind || ' ' || later.id
          from later
          left join ledger_transfer first on first.key = later.key and first.kind = later.before
           and first.payer = later.person and first.currency = later.currency
          left join lateral (select sum(amount) filter (where amount > 0) as amount
                               from ledger_entry where transfer_id = later.id) l on true
          left join lateral (select sum(amount) filter (where amount > 0) as amount
                               from ledger_entry where transfer_id = first.id) f on true
         where first.id is null or l.amount is distinct from f.amount
            or (select count(*) from later other
                 where other.key = later.key and other.kind = later.kind) <> 1""",
    "what is clearing has neither settled nor come back": """
        with payout as (
            select t.currency, e.amount,
                   exists (select from ledger_transfer o
                            where o.key in (t.key || ':settled', t.key || ':returned')) as is_over
              from ledger_transfer t
              join ledger_entry e on e.transfer_id = t.id and e.amount > 0
             where t.kind = 'payout'),
        clearing as (
            select a.currency, sum(e.amount) as amount
              from ledger_account a join ledger_entry e on e.account_id = a.id
             where a.bucket = 'payout_clearing' group by a.currency)
        select c.currency || ': ' || c.amount
          from clearing c
         where c.amount <> coalesce(
            (select sum(p.amount) from payout p where p.currency = c.currency and not p.is_over),
            0)""",
    "no more is withdrawn than came in, less refunds and chargebacks, but for debts": """
        select currency || ': withdrawn ' || withdrawn || ' of ' || came || ', owed ' || owed
          from (
            select a.currency,
                   coalesce(sum(e.amount) filter (where a.bucket = 'stripe_in' and t.kind in
                     ('payout_settled', 'payout_returned')), 0) as withdrawn,
                   coalesce(-sum(e.amount) filter (where a.bucket = 'stripe_in' and t.kind not in
                     ('payout_settled', 'payout_returned', 'stripe_fee')), 0) as came,
                   coalesce(-sum(e.amount) filter (where a.bucket = 'debt'), 0) as owed
              from ledger_account a
              join ledger_entry e on e.account_id = a.id
              join ledger_transfer t on t.id = e.transfer_id
             where a.bucket in ('stripe_in', 'debt') group by a.currency) as cash
         where withdrawn > came + owed""",
}
