"""A purchase happens once, however often it is asked for, and only for who is signed in."""

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from dreamdot_app.core import ids, money
from dreamdot_app.world import seed
from dreamdot_app.world.content import world
from tests.e2e.conftest import OpenContext
from tests.e2e.people import arrive, sign_in, sign_out, somebody

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

STORY = next(work for work in world().works if work.kind == "writing" and work.price_minor)
ADDRESS = f"/work/x-{ids.short(seed.work_id(STORY))}"
CREDIT_MINOR = 50_000_00
BUY = re.compile("^Buy for")


async def open_dialog(page: Page) -> None:
    await page.goto(ADDRESS)
    await page.get_by_role("main").get_by_role("button", name=BUY).first.click()
    await expect(page.get_by_role("dialog")).to_contain_text("Balance after")


async def bought_once(page: Page) -> None:
    """The wallet knows one purchase, and its price is gone once."""
    await page.goto("/wallet")
    left = money.show(CREDIT_MINOR - STORY.price_minor)
    await expect(page.get_by_role("main")).to_contain_text(left)
    await expect(page.get_by_role("row", name=STORY.title)).to_have_count(1)
    await page.goto("/library")
    await expect(page.get_by_role("main").get_by_role("link", name=STORY.title)).to_have_count(1)


async def test_pressed_twice(open_context: OpenContext) -> None:
    page = await arrive(await open_context())
    await open_dialog(page)
    await page.get_by_role("dialog").get_by_role("button", name=BUY).dblclick()
    await expect(page).to_have_url(re.compile("/read/"))
    await bought_once(page)


async def test_from_two_tabs_at_once(open_context: OpenContext) -> None:
    context = await open_context()
    tabs = [await arrive(context), await context.new_page()]
    for tab in tabs:
        await open_dialog(tab)
    await asyncio.gather(
        *(tab.get_by_role("dialog").get_by_role("button", name=BUY).click() for tab in tabs)
    )
    for tab in tabs:
        await expect(tab).to_have_url(re.compile("/read/"))
    await bought_once(tabs[0])


async def test_after_the_session_has_ended(open_context: OpenContext) -> None:
    context, person = await open_context(), somebody()
    page, elsewhere = await arrive(context, person), await context.new_page()
    await open_dialog(page)
    await elsewhere.goto("/wallet")
    await sign_out(elsewhere)
    await page.get_by_role("dialog").get_by_role("button", name=BUY).click()
    await expect(page).to_have_url(re.compile("/signin"))
    await sign_in(page, person)
    await expect(page).to_have_url(re.compile(re.escape(ADDRESS)))
    await page.goto("/wallet")
    await expect(page.get_by_role("main")).to_contain_text(money.show(CREDIT_MINOR))
    await expect(page.get_by_role("row", name=STORY.title)).to_have_count(0)
