"""Every main screen, phone and desktop, day and night: a picture of it, and axe finds nothing."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from dreamdot_app.world import seed
from dreamdot_app.world.content import world
from tests.e2e.conftest import ARTEFACTS, OpenContext, Running, settled
from tests.e2e.people import Person, sign_in

pytestmark = pytest.mark.xdist_group("e2e")

SIZES = {1280: 900, 360: 760}
THEMES = {"day": "light", "night": "dark"}
STORY = next(work for work in world().works if work.kind == "writing" and work.price_minor)
OWNED = next(purchase.work for purchase in world().purchases if purchase.buyer == seed.READER)


async def work_address(page: Page, title: str) -> str:
    await page.goto(f"/discover?q={title.replace(' ', '+')}")
    link = page.get_by_role("main").get_by_role("link", name=re.compile(re.escape(title))).first
    return await link.get_attribute("href") or ""


async def write_address(page: Page) -> str:
    await page.goto("/write")
    await page.wait_for_url(re.compile(r"/write/\w{22}"))
    return page.url


SCREENS = {
    "home": (False, lambda page: "/"),
    "home-member": (True, lambda page: "/"),
    "discover": (False, lambda page: "/discover"),
    "work": (False, lambda page: work_address(page, STORY.title)),
    "work-member": (True, lambda page: work_address(page, STORY.title)),
    "reader": (
        True,
        lambda page: work_address(page, world().work(OWNED).title),
    ),
    "editor": (True, write_address),
    "wallet": (True, lambda page: "/wallet"),
    "library": (True, lambda page: "/library"),
    "studio": (True, lambda page: "/studio"),
    "profile": (False, lambda page: f"/u/{seed.READER}"),
    "join": (False, lambda page: "/join"),
    "signin": (False, lambda page: "/signin"),
    "missing": (False, lambda page: "/no/such/page"),
    "styleguide": (False, lambda page: "/styleguide"),
}


@pytest.fixture(scope="session")
async def member_state(chromium: Browser, dreamdot: Running) -> dict[str, object]:
    """Cookies of the demonstration's reader."""
    context = await chromium.new_context(base_url=dreamdot.address)
    page = await context.new_page()
    await sign_in(page, Person(seed.READER, "", seed.PASSWORD))
    state = await context.storage_state()
    await context.close()
    return dict(state)


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("screen", SCREENS)
async def test_a_screen_is_accessible_and_fits(
    open_context: OpenContext,
    member_state: dict[str, object],
    screen: str,
    theme: str,
    width: int,
) -> None:
    for_members, where = SCREENS[screen]
    context = await open_context(
        viewport={"width": width, "height": SIZES[width]},
        color_scheme=THEMES[theme],
        reduced_motion="reduce",
        storage_state=member_state if for_members else None,
    )
    page = await context.new_page()
    address = where(page)
    if not isinstance(address, str):
        address = await address
    if screen == "reader":
        address = address.replace("/work/", "/read/")
    await page.goto(address)
    await settled(page)
    ARTEFACTS.mkdir(exist_ok=True)
    await page.screenshot(path=ARTEFACTS / f"{screen}-{width}-{theme}.png", full_page=True)
    assert await page.evaluate("document.documentElement.dataset.theme") == theme
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(overflow) <= 0, "the page can be pushed sideways"
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
