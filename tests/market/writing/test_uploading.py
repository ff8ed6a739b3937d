"""Which rendition of a picture a story shows, and what is not even sent."""

import json
from collections.abc import Mapping

import pytest
from playwright.async_api import Page, Route

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("browser-modules")]

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
