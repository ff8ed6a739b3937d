"""A purchase happens once, as it was confirmed, and only for who is signed in."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from dreamdot_app.core import clock, ids, money
from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet import service as wallet
from dreamdot_app.world import seed
from dreamdot_app.world.content import world
from tests.e2e.conftest import OpenContext
from tests.e2e.ground import ground
from tests.e2e.people import arrive, settled, sign_in, sign_out, somebody
from tests.e2e.running import DreamDot
from tests.factories.wallet import items_session

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


async def bought_nothing(page: Page) -> None:
    """The wallet holds what it was given."""
    await page.goto("/wallet")
    await expect(page.get_by_role("main")).to_contain_text(money.show(CREDIT_MINOR))
    await expect(page.get_by_role("row", name=STORY.title)).to_have_count(0)


async def connected(page: Page) -> None:
    """The page has its server again: whatever waited for it has been sent before this."""
    await page.get_by_role("link", name="Wallet", exact=True).click()
    await expect(page.get_by_role("main")).to_contain_text("You can spend")


async def test_pressed_twice(open_context: OpenContext) -> None:
    page = await arrive(await open_context())
    await open_dialog(page)
    said = page.get_by_role("status").filter(has_text="It is yours now.")
    await page.get_by_role("dialog").get_by_role("button", name=BUY).dblclick()
    await expect(page).to_have_url(re.compile("/read/"))
    await expect(said).to_have_count(1)
    await expect(page.get_by_role("status").filter(has_text="Already yours.")).to_have_count(0)
    await bought_once(page)


async def test_declined_without_a_connection(open_context: OpenContext) -> None:
    """What was pressed offline is refused there and then, and does not happen afterwards."""
    context = await open_context()
    page = await arrive(context)
    await open_dialog(page)
    dialog = page.get_by_role("dialog")
    await context.set_offline(True)
    await dialog.get_by_role("button", name=BUY).click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Nothing was bought")
    await dialog.get_by_role("button", name="Not now").click()
    await expect(dialog).to_have_count(0)
    await context.set_offline(False)
    await connected(page)
    await bought_nothing(page)
    await open_dialog(page)
    await expect(dialog.get_by_role("alert")).to_have_count(0)
    await dialog.get_by_role("button", name=BUY).click()
    await expect(page).to_have_url(re.compile("/read/"))
    await bought_once(page)


async def test_busy_at_once(open_context: OpenContext) -> None:
    page = await arrive(await open_context())
    await open_dialog(page)
    let_go = asyncio.Event()

    async def hold(route: Route) -> None:
        await let_go.wait()
        await route.continue_()

    await page.route("**/purchase", hold)
    buy = page.get_by_role("dialog").get_by_role("button", name=BUY)
    await buy.click()
    await expect(buy).to_have_attribute("aria-busy", "true", timeout=300)
    await expect(page.get_by_role("button", name="Not now")).to_be_disabled()
    # Closed all the same, it is told what came of it, and nobody is led away.
    await page.keyboard.press("Escape")
    let_go.set()
    await expect(page.get_by_role("status").filter(has_text="It is yours now.")).to_be_visible()
    await expect(page.get_by_text("In your library", exact=True)).to_be_visible()
    assert "/work/" in page.url
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
    said = page.get_by_role("status").filter(has_text="You signed out in another tab.")
    await expect(said).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name=BUY).click()
    await expect(page).to_have_url(re.compile("/signin"))
    await sign_in(page, person)
    await expect(page).to_have_url(re.compile(re.escape(ADDRESS)))
    await bought_nothing(page)


async def test_for_nobody_else(open_context: OpenContext) -> None:
    """One tab shows A, and in another somebody signs in as B: Buy in the first moves nothing."""
    context, one, other = await open_context(), somebody("one"), somebody("other")
    await (await arrive(await open_context(), other)).close()
    page, elsewhere = await arrive(context, one), await context.new_page()
    await open_dialog(page)
    await elsewhere.goto("/wallet")
    await sign_out(elsewhere)
    await sign_in(elsewhere, other)
    said = page.get_by_role("status").filter(has_text="Somebody else signed in in another tab.")
    await expect(said).to_be_visible()
    await expect(page.get_by_text("You signed out in another tab.")).to_have_count(0)
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name=BUY).click()
    await expect(dialog.get_by_role("alert")).to_contain_text(
        f"You are signed in as {other.username} now. Reload the page."
    )

    # What the first tab learns of its own, ended session is not written over the other one's: it
    # loads anew, as theirs.
    await dialog.get_by_role("button", name="Not now").click()
    await page.get_by_role("link", name="Discover").first.click()
    await expect(page).to_have_url(re.compile("/discover"))
    account = page.get_by_role("button", name="Your account")
    await expect(account).to_contain_text(other.username)
    assert await elsewhere.evaluate("localStorage.getItem('dreamdot.session')") != "out"
    await elsewhere.reload()
    await expect(elsewhere.locator("html")).to_have_attribute("data-session", "in")
    await bought_nothing(elsewhere)


async def spend_all_but_a_cent(dreamdot: DreamDot, username: str) -> None:
    """As a purchase somewhere else does, of something very dear."""
    async with ground(dreamdot) as there:
        buyer = UserId(ids.parse(await there.account(username)))
        seller = UserId(ids.parse(await there.account(seed.READER)))
        async with items_session(there.servers.postgres_urls["items"]) as session:
            await wallet.buy(
                session,
                key=f"tower:{buyer}",
                buyer_id=buyer,
                seller_id=seller,
                price_minor=CREDIT_MINOR - 1,
                reference=ids.new(),
                memo="A tower",
                now=clock.now(),
            )


async def test_with_too_little_left(open_context: OpenContext, dreamdot: DreamDot) -> None:
    """The dialog tells of the balance as it is when it is opened, and when it is refused."""
    context, person = await open_context(), somebody()
    page, elsewhere = await arrive(context, person), await context.new_page()
    await open_dialog(page)
    await elsewhere.goto(ADDRESS)
    await settled(elsewhere)
    await spend_all_but_a_cent(dreamdot, person.username)

    dialog, pay = page.get_by_role("dialog"), page.locator("#confirm-purchase")
    await pay.click()
    refusal = f"This takes {money.show(STORY.price_minor)}, and you have $0.01 to spend."
    await expect(dialog.get_by_role("alert").filter(has_text=refusal)).to_be_visible()
    await expect(dialog).to_contain_text(f"{money.show(STORY.price_minor - 1)} too little.")
    await expect(dialog).not_to_contain_text("Balance after")
    await expect(pay).to_be_disabled()

    await elsewhere.get_by_role("main").get_by_role("button", name=BUY).first.click()
    await expect(elsewhere.get_by_role("dialog")).to_contain_text("too little.")
    await expect(elsewhere.locator("#confirm-purchase")).to_be_disabled()
