"""Our balance at Stripe against what the ledger says lies there. Nothing is corrected by this.

At any moment one side knows what the other will hear of in a minute: a payment whose event is on
its way, a refund that Stripe has been asked for. That is counted apart for a day; afterwards it is
a difference like any other.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids, money
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.ledger import stopping
from dreamdot_app.wallet.ledger.at_stripe import AT_STRIPE
from dreamdot_app.wallet.service import upkeep
from dreamdot_app.wallet.stripe.in_use import CURRENCY
from dreamdot_app.wallet.stripe.models import StripeComparison

_IN_TRANSIT = timedelta(days=1)
_FIRST_OVERLAP = timedelta(hours=1)

OnItsWay = Callable[[AsyncSession, str, datetime], Awaitable[int]]
_on_its_way: list[OnItsWay] = []


def on_its_way(count: OnItsWay) -> OnItsWay:
    """Register who knows of money that is in one of the two and not yet in the other.

    ``async def count(session, currency, since)``: minor units by which Stripe's lines are ahead of
    the ledger (below zero: behind), of what happened after ``since``.
    """
    _on_its_way.append(count)
    return count


# What the company moves between its own bank and Stripe is nobody's money in the ledger.
_SUMS = text(f"""
    select
      coalesce((select sum(net_minor) from stripe_balance_line
                 where currency = :stripe_currency
                   and kind not in ('payout', 'payout_cancel', 'payout_failure', 'topup')), 0)
        ::bigint as at_stripe,
      {AT_STRIPE} as ledger
""")  # noqa: S608 our own texts
# Stripe's words: a card is charged and refunded, any other way to pay has a payment and its refund.
# Such a payment stands there from the first day on; if it fails days later a line undoes it.
_PAYMENT = "('charge', 'payment', 'payment_failure_refund')"
_PAYMENTS_AHEAD = text(f"""
    select coalesce(sum(l.amount_minor), 0)::bigint from stripe_balance_line l
      left join top_up t on t.payment_intent = l.payment_intent
     where l.currency = :stripe_currency and l.kind in {_PAYMENT}
       and t.state is distinct from 'paid'
       and (t.state = 'pending' or t.changed_at > :since or exists (
         select from stripe_balance_line n
          where n.payment_intent = l.payment_intent and n.kind in {_PAYMENT}
            and n.created_at > :since))
""")  # noqa: S608 our own texts
_LINES_AHEAD = text("""
    select coalesce(sum(l.amount_minor), 0)::bigint from stripe_balance_line l
     where l.created_at > :since and l.currency = :stripe_currency
       and case
         when l.kind in ('refund', 'payment_refund') then not l.is_asked and not exists (
           select from ledger_transfer x where x.key = 'refund:' || l.source)
         when l.kind = 'refund_failure' then not l.is_asked and not exists (
           select from ledger_transfer x where x.key = 'refund:' || l.source || '\\:reinstated')
         when l.kind = 'adjustment' then not exists (
           select from ledger_transfer x where x.key = 'dispute:' || l.source
             || case when l.amount_minor > 0 then '\\:reinstated' else '' end)
         else false end
""")
_LEDGER_AHEAD = text("""
    select coalesce(sum(t.amount_minor), 0)::bigint from top_up t
     where t.paid_at > :since and t.currency = :currency
       and not exists (select from stripe_balance_line l
                        where l.payment_intent = t.payment_intent
                          and l.kind in ('charge', 'payment'))
""")
_DIFFERED_TODAY = text("""
    select exists (select from stripe_comparison
                    where difference_minor <> 0 and compared_at >= :day and id <> :id)
""").bindparams(bindparam("id", type_=Uuid))
_LATEST = text("select max(through) from stripe_comparison")
_FIRST = text("select min(asked_at) from top_up where currency = :currency")


async def walked_through(session: AsyncSession) -> datetime | None:
    """Until when lines have been read; none when nobody has ever added money."""
    latest: datetime | None = (await session.execute(_LATEST)).scalar_one()
    if latest is not None:
        return latest
    wanted = {"currency": policy.currency(settings())}
    first: datetime | None = (await session.execute(_FIRST, wanted)).scalar_one()
    return first - _FIRST_OVERLAP if first else None


async def compare(session: AsyncSession, *, now: datetime) -> StripeComparison:
    """Compare both sides and write it down. A difference stops payouts and tells administrators."""
    currency, since = policy.currency(settings()), now - _IN_TRANSIT
    asked = {"currency": currency, "stripe_currency": CURRENCY, "since": since}
    await session.execute(text("set transaction isolation level repeatable read"))
    sums = (await session.execute(_SUMS, asked)).one()
    ahead = (await session.execute(_PAYMENTS_AHEAD, asked)).scalar_one()
    ahead += (await session.execute(_LINES_AHEAD, asked)).scalar_one()
    ahead -= (await session.execute(_LEDGER_AHEAD, asked)).scalar_one()
    for count in _on_its_way:
        ahead += await count(session, currency, since)
    found = StripeComparison(
        id=ids.new(),
        through=now,
        at_stripe_minor=sums.at_stripe,
        ledger_minor=sums.ledger,
        on_its_way_minor=ahead,
        difference_minor=sums.at_stripe - sums.ledger - ahead,
        compared_at=now,
    )
    session.add(found)
    if found.difference_minor:
        await _alarm(session, found, now)
    return found


async def _alarm(session: AsyncSession, found: StripeComparison, now: datetime) -> None:
    """Stop payouts and tell administrators; once a day while they stand still, for whatever."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    told = await session.execute(_DIFFERED_TODAY, {"day": day, "id": found.id})
    if told.scalar_one() and await stopping.payouts_are_stopped(session):
        return
    sides = [found.at_stripe_minor, found.ledger_minor, found.on_its_way_minor]
    at_stripe, ledger, ahead = (money.show(minor) for minor in sides)
    differs = (
        f"Stripe's balance and the ledger differ by {money.show(found.difference_minor)}:"
        f" {at_stripe} there, {ledger} here, {ahead} on its way"
    )
    await upkeep.disagree(session, violations=[differs], now=now)
