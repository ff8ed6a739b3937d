"""Which rendition of a picture a story shows, and what is not even sent."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress

import pytest
from playwright.async_api import Error, Page, Route

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("browser-modules")]

PICTURE = {"id": "a", "url": "/media/a/1.webp", "width": 9, "height": 9}
ADDRESS = "**/api/media/pictures"
# Some pictures in turn: `window.sent` is what became of them, `window.cancel(index)` ends one.
SEND_IN_TURN = """async (count) => {
  const { sendInTurn } = await import("/writing/upload_turns.js");
  const file = new File([new Uint8Array(10)], "a.png", { type: "image/png" });
  const url = "/api/media/pictures";
  const sending = Array.from({ length: count }, () => sendInTurn(file, { url }));
  window.cancel = (index) => sending[index].cancel();
  window.sent = sending.map(({ sent }) => sent);
}"""
SENT = "(index) => window.sent[index]"
SEND = """async ([kind, size]) => {
  const { sendPicture } = await import("/writing/upload.js");
  const file = new File([new Uint8Array(size)], "a.png", { type: kind });
  const { sent } = sendPicture(file, { url: "/api/media/pictures" });
  return await sent;
}"""


async def answer(page: Page, status: int, body: Mapping[str, object]) -> None:
    """What the server says to the next pictures."""

    async def fulfil(route: Route) -> None:
        await route.fulfill(status=status, body=json.dumps(body), content_type="application/json")

    await page.route("**/api/media/pictures", fulfil)


@pytest.mark.parametrize(
    ("srcset", "shown"),
    [
        ("/media/a/150.webp 150w, /media/a/400.webp 400w", "/media/a/400.webp"),
        ("/media/a/400.webp 400w, /media/a/800.webp 800w", "/media/a/800.webp"),
        ("/media/a/1920.webp 1920w, /media/a/800.webp 800w", "/media/a/800.webp"),
        ("/media/a/640.webp 640w, /media/a/1920.webp 1920w", "/media/a/1920.webp"),
        ("", "/media/a/1.webp"),
    ],
)
async def test_a_picture_as_wide_as_the_column(blank: Page, srcset: str, shown: str) -> None:
    origin = await blank.evaluate("location.origin")
    picture = {"id": "a", "url": f"{origin}/media/a/1.webp", "width": 9, "height": 9}
    await answer(blank, 201, picture | {"srcset": srcset})
    sent = await blank.evaluate(SEND, ["image/png", 10])
    assert sent["picture"]["url"] == shown
    assert sent["picture"]["id"] == "a"


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (422, {"errors": {"picture": "This is no picture."}}, "This is no picture."),
        (401, {}, "You are signed out. Sign in again, then retry."),
        (413, {}, "This picture is too large."),
        (500, {}, "The picture could not be stored. Try again."),
    ],
)
async def test_refusals_are_said(
    blank: Page, status: int, body: Mapping[str, object], words: str
) -> None:
    await answer(blank, status, body)
    assert (await blank.evaluate(SEND, ["image/png", 10]))["error"] == words


@pytest.mark.parametrize(
    ("kind", "size"),
    [("text/html", 10), ("image/svg+xml", 10), ("image/png", 0), ("image/png", 21_000_000)],
)
async def test_what_is_no_picture_for_us_is_not_sent(blank: Page, kind: str, size: int) -> None:
    sent = await blank.evaluate(SEND, [kind, size])
    assert sent["error"]
    assert "picture" not in sent


async def test_a_lost_connection_is_told_apart(blank: Page) -> None:
    await blank.route("**/api/media/pictures", lambda route: route.abort())
    sent = await blank.evaluate(SEND, ["image/png", 10])
    assert sent == {"error": "The connection was lost.", "offline": True}


async def test_a_picture_is_sent_for_whom_the_page_is(blank: Page) -> None:
    await answer(blank, 201, PICTURE)
    await blank.evaluate("import('/ui/backend.js').then(({ drawnFor }) => drawnFor('ana'))")
    async with blank.expect_request(ADDRESS) as sent:
        await blank.evaluate(SEND, ["image/png", 10])
    assert (await sent.value).headers["x-dreamdot-for"] == "ana"


async def test_a_line_that_stands_still_is_given_up(blank: Page) -> None:
    async def say_nothing(route: Route) -> None:
        """The server never answers."""

    await blank.clock.install()
    await blank.route(ADDRESS, say_nothing)
    async with blank.expect_request(ADDRESS):
        await blank.evaluate(SEND_IN_TURN, 1)
    await blank.clock.run_for(301_000)
    assert await blank.evaluate(SENT, 0) == {"error": "This took too long. Try again."}


async def test_a_few_pictures_go_up_at_a_time(blank: Page) -> None:
    held: asyncio.Queue[Route] = asyncio.Queue()
    await blank.route(ADDRESS, held.put)
    await blank.evaluate(SEND_IN_TURN, 7)
    first = [await held.get() for _ in range(4)]
    await blank.evaluate("window.cancel(5)")  # it has not had its turn
    assert (await blank.evaluate(SENT, 5))["cancelled"] is True
    await blank.evaluate("window.cancel(3)")  # it is on its way
    assert (await blank.evaluate(SENT, 3))["cancelled"] is True
    fifth = await held.get()
    assert held.empty()
    for route in (*first, fifth):
        with suppress(Error):  # they come in any order, and one has been taken back
            await route.fulfill(status=201, json=PICTURE)
    await (await held.get()).fulfill(status=201, json=PICTURE)
    for index in (0, 1, 2, 4, 6):
        assert (await blank.evaluate(SENT, index))["picture"]["id"] == "a"


@pytest.mark.parametrize("first", ["too many", "closed early"])
async def test_what_passes_is_tried_again(blank: Page, first: str) -> None:
    """The server has no place just now, or closes the line: no event would tell when it is over."""
    tries = 0

    async def refuse_once(route: Route) -> None:
        nonlocal tries
        tries += 1
        if tries > 1:
            await route.fulfill(status=201, json=PICTURE)
        elif first == "too many":
            await route.fulfill(status=429, headers={"Retry-After": "1"}, json={"error": "Later."})
        else:
            await route.abort()

    await blank.route(ADDRESS, refuse_once)
    await blank.evaluate(SEND_IN_TURN, 1)
    assert (await blank.evaluate(SENT, 0))["picture"]["id"] == "a"


async def test_a_long_wait_is_told_at_once(blank: Page) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=429, headers={"Retry-After": "3000"}, json={"error": "Later."})

    await blank.route(ADDRESS, refuse)
    await blank.evaluate(SEND_IN_TURN, 1)
    assert (await blank.evaluate(SENT, 0))["error"] == "Later."
