"""kill -9 at every step of money at once: all of it ends, once, here and at Stripe."""

import pytest

from tests.wallet.faults.payouts import Payouts
from tests.wallet.faults.place import Place
from tests.wallet.faults.purchases import Purchases
from tests.wallet.faults.top_ups import TopUps

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("wallet_faults")]


@pytest.mark.parametrize("victim", ["app", "postgres", "both"])
async def test_what_was_under_way_ends_once(place: Place, victim: str) -> None:
    """Operations stand at every step at the same time, so that one blow hits all of them."""
    under_way = [TopUps(place), Purchases(place), Payouts(place)]
    for operations in reversed(under_way):  # the fees' lock would keep payouts waiting
        await operations.reach()
    await place.let_commits_wait()
    for operations in under_way:
        await operations.reach_commit()

    await place.blow(victim)

    for operations in under_way:
        await operations.again()
    await place.settle()
    await place.tell_all_again()
    await place.settle()
    for operations in under_way:
        operations.check()
    assert await place.ask("prove") == []
    assert place.given_up() == []
