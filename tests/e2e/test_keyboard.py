"""Without a mouse: from the first page to the question whether to buy, and back; in and out."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.people import arrive, settled, somebody
from tests.e2e.test_buying_twice import BUY, STORY

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

_MANY = 80


async def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it is there, as somebody does who cannot point."""
    await expect(wanted).to_be_visible()
    for _ in range(_MANY):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{_MANY} times Tab do not lead to {wanted}")


async def test_a_work_is_found_and_nearly_bought(open_context: OpenContext) -> None:
    page = await arrive(await open_context())
    await page.goto("/")
    await settled(page)
    main = page.get_by_role("main")

    # The first stop leads past everything that is the same on every page.
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("#"))

    # A slash asks for something to look for.
    await page.keyboard.press("/")
    search = page.get_by_role("searchbox").first
    await expect(search).to_be_focused()
    await page.keyboard.type(STORY.title)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/discover\?q="))
    await tab_to(page, main.get_by_role("link", name=STORY.title).first)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/work/"))

    # Who does not see the page is told which one it is.
    await expect(page.locator("[data-announcer]")).to_contain_text(STORY.title)

    # The dialog takes the focus, keeps it, and gives it back.
    buy = main.get_by_role("button", name=BUY).first
    await tab_to(page, buy)
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Balance after")
    for _ in range(6):
        await page.keyboard.press("Tab")
        outside = "dialog => document.hasFocus() && !dialog.contains(document.activeElement)"
        lost = await dialog.evaluate(outside + " && document.activeElement !== document.body")
        assert not lost
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(buy).to_be_focused()


async def type_into(page: Page, label: str, text: str) -> None:
    await tab_to(page, page.get_by_role("main").get_by_label(label, exact=True))
    await page.keyboard.type(text)


async def test_one_joins_leaves_and_comes_back(open_context: OpenContext) -> None:
    page, person = await (await open_context()).new_page(), somebody()
    await page.goto("/join?next=/library")
    await settled(page)
    for label, text in (
        ("Username", person.username), ("Email", person.email), ("Password", person.password),
    ):  # fmt: skip
        await type_into(page, label, text)
    await tab_to(page, page.get_by_role("checkbox"))
    await page.keyboard.press("Space")
    await tab_to(page, page.get_by_role("button", name="Create account"))
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/library$"))

    await tab_to(page, page.get_by_role("button", name="Your account"))
    await page.keyboard.press("Enter")
    leave = page.get_by_role("menuitem", name="Sign out")
    await expect(leave).to_be_visible()
    for _ in range(_MANY):
        if await leave.evaluate("element => element === document.activeElement"):
            break
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Join").first).to_be_visible()

    await page.goto("/signin?next=/wallet")
    await settled(page)
    await type_into(page, "Username or email", person.username)
    await type_into(page, "Password", person.password)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/wallet$"))
    await expect(page.get_by_role("heading", name="History")).to_be_visible()
