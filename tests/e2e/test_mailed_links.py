"""From joining to a lost password, through the letters: on a desk and on a phone, in Chromium."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, Request, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.mailbox import path_in
from tests.e2e.people import (
    Overheard,
    Person,
    fill_join,
    join,
    settled,
    sign_in,
    sign_out,
    somebody,
)
from tests.e2e.running import ARTEFACTS, DreamDot

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

WIDTHS = [(1280, 900), (360, 760)]
FRESH = "another phrase that is long 8"


async def fits(page: Page, name: str) -> None:
    """A picture of it, axe finds nothing, and it cannot be pushed sideways."""
    await settled(page)
    width = (page.viewport_size or {})["width"]
    await page.screenshot(path=ARTEFACTS / "mailed-links" / f"{name}-{width}.png", full_page=True)
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(overflow) <= 0


def strength(page: Page):
    return page.locator("[data-strength]")


@pytest.mark.parametrize(("width", "height"), WIDTHS)
async def test_join_confirm_change_the_address_lose_the_password(
    dreamdot: DreamDot, open_context: OpenContext, width: int, height: int
) -> None:
    context = await open_context(viewport={"width": width, "height": height})
    page = await context.new_page()
    person, new = somebody(), somebody("moved").email

    await join(page, person)
    banner = page.get_by_role("region", name="Your address")
    await page.goto("/wallet")
    await expect(banner).to_contain_text("Confirm your address")
    await fits(page, "banner")
    await banner.get_by_role("button", name="Send it again").click()
    await expect(page.get_by_text(f"A letter to {person.email} is on its way.")).to_be_visible()

    # In another tab, as a mail program opens it.
    letter = await context.new_page()
    sent_again = await path_in(dreamdot, person.email, "Confirm your email address", number=2)
    await letter.goto(sent_again)
    await letter.get_by_role("button", name="Confirm the address").click()
    await expect(letter.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    await letter.close()

    await page.goto("/settings/account")
    account = page.get_by_role("main")
    await expect(account.get_by_text("Confirmed", exact=True)).to_be_visible()
    await expect(banner).to_have_count(0)
    await page.get_by_label("Another address").fill(new)
    await page.get_by_role("button", name="Change the address").click()
    await expect(account).to_contain_text(f"We wrote to {new}")
    await expect(account.get_by_text(person.email)).to_be_visible()
    await fits(page, "waits")
    await page.goto(await path_in(dreamdot, new, "Confirm your new address"))
    await page.get_by_role("button", name="Confirm the address").click()
    await page.get_by_role("link", name="Go on").click()
    await page.goto("/settings/account")
    await expect(account.get_by_text(new)).to_be_visible()
    await expect(account.get_by_text(person.email)).to_have_count(0)
    await page.goto("/")
    if width > 1000:
        await sign_out(page)
        await page.goto("/signin")
        await page.get_by_role("link", name="Lost your password?").click()
        await expect(page.get_by_role("heading", name="Lost your password?")).to_be_visible()
    else:
        await page.goto("/forgot")
    await page.get_by_label("Username or email").fill(new)
    await page.get_by_role("button", name="Send the letter").click()
    await expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()

    await page.goto(await path_in(dreamdot, new, "A new password"))
    await page.get_by_label("New password", exact=True).fill(person.username)
    await expect(strength(page)).to_contain_text("Too easy")
    await page.get_by_role("button", name="Set the password").click()
    await expect(page.get_by_text("Your own name or address")).to_be_visible()
    await page.get_by_label("New password", exact=True).fill(FRESH)
    await expect(strength(page)).to_contain_text("Strong")
    await fits(page, "reset")
    await page.get_by_role("button", name="Set the password").click()
    await expect(page.get_by_role("heading", name="Your password is set")).to_be_visible()
    await page.get_by_role("main").get_by_role("link", name="Sign in").click()
    await sign_in(page, Person(new, new, FRESH))
    await page.goto("/wallet")
    await expect(page.get_by_role("heading", name="History")).to_be_visible()
    await page.goto("about:blank")
    await page.goto(await path_in(dreamdot, new, "A new password"))
    await page.get_by_label("New password", exact=True).fill("a third phrase that is long")
    await page.get_by_role("button", name="Set the password").click()
    await expect(page.get_by_role("alert")).to_contain_text("This link has been used")


@pytest.mark.parametrize("path", ["/confirm", "/reset"])
@pytest.mark.parametrize("mark", ["#", "?"])
async def test_a_links_token_leaves_the_page_only_with_its_form(
    open_context: OpenContext, path: str, mark: str
) -> None:
    page = await (await open_context()).new_page()
    overheard, requests = Overheard(page), []

    def note(sent: Request) -> None:
        requests.append(f"{sent.url} {sent.headers} {sent.post_data}")

    await page.goto(f"{path}{mark}token=the-very-token")
    await settled(page)
    page.on("request", note)
    assert page.url.endswith(path)
    await page.reload()
    await settled(page)
    assert page.url.endswith(path)
    if path == "/reset":
        await page.get_by_label("New password", exact=True).fill(FRESH)
        await expect(strength(page)).to_contain_text("Strong")
    await page.get_by_role("main").get_by_role("button").last.click()
    await expect(page.get_by_role("alert")).to_contain_text("Ask for a new one")
    assert "the-very-token" not in overheard
    told = [one for one in requests if "the-very-token" in one]
    assert told
    assert all("/auth/" in one.split()[0] for one in told)
    assert all("the-very-token" not in one.rpartition("} ")[0] for one in told)


async def test_the_bar_shifts_nothing_and_speaks(open_context: OpenContext) -> None:
    page = await (await open_context()).new_page()
    overheard = Overheard(page)
    await page.goto("/join")
    await settled(page)
    button = page.get_by_role("button", name="Create account")
    before = await button.bounding_box()
    password = page.get_by_label("Password", exact=True)
    for typed, words in (
        ("short", "Too short"),
        ("password123", "Too easy"),
        ("orchard lamp", "Good"),
        ("orchard bus lamp nine", "Strong"),
    ):
        await password.fill("")
        await expect(strength(page)).to_have_text("")
        await password.press_sequentially(typed)
        await expect(strength(page)).to_have_text(f"Strength of the password: {words}")
        assert await button.bounding_box() == before
    assert await strength(page).get_attribute("aria-live") == "polite"
    assert "orchard bus" not in overheard


async def test_who_puts_the_reminder_away_has_peace(open_context: OpenContext) -> None:
    page = await (await open_context()).new_page()
    await join(page, somebody())
    banner = page.get_by_role("region", name="Your address")
    await page.goto("/studio")
    await banner.get_by_role("button", name="Put away").press("Enter")
    await expect(banner).to_have_count(0)
    for path in ("/", "/wallet", "/settings/account"):
        await page.goto(path)
        await settled(page)
        await expect(banner).to_have_count(0)


async def test_a_known_address_is_joined_with_like_any_other(
    dreamdot: DreamDot, open_context: OpenContext
) -> None:
    person = somebody()
    first = await (await open_context()).new_page()
    await join(first, person)
    await first.goto(await path_in(dreamdot, person.email, "Confirm your email address"))
    await first.get_by_role("button", name="Confirm the address").click()
    await expect(first.get_by_role("heading", name="Your address is confirmed")).to_be_visible()

    again = await (await open_context()).new_page()
    await again.goto("/join")
    await fill_join(again, Person(somebody().username, person.email))
    await again.get_by_role("button", name="Create account").click()
    await expect(again).not_to_have_url(re.compile(r"/join"))
    assert (await path_in(dreamdot, person.email, "You have an account already")) == "/signin"
