"""Every main screen, phone and desktop, day and night: a picture of it, and axe finds nothing.

The pictures lie in ``artefacts/`` to be looked at, those of the style guide among them.
"""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, expect

from dreamdot_app.core import ids
from dreamdot_app.world import seed
from dreamdot_app.world.content import Work, world
from tests.e2e.conftest import contexts
from tests.e2e.people import Person, settled, sign_in
from tests.e2e.running import ARTEFACTS, DreamDot
from tests.pictures import drawn

pytestmark = [pytest.mark.xdist_group("e2e, the other half"), pytest.mark.pure]

HEIGHTS = {1280: 900, 360: 760}
THEMES = ("day", "night")
OWNED = [world().work(bought.work) for bought in world().purchases if bought.buyer == seed.READER]


def first(works: list[Work], kind: str, *, is_paid: bool = True) -> str:
    """The reference of the first work of a kind, as it stands in addresses."""
    fitting = (one for one in works if one.kind == kind and bool(one.price_minor) == is_paid)
    return f"x-{ids.short(seed.work_id(next(fitting)))}"


OTHERS = [work for work in world().works if work.author != seed.READER and work not in OWNED]
OWN = [work for work in world().works if work.author == seed.READER]
STORY, MINE = first(OTHERS, "writing"), first(OWN, "writing")

Then = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True)
class Screen:
    """What one sees at an address, after doing something there; `is_whole`: the whole page."""

    address: str
    then: Then | None = None
    is_for_members: bool = True
    is_whole: bool = True


async def press_buy(page: Page) -> None:
    await page.get_by_role("main").get_by_role("button", name=re.compile("^Buy for")).first.click()
    await page.get_by_role("dialog").wait_for()


async def verify(page: Page) -> None:
    await page.get_by_role("button", name="Verify my statement").click()
    await page.get_by_text("fit together").wait_for()


async def open_receipt(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("^Receipt for")).first.click()
    await page.get_by_role("dialog").wait_for()


async def press_delete(page: Page) -> None:
    await page.get_by_role("button", name="Delete my account").first.click()
    await page.get_by_role("dialog").wait_for()


async def to_checkout(page: Page) -> None:
    await page.get_by_role("button", name="Go to payment").click()
    await page.wait_for_url("**/test-checkout/**")
    await expect(page.get_by_role("button", name="Pay", exact=True)).to_be_visible()


async def open_account_menu(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("^(Your account|You)$")).click()
    await page.get_by_role("menu").wait_for()


async def send_nothing(page: Page) -> None:
    await page.get_by_role("button", name="Create account").click()
    await expect(page.get_by_label("Username")).to_have_attribute("aria-invalid", "true")


async def type_password(page: Page) -> None:
    await page.get_by_label("Password", exact=True).fill("orchard bus lamp nine")
    await expect(page.locator("[data-strength]")).to_contain_text("Strong")


async def type_weak_password(page: Page) -> None:
    await page.get_by_label("New password", exact=True).fill("password123")
    await expect(page.locator("[data-strength]")).to_contain_text("Too easy")


async def press_confirm(page: Page) -> None:
    await page.get_by_role("button", name="Confirm the address").click()
    await expect(page.get_by_role("alert")).to_contain_text("Ask for a new one")


async def await_chart(page: Page) -> None:
    await page.locator(".recharts-bar-rectangle").first.wait_for()
    await page.get_by_text("The same as a table").click()


async def refuse_code(page: Page) -> None:
    await page.get_by_label("Code").fill("nothing")
    await page.get_by_role("button", name="Redeem").click()
    await page.get_by_text("This code brings nothing.").wait_for()


async def scroll_to_end(page: Page) -> None:
    await page.get_by_text("The end.").scroll_into_view_if_needed()


async def await_editor(page: Page) -> None:
    await page.locator(".tiptap[contenteditable=true]").wait_for()


async def await_profile_form(page: Page) -> None:
    await page.get_by_label("About you").wait_for()


async def open_crop(page: Page) -> None:
    chooser = page.get_by_label("Picture: choose a picture")
    picture = {"name": "me.png", "mimeType": "image/png", "buffer": drawn(900, 600)}
    await chooser.set_input_files(picture)  # pyright: ignore[reportArgumentType] a file's payload
    await expect(page.get_by_role("group", name=re.compile("^The part"))).to_be_focused()


async def await_activity(page: Page) -> None:
    await page.get_by_role("table", name="What happened to your account").wait_for()


async def open_person_menu(page: Page) -> None:
    await page.get_by_role("button", name="What to do with this person").click()
    await page.get_by_role("menu").wait_for()


async def press_block(page: Page) -> None:
    await open_person_menu(page)
    await page.get_by_role("menuitem", name="Block").click()
    await page.get_by_role("dialog").wait_for()


async def await_refusal(page: Page) -> None:
    await page.get_by_role("link", name="Sign in again").wait_for()


async def refuse_links(page: Page) -> None:
    for _ in range(2):
        await page.get_by_role("button", name="Add a link").click()
    await page.get_by_label("Address").first.fill("javascript:alert(1)")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_text("Links begin with https://.").wait_for()


async def open_about(page: Page) -> None:
    await page.get_by_role("tab", name="About").click()


def visitors(address: str, then: Then | None = None, *, is_whole: bool = True) -> Screen:
    return Screen(address, then, is_for_members=False, is_whole=is_whole)


SCREENS = {
    "home": visitors("/"),
    "discover": visitors("/discover"),
    "search": visitors("/discover?q=lamp"),
    "search-nothing": visitors("/discover?q=qqqqqqq"),
    "work": visitors(f"/work/{STORY}"),
    "work-join": visitors(f"/work/{STORY}", press_buy, is_whole=False),
    "work-free": visitors(f"/work/{first(OTHERS, 'writing', is_paid=False)}"),
    "work-owned": Screen(f"/work/{first(OWNED, 'writing')}"),
    "work-comic": visitors(f"/work/{first(OTHERS, 'comic')}"),
    "profile": visitors(f"/u/{seed.READER}"),
    "profile-about": visitors(f"/u/{seed.READER}", open_about),
    "profile-nobody": visitors("/u/nobody.has.this"),
    "profile-own": Screen(f"/u/{seed.READER}", is_whole=False),
    "settings-profile": Screen("/settings/profile", await_profile_form),
    "settings-profile-crop": Screen("/settings/profile", open_crop, is_whole=False),
    "settings-profile-refused": Screen("/settings/profile", refuse_links),
    "settings-account": Screen("/settings/account"),
    "settings-security": Screen("/settings/security", await_activity),
    "settings-sessions": Screen("/settings/sessions"),
    "settings-spending": Screen("/settings/spending"),
    "settings-privacy": Screen("/settings/privacy"),
    "settings-notifications": Screen("/settings/notifications"),
    "settings-appearance": Screen("/settings/appearance"),
    "settings-language": Screen("/settings/language"),
    "settings-people": Screen("/settings/people"),
    "profile-menu": Screen(f"/u/{OTHERS[0].author}", open_person_menu, is_whole=False),
    "profile-block": Screen(f"/u/{OTHERS[0].author}", press_block, is_whole=False),
    "join": visitors("/join"),
    "join-refused": visitors("/join", send_nothing),
    "signin": visitors("/signin"),
    "signin-code-over": visitors("/signin/code", await_refusal),
    "join-strength": visitors("/join", type_password),
    "forgot": visitors("/forgot"),
    "forgot-sent": visitors("/forgot/sent"),
    "confirm-refused": visitors("/confirm#token=forged", press_confirm),
    "confirm-done": visitors("/confirm/done"),
    "reset": visitors("/reset#token=forged", type_weak_password),
    "reset-done": visitors("/reset/done"),
    "missing": visitors("/no/such/page"),
    "styleguide": visitors("/styleguide"),
    "home-member": Screen("/"),
    "work-member": Screen(f"/work/{STORY}"),
    "work-buy": Screen(f"/work/{STORY}", press_buy, is_whole=False),
    "work-own": Screen(f"/work/{MINE}"),
    "reader": Screen(f"/read/{first(OWNED, 'writing')}", is_whole=False),
    "reader-comic": visitors(f"/read/{first(list(world().works), 'comic', is_paid=False)}"),
    "reader-end": visitors(
        f"/read/{first(OTHERS, 'writing', is_paid=False)}", scroll_to_end, is_whole=False
    ),
    "editor": Screen(f"/write/{MINE.removeprefix('x-')}", await_editor),
    "preview": Screen(f"/write/{MINE.removeprefix('x-')}/preview", is_whole=False),
    "wallet": Screen("/wallet"),
    "wallet-earnings": Screen("/wallet/earnings", await_chart),
    "wallet-code": Screen("/wallet/code", refuse_code),
    "wallet-receipt": Screen("/wallet", open_receipt, is_whole=False),
    "wallet-nothing": Screen("/wallet?q=nothing+like+it"),
    "statements": Screen("/wallet/statements", verify),
    "wallet-add": Screen("/wallet/add"),
    "wallet-added-nothing": Screen("/wallet/added?payment=none"),
    "test-checkout": Screen("/wallet/add", to_checkout, is_whole=False),
    "withdraw": Screen("/wallet/withdraw"),
    "withdraw-stand-in": Screen("/test-onboarding/none"),
    "library": Screen("/library"),
    "studio": Screen("/studio"),
    "settings-data": Screen("/settings/data"),
    "settings-data-leave": Screen("/settings/data", press_delete, is_whole=False),
    "account-menu": Screen("/library", open_account_menu, is_whole=False),
}


@pytest.fixture(scope="module")
async def looking(
    chromium: Browser, dreamdot: DreamDot
) -> AsyncGenerator[dict[bool, BrowserContext]]:
    """Two browsers: a visitor's, and that of the demonstration's reader (by ``is_for_members``)."""
    async with contexts(chromium, dreamdot) as make:
        visitor = await make(reduced_motion="reduce")
        member = await make(reduced_motion="reduce")
        page = await member.new_page()
        await sign_in(page, Person(seed.READER, "", seed.PASSWORD))
        await page.close()
        yield {False: visitor, True: member}


async def turn(page: Page, theme: str) -> None:
    """Let the device say that it is day or night; the page follows by itself."""
    await page.emulate_media(color_scheme="light" if theme == "day" else "dark")
    await expect(page.locator("html")).to_have_attribute("data-theme", theme)


async def load_all_pictures(page: Page) -> None:
    """Load what otherwise waits until somebody scrolls to it."""
    await page.evaluate(
        """() => Promise.all([...document.images].map((picture) => {
            picture.loading = 'eager';
            return picture.decode().catch(() => {});
        }))"""
    )


@pytest.mark.parametrize("width", HEIGHTS)
@pytest.mark.parametrize("screen", SCREENS)
async def test_a_screen_is_accessible_and_fits(
    looking: dict[bool, BrowserContext], screen: str, width: int
) -> None:
    shown = SCREENS[screen]
    page = await looking[shown.is_for_members].new_page()
    try:
        await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        await page.goto(shown.address)
        await settled(page)
        if shown.then:
            await shown.then(page)
            await settled(page)
        await load_all_pictures(page)
        for theme in THEMES:
            await turn(page, theme)
            path = ARTEFACTS / "screens" / f"{screen}-{width}-{theme}.png"
            await page.screenshot(path=path, full_page=shown.is_whole, animations="disabled")
            found = await Axe().run(page)
            assert found.violations_count == 0, f"{theme}: {found.generate_report()}"
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(overflow) <= 0, "the page can be pushed sideways"
    finally:
        await page.close()
