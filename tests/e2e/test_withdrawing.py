"""Taking money out in the browser: proved, set up, refused, confirmed, taken back."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.ledger.post import Bucket
from tests.e2e.conftest import OpenContext
from tests.e2e.ground import ground
from tests.e2e.people import Person, arrive, somebody
from tests.e2e.running import DreamDot
from tests.factories.wallet import give, items_session

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

CONFIRMED = "update account set email_confirmed_at = now() where id = %s returning 1"
LONG_AGO = """
    update account_session set proven_at = now() - interval '1 hour'
    where account_id = %s returning 1
"""


async def earns(dreamdot: DreamDot, person: Person) -> None:
    """100.00 of theirs is mature; their address is known, their last proof is an hour old."""
    async with ground(dreamdot) as there:
        await there.settled()
        account = await there.account(person.username)
        await there.ask("user", CONFIRMED, account)
        await there.ask("user", LONG_AGO, account)
        async with items_session(there.servers.postgres_urls["items"]) as session:
            await give(session, UserId(ids.parse(account)), Bucket.EARNED, 10_000)


async def is_accessible(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def test_earnings_are_withdrawn(open_context: OpenContext, dreamdot: DreamDot) -> None:
    person = somebody()
    page = await arrive(await open_context(viewport={"width": 360, "height": 760}), person)
    # Before any page of theirs: whom a session stands for is remembered for some seconds.
    await earns(dreamdot, person)
    main = page.get_by_role("main")

    await page.goto("/wallet/withdraw")
    await main.get_by_role("button", name="Set up with Stripe").click()
    await expect(page).to_have_url(re.compile(r"/again\?next="))
    await page.get_by_label("Password", exact=True).fill(person.password)
    await page.get_by_role("button", name="Confirm", exact=True).click()
    await main.get_by_role("button", name="Set up with Stripe").click()
    await page.get_by_text("no real money moves").wait_for()
    await page.get_by_role("button", name="Everything is in order").click()
    await expect(main.get_by_text("Ready")).to_be_visible()

    amount = main.get_by_label("How much").first
    withdraw = main.get_by_role("button", name="Withdraw", exact=True).first
    await amount.fill("100.01")
    await withdraw.click()
    await expect(main.get_by_text("You can withdraw up to $100.00 now.")).to_be_visible()
    await is_accessible(page)
    await main.get_by_role("button", name="All of it").click()
    await expect(amount).to_have_value("100.00")
    await amount.fill("25")
    await amount.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("$75.00")
    await is_accessible(page)
    await dialog.get_by_role("button", name="Withdraw").dblclick()

    rows = main.get_by_role("list", name="Your withdrawals").get_by_role("listitem")
    await expect(rows).to_have_count(1)
    await expect(main.get_by_role("region", name="Yours to withdraw")).to_contain_text("$75.00")
    await rows.get_by_role("button", name="Take back").click()
    await expect(rows).to_contain_text("Back in your earnings")
    await is_accessible(page)
