"""Our browser modules in Debian's Chromium, on a server of their own."""

import asyncio
import json
import shutil
from collections.abc import AsyncGenerator, Callable, Iterator
from uuid import uuid4

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.market.writing.stage import Draft, Stage, serve

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
_PATIENCE_S = 10.0


@pytest.fixture(scope="session")
async def chromium() -> AsyncGenerator[Browser]:
    """Chromium without a window."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The server; every test has drafts of its own on it."""
    stage = Stage()
    server = serve(stage)
    yield stage
    server.shutdown()
    server.server_close()


@pytest.fixture
async def browser_context(chromium: Browser, stage: Stage) -> AsyncGenerator[BrowserContext]:
    """One person's browser."""
    context = await chromium.new_context(base_url=stage.origin)
    context.set_default_timeout(_PATIENCE_S * 1_000)
    yield context
    await context.close()


@pytest.fixture
async def blank(browser_context: BrowserContext) -> Page:
    """A page from which our modules can be imported."""
    page = await browser_context.new_page()
    await page.goto("/page/text.html")
    await page.wait_for_selector("body[data-ready]", state="attached")
    return page


class Desk:
    """A draft on the server, and tabs that it is open in."""

    def __init__(self, context: BrowserContext, draft: Draft, key: str) -> None:
        self.context, self.draft, self.key = context, draft, key

    async def open(self, *, with_clock: bool = False) -> Page:
        """One more tab. With a clock, time there passes only as the test says."""
        page = await self.context.new_page()
        if with_clock:
            await page.clock.install()
        await page.goto(f"/page/draft.html#{self.key}")
        await page.wait_for_selector("body[data-ready]", state="attached")
        return page

    async def reload(self, page: Page) -> None:
        """As a person does it."""
        await page.reload()
        await page.wait_for_selector("body[data-ready]", state="attached")

    async def stored(self, check: Callable[[dict[str, object]], bool]) -> None:
        """Wait until the server's fields are as wished."""
        await eventually(lambda: check(self.draft.fields))

    async def copies(self, page: Page) -> list[dict[str, object]]:
        """What this device keeps of the draft."""
        kept = await page.evaluate(
            """() => new Promise((resolve) => {
              const opening = indexedDB.open("dreamdot-drafts", 1);
              opening.onsuccess = () => {
                const all = opening.result.transaction("copies").objectStore("copies").getAll();
                all.onsuccess = () => { opening.result.close(); resolve(all.result); };
              };
            })"""
        )
        return [copy for copy in kept if copy["url"].endswith(self.key)]


async def eventually(check: Callable[[], bool]) -> None:
    """Wait until something is so on the server's side."""
    async with asyncio.timeout(_PATIENCE_S):
        while not check():  # noqa: ASYNC110 the server has no loop that could tell
            await asyncio.sleep(0.02)


async def phase(page: Page, *wanted: str) -> None:
    """Wait until the keeper says that it is in one of these phases."""
    await page.wait_for_function(f"{json.dumps(wanted)}.includes(document.body.dataset.phase)")


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(browser_context: BrowserContext, stage: Stage) -> MakeDesk:
    """Put a draft on the server: ``make_desk(title=…, html=…)``."""

    def make(**fields: object) -> Desk:
        key = uuid4().hex
        empty = {"title": "", "html": "", "price": "", "comments": True}
        stage.drafts[key] = Draft(empty | fields)
        return Desk(browser_context, stage.drafts[key], key)

    return make
