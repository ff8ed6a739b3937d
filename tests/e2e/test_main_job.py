"""The main job, from end to end: a creator publishes a story, a reader buys and reads it."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import OpenContext, settled
from tests.e2e.people import join, sign_in, somebody

pytestmark = pytest.mark.xdist_group("e2e")

TITLE = "The lamp that learned to wait"
OPENING = "Nobody had told the lamp that the house was empty."
PARAGRAPHS = [
    OPENING,
    *(
        f"On the {number} evening it burned a little lower, and listened for the stairs, and "
        "counted what the dark had left of the furniture, and began again from the door."
        for number in ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    ),
    "In the morning somebody had turned the key.",
]


async def write(page: Page) -> None:
    """Type a story as one does: Markdown shortcuts, bold, a heading, paragraphs."""
    text = page.locator(".tiptap")
    await text.click()
    await page.keyboard.type(PARAGRAPHS[0])
    await page.keyboard.press("Enter")
    await page.keyboard.type("## The waiting")
    await page.keyboard.press("Enter")
    for paragraph in PARAGRAPHS[1:]:
        await page.keyboard.insert_text(paragraph)
        await page.keyboard.press("Enter")
    await page.keyboard.type("> It waited.")
    await expect(text.locator("h2")).to_have_text("The waiting")
    await expect(text.locator("blockquote")).to_have_text("It waited.")


async def saved(page: Page) -> None:
    await expect(page.get_by_text(re.compile(r"^Saved"))).to_be_visible()


async def test_a_creator_publishes_and_a_reader_buys_and_reads(
    open_context: OpenContext, tmp_path: Path
) -> None:
    maker, reader = somebody("maker"), somebody("reader")
    makers_page = await (await open_context()).new_page()

    # The maker joins, and begins with credit that can be spent and never withdrawn.
    await join(makers_page, maker)
    await makers_page.goto("/wallet")
    await expect(makers_page.get_by_role("main")).to_contain_text("50,000")
    await expect(makers_page.get_by_role("main")).to_contain_text("never be withdrawn")

    # Writes a story; it survives a reload and a lost connection.
    await makers_page.goto("/write")
    await expect(makers_page).to_have_url(re.compile(r"/write/\w{22}"))
    await makers_page.get_by_label("Title").fill(TITLE)
    await write(makers_page)
    await saved(makers_page)
    await makers_page.context.set_offline(True)
    await makers_page.get_by_label("Summary").fill("A lamp keeps house alone.")
    await expect(makers_page.get_by_text(re.compile("Offline"))).to_be_visible()
    await makers_page.context.set_offline(False)
    await saved(makers_page)
    await makers_page.reload()
    await expect(makers_page.get_by_label("Title")).to_have_value(TITLE)
    await expect(makers_page.get_by_label("Summary")).to_have_value("A lamp keeps house alone.")
    await expect(makers_page.locator(".tiptap")).to_contain_text(OPENING)

    # Gives it a cover and a price, looks at it as readers will, and publishes.
    cover = tmp_path / "cover.png"
    await makers_page.screenshot(path=cover)
    await makers_page.locator("input[type=file]").first.set_input_files(cover)
    await expect(makers_page.locator("input[name=cover]")).to_have_value(re.compile(r"\w{22}"))
    await makers_page.get_by_label("Price").fill("2.40")
    await saved(makers_page)
    await makers_page.get_by_role("link", name="Preview").click()
    await expect(makers_page.get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(makers_page.get_by_text(PARAGRAPHS[-1])).to_be_visible()
    await makers_page.go_back()
    await makers_page.get_by_role("button", name="Publish").click()
    await expect(makers_page).to_have_url(re.compile(r"/work/the-lamp-that-learned-to-wait-"))
    address = makers_page.url

    # A visitor sees what it is and how it begins, not how it ends, and is asked to join.
    readers_page = await (await open_context()).new_page()
    await readers_page.goto(address)
    await expect(readers_page.get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(readers_page.get_by_text(OPENING)).to_be_visible()
    assert PARAGRAPHS[-1] not in await readers_page.content()
    await readers_page.get_by_role("button", name=re.compile(r"^Buy for")).first.click()
    await readers_page.get_by_role("link", name="Join DreamDot").click()
    await join(readers_page, reader)
    await expect(readers_page).to_have_url(address)

    # Finds it by its words, and buys it with one press after seeing price and balance after.
    await readers_page.goto("/discover?q=lamp+learned")
    await readers_page.get_by_role("main").get_by_role("link", name=re.compile(TITLE)).click()
    await readers_page.get_by_role("button", name=re.compile(r"^Buy for")).first.click()
    dialog = readers_page.get_by_role("dialog")
    await expect(dialog).to_contain_text("$2.40")
    await expect(dialog).to_contain_text("$49,997.60")
    await dialog.get_by_role("button", name=re.compile(r"^Buy for")).click()
    await expect(readers_page).to_have_url(re.compile(r"/read/"))
    last = readers_page.get_by_text(PARAGRAPHS[-1])
    await last.scroll_into_view_if_needed()
    await expect(last).to_be_in_viewport()

    # The place is kept, the work stands in the library, the author sees the sale.
    async with readers_page.expect_response(re.compile(r"/place$")):
        await readers_page.mouse.wheel(0, 10)
    await readers_page.goto("/library")
    await readers_page.get_by_role("link", name=re.compile(TITLE)).click()
    await expect(readers_page.get_by_text(PARAGRAPHS[-1])).to_be_in_viewport()
    await makers_page.goto("/wallet")
    await settled(makers_page)
    await expect(makers_page.get_by_role("main")).to_contain_text("+$2.16")
    await makers_page.goto("/studio")
    await expect(makers_page.get_by_role("row", name=re.compile(TITLE))).to_contain_text("$2.16")

    # Signing out and back in keeps all of it.
    await readers_page.goto("/wallet")
    await readers_page.get_by_role("button", name=re.compile("Account|" + reader.username)).click()
    await readers_page.get_by_role("menuitem", name="Sign out").click()
    await expect(readers_page.get_by_role("link", name="Join").first).to_be_visible()
    await readers_page.goto("/library")
    await expect(readers_page).to_have_url(re.compile("/signin"))
    await sign_in(readers_page, reader)
    await readers_page.goto("/library")
    await expect(readers_page.get_by_role("link", name=re.compile(TITLE))).to_be_visible()
    await readers_page.goto("/wallet")
    await expect(readers_page.get_by_role("main")).to_contain_text("49,997")
