"""Where one is signed in, ended from elsewhere; what happened to one's account; a new browser."""

import asyncio
import re
from contextlib import AsyncExitStack

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.ground import ground
from tests.e2e.people import Person, arrive, settled, sign_in, somebody
from tests.e2e.running import ARTEFACTS, DreamDot
from tests.mail import letters_to, link_in, text_in

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

LISBON = {"timezone_id": "Europe/Lisbon"}
SIGN_IN = re.compile(r"/signin\?next=")


async def look_at(page: Page, name: str) -> None:
    """A picture for people, by day and by night, and axe finds nothing."""
    for theme in ("day", "night"):
        await page.emulate_media(color_scheme="light" if theme == "day" else "dark")
        await expect(page.locator("html")).to_have_attribute("data-theme", theme)
        width = (page.viewport_size or {"width": 0})["width"]
        path = ARTEFACTS / "screens" / f"{name}-{width}-{theme}.png"
        await page.screenshot(path=path, full_page=True, animations="disabled")
        found = await Axe().run(page)
        assert found.violations_count == 0, f"{theme}: {found.generate_report()}"
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(wide) <= 0, "the page can be pushed sideways"


async def led_to_sign_in(page: Page) -> None:
    """Go about, until an event is refused: within the seconds for which sessions are remembered."""
    async with asyncio.timeout(20):
        while not SIGN_IN.search(page.url):
            for place in ("Library", "Wallet"):
                if SIGN_IN.search(page.url):
                    break
                await page.get_by_role("link", name=place).first.click()
                await settled(page)


async def a_second_browser(open_context: OpenContext, person: Person, **options: object) -> Page:
    page = await (await open_context(**{**LISBON, **options})).new_page()
    await sign_in(page, person)
    return page


@pytest.mark.parametrize("width", [1280, 360])
async def test_one_ends_another_browser(open_context: OpenContext, width: int) -> None:
    person = somebody()
    here = await arrive(await open_context(viewport={"width": width, "height": 800}), person)
    there = await a_second_browser(open_context, person)
    await there.goto("/wallet")
    await settled(there)
    await here.goto("/settings/sessions")
    await settled(here)
    rows = here.get_by_role("main").get_by_role("row").filter(has_text="Chrome on Linux")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("This browser")
    await expect(rows.nth(1)).to_contain_text("Europe/Lisbon")
    await expect(here.get_by_text("180 days after it began at the latest")).to_be_visible()
    await look_at(here, "sessions")
    await rows.nth(1).get_by_role("button", name=re.compile("^End")).click()
    await expect(
        here.get_by_role("status").filter(has_text="That session is over.")
    ).to_be_visible()
    await expect(rows).to_have_count(1)
    await led_to_sign_in(there)
    # They can come in again, to where they were.
    await sign_in(there, person)
    await expect(there).to_have_url(re.compile("/(library|wallet)$"))


async def test_all_others_are_ended_after_a_question(open_context: OpenContext) -> None:
    person = somebody()
    here = await arrive(await open_context(), person)
    others = [await a_second_browser(open_context, person) for _ in range(2)]
    for other in others:
        await other.goto("/library")
        await settled(other)
    await here.goto("/settings/sessions")
    end_all = here.get_by_role("button", name="End all other sessions")
    await end_all.click()
    question = here.get_by_role("dialog")
    await expect(question).to_contain_text("Here you stay signed in.")
    await look_at(here, "sessions-end-all")
    await question.get_by_role("button", name="Cancel").click()
    await expect(question).to_be_hidden()
    await end_all.click()
    await question.get_by_role("button", name="End them").click()
    await expect(here.get_by_role("status").filter(has_text="2 other sessions")).to_be_visible()
    await expect(question).to_be_hidden()
    await expect(end_all).to_have_count(0)
    for other in others:
        await led_to_sign_in(other)
    await here.goto("/wallet")
    await expect(here).to_have_url(re.compile("/wallet$"))


async def test_a_new_browser_is_told_of_and_the_letter_leads_to_it(
    open_context: OpenContext, dreamdot: DreamDot
) -> None:
    person = somebody()
    page = await arrive(await open_context(), person)
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(ground(dreamdot))
        confirm = "update account set email_confirmed_at = now() where username = %s returning 1"
        await there.ask("user", confirm, person.username)
        await (await a_second_browser(open_context, person)).close()
        await there.settled()
    letters = [
        letter
        for letter in await letters_to(dreamdot.data_dir, person.email)
        if letter["Subject"] == "A new sign-in to DreamDot"
    ]
    [letter] = letters
    words = " ".join(text_in(letter).split())
    assert "Chrome on Linux" in words
    assert "(Europe/Lisbon)" in words
    await page.goto(link_in(letter))
    rows = page.get_by_role("main").get_by_role("row").filter(has_text="Europe/Lisbon")
    await expect(rows).to_have_count(1)


@pytest.mark.parametrize("width", [1280, 360])
async def test_one_sees_what_happened_to_ones_account(
    open_context: OpenContext, dreamdot: DreamDot, width: int
) -> None:
    person = somebody()
    viewport = {"width": width, "height": 800}
    page = await arrive(await open_context(viewport=viewport), person)
    stranger = await (await open_context()).new_page()
    await stranger.goto("/signin")
    await stranger.get_by_label("Username or email").fill(person.username)
    await stranger.get_by_label("Password", exact=True).fill("a wrong password")
    await stranger.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    await expect(stranger.get_by_role("alert")).to_be_visible()
    async with ground(dreamdot) as there:
        await there.settled()
    await page.goto("/settings/security")
    await settled(page)
    entries = page.get_by_role("table", name="What happened to your account").get_by_role("row")
    for what in ("A wrong password was tried", "Signed in with your password", "Joined DreamDot"):
        await expect(entries.filter(has_text=what)).to_have_count(1)
    await expect(entries.filter(has_text="A wrong password was tried")).to_contain_text(
        "Chrome on Linux"
    )
    await look_at(page, "security-activity")
