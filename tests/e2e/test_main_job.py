"""The main job, from end to end: a creator publishes a story, a reader buys and reads it."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.people import (
    PASSWORD,
    Overheard,
    begin_story,
    join,
    saved,
    sign_in,
    sign_out,
    somebody,
    text_of,
)
from tests.e2e.running import ARTEFACTS

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

TITLE = "The lamp that learned to wait"
SUMMARY = "A lamp keeps house alone."
OPENING = "Nobody had told the lamp that the house was empty."
EVENINGS = [
    f"On evening {number} it burned a little lower, and listened for the stairs, and counted "
    "what the dark had left of the furniture, and began again from the door."
    for number in range(2, 40)
]
ENDING = "In the morning somebody had turned the key."
BUY = re.compile(r"^Buy for")


async def write(page: Page) -> None:
    """Type a story as one does: Markdown shortcuts, bold, a heading, scenes, a quote."""
    text = text_of(page)
    await text.click()
    await page.keyboard.type(OPENING)
    await page.keyboard.press("Enter")
    await page.keyboard.type("## The waiting")
    await page.keyboard.press("Enter")
    await page.keyboard.type("It was **very** dark.")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")  # a line left empty ends a scene
    for evening in EVENINGS:
        await page.keyboard.insert_text(evening)
        await page.keyboard.press("Enter")
    await page.keyboard.type("> It waited.")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await page.keyboard.type(ENDING)
    await expect(text.locator("h2")).to_have_text("The waiting")
    await expect(text.locator("strong")).to_have_text("very")
    await expect(text.locator("blockquote")).to_have_text("It waited.")


async def press_buy(page: Page) -> None:
    await page.get_by_role("main").get_by_role("button", name=BUY).first.click()


async def test_a_creator_publishes_and_a_reader_buys_and_reads(
    open_context: OpenContext, tmp_path: Path
) -> None:
    maker, reader = somebody("maker"), somebody("reader")
    makers_context, readers_context = await open_context(), await open_context()
    makers = await makers_context.new_page()
    overheard = Overheard(makers)

    # The maker joins, and begins with credit that can be spent and never withdrawn.
    await join(makers, maker)
    await makers.goto("/wallet")
    await expect(makers.get_by_role("main")).to_contain_text("$50,000.00")
    await expect(makers.get_by_role("main")).to_contain_text("never be withdrawn")

    # Writes a story; it survives a lost connection and a reload in the middle of a sentence.
    await begin_story(makers)
    desk = makers.url
    await makers.get_by_label("Title").fill(TITLE)
    await write(makers)
    await saved(makers)
    await makers_context.set_offline(True)
    await makers.get_by_label("Summary").fill(SUMMARY)
    await expect(makers.locator("[data-draft=offline]")).to_contain_text("kept on this device")
    await makers_context.set_offline(False)
    await saved(makers)
    await makers.get_by_label("Tags").fill("lamps, patience")
    await makers.reload()
    await expect(makers.get_by_label("Title")).to_have_value(TITLE)
    await expect(makers.get_by_label("Summary")).to_have_value(SUMMARY)
    await expect(makers.get_by_label("Tags")).to_have_value("lamps, patience")
    await expect(text_of(makers)).to_contain_text(OPENING)
    await expect(text_of(makers)).to_contain_text(ENDING)
    await expect(text_of(makers).locator("h2")).to_have_text("The waiting")
    next_scene = text_of(makers).locator("p:has(> br:only-child) + p")
    await expect(next_scene.first).to_have_text(EVENINGS[0])

    # Gives it a cover and a price, looks at it as readers will, and publishes.
    Image.new("RGB", (900, 1200), "#c3532f").save(tmp_path / "cover.png")
    await makers.locator("[data-cover] input[type=file]").set_input_files(tmp_path / "cover.png")
    await expect(makers.get_by_role("button", name="Remove the cover")).to_be_visible()
    await makers.get_by_label("Price").fill("2.40")
    await saved(makers)
    await makers.get_by_role("link", name="Preview").click()
    await expect(makers.get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(makers.get_by_role("main")).to_contain_text(ENDING)
    await makers.go_back()
    await expect(makers).to_have_url(desk)
    await expect(makers.get_by_label("Price")).to_have_value("2.40")
    await expect(makers.get_by_role("button", name="Remove the cover")).to_be_visible()
    await makers.get_by_role("button", name="Publish").click()
    await expect(makers).to_have_url(re.compile(r"/work/the-lamp-that-learned-to-wait-\w{22}$"))
    address = makers.url
    await expect(makers.get_by_role("main")).to_contain_text("It is out.")
    await expect(makers.get_by_role("main")).to_contain_text("What a reader pays, once")
    await expect(makers.get_by_role("button", name="Copy link")).to_be_visible()
    for width in (360, 1280):
        await makers.set_viewport_size({"width": width, "height": 900})
        await makers.screenshot(path=ARTEFACTS / "screens" / f"work-just-out-{width}-day.png")

    # Neither the password nor a word of the story was sent while it was typed.
    assert maker.username in overheard
    assert PASSWORD not in overheard
    assert OPENING[:20] not in overheard.sent

    # A visitor sees what it is and how it begins, not how it ends, and is asked to join.
    readers = await readers_context.new_page()
    overheard = Overheard(readers)
    await readers.goto(address)
    await expect(readers.get_by_role("heading", name=TITLE)).to_be_visible()
    main = readers.get_by_role("main")
    for seen in (maker.username, SUMMARY, "$2.40", OPENING):
        await expect(main).to_contain_text(seen)
    cover = readers.get_by_role("main").locator("img[src^='/media/']").first
    await expect(cover).to_be_visible()
    assert OPENING in overheard
    assert ENDING not in overheard
    assert ENDING not in await (await readers.request.get(address)).text()
    await press_buy(readers)
    await readers.get_by_role("dialog").get_by_role("link", name="Join DreamDot").click()
    await expect(readers).to_have_url(re.compile(r"/join\?next="))
    await join(readers, reader)
    await expect(readers).to_have_url(address)

    # Finds it by its words, and buys it with one press after seeing price and balance after.
    await readers.goto("/")
    search = readers.get_by_role("searchbox").first
    await search.fill("lamp learned")
    await search.press("Enter")
    await expect(readers).to_have_url(re.compile(r"/discover\?q=lamp"))
    await main.get_by_role("link", name=f"{TITLE} {maker.username}").click()
    await expect(readers).to_have_url(address)
    await press_buy(readers)
    dialog = readers.get_by_role("dialog")
    await expect(dialog).to_contain_text("$2.40")
    await expect(dialog).to_contain_text("$49,997.60")
    await dialog.get_by_role("button", name=BUY).click()

    # The text opens in the reader, which keeps the place.
    await expect(readers).to_have_url(re.compile(r"/read/"))
    await expect(main).to_contain_text(ENDING)
    await expect(main.locator("p:empty + p")).to_have_text(EVENINGS[0])
    async with readers.expect_response(re.compile(r"/place$")) as kept:
        await main.get_by_text(EVENINGS[20]).evaluate("line => line.scrollIntoView()")
    assert (await kept.value).ok
    await readers.goto(address)
    await expect(main).to_contain_text("Yours for good.")
    await readers.goto("/library")
    await main.get_by_role("link", name=re.compile(TITLE)).click()
    await expect(main.get_by_text(EVENINGS[20])).to_be_in_viewport()
    await expect(main.get_by_text(OPENING)).not_to_be_in_viewport()

    # The author sees the sale.
    await makers.goto("/wallet")
    await expect(makers.get_by_role("main")).to_contain_text("$50,002.16")
    await expect(makers.get_by_role("row", name=re.compile(TITLE))).to_contain_text("+$2.16")
    await makers.goto("/studio")
    await expect(makers.get_by_role("row", name=re.compile(TITLE))).to_contain_text("$2.16")

    # Signing out and back in keeps all of it.
    await readers.goto("/wallet")
    await sign_out(readers)
    await readers.goto("/library")
    await expect(readers).to_have_url(re.compile(r"/signin\?next=%2Flibrary"))
    await sign_in(readers, reader)
    await expect(readers).to_have_url(re.compile(r"/library$"))
    await main.get_by_role("link", name=re.compile(TITLE)).click()
    await expect(main.get_by_text(EVENINGS[20])).to_be_in_viewport()
    await readers.goto("/wallet")
    await expect(main).to_contain_text("$49,997.60")
