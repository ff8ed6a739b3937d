"""Two tabs, two devices, a form that is drawn again: no version is lost or written over unasked."""

import pytest
from playwright.async_api import Page, expect

from tests.market.writing.conftest import Desk, MakeDesk, eventually, phase
from tests.market.writing.test_keeping import leave, reads, write

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("browser-modules")]


async def two_versions(desk: Desk) -> Page:
    """A tab that wrote "mine" while another one saved "theirs"."""
    first, second = await desk.open(), await desk.open()
    await write(first, "theirs")
    await phase(first, "saved")
    await desk.stored(lambda fields: fields["html"] == "<p>theirs</p>")
    await write(second, "mine")
    await phase(second, "conflict")
    return second


async def test_nothing_is_written_over_unasked(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await two_versions(desk)
    await write(page, " and more")
    assert await page.evaluate("window.keeper().sync.flush()") == "conflict"
    assert desk.draft.fields["html"] == "<p>theirs</p>"
    [copy] = await desk.copies(page)
    assert copy["fields"]["html"] == "<p>mine and more</p>"  # pyright: ignore[reportIndexIssue] the browser's object


async def test_keep_mine(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await two_versions(desk)
    await page.evaluate("window.sync.keepMine()")
    await phase(page, "saved")
    assert desk.draft.fields["html"] == "<p>mine</p>"
    assert await page.evaluate("window.draft.notice") == "brought"
    [theirs] = await desk.copies(page)
    assert (theirs["fields"]["html"], theirs["aside"]) == ("<p>theirs</p>", True)  # pyright: ignore[reportIndexIssue] the browser's object
    await page.evaluate("window.sync.bring(window.draft.others[0])")
    await desk.stored(lambda fields: fields["html"] == "<p>theirs</p>")


async def test_take_theirs_and_bring_mine_back(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await two_versions(desk)
    sent = len(desk.draft.puts)
    await page.evaluate("window.sync.takeTheirs()")
    await reads(page, "<p>theirs</p>")
    await phase(page, "saved")
    assert await page.evaluate("window.sync.flush()") == "saved"
    assert len(desk.draft.puts) == sent

    await page.evaluate("window.sync.bring(window.draft.others[0])")
    await reads(page, "<p>mine</p>")
    await desk.stored(lambda fields: fields["html"] == "<p>mine</p>")
    await page.evaluate("window.sync.forgetOthers()")
    assert await page.evaluate("window.draft.others.length") == 0


async def test_what_was_put_away_is_offered_again(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await two_versions(desk)
    await page.evaluate("window.sync.takeTheirs()")
    await page.wait_for_function("document.body.dataset.notice === 'taken'")
    await leave(page)

    again = await desk.open()
    await again.wait_for_function("document.body.dataset.notice === 'others'")
    await reads(again, "<p>theirs</p>")
    assert await again.evaluate("window.draft.others[0].fields.html") == "<p>mine</p>"


async def test_two_tabs_closed_without_a_connection(make_desk: MakeDesk) -> None:
    desk = make_desk()
    first, second = await desk.open(), await desk.open()
    desk.draft.fails_with = 503
    await write(first, "tab one")
    await phase(first, "failed")
    await write(second, "tab two")
    await phase(second, "failed")
    assert len(await desk.copies(second)) == 2
    await leave(first)
    await leave(second)

    again = await desk.open()
    await reads(again, "<p>tab two</p>")
    desk.draft.fails_with = 0
    await desk.stored(lambda fields: fields["html"] == "<p>tab two</p>")
    assert await again.evaluate("window.draft.others[0].fields.html") == "<p>tab one</p>"


async def test_a_tab_that_is_open_keeps_its_own(make_desk: MakeDesk) -> None:
    desk = make_desk()
    first = await desk.open()
    desk.draft.fails_with = 503
    await write(first, "still typing")
    await phase(first, "failed")

    second = await desk.open()
    await second.evaluate("window.sync.store.left()")
    await reads(second, "")


async def test_a_form_drawn_again_goes_on_with_what_was_typed(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.lets_through.clear()
    await write(page, "half a")
    await eventually(lambda: len(desk.draft.puts) == 1)
    await write(page, " thought")
    await page.evaluate("window.erase()")
    await page.evaluate("window.draw()")
    await reads(page, "<p>half a thought</p>")
    desk.draft.lets_through.set()

    await desk.stored(lambda fields: fields["html"] == "<p>half a thought</p>")
    await phase(page, "saved")
    assert await page.evaluate("window.draft.notice") is None


async def test_a_form_taken_away_is_still_sent(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    await write(page, "gone to another page")
    await page.evaluate("window.erase()")
    await desk.stored(lambda fields: fields["html"] == "<p>gone to another page</p>")


async def test_a_form_drawn_again_shows_what_others_saved_since(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    await write(page, "mine")
    await phase(page, "saved")
    await desk.stored(lambda fields: fields["html"] == "<p>mine</p>")
    await page.evaluate("window.erase()")
    desk.draft.save({"revision": desk.draft.revision, "html": "<p>from a phone</p>"})
    sent = len(desk.draft.puts)

    await page.evaluate("window.draw()")
    await reads(page, "<p>from a phone</p>")
    await write(page, "!")
    await eventually(lambda: len(desk.draft.puts) == sent + 1)
    await phase(page, "saved")


@pytest.mark.parametrize("while_away", [None, "<p>from a phone</p>"])
async def test_a_form_drawn_again_keeps_what_was_refused(
    make_desk: MakeDesk, while_away: str | None
) -> None:
    desk = make_desk(price="2.00")
    page = await desk.open()
    await page.locator("[name=price]").fill("ten")
    await write(page, "a story")
    await phase(page, "refused")
    await page.evaluate("window.erase()")
    if while_away:
        desk.draft.save({"revision": desk.draft.revision, "html": while_away})

    await page.evaluate("window.draw()")
    await expect(page.locator("[name=price]")).to_have_value("ten")
    await expect(page.locator("[data-error-for=price]")).to_have_text("Write a price such as 1.50.")
    await reads(page, while_away or "<p>a story</p>")
    await write(page, ", and more")
    await desk.stored(lambda fields: "and more" in str(fields["html"]))
    await phase(page, "refused")
    await expect(page.locator("[name=price]")).to_have_value("ten")
    assert desk.draft.fields["price"] == "2.00"
    [copy] = await desk.copies(page)
    assert copy["fields"]["price"] == "ten"  # pyright: ignore[reportIndexIssue] the browser's object


async def test_a_form_that_stays_shows_what_others_saved_since(make_desk: MakeDesk) -> None:
    desk = make_desk(price="2.00")
    page = await desk.open()
    await page.locator("[name=price]").fill("ten")
    await write(page, "mine")
    await phase(page, "refused")
    desk.draft.save({"revision": desk.draft.revision, "html": "<p>from a phone</p>"})

    await page.evaluate("window.lookAgain()")
    await reads(page, "<p>from a phone</p>")
    await expect(page.locator("[name=price]")).to_have_value("ten")
    await write(page, "!")
    await desk.stored(lambda fields: fields["html"] == "<p>from a phone!</p>")
    await phase(page, "refused")


@pytest.mark.parametrize(
    "look",
    ["window.lookAgain()", "fetch(window.url).then(async (it) => sync.meet(await it.json()))"],
)
async def test_looking_again_asks_the_editor_first(make_desk: MakeDesk, look: str) -> None:
    """What was typed last reaches the field only after a pause, or when somebody asks."""
    desk = make_desk()
    page = await desk.open()
    await page.evaluate(
        """() => document.forms.draft.addEventListener("draft:flush", () => {
          const field = document.querySelector("textarea[name=html]");
          field.value = "<p>typed last</p>";
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }, { once: true })"""
    )
    desk.draft.save({"revision": desk.draft.revision, "html": "<p>theirs</p>"})

    await page.evaluate(f"async () => {{ await {look}; }}")
    await reads(page, "<p>typed last</p>")
    await phase(page, "conflict")


async def test_what_is_unsent_is_not_written_over_by_looking_again(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.fails_with = 503
    await write(page, "mine")
    await phase(page, "failed")
    desk.draft.fails_with = 0
    desk.draft.save({"revision": desk.draft.revision, "html": "<p>theirs</p>"})

    await page.evaluate("window.lookAgain()")
    await reads(page, "<p>mine</p>")
    assert await page.evaluate("window.keeper().sync.flush()") == "conflict"


async def test_nothing_stays_of_a_draft_that_was_deleted(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.fails_with = 503
    await write(page, "not wanted")
    await phase(page, "failed")
    sent = len(desk.draft.puts)

    await page.evaluate("window.forget()")
    await write(page, " at all")
    await page.evaluate("window.erase()")
    assert await desk.copies(page) == []
    assert len(desk.draft.puts) == sent
