"""Asking for earnings: what is refused changes nothing, what is granted happens once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from dreamdot_app.accounts.errors import ProofNeeded
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import BadInput, DomainError, NotFound
from dreamdot_app.wallet.contract import BlockedByDebt, KeyReused
from dreamdot_app.wallet.ledger.post import Bucket
from dreamdot_app.wallet.withdrawing import batch, policy, service
from dreamdot_app.wallet.withdrawing.errors import (
    LimitReached,
    MoreThanEarned,
    OnboardingNeeded,
    OnItsWay,
)
from tests.factories.wallet import buy, transfers_of
from tests.fakes.stripe import StripeFake
from tests.wallet.withdrawing.people import a_noon, asked, creator, held, put, ready, row


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [
        ("14.99", BadInput),
        ("0", BadInput),
        ("-20", BadInput),
        ("20.001", BadInput),
        ("1e3", BadInput),
        (None, BadInput),
        (True, BadInput),
        ("5000.01", BadInput),
        ("100.01", MoreThanEarned),
    ],
)
async def test_a_refused_amount_changes_nothing(
    fake: StripeFake, amount: object, refusal: type[DomainError]
) -> None:
    ana = await ready(10_000, fake)
    before, moved = await held(ana.id), await transfers_of(ana.id)
    with pytest.raises(refusal) as told:
        await service.redeem(viewer=ana, amount=amount, request_id="one", now=clock.now())
    assert told.value.field == "amount"
    assert (await held(ana.id), await transfers_of(ana.id)) == (before, moved)
    assert (await service.withdrawing(user_id=ana.id, now=clock.now())).payouts == ()


@pytest.mark.parametrize("click", ["", " ", "x" * 65, 7, None, "a b"])
async def test_a_click_has_a_name(fake: StripeFake, click: object) -> None:
    ana = await ready(10_000, fake)
    with pytest.raises(BadInput):
        await service.redeem(viewer=ana, amount="20", request_id=click, now=clock.now())
    assert (await held(ana.id))["earned"] == 10_000


async def test_who_has_not_proved_themselves_lately_withdraws_nothing(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    later = clock.now() + timedelta(minutes=5, seconds=1)
    with pytest.raises(ProofNeeded):
        await service.redeem(viewer=ana, amount="20", request_id="one", now=later)
    with pytest.raises(ProofNeeded):
        await service.redeem(
            viewer=replace(ana, proven_at=None), amount="20", request_id="one", now=clock.now()
        )
    assert (await held(ana.id))["earned"] == 10_000


async def test_nobody_withdraws_to_nowhere(fake: StripeFake) -> None:
    ana = await creator(10_000, currency="USD")
    with pytest.raises(OnboardingNeeded):
        await asked(ana, "20")
    account = await service.open_account(viewer=ana, now=clock.now())
    fake.onboard(account, due=["individual.verification.document"])
    await service.look_at_account(user_id=ana.id, currency="USD", now=clock.now())
    with pytest.raises(OnboardingNeeded):
        await asked(ana, "20")
    assert (await held(ana.id))["earned"] == 10_000


async def test_who_owes_withdraws_nothing(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    await put(ana.id, Bucket.DEBT, -300, "USD")
    with pytest.raises(BlockedByDebt):
        await asked(ana, "20")
    assert (await held(ana.id))["earned"] == 10_000
    assert (await service.withdrawing(user_id=ana.id, now=clock.now())).available_minor == 0


async def test_money_leaves_the_earnings_at_once(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    await put(ana.id, Bucket.DEPOSITED, 4_000, "USD")
    payout_id = await asked(ana, "25")
    have = await held(ana.id)
    assert (have["earned"], have["deposited"]) == (7_500, 4_000)
    assert (await row(payout_id)).state == "moved"
    shown = await service.withdrawing(user_id=ana.id, now=clock.now())
    assert [(one.id, one.amount_minor) for one in shown.payouts] == [(payout_id, 2_500)]
    assert shown.available_minor == 7_500


async def test_one_click_is_one_withdrawal_however_often_it_comes(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    made = await asyncio.gather(*(asked(ana, "25", click="one") for _ in range(6)))
    assert len(set(made)) == 1
    with pytest.raises(KeyReused):
        await asked(ana, "26", click="one")
    assert (await held(ana.id))["earned"] == 7_500


async def test_two_tabs_make_one_withdrawal(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    tabs = [await service.withdrawing(user_id=ana.id, now=clock.now()) for _ in range(2)]
    made = await asyncio.gather(*(asked(ana, "25", click=tab.click) for tab in tabs))
    assert len(set(made)) == 1
    assert (await held(ana.id))["earned"] == 7_500
    anew = await service.withdrawing(user_id=ana.id, now=clock.now())
    assert await asked(ana, "25", click=anew.click) != made[0]


async def test_the_same_click_of_somebody_else_is_another_one(fake: StripeFake) -> None:
    ana, ben = await ready(10_000, fake), await ready(10_000, fake)
    assert await asked(ana, "25", click="one") != await asked(ben, "25", click="one")


async def test_many_at_once_take_no_more_than_there_is(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    tries = [asked(ana, "30") for _ in range(6)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, MoreThanEarned) for one in ended) == 3
    assert (await held(ana.id))["earned"] == 1_000


async def test_what_is_spent_meanwhile_is_not_withdrawn() -> None:
    """In test money, which purchases of the tests use."""
    ana, seller = await creator(10_000), await creator(0)
    account = await service.open_account(viewer=ana, now=clock.now())
    await set_up(account, "complete", ana.id)
    await buy(ana.id, seller.id, 9_000, now=clock.now())
    with pytest.raises(MoreThanEarned) as told:
        await asked(ana, "20")
    assert told.value.message == "You can withdraw up to $10.00 now."
    assert (await held(ana.id, "XTS"))["earned"] == 1_000


async def set_up(account: str, choice: str, user_id) -> None:
    from dreamdot_app.wallet.withdrawing.standin import choose

    await choose(account, choice=choice, user_id=user_id)
    await service.look_at_account(user_id=user_id, currency="XTS", now=clock.now())


async def test_a_day_and_a_month_have_their_limits(fake: StripeFake) -> None:
    ana = await ready(4_000_000, fake)
    await asked(ana, "4990")
    with pytest.raises(LimitReached) as told:
        await asked(ana, "20")
    assert told.value.message == "At most $5,000.00 in a day: $10.00 is left."
    shown = await service.withdrawing(user_id=ana.id, now=clock.now())
    assert shown.available_minor == 1_000
    for day in range(1, 5):
        now = clock.now() + timedelta(days=day, minutes=day)
        fresh = replace(ana, proven_at=now)
        await service.redeem(viewer=fresh, amount="5000", request_id=str(day), now=now)
    now = clock.now() + timedelta(days=6)
    with pytest.raises(LimitReached, match=r"\$25,000.00 in 30 days: \$10.00"):
        await service.redeem(
            viewer=replace(ana, proven_at=now), amount="20", request_id="x", now=now
        )
    assert policy.MONTHLY_MOST_MINOR == 2_500_000


async def test_what_waits_can_be_taken_back_once_and_only_by_its_owner(fake: StripeFake) -> None:
    ana, eve = await ready(10_000, fake), await ready(10_000, fake)
    payout_id = await asked(ana, "25")
    with pytest.raises(NotFound):
        await service.take_back(user_id=eve.id, payout_id=payout_id, now=clock.now())
    with pytest.raises(NotFound):
        await service.take_back(user_id=ana.id, payout_id=ids.new(), now=clock.now())
    for _ in range(2):
        await service.take_back(user_id=ana.id, payout_id=payout_id, now=clock.now())
    assert (await held(ana.id))["earned"] == 10_000
    assert (await row(payout_id)).state == "returned"


async def test_what_has_left_cannot_be_taken_back(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    payout_id = await asked(ana, "25")
    await batch.run(now=a_noon())
    with pytest.raises(OnItsWay):
        await service.take_back(user_id=ana.id, payout_id=payout_id, now=clock.now())
    assert (await held(ana.id))["earned"] == 7_500


async def test_an_export_holds_every_withdrawal(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    first, second = await asked(ana, "20"), await asked(ana, "25")
    await service.take_back(user_id=ana.id, payout_id=first, now=clock.now())
    kept = [one async for one in service.withdrawals(user_id=ana.id)]
    assert [(one.withdrawal.id, one.withdrawal.state) for one in kept] == [
        (first, "returned"),
        (second, "moved"),
    ]
