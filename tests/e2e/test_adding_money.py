"""Adding money by the test checkout; another tab sees it arrive without being touched."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.people import join, settled, somebody

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]


async def to_checkout(page: Page) -> None:
    await page.get_by_role("button", name="Go to payment").click()
    await page.wait_for_url("**/test-checkout/**")
    await expect(page.get_by_text("no real money moves here")).to_be_visible()


async def test_money_is_added_and_another_tab_sees_it(open_context: OpenContext):
    context = await open_context()
    page = await context.new_page()
    await join(page, somebody())
    other = await context.new_page()
    await other.goto("/wallet")
    figure = other.get_by_role("region", name="You can spend")
    await expect(figure).to_contain_text("50,000.00")
    await settled(other)

    await page.goto("/wallet/add")
    await settled(page)
    await page.get_by_text("Other", exact=True).click()
    amount = page.get_by_label("Amount")
    await amount.fill("4.99")
    await page.get_by_role("button", name="Go to payment").click()
    await expect(page.get_by_text("At least $5.00.")).to_be_visible()
    await expect(amount).to_have_value("4.99")
    await amount.fill("40.50")
    await to_checkout(page)

    await page.get_by_role("button", name="Decline").click()
    await expect(page.get_by_text("The test card was declined")).to_be_visible()
    await page.get_by_role("button", name="Pay", exact=True).click()
    await expect(page.get_by_role("heading", name="$40.50 added")).to_be_visible()
    await expect(figure).to_contain_text("50,040.50")
    await expect(other.get_by_role("table").get_by_text("Money added")).to_be_visible()

    await page.goto("/wallet/add")
    await settled(page)
    await page.get_by_text("$50", exact=True).click()
    await to_checkout(page)
    await page.get_by_role("button", name="Pay later").click()
    await expect(page.get_by_role("heading", name=re.compile("is on its way"))).to_be_visible()
    await page.get_by_role("link", name="To the test checkout").click()
    await page.get_by_role("button", name="Let it fail").click()
    await expect(page.get_by_role("heading", name=re.compile("did not go"))).to_be_visible()
    await expect(figure).to_contain_text("50,040.50")

    await page.get_by_role("link", name="Add money").click()
    await page.wait_for_url("**/wallet/add")
    await settled(page)
    await to_checkout(page)
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_text("You came back without paying")).to_be_visible()
