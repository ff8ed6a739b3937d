"""What a first visit costs: JS and CSS over the wire, and the time to first paint.

Run against a DreamDot that runs: ``python -m bench.first_load [address]``.
"""

import asyncio
import gzip
import shutil
import statistics
import sys
from collections import defaultdict
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page, Response, async_playwright

GOAL_JS_KB, GOAL_CSS_KB, GOAL_PAINT_MS = 180, 20, 400
ROUNDS = 7
_CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


@dataclass
class Load:
    """One visit with an empty cache: compressed bytes by type, first paint in ms."""

    compressed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    paint_ms: float = 0.0


async def _weigh(response: Response, load: Load) -> None:
    kind = response.request.resource_type
    if kind in ("script", "stylesheet", "font", "image", "document") and response.ok:
        body = await response.body()
        packed = len(gzip.compress(body, 6)) if kind in ("script", "stylesheet") else len(body)
        load.compressed[kind] += packed


async def _visit(browser: Browser, address: str) -> Load:
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    page: Page = await context.new_page()
    load = Load()
    weighing: list[asyncio.Future[None]] = []

    def weigh(response: Response) -> None:
        weighing.append(asyncio.ensure_future(_weigh(response, load)))

    page.on("response", weigh)
    await page.goto(address, wait_until="load")
    await page.wait_for_function(f"() => ({_PAINT}) !== null")
    load.paint_ms = await page.evaluate(_PAINT)
    await page.wait_for_load_state("networkidle")
    page.remove_listener("response", weigh)
    await asyncio.gather(*weighing)
    await context.close()
    return load


async def _work_address(browser: Browser, address: str) -> str:
    page = await browser.new_page()
    await page.goto(f"{address}/discover")
    link = page.locator("main a[href^='/work/']").first
    href = await link.get_attribute("href")
    await page.close()
    return f"{address}{href}"


async def main(address: str) -> None:
    """Print one line a page: KB of JS and CSS (gz), first contentful paint, goals beside them."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_CHROMIUM)
        pages = {"home": f"{address}/", "work": await _work_address(browser, address)}
        print("page       JS gz    CSS gz     fonts  pictures  paint p50      max")
        for name, page_address in pages.items():
            loads = [await _visit(browser, page_address) for _ in range(ROUNDS)]
            weight = loads[-1].compressed
            paints = [load.paint_ms for load in loads]
            print(
                f"{name:6} {weight['script'] / 1000:6.1f} KB {weight['stylesheet'] / 1000:6.1f} KB "
                f"{weight['font'] / 1000:6.1f} KB {weight['image'] / 1000:6.1f} KB "
                f"{statistics.median(paints):7.0f} ms {max(paints):5.0f} ms"
            )
        print(f"goals  {GOAL_JS_KB:6} KB {GOAL_CSS_KB:6} KB {'':19} {GOAL_PAINT_MS:10} ms")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:3000"))
