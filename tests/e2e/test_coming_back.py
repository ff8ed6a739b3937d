"""Going back, losing the connection, joining: what one saw and where one was stay."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from dreamdot_app.core import ids
from dreamdot_app.world import seed
from dreamdot_app.world.content import world
from tests.e2e.conftest import OpenContext
from tests.e2e.ground import ground
from tests.e2e.people import arrive, fill_join, settled, somebody
from tests.e2e.running import ARTEFACTS, DreamDot

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

FREE = next(work for work in world().works if work.kind == "writing" and not work.price_minor)
LOST = re.compile("No connection")
FAILED = "This did not load"
# An address that loads in the page, what it loads from, and what it shows then.
LOADED = {
    "home": ("/", "items", "work", "New on the shelf"),
    "discover": ("/discover?q=the", "items", "work", "“the”"),
    "library": ("/library", "items", "purchase", "Your shelf is waiting"),
    "studio": ("/studio", "items", "work", "Put up your first dot"),
    "write": ("/write", "items", "draft", "Writing"),
    "wallet": ("/wallet", "items", "ledger_account", "You can spend"),
}


def works(page: Page) -> Locator:
    return page.get_by_role("main").locator("a.dd-work")


async def show_more(page: Page, count: int) -> None:
    await page.get_by_role("button", name="Show more").click()
    await expect(works(page)).to_have_count(count)


async def test_back_to_a_list_as_long_as_it_was(open_context: OpenContext) -> None:
    context = await open_context()
    page = await context.new_page()
    await page.goto("/discover")
    await expect(works(page)).to_have_count(24)
    for count in (48, 72, 96):
        await show_more(page, count)
    wanted = works(page).nth(90)
    await wanted.scroll_into_view_if_needed()
    title = await wanted.locator("span").first.inner_text()
    await wanted.click()
    await expect(page).to_have_url(re.compile("/work/"))
    await settled(page)
    await page.go_back()
    await expect(works(page)).to_have_count(96)
    await expect(works(page).nth(90)).to_be_in_viewport()
    await expect(works(page).nth(90)).to_contain_text(title)

    # A connection that comes back loads the page again too.
    await context.set_offline(True)
    await expect(page.get_by_text(LOST)).to_be_visible()
    await context.set_offline(False)
    await expect(page.get_by_text(LOST)).to_have_count(0)
    await page.get_by_role("link", name="Free", exact=True).click()
    await expect(page).to_have_url(re.compile("price=free"))
    await expect(works(page)).not_to_have_count(96)
    await page.go_back()
    await expect(works(page)).to_have_count(24)


async def test_back_to_the_chosen_shelf(open_context: OpenContext) -> None:
    page = await (await open_context()).new_page()
    await page.goto("/")
    await settled(page)
    comics = page.get_by_role("button", name="Comics", exact=True)
    await comics.click()
    await page.get_by_role("link", name="See everything").click()
    await expect(page).to_have_url(re.compile("/discover$"))
    await page.go_back()
    await settled(page)
    await expect(comics).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("name", LOADED)
async def test_a_page_that_does_not_load_is_tried_again(
    open_context: OpenContext, dreamdot: DreamDot, name: str
) -> None:
    address, database, table, shown = LOADED[name]
    page = await arrive(await open_context())
    failed = page.get_by_role("heading", name=FAILED).locator("visible=true")
    retry = page.get_by_role("button", name="Try again").locator("visible=true")
    async with ground(dreamdot) as there, there.without(database, table):
        await page.goto(address)
        await expect(failed).to_be_visible()
        await expect(page.locator("[aria-busy=true]")).to_have_count(0)
        await expect(page.get_by_text("tell us this reference").first).to_be_visible()
        for width in (1280, 360):
            await page.set_viewport_size({"width": width, "height": 800})
            await page.screenshot(path=ARTEFACTS / "screens" / f"failed-{name}-{width}-day.png")
        await retry.click()
        await expect(failed).to_be_visible()
    await retry.click()
    await expect(failed).to_have_count(0)
    await expect(page.get_by_role("main")).to_contain_text(shown)


async def test_from_page_to_page_while_nothing_loads(
    open_context: OpenContext, dreamdot: DreamDot
) -> None:
    page = await (await open_context()).new_page()
    main = page.get_by_role("main")
    await page.goto("/discover?price=free&kind=writing")
    await expect(works(page).first).to_be_visible()
    steps = (
        (works(page).first, main.get_by_role("button", name="Copy link")),
        (main.get_by_role("link", name="Read it"), main.get_by_text("The end.")),
        (main.locator("a[href^='/u/']").last, works(page).first),
    )
    async with ground(dreamdot) as there:
        for link, shown in steps:
            async with there.without("items", "work"):
                await link.click()
                await expect(page.get_by_role("heading", name=FAILED)).to_be_visible()
            await page.get_by_role("button", name="Try again").click()
            await expect(shown).to_be_visible()


async def test_a_visitors_place_when_they_join(
    open_context: OpenContext, dreamdot: DreamDot
) -> None:
    page, person = await (await open_context()).new_page(), somebody()
    main, percent = page.get_by_role("main"), page.locator("[data-reader=percent]")
    await page.goto(f"/read/x-{ids.short(seed.work_id(FREE))}")
    await settled(page)
    await main.get_by_text("The end.").scroll_into_view_if_needed()
    await expect(percent).not_to_have_text("0%")
    await main.get_by_role("link", name="Join and keep your place").click()
    await fill_join(page, person)
    async with page.expect_response(re.compile("/place$")) as kept:
        await page.get_by_role("button", name="Create account").click()
    assert (await kept.value).ok
    await expect(page).to_have_url(re.compile("/read/"))
    await expect(page.locator("[data-reader=back]")).to_be_visible()
    await expect(main.get_by_role("link", name="To the library")).to_be_visible()
    async with ground(dreamdot) as there:
        query = "select furthest_permille > 500 from reading_place where user_id = %s"
        me = await there.account(person.username)
        assert await there.ask("items", query, me) == [(True,)]
