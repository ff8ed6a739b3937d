"""Second factors in Chromium: an app, recovery codes, and passkeys on a virtual device.

On a desk and on a phone, by keyboard where it matters, and axe finds nothing.
"""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.e2e.authenticators import arrive_confirmed, code_of, with_device
from tests.e2e.conftest import OpenContext
from tests.e2e.people import Overheard, Person, settled, sign_in
from tests.e2e.running import ARTEFACTS, DreamDot

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

WIDTHS = [(1280, 900), (360, 760)]
SECURITY, STEP = "/settings/security", re.compile(r"/signin/code(\?|$)")


async def fits(page: Page, name: str) -> None:
    """Pictures of it, axe finds nothing by day and by night, it cannot be pushed sideways."""
    await settled(page)
    width = (page.viewport_size or {})["width"]
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # pyright: ignore[reportArgumentType] two words of it
        theme = "day" if scheme == "light" else "night"
        await expect(page.locator("html")).to_have_attribute("data-theme", theme)
        path = ARTEFACTS / "factors" / f"{name}-{width}-{theme}.png"
        await page.screenshot(path=path, full_page=True, animations="disabled")
        found = await Axe().run(page)
        assert found.violations_count == 0, f"{name}, {theme}: {found.generate_report()}"
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(overflow) <= 0


async def type_password(page: Page, person: Person, *, next_page: str = "/wallet") -> None:
    """Sign in with a password, and be asked for more."""
    await page.goto(f"/signin?next={next_page}")
    await page.get_by_label("Username or email").fill(person.username)
    await page.get_by_label("Password", exact=True).fill(person.password)
    await page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    await expect(page).to_have_url(STEP)
    await expect(page.get_by_role("link", name="Back to sign in")).to_be_visible()


async def leave(page: Page) -> None:
    """Sign out through the account menu, on a desk or on a phone."""
    await page.get_by_role("button", name=re.compile("^(Your account|You)$")).click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("link", name="Join").first).to_be_visible()


async def add_passkey(page: Page, name: str) -> None:
    await page.goto(SECURITY)
    await page.get_by_role("main").get_by_role("textbox", name="Name").first.fill(name)
    await page.get_by_role("button", name="Add a passkey").click()


async def keep_codes(page: Page) -> list[str]:
    """Read the recovery codes, and say that they are kept."""
    shown = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    await expect(shown).to_have_count(10)
    codes = await shown.all_inner_texts()
    await page.get_by_role("button", name="I have kept them").click()
    await expect(page.get_by_text("10 of 10 left")).to_be_visible()
    return codes


@pytest.mark.parametrize(("width", "height"), WIDTHS)
async def test_an_app_is_set_up_asked_for_and_turned_off(
    dreamdot: DreamDot, open_context: OpenContext, width: int, height: int
) -> None:
    context = await open_context(viewport={"width": width, "height": height})
    page, person = await arrive_confirmed(dreamdot, context)
    overheard = Overheard(page)
    await page.goto(SECURITY)
    await fits(page, "nothing-on")
    await page.get_by_role("link", name="Set up").click()
    await expect(page.locator("[data-secret]")).to_be_visible()
    secret = (await page.locator("[data-secret]").inner_text()).replace(" ", "")
    await fits(page, "set-up")
    await page.reload()
    await expect(page.locator("[data-secret]")).to_have_text(" ".join(re.findall("....", secret)))
    await page.get_by_label("Six digits").fill("000000")
    await page.get_by_role("button", name="Turn on").click()
    await expect(page.get_by_text("Is its clock right?")).to_be_visible()
    await page.get_by_label("Six digits").fill(code_of(secret, steps=-1))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("list", name="Recovery codes")).to_be_visible()
    await fits(page, "codes")
    async with page.expect_download() as saved:
        await page.get_by_role("button", name="Save as text").click()
    written = (await (await saved.value).path()).read_text()
    codes = await keep_codes(page)
    assert all(code in written for code in codes)
    assert person.username in written
    for told in (secret, *codes):
        assert told not in overheard
    await page.goto("/settings/security/codes")
    await expect(page.get_by_role("alert").get_by_text("shown already")).to_be_visible()

    await leave(page)
    await type_password(page, person)
    await fits(page, "step")
    await page.get_by_label("Six digits").press_sequentially("000000")
    await expect(page.get_by_text("This code is not right")).to_be_visible()
    await page.get_by_label("Six digits").fill("")
    # It sends itself, and nobody has to reach for a button.
    await page.get_by_label("Six digits").press_sequentially(code_of(secret))
    await expect(page).to_have_url(re.compile("/wallet$"))

    await leave(page)
    await type_password(page, person)
    await page.get_by_role("button", name="Use a recovery code").press("Enter")
    await expect(page.get_by_label("Recovery code")).to_be_focused()
    await fits(page, "step-recovery")
    await page.keyboard.type(codes[0].upper())
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/wallet$"))

    await page.goto(SECURITY)
    await expect(page.get_by_text("9 of 10 left")).to_be_visible()
    await page.get_by_role("button", name="Turn off").click()
    await page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    await expect(page.get_by_role("link", name="Set up")).to_be_visible()
    await leave(page)
    await sign_in(page, person)


@pytest.mark.parametrize(("width", "height"), WIDTHS)
async def test_a_passkey_alone_as_second_factor_and_as_the_only_one(
    dreamdot: DreamDot, open_context: OpenContext, width: int, height: int
) -> None:
    context = await open_context(viewport={"width": width, "height": height})
    page, person = await arrive_confirmed(dreamdot, context)
    device = await with_device(page)
    await add_passkey(page, "Work laptop")
    await keep_codes(page)
    await fits(page, "passkey")
    (kept,) = await device.credentials()
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)
    await add_passkey(page, "")
    await expect(page.get_by_text("has a passkey for this account already")).to_be_visible()

    # alone, without a name being typed
    await leave(page)
    await page.goto("/signin?next=/library")
    await page.get_by_role("main").get_by_role("button", name="Use a passkey").press("Enter")
    await expect(page).to_have_url(re.compile("/library$"))

    # after a password
    await leave(page)
    await type_password(page, person)
    await fits(page, "step-passkey")
    await page.get_by_role("button", name="Use your passkey").click()
    await expect(page).to_have_url(re.compile("/wallet$"))

    # renamed
    await page.goto(SECURITY)
    await page.get_by_role("button", name="Rename Work laptop").click()
    await page.get_by_role("dialog").get_by_label("Name").fill("Old laptop")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("list", name="Your passkeys")).to_contain_text("Old laptop")

    # as the only factor
    await page.get_by_role("button", name="Remove the password").click()
    asked = page.get_by_role("dialog")
    await expect(asked).to_contain_text("If you lose it")
    await asked.get_by_role("button", name="Remove the password").click()
    await expect(page.get_by_role("button", name="Remove the password")).to_have_count(0)
    await page.get_by_role("button", name="Remove Old laptop").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(page.get_by_text("This is your only way in.")).to_be_visible()
    await page.keyboard.press("Escape")
    await leave(page)
    await page.goto("/signin")
    await page.get_by_label("Username or email").fill(person.username)
    await page.get_by_label("Password", exact=True).fill(person.password)
    await page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_text("do not belong together")).to_be_visible()
    await page.get_by_role("button", name="Use a passkey").click()
    await expect(page).not_to_have_url(re.compile("/signin"))


async def test_what_a_device_refuses_is_said_in_words(
    dreamdot: DreamDot, open_context: OpenContext
) -> None:
    page, _ = await arrive_confirmed(dreamdot, await open_context())
    device = await with_device(page)
    await add_passkey(page, "Phone")
    await keep_codes(page)
    await leave(page)
    await device.say_no()
    await page.goto("/signin")
    use = page.get_by_role("main").get_by_role("button", name="Use a passkey")
    await use.click()
    await expect(page.get_by_text("It was cancelled, or took too long.")).to_be_visible()
    await expect(page).to_have_url(re.compile("/signin$"))


async def test_a_copy_of_a_passkey_is_refused(
    dreamdot: DreamDot, open_context: OpenContext
) -> None:
    page, _ = await arrive_confirmed(dreamdot, await open_context())
    device = await with_device(page)
    await add_passkey(page, "Phone")
    await keep_codes(page)
    (copied,) = await device.credentials()
    await leave(page)
    await page.goto("/signin")
    await page.get_by_role("main").get_by_role("button", name="Use a passkey").click()
    await expect(page).not_to_have_url(re.compile("/signin"))

    elsewhere = await (await open_context()).new_page()
    thief = await with_device(elsewhere)
    await thief.put({**copied, "signCount": 0})
    await elsewhere.goto("/signin")
    await elsewhere.get_by_role("main").get_by_role("button", name="Use a passkey").click()
    await expect(elsewhere.get_by_text("This passkey was not accepted.")).to_be_visible()
