"""Everything the editor offers, in the product: what is made on the desk is what readers get."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.desk import (
    Connection,
    SlowUploads,
    colour_of,
    drop_file,
    paste,
    pictures,
    select_words,
    tool,
    type_lines,
)
from tests.e2e.people import saved, text_of

pytestmark = [pytest.mark.xdist_group("e2e, the other half"), pytest.mark.pure]

ADDRESS = "https://verin.example/bus"
FOREIGN = (
    '<h1 data-pm-slice="0 0 []">From another editor</h1><p>Its words.</p>'
    '<img src="https://verin.example/bus.png">'
)


async def publish(page: Page) -> None:
    """Publish and open it as its readers do."""
    await page.get_by_role("button", name="Publish", exact=True).click()
    await expect(page).to_have_url(re.compile("/work/"))
    await page.get_by_role("main").get_by_role("link", name="Read it").click()
    await expect(page).to_have_url(re.compile("/read/"))


async def test_everything_the_toolbar_has(desk: Page) -> None:
    text = text_of(desk)
    await type_lines(desk, "Chapter one", "It came slowly and late.", "Ask the driver.", "bread")

    # Marks by the mouse, by keys; undone and done again.
    await select_words(text, "slowly")
    await tool(desk, "Bold").click()
    await expect(tool(desk, "Bold")).to_have_attribute("aria-pressed", "true")
    await select_words(text, "late")
    await desk.keyboard.press("Control+i")
    await expect(text.locator("em")).to_have_text("late")
    await tool(desk, "Undo").click()
    await expect(text.locator("em")).to_have_count(0)
    await tool(desk, "Redo").click()
    await expect(text.locator("em")).to_have_text("late")

    # A link: asked for by Ctrl+K, refused when it leads nowhere, written with Enter.
    await select_words(text, "driver")
    await desk.keyboard.press("Control+k")
    asked = desk.get_by_role("dialog", name="Link")
    await asked.get_by_label("Address").fill("nowhere at all")
    await desk.keyboard.press("Enter")
    await expect(asked.get_by_role("alert")).to_be_visible()
    await asked.get_by_label("Address").fill(ADDRESS)
    await desk.keyboard.press("Enter")
    await expect(text.get_by_role("link", name="driver")).to_have_attribute("href", ADDRESS)

    # Kinds of paragraphs from the menu, by keys alone and by the mouse.
    await select_words(text, "Chapter one")
    kinds = desk.get_by_role("toolbar", name="Text").get_by_title("Kind of paragraph")
    await kinds.focus()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("menuitemradio", name="Text")).to_be_focused()
    await desk.keyboard.press("ArrowDown")
    await desk.keyboard.press("Enter")
    await expect(text.locator("h2")).to_have_text("Chapter one")
    await select_words(text, "Ask the")
    await kinds.click()
    await desk.get_by_role("menuitemradio", name="Small heading").click()
    await expect(text.locator("h3")).to_have_text("Ask the driver.")

    # Lists, a quote and a break; the bar is one stop, with arrows inside.
    await select_words(text, "bread")
    await tool(desk, "List").click()
    await desk.keyboard.press("End")
    await type_more(desk, "Enter", "salt", "Enter", "Tab", "coarse", "Enter", "Enter", "Enter")
    await tool(desk, "Numbered list").click()
    await type_more(desk, "first", "Enter", "Enter")
    await tool(desk, "Quote").click()
    await type_more(desk, "Wait here.", "Enter", "Enter")
    await tool(desk, "Quote").focus()
    for _ in range(3):
        await desk.keyboard.press("ArrowRight")
    await expect(tool(desk, "Section break")).to_be_focused()
    await desk.keyboard.press("Enter")
    await expect(text.locator("hr")).to_have_count(1)
    await desk.keyboard.type("It left.")
    await saved(desk)

    await publish(desk)
    read = desk.locator(".dd-story")
    await expect(read.locator("h2")).to_have_text("Chapter one")
    await expect(read.locator("strong")).to_have_text("slowly")
    await expect(read.locator("em")).to_have_text("late")
    await expect(read.locator("h3 a")).to_have_attribute("href", ADDRESS)
    await expect(read.locator("ul ul")).to_have_text("coarse")
    await expect(read.locator("ol li")).to_have_text(["first"])
    await expect(read.locator("blockquote")).to_have_text("Wait here.")
    await expect(read.locator("hr + p")).to_have_text("It left.")


async def type_more(page: Page, *keys: str) -> None:
    """Words, and keys by their names."""
    for key in keys:
        await (page.keyboard.press(key) if key in {"Enter", "Tab"} else page.keyboard.type(key))


async def test_three_pictures_and_a_lost_connection(
    desk: Page, connection: Connection, tmp_path: Path
) -> None:
    text, uploads = text_of(desk), SlowUploads(desk)
    await uploads.begin()
    await type_lines(desk, "Before.")
    await desk.keyboard.type("After.")
    await select_words(text, "Before.")
    await desk.keyboard.press("End")
    chosen = pictures(tmp_path, "red", "green", "blue")
    await desk.get_by_label("Pictures for the text").set_input_files(chosen)
    await expect(text.locator(".dd-upload")).to_have_count(3)

    # The last one is there first. Whoever writes on meanwhile keeps the cursor.
    await desk.keyboard.type(" Still writing")
    uploads.let("blue.png")
    await expect(text.locator(".dd-picture")).to_have_count(1)
    await desk.keyboard.type(" on.")
    await expect(text).to_contain_text("Before. Still writing on.")

    # The page is not left while something is on its way.
    await desk.get_by_role("link", name="Close the editor").click()
    await expect(desk.get_by_role("alert").filter(has_text="has not arrived")).to_be_visible()
    await expect(desk).to_have_url(re.compile("/write/"))

    # The connection goes and comes back: the page stays as it is, the pictures arrive in order.
    await desk.context.set_offline(True)
    uploads.let("red.png", "green.png")
    await expect(text.get_by_text("The connection was lost.")).to_have_count(2)
    await text.evaluate("text => (text.isTheSame = true)")
    await desk.context.set_offline(False)
    await expect(text.locator(".dd-picture")).to_have_count(3)
    await saved(desk)
    await connection.lose()
    assert await text.evaluate("text => text.isTheSame")
    await tool(desk, "Undo").click()
    await expect(text.locator(".dd-picture")).not_to_have_count(3)
    await tool(desk, "Redo").click()
    for index, colour in enumerate(("Red", "Green", "Blue")):
        await text.get_by_label("Description of the picture").nth(index).fill(f"{colour} paint")
    await saved(desk)

    await publish(desk)
    read = desk.locator(".dd-story")
    await expect(read.locator("img")).to_have_count(3)
    said = await read.locator("img").evaluate_all("images => images.map((one) => one.alt)")
    assert said == ["Red paint", "Green paint", "Blue paint"]
    for index, wanted in enumerate(((255, 0, 0), (0, 128, 0), (0, 0, 255))):
        assert await colour_of(read.locator("img").nth(index)) == pytest.approx(wanted, abs=30)


async def test_what_is_on_its_way_waits_for_a_page_that_was_left(
    desk: Page, tmp_path: Path
) -> None:
    await desk.goto("/studio")
    await desk.get_by_role("main").get_by_role("link", name="The night bus").first.click()
    await expect(text_of(desk)).to_be_editable()
    text, uploads = text_of(desk), SlowUploads(desk)
    await uploads.begin()
    inside, cover = pictures(tmp_path, "red", "blue")
    await desk.get_by_label("Pictures for the text").set_input_files(inside)
    await desk.locator("[data-cover] input[type=file]").set_input_files(cover)
    await expect(desk.locator("[data-cover]").get_by_role("status")).to_be_visible()
    await desk.go_back()
    await expect(desk).to_have_url(re.compile("/studio$"))
    await expect(text).to_have_count(0)
    uploads.let("blue.png")
    await desk.go_forward()
    await expect(desk.get_by_role("button", name="Remove the cover")).to_be_visible()
    await expect(text.locator(".dd-upload")).to_have_count(1)
    uploads.let("red.png")
    await expect(text.locator(".dd-picture")).to_have_count(1)
    await saved(desk)
    await desk.reload()
    await expect(text.locator(".dd-picture")).to_have_count(1)
    await expect(desk.get_by_role("button", name="Remove the cover")).to_be_visible()


async def test_a_preview_shows_the_last_words(desk: Page) -> None:
    await type_lines(desk, "It begins.")
    await saved(desk)
    await desk.keyboard.type("The very last words.")
    await desk.get_by_role("link", name="Preview").click()
    await expect(desk).to_have_url(re.compile("/preview$"))
    await expect(desk.locator(".dd-story")).to_contain_text("The very last words.")
    await desk.go_back()
    await expect(text_of(desk)).to_contain_text("The very last words.")

    # What was refused is here still, and an older text is not shown without a word.
    price = desk.get_by_label("Price")
    await price.fill("1000")
    await expect(price).to_have_accessible_description(re.compile("At most"))
    await desk.get_by_role("link", name="Preview").click()
    await expect(desk.get_by_text("Mend what is marked, then look")).to_be_visible()
    await desk.get_by_role("link", name="Close the editor").click()
    await desk.get_by_role("main").get_by_role("link", name="The night bus").first.click()
    await expect(price).to_have_value("1000")
    await expect(price).to_have_accessible_description(re.compile("At most"))

    # The studio too waits for what was typed last.
    await price.fill("")
    await desk.get_by_label("Title").fill("The last bus")
    await desk.get_by_role("link", name="Close the editor").click()
    await expect(desk.get_by_role("main").get_by_text("The last bus").first).to_be_visible()


async def test_a_stale_tab_offers_both_versions(desk: Page) -> None:
    await type_lines(desk, "Mine.")
    await saved(desk)
    other = await desk.context.new_page()
    await other.goto(desk.url)
    await text_of(other).fill("Theirs.")
    await saved(other)
    await other.close()
    await desk.get_by_role("button", name="Publish").click()
    bar = desk.locator("[data-draft-bar=conflict]")
    await expect(bar).to_contain_text("another tab")
    await bar.get_by_role("button", name="Take theirs").click()
    await expect(text_of(desk)).to_have_text("Theirs.")
    await desk.get_by_role("button", name="Bring mine back").click()
    await expect(text_of(desk)).to_have_text("Mine.")
    await saved(desk)
    await publish(desk)
    await expect(desk.locator(".dd-story")).to_have_text("Mine.")


async def test_files_that_are_no_pictures_do_not_replace_the_page(desk: Page) -> None:
    await type_lines(desk, "It stays.")
    document = "application/pdf"
    assert await drop_file(text_of(desk), "draft.pdf", document)
    said = desk.get_by_role("alert").filter(has_text="Only pictures can be dropped here")
    await expect(said).to_be_visible()
    assert await drop_file(desk.get_by_label("Price"), "beside.png", "image/png")
    await expect(desk.get_by_text("Drop a picture on the text")).to_be_visible()
    assert await drop_file(desk.locator("[data-cover]"), "draft.pdf", document)
    await expect(desk.locator("[data-cover]").get_by_role("alert")).to_contain_text("not a picture")
    await expect(text_of(desk)).to_have_text("It stays.")


async def drawn_anew(desk: Page) -> None:
    """The editor learns of where the cursor went in a moment, sooner than a person types on."""
    await desk.evaluate(
        "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
    )


async def test_what_is_copied_here_stays_as_it_is_and_the_rest_is_cleaned(desk: Page) -> None:
    text = text_of(desk)
    await type_lines(desk, "### A small heading", "and **bold** words")
    await desk.keyboard.press("Control+a")
    await desk.keyboard.press("Control+c")
    await desk.keyboard.press("Control+End")
    await drawn_anew(desk)
    await desk.keyboard.press("Control+v")
    await expect(text.locator("h3")).to_have_text(["A small heading"] * 2)
    await expect(text.locator("strong")).to_have_text(["bold"] * 2)

    await text.fill("")
    await paste(text, FOREIGN)
    await expect(text.locator("h2")).to_have_text("From another editor")
    await expect(desk.get_by_role("alert").filter(has_text="A picture in the")).to_be_visible()
