"""When earnings can be withdrawn."""

from collections.abc import Iterable

from dreamdot_app.wallet.contract import BalancesView
from dreamdot_app.wallet.earning.contract import MaturingDay, NextPayout
from dreamdot_app.wallet.withdrawing.policy import MINIMUM_MINOR


def next_payout(held: BalancesView, maturing: Iterable[MaturingDay]) -> NextPayout:
    """What of the earnings can be withdrawn now, or when first, if nothing else happens."""
    if held.debt_minor:
        return NextPayout(debt_minor=held.debt_minor)
    reached = held.earned_minor
    if reached >= MINIMUM_MINOR:
        return NextPayout(now_minor=reached)
    for day in maturing:
        reached += day.minor
        if reached >= MINIMUM_MINOR:
            return NextPayout(then_at=day.due_at, then_minor=reached)
    return NextPayout(missing_minor=MINIMUM_MINOR - reached)
