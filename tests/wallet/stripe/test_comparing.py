"""Our balance at Stripe against the ledger: equal while all is well, alarmed when it is not.

Each test has a ledger of its own, since Stripe's balance is compared with all of it.
"""

from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import text

from dreamdot_app.core import clock
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.wallet.ledger import stopping
from dreamdot_app.wallet.stripe import comparing
from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.jobs import walk_and_compare
from dreamdot_app.wallet.stripe.models import StripeComparison
from tests.factories.top_ups import deliver, paid, row
from tests.factories.wallet import somebody
from tests.fakes.stripe import StripeFake

LINES = "GET /v1/balance_transactions"


@pytest.fixture(autouse=True)
async def _begin() -> AsyncGenerator[None]:
    """What other tests left at their Stripes and in the ledger is taken for granted."""
    await _settle()
    yield
    await _settle()


async def _settle() -> None:
    async with transaction(Database.ITEMS, actor=None) as session:
        await stopping.resume_payouts(session, by="a test", at=clock.now())
        await session.execute(text("delete from stripe_comparison"))


async def compared(api: Stripe) -> StripeComparison:
    """Walk, compare, and see what was found."""
    await walk_and_compare(api)
    async with reading(Database.ITEMS) as session:
        rows = await session.execute(text("select id from stripe_comparison order by id desc"))
        found = await session.get(StripeComparison, rows.scalars().first())
    assert found is not None
    return found


async def difference(api: Stripe) -> int:
    return (await compared(api)).difference_minor


async def is_stopped() -> bool:
    async with reading(Database.ITEMS) as session:
        return await stopping.payouts_are_stopped(session)


async def fees() -> int:
    query = text(
        "select coalesce(-balance, 0) from ledger_account where owner is null"
        " and bucket = 'stripe_fee' and currency = 'XTS'"
    )
    async with reading(Database.ITEMS) as session:
        return int((await session.execute(query)).scalar() or 0)


async def test_payments_fees_disputes_and_refunds_add_up(fake: StripeFake, api: Stripe):
    before, fees_before = await difference(api) if await _has_any() else 0, await fees()
    asked = await paid(fake, await somebody(), "100")
    intent = fake.state.find((await row(asked.id)).payment_intent or "", "payment_intent")
    made = fake.dispute(intent["latest_charge"])
    await fake.deliver(deliver)
    fake.close_dispute(made["id"], won=True)
    await fake.deliver(deliver)
    assert await difference(api) - before == 0
    assert await fees() - fees_before == 320 + 1_500
    assert await difference(api) - before == 0
    assert await fees() - fees_before == 320 + 1_500


async def _has_any() -> bool:
    async with reading(Database.ITEMS) as session:
        return await comparing.walked_through(session) is not None
