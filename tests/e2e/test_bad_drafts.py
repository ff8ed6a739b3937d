"""The writing desk with what nobody should type: a word beside the field, all else is saved."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.people import (
    arrive,
    begin_story,
    put,
    saved,
    sign_in,
    sign_out,
    somebody,
    text_of,
)

pytestmark = [pytest.mark.xdist_group("e2e, the other half"), pytest.mark.pure]

MEND = "Mend what is marked"
WORD = Path(__file__).parents[1] / "market/writing/samples/word.html"
SCRIPT, RTL, NOTHING_SEEN = "<script>alert(1)</script>", "\u202e", "\u200b\u2060"
# Field, its name, what is typed, what is said beside it.
REFUSED = [
    ("Price", "price", "-1", "below zero"),
    ("Price", "price", "\u22121", "below zero"),
    ("Price", "price", "0.001", "two digits"),
    ("Price", "price", "1e309", "such as 2.50"),
    ("Price", "price", "ten", "such as 2.50"),
    ("Price", "price", SCRIPT, "such as 2.50"),
    ("Price", "price", "\u0662", "such as 2.50"),
    ("Price", "price", "9" * 400, "such as 2.50|At most"),
    ("Price", "price", "0.10", r"at least \$0\.50"),
    ("Price", "price", "500.01", r"At most \$500\.00"),
    ("Title", "title", "x" * 121, "At most 120 characters"),
    ("Title", "title", "x" * 100_000, "too long"),
    ("Summary", "summary", "x" * 501, "At most 500 characters"),
    ("Tags", "tags", "a,b,c,d,e,f,g,h,i", "At most 8 tags"),
    ("Tags", "tags", "x" * 31, "at most 30 characters"),
    ("Tags", "tags", f"sea,{SCRIPT}", "without brackets"),
]


@pytest.fixture
async def desk(author: BrowserContext) -> AsyncGenerator[Page]:
    """A desk with a new story that has a title and a text already."""
    page = await author.new_page()
    await begin_story(page)
    await page.get_by_label("Title").fill("A sound story")
    await text_of(page).fill("It begins.")
    await expect(page.locator("[data-draft=saved]")).to_contain_text("2 words")
    yield page
    await page.close()


async def stored(page: Page) -> dict[str, Any]:
    """The draft as the server has it."""
    work = page.url.rpartition("/")[2]
    return await page.evaluate(
        "async (path) => (await fetch(path)).json()", f"/api/works/{work}/draft"
    )


async def test_what_does_not_fit_is_said_beside_its_field(desk: Page) -> None:
    before = await stored(desk)
    for label, name, typed, words in REFUSED:
        field = desk.get_by_label(label, exact=True)
        fitting = await field.input_value()
        await put(field, typed)
        await expect(field, typed[:40]).to_have_accessible_description(re.compile(words))
        await expect(field).to_have_value(typed)
        await expect(desk.locator("[data-draft=refused]")).to_be_visible()
        assert (await stored(desk))[name] == before[name]
        await put(field, fitting)
        await saved(desk)
        await expect(field).not_to_have_accessible_description(re.compile(words))


async def test_all_else_is_saved_and_nothing_goes_out(desk: Page) -> None:
    await put(desk.get_by_label("Price"), "ten")
    await desk.get_by_label("Summary").fill("Kept all the same.")
    await expect(desk.locator("[data-draft=refused]")).to_be_visible()
    await desk.get_by_role("button", name="Publish").click()
    await expect(desk.get_by_text("Mend what is marked")).to_be_visible()
    kept = await stored(desk)
    assert (kept["summary"], kept["price"], kept["is_published"]) == (
        "Kept all the same.", "", False,
    )  # fmt: skip
    await desk.reload()
    await expect(desk.get_by_label("Price")).to_have_value("ten")
    await expect(desk.get_by_label("Price")).to_have_accessible_description(re.compile("2.50"))


async def test_an_empty_story_does_not_go_out(author: BrowserContext) -> None:
    desk = await author.new_page()
    await begin_story(desk)
    await desk.get_by_label("Summary").fill("All that there is.")
    await saved(desk)
    await desk.get_by_role("button", name="Publish").click()
    title = desk.get_by_label("Title")
    await expect(title).to_have_attribute("aria-invalid", "true")
    await expect(title).to_be_focused()
    assert (await stored(desk))["is_published"] is False
    await title.fill("Now with a title")
    await desk.get_by_role("button", name="Publish").click()
    said = desk.locator("#text-html-error")
    await expect(said).to_have_text(re.compile(r"\w"))
    await expect(desk.get_by_text(MEND)).to_be_visible()
    assert (await stored(desk))["is_published"] is False
    # What is mended is not complained of any more, from the first letter on.
    await text_of(desk).press_sequentially("O")
    await expect(said).to_be_empty(timeout=500)
    await expect(desk.get_by_text(MEND)).to_have_count(0)
    await desk.close()


async def test_too_long_a_line_is_counted_and_stays(desk: Page) -> None:
    title = desk.get_by_label("Title")
    await title.fill("x" * 90)
    await expect(desk.get_by_text("/ 120")).to_have_count(0)
    await title.press_sequentially("x" * 34)
    await expect(desk.get_by_text("124 / 120")).to_be_visible()
    await expect(title).to_have_value("x" * 124)
    await expect(title).to_have_accessible_description(re.compile("At most 120 characters"))


async def test_unpublishing_is_asked_first(desk: Page) -> None:
    address = desk.url
    await desk.get_by_role("button", name="Publish").click()
    await expect(desk).to_have_url(re.compile("/work/"))
    await desk.goto(address)
    unpublish = desk.get_by_role("complementary").get_by_role("button", name="Unpublish")
    await unpublish.click()
    asked = desk.get_by_role("dialog", name="Unpublish this work?")
    await expect(asked).to_contain_text("keeps it")
    # Without a connection it is refused, not kept for later.
    await desk.context.set_offline(True)
    await asked.get_by_role("button", name="Unpublish").click()
    await expect(desk.get_by_text("Nothing was done")).to_be_visible()
    await asked.get_by_role("button", name="Cancel").click()
    await desk.context.set_offline(False)
    await expect(desk.get_by_text("Nothing was done")).to_have_count(0)
    await saved(desk)
    assert (await stored(desk))["is_published"] is True
    place = await unpublish.bounding_box()
    await unpublish.click()
    await asked.get_by_role("button", name="Unpublish").click()
    delete = desk.get_by_role("button", name="Delete this draft")
    await expect(delete).to_be_visible()
    await expect(asked).to_have_count(0)
    assert (await stored(desk))["is_published"] is False
    now = await delete.bounding_box()
    assert place is not None
    assert now is not None
    assert now["y"] >= place["y"] + place["height"]


async def test_a_word_processors_text_breaks_no_policy(desk: Page) -> None:
    # The page's console is listened to: a violation fails this test.
    await text_of(desk).evaluate(
        """(text, html) => {
            const pasted = new DataTransfer();
            pasted.setData("text/html", html);
            pasted.setData("text/plain", "The Night Bus");
            const event = { clipboardData: pasted, bubbles: true, cancelable: true };
            text.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        WORD.read_text(),
    )
    await expect(text_of(desk).get_by_role("heading", name="Chapter one")).to_be_visible()


async def test_scripts_and_hidden_characters_are_shown_as_text_or_not_at_all(desk: Page) -> None:
    await put(desk.get_by_label("Title"), f"{RTL}A {SCRIPT}{NOTHING_SEEN} story")
    await put(desk.get_by_label("Summary"), f'"><img src=x onerror=alert(1)>{RTL}')
    await text_of(desk).fill(f"{SCRIPT} stands here as words.")
    await expect(desk.locator("[data-draft=saved]")).to_contain_text("8 words")
    await desk.get_by_role("button", name="Publish").click()
    await expect(desk).to_have_url(re.compile("/work/"))
    main = desk.get_by_role("main")
    await expect(main.get_by_role("heading", level=1)).to_have_text(f"A {SCRIPT} story")
    await expect(main).to_contain_text('"><img src=x onerror=alert(1)>')
    served = await (await desk.request.get(desk.url)).text()
    assert SCRIPT not in served
    assert "<img src=x" not in served
    await main.get_by_role("link", name="Read it").click()
    await expect(main).to_contain_text(f"{SCRIPT} stands here as words.")


async def test_ten_megabytes_of_text_are_refused(desk: Page) -> None:
    await text_of(desk).evaluate(
        """(text) => {
            const pasted = new DataTransfer();
            pasted.setData("text/plain", "word ".repeat(2_000_000));
            const event = { clipboardData: pasted, bubbles: true, cancelable: true };
            text.dispatchEvent(new ClipboardEvent("paste", event));
        }"""
    )
    await expect(desk.get_by_role("alert").filter(has_text="too long")).to_be_visible()
    await expect(text_of(desk)).to_have_text("It begins.")
    # Who goes past the page is refused by the server.
    work = desk.url.rpartition("/")[2]
    status = await desk.evaluate(
        """async (path) => (await fetch(path, {
            method: "PUT", headers: { "content-type": "application/json" },
            body: JSON.stringify({ revision: 1, html: "<p>" + "x".repeat(10_000_000) }),
        })).status""",
        f"/api/works/{work}/draft",
    )
    assert status in {413, 422}
    assert "It begins." in (await stored(desk))["html"]


async def test_what_is_no_picture_becomes_no_cover(desk: Page, tmp_path: Path) -> None:
    choose = desk.locator("[data-cover] input[type=file]")
    said = desk.locator("[data-cover]").get_by_role("alert")
    (tmp_path / "story.txt").write_text("not a picture")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "words.png").write_text(SCRIPT * 100)
    (tmp_path / "large.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(21 * 1024 * 1024))
    Image.new("RGB", (900, 1200), "#275d8c").save(tmp_path / "cover.png")
    cut = (tmp_path / "cover.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(cut[: len(cut) // 2])
    for name, words in (
        ("story.txt", "not a picture"), ("empty.png", "empty"), ("words.png", r"\w"),
        ("large.png", "20 MB"), ("cut.png", r"\w"),
    ):  # fmt: skip
        await choose.set_input_files(tmp_path / name)
        await expect(said, name).to_have_text(re.compile(words))
        assert (await stored(desk))["cover_id"] == "", name
    await choose.set_input_files(tmp_path / "cover.png")
    await expect(desk.get_by_role("button", name="Remove the cover")).to_be_visible()
    await expect(said).to_have_count(0)


async def test_a_double_click_publishes_once(desk: Page) -> None:
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url))
    await desk.get_by_role("button", name="Publish").dblclick()
    await expect(desk).to_have_url(re.compile("/work/a-sound-story-"))
    assert len([url for url in sent if url.endswith("/publish")]) == 1


async def test_an_ended_session_loses_nothing(open_context: OpenContext) -> None:
    context, person = await open_context(), somebody("author")
    desk = await arrive(context, person)
    await begin_story(desk)
    await desk.get_by_label("Title").fill("Before")
    await saved(desk)
    elsewhere = await context.new_page()
    await elsewhere.goto("/wallet")
    await sign_out(elsewhere)
    await desk.get_by_label("Title").fill("Written while signed out")
    await expect(desk.locator("[data-draft=signed-out]")).to_contain_text("Signed out")
    await desk.get_by_role("link", name="sign in again").click()
    await expect(desk).to_have_url(re.compile("/signin"))
    await sign_in(desk, person)
    await expect(desk).to_have_url(re.compile("/write/"))
    await expect(desk.get_by_label("Title")).to_have_value("Written while signed out")
    await saved(desk)
    assert (await stored(desk))["title"] == "Written while signed out"
