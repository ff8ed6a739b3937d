"""A limit that holds in the dialog of a purchase, and what was sold, drawn and taken along."""

import re

import pytest
from playwright.async_api import Page, Response, expect

from dreamdot_app.core import ids, money
from dreamdot_app.world import seed
from dreamdot_app.world.content import world
from tests.e2e.conftest import OpenContext
from tests.e2e.people import Person, arrive, sign_in

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

STORY = next(work for work in world().works if work.kind == "writing" and work.price_minor)
DEMO = Person(seed.READER, "", "dreamdot-demo")
# A name that the chart's library leaves in what it is built into.
CHART = b"recharts"


async def limit_to(page: Page, amount: str) -> None:
    await page.goto("/settings/spending")
    await page.get_by_label("At most, in a month").fill(amount)
    await page.get_by_role("button", name="Save the limit").click()


async def test_ones_own_limit_holds_and_says_why(open_context: OpenContext) -> None:
    page = await arrive(await open_context())
    await limit_to(page, money.show(STORY.price_minor - 1).removeprefix("$"))
    await expect(page.get_by_text("Left of it")).to_be_visible()
    await page.goto(f"/work/x-{ids.short(seed.work_id(STORY))}")
    await page.get_by_role("main").get_by_role("button", name=re.compile("^Buy for")).first.click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("alert").first).to_contain_text("over the monthly limit")
    await expect(dialog.get_by_role("button", name=re.compile("^Buy for"))).to_be_disabled()
    await limit_to(page, "100")
    await expect(
        page.get_by_text(re.compile(r"^Your limit will be \$100\.00 from"))
    ).to_be_visible()
    await page.get_by_role("button", name="Keep the limit as it is").click()
    await expect(page.get_by_text("Your limit will be")).to_have_count(0)


async def test_earnings_are_drawn_listed_and_taken_along(open_context: OpenContext) -> None:
    page = await (await open_context(accept_downloads=True)).new_page()
    drawn_on: set[str] = set()

    async def look(answer: Response) -> None:
        if answer.url.endswith(".js") and answer.ok and CHART in await answer.body():
            drawn_on.add(page.url)

    page.on("response", look)
    await sign_in(page, DEMO)
    for address in ("/wallet", "/studio", "/settings/spending", "/discover"):
        await page.goto(address)
        await page.wait_for_load_state("networkidle")
    assert drawn_on == set()  # the library of the chart is large, and loaded where it is used
    await page.goto("/wallet/earnings")
    chart = page.get_by_role("img", name=re.compile("^Earnings by day in the last 30 days"))
    await expect(chart.locator(".recharts-bar-rectangle").first).to_be_visible()
    await page.get_by_role("button", name="All", exact=True).click()
    await expect(page.get_by_role("heading", name="By month")).to_be_visible()
    await page.get_by_text("The same as a table").click()
    listed = page.get_by_role("table", name=re.compile("^Earnings, the latest first"))
    await expect(listed.get_by_role("row").nth(1)).to_be_visible()
    async with page.expect_download() as waited:
        await page.get_by_role("link", name="Sales as CSV").click()
    download = await waited.value
    assert download.suggested_filename.startswith("dreamdot-sales-")
    text = (await download.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("Time (UTC),Kind,Work,")
    assert len(text.splitlines()) > 1
