"""Proving oneself once more in the browser, and what becomes of the other tabs."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.ground import ground
from tests.e2e.people import Person, arrive, somebody
from tests.e2e.running import DreamDot

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

PROVEN_LONG_AGO = """
    update account_session set proven_at = now() - interval '1 hour'
    where account_id = %s returning 1
"""


async def arrive_a_while_ago(
    open_context: OpenContext, dreamdot: DreamDot, **options: object
) -> tuple[Page, Person]:
    """A page of somebody who has been signed in for more than five minutes."""
    person = somebody()
    page = await arrive(await open_context(**options), person)
    async with ground(dreamdot) as there:
        await there.ask("user", PROVEN_LONG_AGO, await there.account(person.username))
    return page, person


async def confirm(page: Page, password: str) -> None:
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Confirm", exact=True).click()


@pytest.mark.parametrize("width", [1280, 360])
async def test_one_proves_oneself_and_goes_on(
    open_context: OpenContext, dreamdot: DreamDot, width: int
) -> None:
    viewport = {"width": width, "height": 800}
    page, person = await arrive_a_while_ago(open_context, dreamdot, viewport=viewport)
    await page.goto("/again?next=/discover")
    await page.get_by_role("link", name="Not now").press("Enter")
    await expect(page).to_have_url(re.compile("/discover$"))
    await page.goto("/again?next=/wallet")
    await expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    await confirm(page, "not my password")
    await expect(page.get_by_text("This is not your password.")).to_be_visible()
    await confirm(page, person.password)
    await expect(page).to_have_url(re.compile("/wallet$"))
    await expect(page.get_by_role("heading", name="History")).to_be_visible()
    # It holds for a while: nobody is asked twice.
    await page.goto("/again?next=/library", wait_until="commit")
    await expect(page).to_have_url(re.compile("/library$"))


async def test_other_tabs_find_the_renewed_session(
    open_context: OpenContext, dreamdot: DreamDot
) -> None:
    page, person = await arrive_a_while_ago(open_context, dreamdot)
    guarded, free = await page.context.new_page(), await page.context.new_page()
    await guarded.goto("/wallet")
    await free.goto("/discover")
    for tab in (guarded, free):
        await expect(tab.locator("html")).to_have_attribute("data-session", "in")
    await page.goto("/again?next=/wallet")
    await confirm(page, person.password)
    await expect(page).to_have_url(re.compile("/wallet$"))

    await guarded.get_by_role("link", name="Library").first.click()
    await expect(guarded).to_have_url(re.compile("/library$"))
    await expect(guarded.get_by_text("Your shelf is waiting")).to_be_visible()
    await free.get_by_role("link", name="Home").first.click()
    await expect(free.get_by_role("button", name="Your account")).to_be_visible()
    for tab in (page, guarded, free):
        await expect(tab.locator("html")).to_have_attribute("data-session", "in")
        await expect(tab.get_by_text("You signed out in another tab.")).to_have_count(0)
