"""Money that comes from outside and leaves again: added, charged back, paid out, given back."""

from uuid import UUID

import pytest

from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.wallet.contract import (
    AlreadyReturned,
    BlockedByDebt,
    InsufficientFunds,
    KeyReused,
    LegsRefused,
    TransferMissing,
)
from dreamdot_app.wallet.ledger import topping
from tests.factories.ledger import (
    begin_payout,
    charge_back,
    did,
    hold,
    issue,
    legs,
    refund_deposit,
    reinstate,
    return_deposit,
    return_payout,
    settle_payout,
    top_up,
)
from tests.factories.wallet import buy, held, key, person, somebody


def cash(promo: int = 0, deposited: int = 0, pending: int = 0, earned: int = 0) -> dict[str, int]:
    return {"promo": promo, "deposited": deposited, "pending": pending, "earned": earned}


async def test_money_that_is_added_happens_once_for_its_key() -> None:
    user, under = person(), key("top_up")
    first = await top_up(user, 2_500, under=under)
    again = await top_up(user, 2_500, under=under)
    assert (first.to_debt, first.to_deposited, first.happened_before) == (0, 2_500, False)
    assert (again.transfer_id, again.happened_before) == (first.transfer_id, True)
    assert (again.to_debt, again.to_deposited) == (0, 2_500)
    assert await held(user) == cash(deposited=2_500)
    assert await legs(first.transfer_id) == {"stripe_in": -2_500}
    with pytest.raises(KeyReused):
        await top_up(user, 2_501, under=under)


@pytest.mark.parametrize(
    ("debt", "added", "repaid"), [(300, 1_000, 300), (300, 300, 300), (300, 100, 100)]
)
async def test_money_that_is_added_repays_a_debt_first(debt: int, added: int, repaid: int) -> None:
    user, under = await somebody(promo=0, debt=debt), key()
    for _ in range(2):
        done = await top_up(user, added, under=under)
        assert (done.to_debt, done.to_deposited) == (repaid, added - repaid)
    assert await held(user) == cash(deposited=added - repaid) | {"debt": repaid - debt}


async def test_what_stripe_keeps_is_our_cost() -> None:
    done = await did(
        topping.stripe_fee, key=key(), currency=TEST_CURRENCY, amount_minor=103, reference=None
    )
    assert await legs(done.transfer_id) == {"stripe_in": 103, "stripe_fee": -103}
    back = await did(
        topping.stripe_fee, key=key(), currency=TEST_CURRENCY, amount_minor=-103, reference=None
    )
    assert await legs(back.transfer_id) == {"stripe_in": -103, "stripe_fee": 103}


async def test_a_promo_code_gives_credit_once() -> None:
    user, under = await somebody(promo=500), key("code")
    first = await issue(user, 250, under=under)
    assert (await issue(user, 250, under=under)).happened_before
    assert await held(user) == cash(promo=750)
    assert await legs(first.transfer_id) == {"promo_issued": -250}


@pytest.mark.parametrize("amount", [0, -100])
@pytest.mark.parametrize("verb", [top_up, issue, hold, refund_deposit, charge_back, begin_payout])
async def test_an_amount_is_above_zero(verb: object, amount: int) -> None:
    user = await somebody(deposited=1_000, earned=1_000)
    with pytest.raises(LegsRefused):
        await verb(user, amount)  # pyright: ignore[reportCallIssue]


# --- chargebacks


async def seller_with(deposited: int, pending: tuple[int, ...], earned: int) -> UUID:
    """Somebody who added money, whose sales are maturing, and who earned."""
    seller = await somebody(promo=0, deposited=deposited, earned=earned)
    for price in pending:
        await buy(await somebody(promo=0, deposited=price), seller, price)
    return seller


@pytest.mark.parametrize(
    ("amount", "taken"),
    [
        (80, (80, 0, 0, 0)),
        (100, (100, 0, 0, 0)),
        (250, (100, 150, 0, 0)),
        (300, (100, 180, 20, 0)),
        (400, (100, 180, 70, 50)),
    ],
)
async def test_a_chargeback_takes_in_order_and_leaves_a_debt(
    amount: int, taken: tuple[int, int, int, int]
) -> None:
    seller, under = await seller_with(100, (100, 100), 70), key("dispute")
    for _ in range(2):
        done = await charge_back(seller, amount, under=under)  # pyright: ignore[reportArgumentType]
        assert (done.from_deposited, done.from_pending, done.from_earned, done.to_debt) == taken
    has = await held(seller)  # pyright: ignore[reportArgumentType]
    assert has.pop("debt", 0) == -taken[3]
    assert has == cash(0, 100 - taken[0], 180 - taken[1], 70 - taken[2])


async def test_a_dispute_that_was_won_gives_back_once_and_repays_first() -> None:
    user, under = await somebody(promo=0, deposited=100), key("dispute")
    await charge_back(user, 150, under=under)
    assert (await held(user))["debt"] == -50
    first, again = await reinstate(under), await reinstate(under)
    assert (first.to_debt, first.to_bucket, first.happened_before) == (50, 100, False)
    assert (again.to_debt, again.to_bucket, again.happened_before) == (50, 100, True)
    assert await held(user) == cash(deposited=100) | {"debt": 0}


async def test_what_was_not_charged_back_is_not_given_back() -> None:
    with pytest.raises(TransferMissing):
        await reinstate(key())


async def test_who_owes_neither_holds_nor_withdraws_nor_takes_back() -> None:
    user = await somebody(deposited=1_000, earned=1_000, debt=1)
    for verb in (hold, begin_payout, refund_deposit):
        with pytest.raises(BlockedByDebt):
            await verb(user, 100)


# --- payouts


async def test_a_payout_leaves_in_two_steps_each_once() -> None:
    user, under = await somebody(promo=0, earned=2_000), key("payout")
    begun = await begin_payout(user, 1_500, under=under)
    assert (await begin_payout(user, 1_500, under=under)).happened_before
    assert await held(user) == cash(earned=500)
    assert await legs(begun.transfer_id) == {"payout_clearing": 1_500}
    settled = await settle_payout(under)
    assert (await settle_payout(under)).happened_before
    assert await legs(settled.transfer_id) == {"payout_clearing": -1_500, "stripe_in": 1_500}


async def test_a_payout_that_failed_comes_back_once_and_settles_no_more() -> None:
    user, under = await somebody(promo=0, earned=2_000), key("payout")
    await begin_payout(user, 1_500, under=under)
    returned = await return_payout(under)
    assert (await return_payout(under)).happened_before
    assert await legs(returned.transfer_id) == {"payout_clearing": -1_500}
    assert await held(user) == cash(earned=2_000)
    with pytest.raises(AlreadyReturned):
        await settle_payout(under)


async def test_a_payout_can_come_back_after_it_had_settled() -> None:
    user, under = await somebody(promo=0, earned=2_000), key("payout")
    await begin_payout(user, 2_000, under=under)
    await settle_payout(under)
    returned = await return_payout(under)
    assert await legs(returned.transfer_id) == {"stripe_in": -2_000}
    assert (await settle_payout(under)).happened_before
    assert await held(user) == cash(earned=2_000)


async def test_a_payout_that_comes_back_repays_a_debt_first() -> None:
    user, under = await somebody(promo=0, earned=2_000), key("payout")
    await begin_payout(user, 2_000, under=under)
    await charge_back(user, 300)
    returned = await return_payout(under)
    assert (returned.to_debt, returned.to_bucket) == (300, 1_700)
    assert await held(user) == cash(earned=1_700) | {"debt": 0}


async def test_only_what_is_earned_is_paid_out() -> None:
    user = await somebody(promo=5_000, deposited=5_000, earned=1_499)
    with pytest.raises(InsufficientFunds):
        await begin_payout(user, 1_500)
    for verb in (settle_payout, return_payout):
        with pytest.raises(TransferMissing):
            await verb(key())


# --- card refunds


async def test_a_card_refund_takes_what_was_added_and_comes_back_if_it_fails() -> None:
    user, under = await somebody(promo=500, deposited=1_000, earned=500), key("refund")
    with pytest.raises(InsufficientFunds):
        await refund_deposit(user, 1_001)
    gone = await refund_deposit(user, 800, under=under)
    assert await legs(gone.transfer_id) == {"stripe_in": 800}
    assert (await held(user))["deposited"] == 200
    await return_deposit(under)
    assert (await return_deposit(under)).happened_before
    assert await held(user) == cash(500, 1_000, 0, 500)
    with pytest.raises(TransferMissing):
        await return_deposit(key())
