"""A wallet in the browser: filters that the address keeps, amounts of a region, files, proof."""

import re

import pytest
from playwright.async_api import Locator, Page, Route, expect

from dreamdot_app.world import seed
from tests.e2e.conftest import OpenContext
from tests.e2e.people import Person, sign_in

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

READER = Person(seed.READER, "", seed.PASSWORD)


def rows(page: Page, words: str) -> Locator:
    return page.get_by_role("row").filter(has_text=words)


async def test_a_history_is_narrowed_by_its_address(open_context: OpenContext) -> None:
    page = await (await open_context()).new_page()
    await sign_in(page, READER)
    await page.goto("/wallet")
    await page.get_by_role("link", name="Purchases").click()
    await expect(page).to_have_url(re.compile(r"/wallet\?kind=purchases$"))
    await expect(rows(page, "Sold to")).to_have_count(0)
    await expect(rows(page, "Bought from").first).to_be_visible()
    search = page.get_by_role("searchbox", name="Search your history")
    await search.fill("nothing has this name")
    await search.press("Enter")
    await expect(page).to_have_url(re.compile(r"kind=purchases&q=nothing\+has\+this\+name$"))
    await expect(page.get_by_role("heading", name="Nothing like that")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="Nothing like that")).to_be_visible()
    await expect(search).to_have_value("nothing has this name")
    await page.go_back()
    await expect(rows(page, "Bought from").first).to_be_visible()
    await expect(search).to_have_value("")


async def test_amounts_are_written_as_the_persons_region_writes_them(
    open_context: OpenContext,
) -> None:
    page = await (await open_context(locale="de-DE")).new_page()
    await sign_in(page, READER)
    await page.goto("/wallet")
    balance = page.get_by_role("region", name="You can spend")
    await expect(balance).to_contain_text(re.compile(r"\d{2}\.\d{3},\d{2}\s\$"))


async def test_files_and_the_proof_of_a_statement(open_context: OpenContext) -> None:
    page = await (await open_context()).new_page()
    await sign_in(page, READER)
    await page.goto("/wallet/statements")
    for form in ("PDF", "CSV"):
        async with page.expect_download() as download:
            await page.get_by_role("link", name=re.compile(f"^{form} of ")).first.click()
        name = (await download.value).suggested_filename
        assert re.fullmatch(rf"dreamdot-\d{{4}}-\d\d\.{form.lower()}", name)
    await page.get_by_role("button", name="Verify my statement").click()
    await expect(page.get_by_text("fit together")).to_be_visible()

    async def change(route: Route) -> None:
        """Somebody changes a cent on the way."""
        answer = await route.fetch()
        body = await answer.json()
        for link in body["links"][1:2]:
            link["amount"] += 1
            link["balance_after"] += 1
        await route.fulfill(response=answer, json=body)

    await page.route(re.compile(r"/api/payment/chains/\d+\?"), change)
    await page.get_by_role("button", name="Verify again").click()
    await expect(page.get_by_text("Something does not fit")).to_be_visible()
    await expect(page.get_by_role("listitem").filter(has_text="entry 2 is not")).to_be_visible()
