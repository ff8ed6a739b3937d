"""Settings > Your data in the browser: an export from wish to file, leaving and staying."""

import asyncio
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.people import arrive, settled, somebody
from tests.e2e.running import ARTEFACTS

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]


async def look_at(page: Page, name: str) -> None:
    """A picture by day and by night, and axe finds nothing."""
    await settled(page)
    for scheme, theme in (("light", "day"), ("dark", "night")):
        await page.emulate_media(color_scheme=scheme)  # pyright: ignore[reportArgumentType] one of two words
        await expect(page.locator("html")).to_have_attribute("data-theme", theme)
        path = ARTEFACTS / "screens" / f"{name}-{theme}.png"
        await page.screenshot(path=path, full_page=True, animations="disabled")
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


async def test_an_export_becomes_ready_on_the_page_and_is_a_zip(open_context: OpenContext) -> None:
    person = somebody()
    page = await arrive(await open_context(reduced_motion="reduce"), person)
    await page.goto("/auth/export/none?key=of-an-old-letter")
    await expect(page.get_by_text("This export is not here any more.")).to_be_visible()
    await page.get_by_role("button", name="Ask for an export").click()
    link = page.get_by_role("link", name="Download")
    await expect(link).to_be_visible(timeout=60_000)
    await look_at(page, "settings-data-ready-1280")
    await page.set_viewport_size({"width": 360, "height": 760})
    here = page.get_by_role("navigation", name="Settings").get_by_role("link", name="Your data")
    await expect(here).to_be_in_viewport(ratio=1)
    await look_at(page, "settings-data-ready-360")
    async with page.expect_download() as told:
        await link.click()
    download = await told.value
    assert re.fullmatch(r"dreamdot-\d{4}-\d\d-\d\d\.zip", download.suggested_filename)
    content = await asyncio.to_thread(Path(await download.path()).read_bytes)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        profile = json.loads(packed.read("account/profile.json"))
    assert (profile["username"], profile["email"]) == (person.username, person.email)


async def test_one_leaves_by_keyboard_and_stays_after_all(open_context: OpenContext) -> None:
    person = somebody()
    page = await arrive(await open_context(reduced_motion="reduce"), person)
    await page.goto("/settings/data")
    await page.get_by_role("button", name="Delete my account").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Cancel").press("Enter")
    await expect(dialog).to_have_count(0)
    await page.get_by_role("button", name="Delete my account").press("Enter")
    field = dialog.get_by_label("Your username")
    await field.focus()
    await page.keyboard.type("somebody")
    await page.keyboard.press("Enter")
    refusal = f"Type {person.username} to go on."
    await expect(dialog.get_by_text(refusal).last).to_be_visible()
    await field.fill(person.username)
    await page.keyboard.press("Enter")
    banner = page.get_by_role("status").filter(has_text="Your account will be deleted on")
    await expect(banner).to_be_visible()
    await look_at(page, "settings-data-leaving-1280")
    await page.set_viewport_size({"width": 360, "height": 760})
    await look_at(page, "settings-data-leaving-360")

    await page.goto("/settings/privacy")
    await expect(banner).to_be_visible()
    await page.get_by_role("button", name="Keep my account").click()
    await expect(page).to_have_url(re.compile("/settings/data$"))
    await expect(page.get_by_role("button", name="Delete my account")).to_be_visible()
    await expect(banner).to_have_count(0)
