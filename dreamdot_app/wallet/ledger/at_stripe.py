"""What lies at Stripe by our own books, as a piece of queries."""

AT_STRIPE = """
    coalesce((select -(a.balance + case when a.is_folded then coalesce((
                  select sum(e.amount) from ledger_entry e
                   where e.account_id = a.id and e.seq is null and e.id > a.folded_through), 0)
                else 0 end)
                from ledger_account a
               where a.owner is null and a.bucket = 'stripe_in' and a.currency = :currency), 0)
      ::bigint
"""
"""Minor units of ``:currency``. A folded account's balance is that up to its last fold; what came
since is added.
"""
