"""Asking Stripe for the same thing until it is known what came of it.

A try is noted before it is made. Whoever finds one noted looks first whether it was done. Stripe
repeats its answer to a key for a day, a failure of its own too: so when nothing was done and the
try is an hour old, and can be under way no more, another key is taken.
"""

from datetime import datetime, timedelta

from dreamdot_app.wallet.withdrawing.models import CardRefund, Payout

_UNDER_WAY = timedelta(hours=1)


def begin_try(row: Payout | CardRefund, *, now: datetime) -> bool:
    """Note a try on a row that is held; whether there was one before."""
    was_tried = row.tried_at is not None
    row.tried_at = row.tried_at or now
    return was_tried


def take_another_key(row: Payout | CardRefund, *, now: datetime) -> None:
    """On a row that is held, and of which it was looked up that nothing was done."""
    if row.tried_at is not None and now - row.tried_at > _UNDER_WAY:
        row.round, row.tried_at = row.round + 1, now
