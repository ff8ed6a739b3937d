"""The product itself, started as anybody starts it, and a real Chromium that uses it.

Every test here shares one running DreamDot with a world of its own in a temporary folder. They
run in one xdist worker (`pytestmark` of the modules), for they build the pages only once.
"""

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "artefacts"
_READY_S = 240
_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Running:
    """A running DreamDot: where it answers and where its data lies."""

    address: str
    data_dir: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _ready(process: asyncio.subprocess.Process, log: list[str]) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        log.append(line.decode(errors="replace"))
        if "DreamDot is ready" in log[-1]:
            return
    raise AssertionError("DreamDot ended before it was ready:\n" + "".join(log[-60:]))


async def _drain(process: asyncio.subprocess.Process, log: list[str]) -> None:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        log.append(line.decode(errors="replace"))


@pytest.fixture(scope="session")
async def dreamdot(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Running]:
    """DreamDot run by its own command, on a free port, with a fresh demonstration world."""
    data_dir, port = tmp_path_factory.mktemp("dreamdot"), free_port()
    environment = os.environ | {
        "DREAMDOT_DATA_DIR": str(data_dir),
        "DREAMDOT_PORT": str(port),
        "DREAMDOT_BCRYPT_COST": "4",
        "DREAMDOT_ENV": "test",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "dreamdot_app", "run",
        cwd=ROOT, env=environment, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    log: list[str] = []
    try:
        await asyncio.wait_for(_ready(process, log), _READY_S)
        reading = asyncio.create_task(_drain(process, log))
        yield Running(f"http://localhost:{port}", data_dir)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            await asyncio.wait_for(process.wait(), 30)
        ARTEFACTS.mkdir(exist_ok=True)
        (ARTEFACTS / "dreamdot.log").write_text("".join(log))
    await reading


@pytest.fixture(scope="session")
async def chromium() -> AsyncGenerator[Browser]:
    """Debian's Chromium, without a window."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(_CHROMIUM))
        yield browser
        await browser.close()


OpenContext = Callable[..., Awaitable[BrowserContext]]


@pytest.fixture
async def open_context(
    chromium: Browser, dreamdot: Running, request: pytest.FixtureRequest
) -> AsyncGenerator[OpenContext]:
    """Make browser contexts, one for each person; a failing test leaves pictures of its pages."""
    contexts: list[BrowserContext] = []

    async def make(**options: object) -> BrowserContext:
        settings = {"base_url": dreamdot.address, "viewport": {"width": 1280, "height": 900}}
        context = await chromium.new_context(**(settings | options))  # pyright: ignore[reportArgumentType] keywords of one call
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield make
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(contexts):
        for page in context.pages if failed else []:
            ARTEFACTS.mkdir(exist_ok=True)
            await page.screenshot(path=ARTEFACTS / f"{request.node.name}-{number}.png")
        await context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Remember on the test whether it failed, for `open_context`."""
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True  # pyright: ignore[reportAttributeAccessIssue] our own mark
    return report


async def settled(page: Page) -> None:
    """Wait until the page has its data: hydrated, nothing busy, pictures in sight loaded."""
    await page.wait_for_function("() => !document.querySelector('main [aria-busy=true]')")
    await page.wait_for_load_state("networkidle")
    await page.evaluate("document.fonts.ready")
