"""Promo codes in the browser: administrators find them, and prove who they are to make one."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import OpenContext
from tests.e2e.ground import ground
from tests.e2e.people import arrive, somebody
from tests.e2e.running import DreamDot

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

PROMOTED = """
    update account set role = 'administrator', email_confirmed_at = now() where id = %s returning 1
"""
LONG_AGO = """
    update account_session set proven_at = now() - interval '1 hour'
    where account_id = %s returning 1
"""


async def test_an_administrator_makes_a_code(open_context: OpenContext, dreamdot: DreamDot) -> None:
    boss = somebody()
    page = await arrive(await open_context(viewport={"width": 1280, "height": 800}), boss)
    # Before any page of theirs: whom a session stands for is remembered for some seconds.
    async with ground(dreamdot) as there:
        account = await there.account(boss.username)
        await there.ask("user", PROMOTED, account)
        await there.ask("user", LONG_AGO, account)
    main = page.get_by_role("main")

    await page.goto("/wallet")
    await page.get_by_role("button", name="Your account").click()
    await page.get_by_role("menuitem", name="Promo codes").click()
    await expect(page).to_have_url(re.compile("/admin/promo-codes$"))
    await main.get_by_label("Brings").fill("5")
    await main.get_by_role("button", name="Make the code").click()
    await expect(page).to_have_url(re.compile(r"/again\?next="))
    await page.get_by_label("Password", exact=True).fill(boss.password)
    await page.get_by_role("button", name="Confirm", exact=True).click()
    await main.get_by_label("Brings").fill("5")
    await main.get_by_role("button", name="Make the code").click()
    await expect(main.get_by_role("row").filter(has_text="$5.00").first).to_be_visible()


async def test_a_member_finds_no_such_link(open_context: OpenContext) -> None:
    page = await arrive(await open_context(viewport={"width": 1280, "height": 800}))
    await page.goto("/wallet")
    await page.get_by_role("button", name="Your account").click()
    await expect(page.get_by_role("menuitem", name="Settings")).to_be_visible()
    await expect(page.get_by_role("menuitem", name="Promo codes")).to_have_count(0)
