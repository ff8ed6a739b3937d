"""When something is away: the network, the server, a part of the database, the page itself."""

import re
import signal
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from playwright.async_api import Page, expect

from dreamdot_app.core import ids
from dreamdot_app.world import seed
from dreamdot_app.world.content import world
from tests.e2e.conftest import OpenContext
from tests.e2e.ground import ground
from tests.e2e.people import arrive, settled
from tests.e2e.running import ARTEFACTS, DreamDot

pytestmark = [pytest.mark.xdist_group("e2e, the other half"), pytest.mark.pure]

STORY = next(work for work in world().works if work.kind == "writing" and work.price_minor)
ADDRESS = f"/work/x-{ids.short(seed.work_id(STORY))}"
REFERENCE = re.compile(r"tell us this reference: (\w{8})$")
LOST = re.compile("No connection")
SILENT = re.compile("does not answer")
BUY = re.compile("^Buy for")


async def filter_shelf(page: Page, kind: str) -> None:
    """Ask the server for something: the shelf of one kind."""
    await page.get_by_role("button", name=kind, exact=True).click()


async def test_a_lost_network_is_said_and_comes_back_by_itself(open_context: OpenContext) -> None:
    context = await open_context()
    page = await context.new_page()
    await page.goto("/")
    await settled(page)
    await context.set_offline(True)
    await expect(page.get_by_text(LOST)).to_be_visible()
    await context.set_offline(False)
    await expect(page.get_by_text(LOST)).to_have_count(0)
    await filter_shelf(page, "Comics")
    await expect(page.get_by_role("button", name="Comics", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


async def hides_nothing(page: Page) -> None:
    """The line takes no click, and stands above what is open."""
    line = page.get_by_text(LOST)
    await expect(line).to_have_css("pointer-events", "none")
    assert await line.evaluate("element => element.matches(':popover-open')")


@pytest.mark.parametrize("width", [1280, 360])
async def test_links_stay_while_there_is_no_connection(
    open_context: OpenContext, width: int
) -> None:
    context = await open_context(viewport={"width": width, "height": 740})
    page = await arrive(context)
    await page.goto(ADDRESS)
    await settled(page)
    await context.set_offline(True)
    await page.get_by_role("link", name="Library").locator("visible=true").click()
    await expect(page.get_by_text(LOST)).to_contain_text("You stay on this page")
    await page.get_by_role("button", name=BUY).locator("visible=true").first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await hides_nothing(page)
    await page.screenshot(path=ARTEFACTS / "screens" / f"offline-{width}-day.png")
    await page.get_by_role("button", name="Not now").click()
    assert "/work/" in page.url
    await context.set_offline(False)
    await expect(page.get_by_text(LOST)).to_have_count(0)
    await page.get_by_role("link", name="Library").locator("visible=true").click()
    await expect(page.get_by_role("main")).to_contain_text("Your shelf is waiting")


async def test_a_server_that_starts_anew_finds_its_pages_again(
    open_context: OpenContext, dreamdot: DreamDot
) -> None:
    page = await arrive(await open_context())
    await page.goto("/wallet")
    await expect(page.get_by_role("main")).to_contain_text("$50,000.00")
    assert dreamdot.process is not None
    await dreamdot.end()
    await expect(page.get_by_text(LOST)).to_be_visible()
    await dreamdot.start()
    await expect(page.get_by_text(LOST)).to_have_count(0)
    # The tab goes on where it was, and so does the session.
    await page.get_by_role("link", name="Library").first.click()
    await expect(page.get_by_role("main")).to_contain_text("Your shelf is waiting")


@contextmanager
def hanging(dreamdot: DreamDot) -> Generator[None]:
    """Everything of the product stands still."""
    serving = [process for process in dreamdot.processes() if "supervisor" not in process.cmdline()]
    for process in serving:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in serving:
            process.send_signal(signal.SIGCONT)


async def test_a_server_that_hangs_is_said_too(
    open_context: OpenContext, dreamdot: DreamDot
) -> None:
    page = await (await open_context()).new_page()
    await page.goto("/")
    await settled(page)
    comics = page.get_by_role("button", name="Comics", exact=True)
    with hanging(dreamdot):
        await comics.click()
        await expect(comics).to_have_attribute("aria-pressed", "true", timeout=100)
        await expect(page.get_by_text(SILENT)).to_be_visible(timeout=6000)
        await page.get_by_role("link", name="See everything").click()
        await expect(page.get_by_text(SILENT)).to_contain_text("You stay on this page")
    await expect(page.get_by_text(SILENT)).to_have_count(0)
    await expect(comics).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("link", name="See everything").click()
    await expect(page).to_have_url(re.compile("/discover$"))


async def test_nothing_is_bought_from_a_server_that_hangs(
    open_context: OpenContext, dreamdot: DreamDot
) -> None:
    page = await arrive(await open_context())
    await page.goto(ADDRESS)
    await page.get_by_role("main").get_by_role("button", name=BUY).first.click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Balance after")
    with hanging(dreamdot):
        await page.get_by_role("link", name="Library").first.dispatch_event("click")
        await expect(page.get_by_text(SILENT)).to_be_visible(timeout=6000)
        await dialog.get_by_role("button", name=BUY).click()
        await expect(dialog.get_by_role("alert")).to_contain_text("Nothing was bought")
    await expect(page.get_by_text(SILENT)).to_have_count(0)
    await page.goto("/wallet")
    await expect(page.get_by_role("main")).to_contain_text("$50,000.00")


async def test_a_handler_that_raises_shows_a_reference_and_logs_the_rest(
    open_context: OpenContext, dreamdot: DreamDot
) -> None:
    page = await (await open_context()).new_page()
    await page.goto("/")
    await settled(page)
    async with ground(dreamdot) as there, there.without("items", "work"):
        await filter_shelf(page, "Comics")
        said = page.get_by_role("status").filter(has_text=REFERENCE)
        await expect(said).to_be_visible()
        reference = REFERENCE.search((await said.inner_text()).strip().splitlines()[0])
        for word in ("Traceback", "UndefinedTable", "psycopg", "select"):
            await expect(page.locator("body")).not_to_contain_text(word)
    assert reference is not None
    told = [line for line in dreamdot.log().splitlines() if reference[1] in line]
    assert any("handler_failed" in line for line in told)
    assert "UndefinedTable" in dreamdot.log()
    await filter_shelf(page, "Art")
    await expect(page.get_by_role("button", name="Art", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


async def test_a_page_that_fails_is_a_page_of_ours(
    open_context: OpenContext, dreamdot: DreamDot
) -> None:
    page = await (await open_context()).new_page()
    async with ground(dreamdot) as there, there.without("items", "work"):
        answer = await page.goto(ADDRESS)
        assert answer is not None
        assert answer.status == 500
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            "Something went wrong here."
        )
        reference = await page.get_by_role("main").locator("code").inner_text()
        await page.screenshot(path=ARTEFACTS / "screens" / "failure-1280-day.png")
    assert reference in dreamdot.log()
    await page.get_by_role("link", name="Try again").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(STORY.title)


async def test_an_address_that_leads_nowhere(open_context: OpenContext) -> None:
    page = await (await open_context()).new_page()
    for address in ("/no/such/page", "/work/x-2222222222222222222222", "/u/nobody-has-this"):
        answer = await page.goto(address)
        assert answer is not None
        assert answer.status == 404, address
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await page.get_by_role("link", name=re.compile("home", re.I)).first.click()
        await expect(page).to_have_url(re.compile("/$"))
