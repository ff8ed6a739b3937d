"""One's own page, written by keyboard with real pictures, and seen by who is signed out."""

import io
import re
from collections.abc import AsyncGenerator

import pytest
from PIL import Image
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import OpenContext, contexts
from tests.e2e.people import PASSWORD, Person, arrive, settled, somebody
from tests.e2e.running import DreamDot

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

SIZES = {1280: 900, 360: 760}


def photograph(width: int, height: int) -> bytes:
    """A picture, its left half red and its right half blue, with a place in its metadata."""
    picture = Image.new("RGB", (width, height), "#c33")
    picture.paste("#339", (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90, exif=exif)
    return file.getvalue()


@pytest.fixture(params=SIZES)
async def writer(
    chromium: Browser, dreamdot: DreamDot, request: pytest.FixtureRequest
) -> AsyncGenerator[tuple[Page, Person]]:
    """The profile's settings of somebody who has just joined."""
    viewport = {"width": request.param, "height": SIZES[request.param]}
    async with contexts(chromium, dreamdot) as make:
        context = await make(viewport=viewport, reduced_motion="reduce")
        person = somebody("writer")
        page = await arrive(context, person)
        await open_settings(page)
        yield page, person


async def open_settings(page: Page) -> None:
    await page.goto("/settings/profile")
    await expect(page.get_by_label("About you")).to_be_visible()


async def save(page: Page, words: str = "Saved.") -> None:
    await page.get_by_role("button", name="Save", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()


async def crop(page: Page, label: str, picture: bytes, *, right: int) -> str:
    """Choose a picture and a part of it by keyboard; the address at which it is shown then."""
    chooser = page.get_by_label(f"{label}: choose a picture")
    await chooser.set_input_files({"name": "me.jpg", "mimeType": "image/jpeg", "buffer": picture})
    part = page.get_by_role("group", name=re.compile("^The part that is shown"))
    await expect(part).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("slider", name="Zoom")).to_be_focused()
    for _ in range(20):
        await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("slider")).to_have_value("2")
    await page.keyboard.press("Shift+Tab")
    for _ in range(right):
        await page.keyboard.press("ArrowRight")
    use = page.get_by_role("button", name="Use this part")
    await use.focus()
    async with page.expect_response("**/api/media/pictures") as answered:
        await page.keyboard.press("Enter")
    stored = await (await answered.value).json()
    assert stored["width"] <= 1_960
    await expect(page.locator(f"img[src='{stored['url']}']")).to_be_visible()
    return stored["url"]


async def colour_of(page: Page, address: str) -> tuple[int, int, int]:
    """The colour in the middle of a picture, as the server gives it."""
    answer = await page.request.get(address)
    picture = Image.open(io.BytesIO(await answer.body())).convert("RGB")
    assert not picture.getexif()
    red, green, blue = picture.getpixel((picture.width // 2, picture.height // 2))  # pyright: ignore[reportGeneralTypeIssues] three of RGB
    return int(red), int(green), int(blue)


async def test_a_page_is_written_by_keyboard_and_seen_by_everybody(
    writer: tuple[Page, Person], open_context: OpenContext
) -> None:
    page, person = writer
    await page.get_by_label("Name", exact=True).first.fill("Zofia Wrońska")
    await page.get_by_label("Pronouns").fill("she/her")
    await page.get_by_label("Location").fill("Gdańsk")
    await page.get_by_label("About you").fill("Draws tides.\nhttps://example.com/tides and more")
    avatar = await crop(page, "Picture", photograph(900, 600), right=60)
    banner = await crop(page, "Banner", photograph(2_000, 900), right=0)
    for number, address in enumerate(("example.com/shop", "https://example.org/")):
        await page.get_by_role("button", name="Add a link").press("Enter")
        row = page.get_by_role("group", name=f"Link {number + 1}")
        await expect(row.get_by_label("Name")).to_be_focused()
        await page.keyboard.type(f"Link number {number}")
        await page.keyboard.press("Tab")
        await page.keyboard.type(address)
    await page.get_by_role("button", name="Link 2: move up").press("Enter")
    await expect(page.get_by_role("button", name="Link 1: move down")).to_be_focused()
    await save(page)

    visitor = await (await open_context(viewport=page.viewport_size)).new_page()
    await visitor.goto(f"/@{person.username}")
    await expect(visitor).to_have_url(re.compile(f"/u/{person.username}$"))
    await expect(visitor.get_by_role("heading", name="Zofia Wrońska")).to_be_visible()
    head = visitor.get_by_role("main").locator("header").first
    for words in ("she/her", "Gdańsk", "Draws tides."):
        await expect(head.get_by_text(words)).to_be_visible()
    written = head.get_by_role("link", name="https://example.com/tides")
    await expect(written).to_have_attribute("rel", "nofollow noopener ugc")
    links = head.get_by_role("link", name=re.compile("^Link number"))
    await expect(links).to_have_text(["Link number 1", "Link number 0"])
    await expect(links.last).to_have_attribute("href", "https://example.com/shop")
    await expect(links.last).to_have_attribute("rel", re.compile("^me "))
    await expect(head.locator(f"img[src='{avatar}']")).to_be_visible()
    await expect(head.locator(f"img[src='{banner}']")).to_be_visible()
    await expect(visitor.get_by_role("link", name="Edit profile")).to_have_count(0)
    # The picture was moved to the right, so that its left half is shown.
    red, _, blue = await colour_of(page, avatar)
    assert red > blue
    await page.goto(f"/u/{person.username}")
    await page.get_by_role("link", name="Edit profile").click()
    await expect(page).to_have_url(re.compile("/settings/profile$"))


async def test_what_is_refused_is_said_beside_its_field_and_stays_typed(
    writer: tuple[Page, Person],
) -> None:
    page, _ = writer
    await page.get_by_label("About you").fill("Kept.")
    await page.get_by_role("button", name="Add a link").click()
    address = page.get_by_role("textbox", name="Address")
    await address.fill("javascript:alert(1)")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Links begin with https://.")).to_be_visible()
    await expect(address).to_be_focused()
    await expect(address).to_have_value("javascript:alert(1)")
    await expect(page.get_by_label("About you")).to_have_value("Kept.")
    await page.get_by_role("button", name="Link 1: remove").click()
    await expect(page.get_by_role("button", name="Add a link")).to_be_focused()
    await save(page)


async def test_files_that_are_no_pictures_are_refused(writer: tuple[Page, Person]) -> None:
    page, _ = writer
    chooser = page.get_by_label("Picture: choose a picture")
    text = {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
    await chooser.set_input_files(text)  # pyright: ignore[reportArgumentType] a file's payload
    await expect(page.get_by_text("A picture as JPEG, PNG or WebP, please.")).to_be_visible()
    broken = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    await chooser.set_input_files(broken)  # pyright: ignore[reportArgumentType] a file's payload
    await expect(page.get_by_text("This picture cannot be read.")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(chooser).to_be_focused()


async def test_leaving_asks_while_something_is_not_saved(writer: tuple[Page, Person]) -> None:
    page, _ = writer
    bio = page.get_by_label("About you")
    await bio.fill("Not saved yet.")
    account = page.get_by_role("navigation", name="Settings").get_by_role("link", name="Account")
    await account.click()
    await page.get_by_role("button", name="Stay").click()
    await expect(bio).to_have_value("Not saved yet.")
    await expect(page).to_have_url(re.compile("/settings/profile$"))
    await account.click()
    await page.get_by_role("button", name="Leave").click()
    await expect(page.get_by_role("button", name="Change username")).to_be_visible()
    await open_settings(page)
    await bio.fill("Saved.")
    await save(page)
    await account.click()
    await expect(page).to_have_url(re.compile("/settings/account$"))


async def test_two_tabs(writer: tuple[Page, Person]) -> None:
    page, person = writer
    other = await page.context.new_page()
    await open_settings(other)
    await page.get_by_label("About you").fill("Of the first tab.")
    await save(page)
    await other.get_by_label("Location").fill("Of the other tab")
    await save(other)
    await page.goto(f"/u/{person.username}")
    await expect(page.get_by_text("Of the first tab.").first).to_be_visible()
    await expect(page.get_by_text("Of the other tab").first).to_be_visible()


async def test_the_cropper_is_loaded_when_a_picture_is_chosen(
    writer: tuple[Page, Person],
) -> None:
    page, _ = writer
    loaded = "() => performance.getEntriesByType('resource').map((one) => one.name)"
    names = await page.evaluate(loaded)
    assert not [name for name in names if "crop_dialog" in name]
    chooser = page.get_by_label("Picture: choose a picture")
    picture = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photograph(300, 300)}
    await chooser.set_input_files(picture)  # pyright: ignore[reportArgumentType] a file's payload
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert [name for name in await page.evaluate(loaded) if "crop_dialog" in name]
    await page.get_by_role("button", name="Cancel").click()


async def test_a_new_username_takes_its_readers_along(
    writer: tuple[Page, Person], open_context: OpenContext
) -> None:
    page, person = writer
    wanted = somebody("renamed").username
    await page.goto("/settings/account")
    field = page.get_by_label("Username")
    await field.fill("ab")
    await page.get_by_role("button", name="Change username").click()
    await expect(page.get_by_text("Choose a name of 3 to 30 characters.")).to_be_visible()
    await field.fill(wanted)
    await page.get_by_role("button", name="Change username").click()
    await expect(page.get_by_text(f"You are @{wanted} now.").first).to_be_visible()
    await expect(page.get_by_text("You can change your name again on")).to_be_visible()
    await expect(page.get_by_text(f"@{person.username}")).to_be_visible()

    visitor = await (await open_context()).new_page()
    answer = await visitor.request.get(f"/u/{person.username}?page=2", max_redirects=0)
    assert answer.status == 308
    assert answer.headers["location"] == f"/u/{wanted}?page=2"
    await visitor.goto(f"/u/{person.username}")
    await expect(visitor).to_have_url(re.compile(f"/u/{wanted}$"))
    await settled(visitor)
    await expect(visitor.get_by_text(f"@{wanted}").first).to_be_visible()


async def test_a_link_within_the_pages_to_a_former_name_leads_on(
    writer: tuple[Page, Person],
) -> None:
    page, person = writer
    wanted = somebody("renamed").username
    sent = {"username": wanted}
    post = """async (sent) => (await fetch("/auth/username", {
        method: "POST", body: JSON.stringify(sent),
        headers: { "content-type": "application/json" },
    })).status"""
    assert await page.evaluate(post, sent) == 200
    # The page that is open still links to the name of before; nothing is loaded anew.
    await page.evaluate("() => { window.isTheSame = true; }")
    await page.get_by_role("link", name="See your page").click()
    await expect(page).to_have_url(re.compile(f"/u/{wanted}$"))
    assert await page.evaluate("() => window.isTheSame")
    assert person.password == PASSWORD
