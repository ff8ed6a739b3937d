"""The product itself, started as anybody starts it, and a real Chromium that uses it.

Every test here shares one running DreamDot with a world of its own in a temporary folder. They
run in one xdist worker (`pytestmark` of the modules).
"""

import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    async_playwright,
    expect,
)

from tests.e2e.desk import Connection
from tests.e2e.people import arrive, begin_story
from tests.e2e.running import ARTEFACTS, DreamDot, free_port
from tests.emulated import Emulated, emulated

_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# How long something takes says nothing on a shared machine.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def app_port() -> int:
    """The port of the DreamDot that the tests share; providers know it as its address."""
    return free_port()


@pytest.fixture(scope="session")
async def outside(app_port: int) -> AsyncGenerator[Emulated]:
    """Google, GitHub and Apple, which send people back to it."""
    async with emulated([f"http://localhost:{app_port}"], people=20) as running:
        yield running


@pytest.fixture(scope="session")
async def dreamdot(
    tmp_path_factory: pytest.TempPathFactory, app_port: int, outside: Emulated
) -> AsyncGenerator[DreamDot]:
    """DreamDot run by its own command, on a free port, with a fresh demonstration world."""
    running = DreamDot(
        tmp_path_factory.mktemp("dreamdot"), port=app_port, variables=outside.variables()
    )
    try:
        await running.start()
        yield running
        if running.process is not None:
            await running.end()
    finally:
        running.kill()
        ARTEFACTS.mkdir(exist_ok=True)
        (ARTEFACTS / "dreamdot.log").write_text(running.log())


@pytest.fixture(scope="session")
async def chromium() -> AsyncGenerator[Browser]:
    """Debian's Chromium, without a window."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(_CHROMIUM))
        yield browser
        await browser.close()


OpenContext = Callable[..., Awaitable[BrowserContext]]


@asynccontextmanager
async def contexts(chromium: Browser, dreamdot: DreamDot) -> AsyncGenerator[OpenContext]:
    """Make browser contexts, one for each person.

    No page of theirs may raise an error that nobody catches, break the policy for its contents, or
    open an alert, as scripts do that somebody smuggled in.
    """
    made: list[BrowserContext] = []
    broken: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            broken.append(said.text)

    async def refuse(opened: Dialog) -> None:
        if opened.type != "beforeunload":
            broken.append(f"somebody's script ran: {opened.message}")
        await opened.dismiss()

    async def make(*, may_break_its_policy: bool = False, **options: object) -> BrowserContext:
        settings = {"base_url": dreamdot.address, "viewport": {"width": 1280, "height": 900}}
        context = await chromium.new_context(**(settings | options))  # pyright: ignore[reportArgumentType] keywords of one call
        context.set_default_timeout(15_000)
        context.on("weberror", lambda raised: broken.append(str(raised.error)))
        if not may_break_its_policy:
            context.on("console", hear)
        context.on("dialog", refuse)
        made.append(context)
        return context

    yield make
    for context in made:
        await context.close()
    assert broken == []


@pytest.fixture
async def open_context(
    chromium: Browser, dreamdot: DreamDot, request: pytest.FixtureRequest
) -> AsyncGenerator[OpenContext]:
    """`contexts` for one test; a failing one leaves pictures of its pages."""
    async with contexts(chromium, dreamdot) as make:
        yield make
        if not getattr(request.node, "failed", False):
            return
        ARTEFACTS.mkdir(exist_ok=True)
        pages = [page for context in chromium.contexts for page in context.pages]
        for number, page in enumerate(pages):
            await page.screenshot(path=ARTEFACTS / f"{request.node.name}-{number}.png")


@pytest.fixture(scope="module")
async def author(chromium: Browser, dreamdot: DreamDot) -> AsyncGenerator[BrowserContext]:
    """The browser of somebody who writes."""
    async with contexts(chromium, dreamdot) as make:
        context = await make()
        await (await arrive(context)).close()
        yield context


@pytest.fixture
async def page(author: BrowserContext) -> AsyncGenerator[Page]:
    """A page of theirs."""
    page = await author.new_page()
    yield page
    await page.close()


@pytest.fixture
async def connection(page: Page) -> Connection:
    """The connection of the desk."""
    connection = Connection(page)
    await connection.begin()
    return connection


@pytest.fixture
async def desk(page: Page, connection: Connection) -> Page:
    """A desk with a new story that has a title."""
    await begin_story(page)
    await page.get_by_label("Title").fill("The night bus")
    return page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Remember on the test whether it failed, for `open_context`."""
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True  # pyright: ignore[reportAttributeAccessIssue] our own mark
    return report
