"""The account at Stripe: made once, looked at rather than believed, set up on pages of theirs."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from dreamdot_app.accounts.errors import EmailNotConfirmed, FactorProofNeeded, ProofNeeded
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.wallet.withdrawing import onboarding, service, standin, words
from dreamdot_app.wallet.withdrawing.contract import Stage
from dreamdot_app.wallet.withdrawing.errors import OnboardingNeeded, StripeAway
from tests.accounts.factors.members import member
from tests.fakes.stripe import Fault, StripeFake
from tests.wallet.withdrawing.people import asked, creator, ready, somebody


async def stage(viewer) -> tuple[Stage, tuple[str, ...]]:
    shown = await service.withdrawing(user_id=viewer.id, now=clock.now())
    return shown.account.stage, shown.account.wanted


async def looked(viewer) -> None:
    await service.look_at_account(user_id=viewer.id, currency="USD", now=clock.now())


async def test_an_account_is_made_once(fake: StripeFake) -> None:
    ana = somebody()
    made = [service.open_account(viewer=ana, now=clock.now()) for _ in range(4)]
    assert len(set(await asyncio.gather(*made))) == 1
    await service.open_account(viewer=ana, now=clock.now())
    (account,) = fake.state.of_kind("account")
    assert account["settings"]["payouts"]["schedule"]["interval"] == "manual"
    assert account["metadata"] == {"dreamdot_user": str(ana.id)}
    assert account["email"] is None  # Stripe asks for what it needs


@pytest.mark.parametrize("fault", [Fault.DROPPED_AFTER, Fault.UNAVAILABLE])
async def test_an_account_whose_making_was_unclear_is_made_once(
    fake: StripeFake, fault: Fault
) -> None:
    ana = somebody()
    fake.faults.add("POST /v1/accounts", fault, times=3)
    with pytest.raises(StripeAway):
        await service.open_account(viewer=ana, now=clock.now())
    assert await stage(ana) == (Stage.NONE, ())
    await service.open_account(viewer=ana, now=clock.now())
    assert len(fake.state.of_kind("account")) == 1


async def test_only_who_proved_themselves_says_where_money_goes(fake: StripeFake) -> None:
    ana, now = somebody(), clock.now()
    for refused, why in (
        (replace(ana, proven_at=None), ProofNeeded),
        (replace(ana, proven_at=now - timedelta(minutes=6)), ProofNeeded),
        (replace(ana, is_confirmed=False), EmailNotConfirmed),
    ):
        with pytest.raises(why):
            await service.open_account(viewer=refused, now=now)
        with pytest.raises(why):
            await service.onboarding_url(viewer=refused, now=now)
    with pytest.raises(OnboardingNeeded):
        await service.onboarding_url(viewer=ana, now=now)
    assert fake.calls == []


async def test_where_there_is_a_second_factor_a_password_is_too_little(fake: StripeFake) -> None:
    now = clock.now()
    owner = await member(now=now)
    await owner.turn_on_app(now=now)
    ana = owner.viewer
    with pytest.raises(FactorProofNeeded):
        await service.open_account(viewer=ana, now=now)
    with pytest.raises(FactorProofNeeded):
        await asked(replace(ana, factor_at=now - timedelta(minutes=6)), "20")
    await service.open_account(viewer=replace(ana, factor_at=now), now=now)
    assert len(fake.state.of_kind("account")) == 1


async def test_a_link_leads_to_stripe_and_back_and_is_fresh_each_time(fake: StripeFake) -> None:
    ana = somebody()
    await service.open_account(viewer=ana, now=clock.now())
    links = [await service.onboarding_url(viewer=ana, now=clock.now()) for _ in range(2)]
    assert len(set(links)) == 2
    call = fake.calls[-1]
    assert call.params["type"] == "account_onboarding"
    assert call.params["return_url"].endswith(onboarding.BACK_PATH)
    assert call.params["refresh_url"].endswith(onboarding.AGAIN_PATH)


async def test_the_page_says_in_plain_words_what_stripe_still_wants(fake: StripeFake) -> None:
    ana = somebody()
    account = await service.open_account(viewer=ana, now=clock.now())
    assert await stage(ana) == (
        Stage.STARTED,
        ("Your name", "Your date of birth", "A bank account or debit card to be paid to"),
    )
    fake.onboard(account, due=["individual.verification.document"])
    await looked(ana)
    wanted = ("A picture of your passport or identity card",)
    assert await stage(ana) == (Stage.MISSING, wanted)
    fake.onboard(account, disabled="requirements.pending_verification")
    await looked(ana)
    assert await stage(ana) == (Stage.CHECKING, ())
    fake.onboard(account, disabled="rejected.fraud")
    await looked(ana)
    assert await stage(ana) == (Stage.REJECTED, ())
    fake.onboard(account)
    await looked(ana)
    assert await stage(ana) == (Stage.READY, ())


def test_words_for_whatever_stripe_may_want() -> None:
    assert words.wanted(["individual.dob.day", "individual.dob.year"]) == ("Your date of birth",)
    assert words.wanted(["person_1F.relationship.owner"]) == (words.wanted(["something.new"]))
    assert words.wanted(["company.tax_id"]) == ("The company’s tax number",)
    assert words.why_returned("whatever").startswith("It could not be paid out")


async def test_test_money_has_a_stand_in_of_its_own() -> None:
    ana = await creator(10_000)
    account = await service.open_account(viewer=ana, now=clock.now())
    url = await service.onboarding_url(viewer=ana, now=clock.now())
    assert ids.parse(url.removeprefix("/test-onboarding/")).hex in account
    for choice, expected in (
        ("missing", Stage.MISSING),
        ("rejected", Stage.REJECTED),
        ("complete", Stage.READY),
    ):
        await standin.choose(account, choice=choice, user_id=ana.id)
        await service.look_at_account(user_id=ana.id, currency="XTS", now=clock.now())
        assert (await stage(ana))[0] is expected


@pytest.mark.parametrize("choice", ["", "paid", None, 7])
async def test_the_stand_in_knows_its_choices_and_whose_account_it_is(choice: object) -> None:
    ana, eve = await creator(0), await creator(0)
    account = await service.open_account(viewer=ana, now=clock.now())
    with pytest.raises(NotFound):
        await standin.choose(account, choice=choice, user_id=ana.id)
    with pytest.raises(NotFound):
        await standin.choose(account, choice="complete", user_id=eve.id)
    with pytest.raises(NotFound):
        await standin.choose("acct_test_none", choice="complete", user_id=ana.id)


async def test_an_account_for_test_money_is_none_for_real_money(fake: StripeFake) -> None:
    ana = await ready(10_000, fake)
    shown = await service.withdrawing(user_id=ana.id, now=clock.now())
    assert (shown.is_test, shown.account.stage) == (False, Stage.READY)
