"""Google, GitHub and Apple in the browser: joining, coming back, linking, proving, unlinking.

The providers are at another site than ours, as browsers see it, so that cookies are sent or kept
back as they are in earnest.
"""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.ground import ground
from tests.e2e.people import settled, sign_out
from tests.e2e.running import ARTEFACTS, DreamDot
from tests.emulated import Emulated, Face

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]


async def choose(page: Page, face: Face) -> None:
    """At the provider, choose one's account."""
    await page.wait_for_url(re.compile(r"^http://127\.0\.0\.1"))
    await page.locator("form", has_text=face.login).get_by_role("button").click()
    await page.wait_for_url(re.compile(r"^http://localhost"))


async def shot(page: Page, name: str) -> None:
    await settled(page)
    await page.screenshot(path=ARTEFACTS / "screens" / f"{name}.png", full_page=True)


async def join_with(page: Page, name: str, face: Face) -> None:
    await page.goto("/signin?next=/library")
    await page.get_by_role("button", name=f"Continue with {name}").click()
    await choose(page, face)
    await expect(page.get_by_role("heading", name="One name, and you are in")).to_be_visible()
    await expect(page.get_by_label("Name", exact=True)).to_have_value("Ida Fern")
    await expect(page.get_by_text(face.email)).to_be_visible()
    await page.get_by_label("Username").fill(face.login)
    await page.get_by_role("checkbox").check()


def row_of(page: Page, name: str):
    return page.get_by_role("listitem").filter(has_text=name)


async def test_google_from_joining_to_the_last_way_in(
    open_context: OpenContext, outside: Emulated
) -> None:
    face = outside.somebody()
    page = await (await open_context()).new_page()
    await page.goto("/signin")
    await shot(page, "providers-signin-1280")
    await join_with(page, "Google", face)
    await shot(page, "providers-join-1280")
    await page.get_by_role("button", name="Create account").click()
    await expect(page).to_have_url(re.compile(r"/library$"))
    await sign_out(page)

    await page.goto("/signin?next=/settings/security")
    await page.get_by_role("button", name="Continue with Google").click()
    await choose(page, face)
    await expect(page).to_have_url(re.compile(r"/settings/security$"))
    await expect(row_of(page, "Google")).to_contain_text(face.email)

    await row_of(page, "GitHub").get_by_role("button", name="Link GitHub").click()
    await choose(page, face)
    await expect(page).to_have_url(re.compile(r"/settings/security"))
    await expect(row_of(page, "GitHub")).to_contain_text(face.email)
    await shot(page, "providers-security-1280")

    await row_of(page, "Google").get_by_role("button", name="Unlink Google").click()
    await expect(row_of(page, "Google")).to_contain_text("Not linked")
    await row_of(page, "GitHub").get_by_role("button", name="Unlink GitHub").click()
    await expect(page.get_by_text("GitHub is your only way to sign in")).to_be_visible()
    await expect(row_of(page, "GitHub")).to_contain_text(face.email)


async def test_apple_on_a_phone_and_as_a_proof(
    open_context: OpenContext, outside: Emulated, dreamdot: DreamDot
) -> None:
    face = outside.somebody()
    context = await open_context(viewport={"width": 360, "height": 760})
    page = await context.new_page()
    await page.goto("/signin")
    await shot(page, "providers-signin-360")
    await join_with(page, "Apple", face)
    await shot(page, "providers-join-360")
    await page.get_by_role("button", name="Create account").click()
    await expect(page).to_have_url(re.compile(r"/library$"))
    await page.goto("/settings/security")
    await expect(row_of(page, "Apple")).to_contain_text(face.email)
    await shot(page, "providers-security-360")

    async with ground(dreamdot) as under:
        await under.ask(
            "user",
            "update account_session set proven_at = now() - interval '1 hour' where account_id ="
            " (select id from account where username = %s) returning id",
            face.login,
        )
    # Who asks is remembered for some seconds, with the proof of before, unless a page asks anew.
    assert await page.evaluate(
        """async () => (await fetch("/auth/look", {
            method: "POST", body: "{}", headers: { "content-type": "application/json" },
        })).ok"""
    )
    way = page.get_by_role("button", name="Confirm with Apple")
    await page.goto("/again?next=/settings/account")
    await expect(way).to_be_visible()
    await shot(page, "providers-again-360")
    await way.click()
    await choose(page, outside.somebody())
    await expect(page.get_by_text("not the account of Apple")).to_be_visible()
    await shot(page, "providers-again-refused-360")
    await way.click()
    await choose(page, face)
    await expect(page).to_have_url(re.compile(r"/settings/account$"))


async def test_what_went_wrong_is_said_and_nothing_else(open_context: OpenContext) -> None:
    page = await (await open_context()).new_page()
    await page.goto("/signin?trouble=ProviderAway&with=google")
    await expect(page.get_by_text("Google does not answer just now")).to_be_visible()
    await shot(page, "providers-trouble-1280")
    await page.goto("/signin?trouble=Your+account+was+hacked&with=evil")
    await settled(page)
    await expect(page.get_by_text("hacked")).to_have_count(0)
    await page.goto("/join/with")
    await expect(page).to_have_url(re.compile(r"/join$"))
