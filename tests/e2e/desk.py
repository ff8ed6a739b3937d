"""What a person does on the writing desk, for tests to tell stories with."""

import asyncio
import re
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator, Page, Route, WebSocketRoute, expect

from tests.e2e.people import text_of

_NAME = re.compile(rb'filename="([^"]+)"')


def tool(page: Page, name: str) -> Locator:
    """A tool of the editor's bar."""
    return page.get_by_role("toolbar", name="Text").get_by_role("button", name=name, exact=True)


async def type_lines(page: Page, *lines: str) -> None:
    """Type these at the end of the text, each as a paragraph."""
    await text_of(page).click()
    for line in lines:
        await page.keyboard.type(line)
        await page.keyboard.press("Enter")


async def select_words(text: Locator, words: str) -> None:
    """Select words in the text as one does with the mouse."""
    await text.evaluate(
        """(text, words) => {
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const start = walker.currentNode.data.indexOf(words);
                if (start < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, start);
                range.setEnd(walker.currentNode, start + words.length);
                text.focus();
                getSelection().removeAllRanges();
                getSelection().addRange(range);
            }
        }""",
        words,
    )
    await expect(text).to_be_focused()


async def colour_of(picture: Locator) -> list[int]:
    """The colour in the middle of a picture, once it is there."""
    return await picture.evaluate(
        """async (picture) => {
            picture.scrollIntoView();
            picture.loading = "eager";
            await picture.decode();
            const canvas = new OffscreenCanvas(1, 1).getContext("2d");
            canvas.drawImage(picture, 0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
        }"""
    )


def pictures(folder: Path, *colours: str) -> list[Path]:
    """A picture of each colour, named after it."""
    made = [folder / f"{colour}.png" for colour in colours]
    for colour, path in zip(colours, made, strict=True):
        Image.new("RGB", (640, 400), colour).save(path)
    return made


class Connection:
    """A page's websocket, which can be lost: the page finds it again by itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._sockets: list[WebSocketRoute] = []
        self._is_found = asyncio.Event()

    async def begin(self) -> None:
        """Follow it from the next page on."""
        await self.page.route_web_socket(re.compile("/_event"), self._follow)

    def _follow(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        self._sockets.append(socket)

        def hear(said: str | bytes) -> None:
            socket.send(said)
            if 'is_hydrated_rx_state_":true' in str(said):
                self._is_found.set()

        server.on_message(hear)

    async def lose(self) -> None:
        """Cut it, and wait until the page has found it again and loaded what it shows."""
        self._is_found.clear()
        await self._sockets[-1].close(code=3001, reason="lost")
        await asyncio.wait_for(self._is_found.wait(), 20)


class SlowUploads:
    """Pictures that go up when the test lets them, by their names."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._gates: dict[str, asyncio.Event] = {}

    async def begin(self) -> None:
        """Hold what is sent from now on."""
        await self.page.route("**/api/media/pictures", self._hold)

    def let(self, *names: str) -> None:
        """Let these go, those too that are not sent yet."""
        for name in names:
            self._gate(name).set()

    def _gate(self, name: str) -> asyncio.Event:
        return self._gates.setdefault(name, asyncio.Event())

    async def _hold(self, route: Route) -> None:
        found = _NAME.search(route.request.post_data_buffer or b"")
        assert found is not None
        await self._gate(found[1].decode()).wait()
        await route.continue_()


async def paste(text: Locator, html: str) -> None:
    """Paste what another program put on the clipboard."""
    await text.evaluate(
        """(text, html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            const event = { clipboardData, bubbles: true, cancelable: true };
            text.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        html,
    )


async def drop_file(target: Locator, name: str, kind: str) -> bool:
    """Drop a file there as one does from a folder; whether the page took it upon itself."""
    return await target.evaluate(
        """(target, [name, type]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File(["words"], name, { type }));
            const { left, top, width, height } = target.getBoundingClientRect();
            const place = { clientX: left + width / 2, clientY: top + height / 2 };
            const options = { dataTransfer, bubbles: true, cancelable: true, ...place };
            target.dispatchEvent(new DragEvent("dragover", options));
            return !target.dispatchEvent(new DragEvent("drop", options));
        }""",
        [name, kind],
    )


async def copies(page: Page, work: str) -> int:
    """How many copies of a draft this browser keeps."""
    return await page.evaluate(
        """(url) => new Promise((resolve) => {
            const opening = indexedDB.open("dreamdot-drafts", 1);
            opening.onsuccess = () => {
                const all = opening.result.transaction("copies").objectStore("copies")
                    .index("url").count(url);
                all.onsuccess = () => { opening.result.close(); resolve(all.result); };
            };
        })""",
        f"/api/works/{work}/draft",
    )


async def forgotten(page: Page, work: str) -> None:
    """Wait until this browser keeps no copy of a draft: they are thrown away behind the page."""
    async with asyncio.timeout(15):
        while await copies(page, work):  # noqa: ASYNC110 the browser has nothing that could tell
            await asyncio.sleep(0.05)
