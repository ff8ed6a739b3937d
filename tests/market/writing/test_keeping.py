"""The keeper of drafts loses nothing and sends nothing twice."""

import pytest
from playwright.async_api import BrowserContext, Page

from tests.market.writing.conftest import MakeDesk, eventually, phase

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("browser-modules")]

TEXT = "textarea[name=html]"
LARGE = f"<p>{' '.join(['many words'] * 9_000)}</p>"  # more than a page may send while it goes away


async def write(page: Page, text: str) -> None:
    """Go on writing in the paragraph that the text consists of, as the editor tells it."""
    await page.evaluate(
        """(text) => {
          const field = document.querySelector("textarea[name=html]");
          field.value = `<p>${field.value.replace(/<[^>]*>/g, "")}${text}</p>`;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        text,
    )


async def reads(page: Page, html: str) -> None:
    """Wait until this is the text in the form."""
    await page.wait_for_function(
        "(html) => document.querySelector('textarea[name=html]')?.value === html", arg=html
    )


async def leave(page: Page) -> None:
    """Close a tab as a person does: its page is told."""
    async with page.expect_event("close"):
        await page.close(run_before_unload=True)


async def test_nothing_is_sent_when_nothing_changed(make_desk: MakeDesk) -> None:
    desk = make_desk(title="Night bus", html="<p>a &amp; b</p>")
    page = await desk.open(with_clock=True)

    await page.locator("[name=title]").press_sequentially("!")
    await page.locator("[name=title]").press("Backspace")
    await page.clock.run_for(10_000)

    assert desk.draft.puts == []
    assert await page.evaluate("window.draft.phase") == "saved"
    assert await desk.copies(page) == []


async def test_a_pause_sends_and_typing_on_does_not_wait_for_ever(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open(with_clock=True)

    await write(page, "a")
    await page.clock.run_for(700)
    assert desk.draft.puts == []
    await page.clock.run_for(200)
    await eventually(lambda: len(desk.draft.puts) == 1)
    await phase(page, "saved")

    for letter in "bcdefghijkl":  # never a pause of 800 ms, but more than 5 s
        await write(page, letter)
        await page.clock.run_for(500)
    await eventually(lambda: len(desk.draft.puts) == 2)
    assert desk.draft.puts[1]["html"].startswith("<p>abcdefghijk")


async def test_one_request_at_a_time(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.lets_through.clear()

    await write(page, "one")
    await eventually(lambda: len(desk.draft.puts) == 1)
    await write(page, " two")
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    assert len(desk.draft.puts) == 1
    desk.draft.lets_through.set()

    await eventually(lambda: len(desk.draft.puts) == 2)
    await desk.stored(lambda fields: fields["html"] == "<p>one two</p>")
    await phase(page, "saved")
    assert [put["revision"] for put in desk.draft.puts] == [1, 2]


async def test_a_reload_brings_back_what_was_not_sent(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.fails_with = 503
    await write(page, "not lost")
    await page.locator("[name=title]").fill("A title")
    await page.locator("[name=comments]").uncheck()
    await phase(page, "failed")

    await desk.reload(page)
    await reads(page, "<p>not lost</p>")
    assert await page.evaluate("window.draft.notice") == "restored"
    assert await page.locator("[name=title]").input_value() == "A title"
    assert not await page.locator("[name=comments]").is_checked()
    desk.draft.fails_with = 0

    await desk.stored(lambda f: f["html"] == "<p>not lost</p>" and f["comments"] is False)
    await phase(page, "saved")
    await page.wait_for_function("document.body.dataset.phase === 'saved'")
    await desk.reload(page)
    await page.wait_for_function("window.draft?.phase !== 'saving'")
    assert await desk.copies(page) == []


async def test_a_tab_closed_at_once_has_sent_it(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    await write(page, "the last words")
    await leave(page)
    await desk.stored(lambda fields: fields["html"] == "<p>the last words</p>")


async def test_a_large_text_waits_on_this_device(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.fails_with = 503
    await page.locator(TEXT).fill(LARGE)
    await leave(page)

    again = await desk.open()
    await reads(again, LARGE)
    desk.draft.fails_with = 0
    await desk.stored(lambda fields: str(fields["html"]).startswith("<p>many words"))


async def test_a_lost_connection(make_desk: MakeDesk, browser_context: BrowserContext) -> None:
    desk = make_desk()
    page = await desk.open()
    await browser_context.set_offline(True)
    await write(page, "on the train")
    await phase(page, "offline")
    await write(page, ", still")
    assert desk.draft.fields["html"] == ""

    await browser_context.set_offline(False)
    await phase(page, "saved")
    assert desk.draft.fields["html"] == "<p>on the train, still</p>"


async def test_a_lost_answer_is_no_conflict(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.drops_answers = True
    await write(page, "once")
    await phase(page, "offline")
    assert desk.draft.revision == 2
    await write(page, " twice")
    desk.draft.drops_answers = False

    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await desk.stored(lambda fields: fields["html"] == "<p>once twice</p>")
    await phase(page, "saved")


async def test_empty_lines_that_the_server_drops_are_no_conflict(make_desk: MakeDesk) -> None:
    """After a lost answer the device knows its own words again, scene breaks among them."""
    desk = make_desk()
    page = await desk.open()
    desk.draft.drops_answers = True
    typed = "<p></p><p>one</p><p></p><p><br></p><p>two</p><p></p><hr><p></p><p>three</p>"
    await page.locator(TEXT).fill(typed)
    await phase(page, "offline")
    kept = "<p>one</p><p></p><p>two</p><hr><p>three</p>"
    assert desk.draft.fields["html"] == kept
    desk.draft.drops_answers = False

    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await phase(page, "saved")
    assert desk.draft.revision == 2
    await page.locator(TEXT).fill(kept.replace("<p></p>", ""))
    await desk.stored(lambda fields: "<p></p>" not in str(fields["html"]))


async def test_a_lost_answer_before_a_reload_is_none_either(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.drops_answers = True
    await write(page, "once")
    await phase(page, "offline")
    await write(page, " twice")
    desk.draft.fails_with = 503  # what the page sends while it goes away is lost as well
    await leave(page)
    desk.draft.drops_answers = False

    again = await desk.open()
    await reads(again, "<p>once twice</p>")
    desk.draft.fails_with = 0
    await desk.stored(lambda fields: fields["html"] == "<p>once twice</p>")
    await phase(again, "saved")


async def test_the_rest_of_a_refused_form_is_kept(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    await page.locator("[name=price]").fill("ten")
    await write(page, "a story")
    await phase(page, "refused")
    await desk.stored(lambda fields: fields["html"] == "<p>a story</p>")
    assert desk.draft.fields["price"] == ""
    assert (
        await page.locator("[data-error-for=price]").inner_text() == "Write a price such as 1.50."
    )
    assert len(await desk.copies(page)) == 1

    await page.locator("[name=price]").fill("1.50")
    await phase(page, "saved")
    assert desk.draft.fields["price"] == "1.50"
    assert await page.locator("[data-error-for=price]").is_hidden()


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, "signed-out"), (403, "gone"), (404, "gone"), (413, "refused"), (500, "failed")],
)
async def test_other_answers_keep_the_text_here(
    make_desk: MakeDesk, status: int, expected: str
) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.fails_with = status
    await write(page, "kept")
    await phase(page, expected)
    assert await page.evaluate("window.keeper().sync.flush()") == expected
    [copy] = await desk.copies(page)
    assert copy["fields"]["html"] == "<p>kept</p>"  # pyright: ignore[reportIndexIssue] the browser's object


async def test_signing_in_elsewhere_goes_on(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.fails_with = 401
    await write(page, "kept")
    await phase(page, "signed-out")
    desk.draft.fails_with = 0
    await page.evaluate("window.dispatchEvent(new Event('focus'))")
    await phase(page, "saved")
    assert desk.draft.fields["html"] == "<p>kept</p>"


async def test_another_account_is_as_signed_out(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.fails_with = 409
    desk.draft.fails_saying = {"code": "SomebodyElse", "error": "You are signed in as bo now."}
    await write(page, "kept")
    await phase(page, "signed-out")
    assert await page.evaluate("window.keeper().sync.flush()") == "signed-out"
    assert "Another account" in await page.evaluate("window.draft.message")
    assert await page.evaluate("window.draft.conflict") is None
    assert len(await desk.copies(page)) == 1
    desk.draft.fails_with = 0
    await page.evaluate("window.dispatchEvent(new Event('focus'))")
    await phase(page, "saved")
    assert desk.draft.fields["html"] == "<p>kept</p>"
    assert await page.evaluate("window.draft.message") == ""


async def test_what_is_sent_says_for_whom_the_page_is(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    await page.evaluate(
        """async () => {
          const { drawnFor } = await import("/ui/backend.js");
          drawnFor("ana");
        }"""
    )
    async with page.expect_request(lambda request: request.method == "PUT") as sent:
        await write(page, "hers")
    assert (await sent.value).headers["x-dreamdot-for"] == "ana"


async def test_a_draft_that_is_there_again_is_kept_again(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.fails_with = 404
    await write(page, "kept")
    await phase(page, "gone")
    await page.evaluate("window.erase()")
    desk.draft.fails_with = 0
    await page.evaluate("window.draw()")
    await reads(page, "<p>kept</p>")
    await phase(page, "saved")
    assert desk.draft.fields["html"] == "<p>kept</p>"


async def test_whoever_waits_for_a_flush_waits_for_everything(make_desk: MakeDesk) -> None:
    desk = make_desk()
    page = await desk.open()
    desk.draft.lets_through.clear()
    await write(page, "one")
    await eventually(lambda: len(desk.draft.puts) == 1)
    await write(page, " two")
    waiting = page.evaluate("window.keeper().sync.flush()")
    desk.draft.lets_through.set()
    assert await waiting == "saved"
    assert desk.draft.fields["html"] == "<p>one two</p>"
