"""/dev/mail in a browser: phone and desktop, day and night, and where a letter's link leads."""

import re
from collections.abc import AsyncGenerator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from dreamdot_app.core.mail.maildir import MaildirTransport, folder
from tests.core.mail.letters import written
from tests.e2e.conftest import contexts
from tests.e2e.running import ARTEFACTS, DreamDot

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]


@pytest.fixture
async def letters(chromium: Browser, dreamdot: DreamDot) -> AsyncGenerator[Page]:
    """The page, with two letters."""
    kept = MaildirTransport(folder(dreamdot.data_dir))
    await kept.send(written(subject="Your code", action=None, code="482 915"), mark="m")
    there = f"{dreamdot.address}/join"
    await kept.send(written(action=("Confirm this address", there)), mark="m")
    async with contexts(chromium, dreamdot) as make:
        page = await (await make(reduced_motion="reduce")).new_page()
        await page.goto("/dev/mail")
        yield page


@pytest.mark.parametrize("width", [1280, 360])
async def test_the_page_of_letters_is_accessible_and_fits(letters: Page, width: int) -> None:
    await letters.set_viewport_size({"width": width, "height": 900})
    await letters.get_by_role("link", name=re.compile("^Confirm your address")).first.click()
    await letters.frame_locator("iframe").get_by_role("heading").wait_for()
    for scheme in ("light", "dark"):
        await letters.emulate_media(color_scheme=scheme)
        path = ARTEFACTS / "screens" / f"letters-{width}-{scheme}.png"
        await letters.screenshot(path=path, full_page=True, animations="disabled")
        found = await Axe().run(letters)
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await letters.evaluate(overflow) <= 0
    await expect(letters.get_by_role("link", name="All letters")).to_be_visible(visible=width < 960)


async def test_a_letters_link_is_followed_beside_the_page(letters: Page) -> None:
    inside = letters.frame_locator("iframe")
    async with letters.context.expect_page() as opened:
        await inside.get_by_role("link", name="Confirm this address").click()
    beside = await opened.value
    await expect(beside.get_by_role("heading", level=1)).to_be_visible()
    assert beside.url.endswith("/join")
    assert letters.url.endswith("/dev/mail")


async def test_the_link_in_the_text_can_be_followed(letters: Page) -> None:
    await letters.locator("pre a").click()
    await letters.wait_for_url("**/join")
