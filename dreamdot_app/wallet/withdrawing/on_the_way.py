"""What of withdrawals is in one of the two, Stripe's balance and the ledger, and not in the other.

A transfer leaves our balance at Stripe days before the bank has the money and the ledger settles.
A refund leaves the ledger before Stripe is asked. Importing this tells the comparison of both.

All lines of transfers are held against all that the ledger has settled and taken back. What is
open explains so much of the gap; besides that the gap may be what changed within the last day, for
the lines are read later than the rows are written. Anything else is left to be a difference.
"""

from datetime import datetime

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.wallet.stripe.comparing import on_its_way

_LEDGER = """
    coalesce((select -sum(e.amount) from ledger_entry e
                join ledger_account a on a.id = e.account_id
                join ledger_transfer t on t.id = e.transfer_id
               where a.owner is null and a.bucket = 'stripe_in' and a.currency = :currency
                 and t.kind in ({kinds})), 0)
"""
_PAYOUTS = text(f"""
    select
      (coalesce((select sum(amount_minor) from stripe_balance_line
                  where currency = lower(:currency) and kind like 'transfer%'), 0)
       - {_LEDGER.format(kinds="'payout_settled', 'payout_returned'")})::bigint as gap,
      coalesce((select -sum(p.amount_minor) from payout p
                 where p.currency = :currency and p.state in ('transferred', 'failed')
                   and not exists (select from ledger_transfer t
                                    where t.key = 'payout:' || p.id || '\\:settled')), 0)::bigint
        as explained,
      coalesce((select sum(p.amount_minor) from payout p
                 where p.currency = :currency and p.changed_at > :since), 0)::bigint as lately
""")  # noqa: S608 our own texts
_REFUNDS = text(f"""
    select
      (coalesce((select sum(amount_minor) from stripe_balance_line
                  where currency = lower(:currency) and is_asked
                    and (kind like 'refund%' or kind = 'payment_refund')), 0)
       - {_LEDGER.format(kinds="'card_refund', 'card_refund_returned'")})::bigint as gap,
      coalesce((select sum(r.amount_minor) from card_refund r
                 where r.currency = :currency and r.state = 'moved'), 0)::bigint as explained,
      coalesce((select sum(r.amount_minor) from card_refund r
                 where r.currency = :currency and r.changed_at > :since), 0)::bigint as lately
""")  # noqa: S608 our own texts


@on_its_way
async def payouts(session: AsyncSession, currency: str, since: datetime) -> int:
    """By how much (minor units) Stripe's lines are ahead of the ledger because of payouts."""
    return await _ahead(session, _PAYOUTS, currency, since)


@on_its_way
async def card_refunds(session: AsyncSession, currency: str, since: datetime) -> int:
    """The same because of refunds to cards that were asked for here."""
    return await _ahead(session, _REFUNDS, currency, since)


async def _ahead(session: AsyncSession, query: TextClause, currency: str, since: datetime) -> int:
    found = (await session.execute(query, {"currency": currency, "since": since})).one()
    is_recent = abs(found.gap - found.explained) <= found.lately
    return found.gap if is_recent else found.explained
