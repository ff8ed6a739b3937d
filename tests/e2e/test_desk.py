"""The desk while something else goes wrong: the connection, the database, another tab."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.desk import (
    Connection,
    SlowUploads,
    copies,
    drop_file,
    forgotten,
    pictures,
    type_lines,
)
from tests.e2e.ground import ground
from tests.e2e.people import arrive, begin_story, saved, somebody, text_of
from tests.e2e.running import DreamDot

pytestmark = [pytest.mark.xdist_group("e2e, the other half"), pytest.mark.pure]


async def test_a_desk_that_does_not_load_can_be_tried_again(
    desk: Page, connection: Connection, dreamdot: DreamDot
) -> None:
    text = text_of(desk)
    await type_lines(desk, "It stays.")
    await saved(desk)
    await text.evaluate("text => (text.isTheSame = true)")
    async with ground(dreamdot) as there, there.without("items", "work"):
        await connection.lose()
        assert await text.evaluate("text => text.isTheSame")
        await expect(text).to_have_text("It stays.")
        # A page that has drawn nothing yet does not begin with what the tab once was sent.
        await desk.reload()
        await expect(desk.get_by_text("This did not load")).to_be_visible()
        await expect(desk.locator("#draft")).to_have_count(0)
        other = await desk.context.new_page()
        await other.goto(desk.url)
        await expect(other.get_by_text("This did not load")).to_be_visible()
    for page in (desk, other):
        await page.get_by_role("button", name="Try again").click()
        await expect(text_of(page)).to_have_text("It stays.")
    await other.close()


async def test_no_desk_is_shown_at_the_address_of_another(desk: Page) -> None:
    await saved(desk)
    wanted = desk.url.rpartition("/")[2]
    await begin_story(desk)
    await desk.get_by_label("Title").fill("The other one")
    await desk.get_by_role("link", name="Close the editor").click()
    await expect(desk).to_have_url(re.compile("/studio$"))
    await desk.evaluate(
        """() => {
            window.seen = [];
            const look = () => {
                const title = document.querySelector("#draft [name=title]");
                if (title) window.seen.push(`${location.pathname} ${title.value}`);
            };
            new MutationObserver(look).observe(document, { childList: true, subtree: true });
        }"""
    )
    main = desk.get_by_role("main")
    await main.locator(f"a[href$='/write/{wanted}']").first.click()
    await expect(text_of(desk)).to_be_editable()
    seen = await desk.evaluate("() => [...new Set(window.seen)]")
    assert seen == [f"/write/{wanted} The night bus"]


async def test_a_draft_deleted_elsewhere_takes_no_words_away(
    desk: Page, connection: Connection
) -> None:
    await type_lines(desk, "Words.")
    await saved(desk)
    await desk.route("**/draft", lambda route: route.abort())
    await desk.keyboard.type("Unsent words.")
    await expect(desk.locator("[data-draft=offline]")).to_be_visible()
    other = await desk.context.new_page()
    await other.goto(desk.url)
    await other.get_by_role("button", name="Delete this draft").click()
    await other.get_by_role("dialog").get_by_role("button", name="Delete it").click()
    await expect(other).to_have_url(re.compile("/studio$"))
    await other.close()
    await connection.lose()
    await desk.unroute("**/draft")
    await desk.evaluate("window.dispatchEvent(new Event('online'))")  # or a minute may pass
    await expect(desk.locator("[data-draft=gone]")).to_be_visible()
    await expect(text_of(desk)).to_contain_text("Unsent words.")
    await desk.reload()
    await expect(desk.get_by_text("No draft at this address")).to_be_visible()


async def test_a_choice_that_is_not_saved_yet_outlives_a_lost_connection(
    desk: Page, connection: Connection
) -> None:
    language = desk.get_by_label("Language")
    await language.select_option("de")
    await saved(desk)
    await desk.route("**/draft", lambda route: route.abort())
    await language.select_option("fr")
    await expect(desk.locator("[data-draft=offline]")).to_be_visible()
    await connection.lose()
    await expect(language).to_have_value("fr")
    await desk.unroute("**/draft")
    await saved(desk)
    await desk.reload()
    await expect(language).to_have_value("fr")


async def test_a_draft_deleted_by_a_double_click_is_gone_without_a_trace(desk: Page) -> None:
    address = desk.url
    await desk.get_by_label("Price").fill("ten")
    await expect(desk.locator("[data-draft=refused]")).to_be_visible()
    work = address.rpartition("/")[2]
    assert await copies(desk, work) == 1
    await desk.get_by_role("button", name="Delete this draft").click()
    await desk.get_by_role("dialog").get_by_role("button", name="Delete it").dblclick()
    await expect(desk).to_have_url(re.compile("/studio$"))
    await expect(desk.get_by_text("The draft is gone.")).to_have_count(1)
    await expect(desk.get_by_text("does not exist")).to_have_count(0)
    await forgotten(desk, work)
    await desk.goto(address)
    await expect(desk.get_by_text("No draft at this address")).to_be_visible()


async def test_what_the_desk_says_goes_with_what_it_says_it_of(desk: Page) -> None:
    said, price = desk.locator(".dd-editor-message"), desk.get_by_label("Price")
    preview = desk.get_by_role("link", name="Preview")
    await price.fill("1000")
    await expect(desk.locator("[data-draft=refused]")).to_be_visible()
    await desk.get_by_role("button", name="Publish").click()
    await expect(said).to_contain_text("Mend what is marked, then publish")
    await drop_file(text_of(desk), "draft.pdf", "application/pdf")
    await expect(said).to_have_text(re.compile("Only pictures"))
    await preview.click()
    await expect(said).to_have_text(re.compile("Mend what is marked, then look"))
    await price.fill("")
    await saved(desk)
    await expect(said).to_have_count(0)


async def test_a_cover_that_hangs_holds_nobody(desk: Page, tmp_path: Path) -> None:
    uploads, cover = SlowUploads(desk), desk.locator("[data-cover]")
    await uploads.begin()
    [blue] = pictures(tmp_path, "blue")
    await cover.locator("input[type=file]").set_input_files(blue)
    await expect(cover.get_by_role("status")).to_be_visible()
    await desk.get_by_role("link", name="Close the editor").click()
    await expect(desk.locator(".dd-editor-message")).to_contain_text("has not arrived")
    await cover.get_by_role("button", name="Cancel").click()
    await expect(cover.get_by_role("button", name="Add a cover")).to_be_enabled()
    await desk.get_by_role("link", name="Close the editor").click()
    await expect(desk).to_have_url(re.compile("/studio$"))


async def test_a_cover_of_another_device_is_shown(
    desk: Page, connection: Connection, tmp_path: Path
) -> None:
    await saved(desk)
    other = await desk.context.new_page()
    await other.goto(desk.url)
    [blue] = pictures(tmp_path, "blue")
    await other.locator("[data-cover] input[type=file]").set_input_files(blue)
    await expect(other.get_by_role("button", name="Remove the cover")).to_be_visible()
    await saved(other)
    await connection.lose()
    await expect(desk.get_by_role("button", name="Remove the cover")).to_be_visible()
    await other.get_by_role("button", name="Remove the cover").click()
    await saved(other)
    await other.close()
    await connection.lose()
    await expect(desk.get_by_role("button", name="Add a cover")).to_be_visible()
    await saved(desk)


async def test_publishing_is_not_tried_without_end(desk: Page) -> None:
    """Each time somebody else has saved the same meanwhile."""
    tries = 0
    work = desk.url.rpartition("/")[2]
    await saved(desk)
    kept = await (await desk.request.get(f"/api/works/{work}/draft")).json()
    fields = {
        name: kept[name] for name in ("title", "summary", "html", "price", "tags", "language")
    }

    async def differ(route: Route) -> None:
        nonlocal tries
        tries += 1
        told = {"revision": kept["revision"], "words": 0, "fields": fields}
        await route.fulfill(status=409, json=told)

    await desk.route("**/publish", differ)
    await desk.get_by_role("button", name="Publish").click()
    await expect(desk.locator(".dd-editor-message")).to_contain_text("Try again in a moment")
    assert tries == 3


async def test_another_account_in_another_tab_gets_nothing_of_a_desk(
    open_context: OpenContext, tmp_path: Path
) -> None:
    context, ana = await open_context(), somebody("ana")
    desk = await arrive(context, ana)
    await begin_story(desk)
    other = await arrive(context, somebody("bo"))
    await desk.get_by_label("Title").fill("Hers alone")
    away = desk.locator("[data-draft=signed-out]")
    await expect(away).to_contain_text("Another account is signed in")
    await desk.locator("[data-cover] input[type=file]").set_input_files(pictures(tmp_path, "red"))
    await expect(desk.locator("[data-cover]").get_by_role("alert")).to_contain_text("signed in as")

    status = await other.evaluate(
        """async ([login, password]) => (await fetch("/auth/sign-in", {
            method: "POST", body: JSON.stringify({ login, password }),
            headers: { "content-type": "application/json" },
        })).status""",
        [ana.username, ana.password],
    )
    assert status == 200
    await desk.evaluate("window.dispatchEvent(new Event('focus'))")
    await saved(desk)
    await desk.reload()
    await expect(desk.get_by_label("Title")).to_have_value("Hers alone")
