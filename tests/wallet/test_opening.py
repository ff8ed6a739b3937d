"""Wallets are opened by joining, by looking, by buying: the credit is given once."""

from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.core.settings import Settings, read_settings
from dreamdot_app.wallet import policy, service
from dreamdot_app.wallet.ledger import post
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import joined
from tests.factories.wallet import CREDIT, held, person, somebody


async def test_joining_opens_a_wallet_with_the_initial_credit(run_outbox: RunOutbox) -> None:
    user = (await joined()).viewer.id
    assert await held(user) == {}
    await run_outbox()
    assert await held(user) == {"promo": CREDIT, "deposited": 0, "pending": 0, "earned": 0}


async def test_who_looks_before_the_news_arrives_sees_it_already(run_outbox: RunOutbox) -> None:
    user = (await joined()).viewer.id
    seen = await service.balances(user_id=user)
    assert (seen.promo_minor, seen.spendable_minor, seen.total_minor) == (CREDIT, CREDIT, CREDIT)
    await run_outbox()
    assert await service.balances(user_id=user) == seen


async def test_a_changed_credit_is_for_those_who_come_later() -> None:
    user = person()
    async with transaction(Database.ITEMS, actor=None) as session:
        for amount in (700, 900):
            await post.welcome(
                session, owner=user, currency=TEST_CURRENCY, amount_minor=amount, at=NOON
            )
    assert (await held(user))["promo"] == 700


async def test_without_initial_credit_a_wallet_is_empty() -> None:
    assert await held(await somebody(promo=0)) == {
        "promo": 0, "deposited": 0, "pending": 0, "earned": 0,
    }  # fmt: skip


def test_money_is_real_only_with_a_key_of_stripe(settings: Settings) -> None:
    assert policy.currency(settings) == "XTS"
    assert (
        policy.currency(
            read_settings(STRIPE_SECRET_KEY="sk_test_1", STRIPE_WEBHOOK_SECRET="whsec_1")
        )
        == "USD"
    )


async def test_a_debt_leaves_nothing_to_spend() -> None:
    seen = await service.balances(user_id=await somebody(promo=100, deposited=50, debt=30))
    assert (seen.debt_minor, seen.spendable_minor, seen.total_minor) == (30, 0, 120)
