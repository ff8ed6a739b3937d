"""Joining and signing in with what nobody should send: a word beside the field, nothing lost."""

import re
from collections.abc import AsyncGenerator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Request, expect

from dreamdot_app.world import seed
from tests.e2e.conftest import OpenContext, contexts
from tests.e2e.people import Person, fill_join, join, put, somebody
from tests.e2e.running import DreamDot

pytestmark = [pytest.mark.xdist_group("e2e, the other half"), pytest.mark.pure]

RTL, NOTHING_SEEN = "\u202e", "\u200b\u2060"
# Field, what is typed, what is said beside it.
REFUSED = [
    ("Username", "ab", "3"),
    ("Username", "x" * 300, "3 to 30"),
    ("Username", "<script>alert(1)</script>", "letters, digits"),
    ("Username", f"mira{RTL}nda", "letters, digits"),
    ("Username", f"mi{NOTHING_SEEN}ra", "letters, digits"),
    ("Username", NOTHING_SEEN * 3, "letters, digits"),
    ("Username", "admin", "kept by DreamDot"),
    ("Username", seed.READER, "is taken"),
    ("Username", seed.READER.upper(), "is taken"),
    ("Username", seed.READER.replace("l", "I", 1), "is taken"),
    ("Username", seed.READER.replace("l", "1", 1), "is taken"),
    ("Username", seed.READER.replace("c", "\u0441"), "one script"),
    ("Email", "nobody", "name@example.com"),
    ("Email", "no body@example.org", "name@example.com"),
    ("Email", f"{'x' * 300}@example.org", "too long|name@example.com"),
    ("Email", f"m{RTL}@example.org", "name@example.com"),
    ("Password", "short", "10"),
    ("Password", "x" * 5_000, "most|too long"),
    ("Name", "n" * 61, "At most 60"),
]


@pytest.fixture(scope="module")
async def visitor(chromium: Browser, dreamdot: DreamDot) -> AsyncGenerator[BrowserContext]:
    async with contexts(chromium, dreamdot) as make:
        yield await make()


@pytest.fixture
async def page(visitor: BrowserContext) -> AsyncGenerator[Page]:
    page = await visitor.new_page()
    yield page
    await page.close()


def posts(page: Page, path: str) -> list[Request]:
    """The requests that this page sends there from now on."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if path in request.url else None)
    return sent


async def press(page: Page, label: str = "Create account") -> None:
    await page.get_by_role("main").get_by_role("button", name=label).click()


async def test_an_empty_form_is_not_sent(page: Page) -> None:
    sent = posts(page, "/auth/")
    await page.goto("/join")
    await press(page)
    for label in ("Username", "Email", "Password"):
        field = page.get_by_label(label, exact=True)
        await expect(field).to_have_accessible_description(re.compile("Fill this in"))
        await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("Username")).to_be_focused()
    await expect(page.get_by_role("checkbox")).to_have_accessible_description(
        re.compile("Tick this")
    )
    await page.goto("/signin")
    await press(page, "Sign in")
    await expect(page.get_by_label("Username or email")).to_have_accessible_description(
        re.compile("Fill this in")
    )
    assert sent == []


async def test_what_does_not_fit_is_said_beside_its_field(page: Page) -> None:
    await page.goto("/join")
    for label, typed, words in REFUSED:
        person = somebody()
        await fill_join(page, person)
        await page.get_by_label("Name", exact=True).fill("Mira")
        field = page.get_by_label(label, exact=True)
        await put(field, typed)
        await press(page)
        await expect(field, typed[:40]).to_have_accessible_description(re.compile(words))
        await expect(field).to_have_value(typed)
        await expect(page.get_by_role("button", name="Create account")).not_to_have_attribute(
            "aria-busy", "true"
        )
        if label != "Email":
            await expect(page.get_by_label("Email")).to_have_value(person.email)
        assert (await page.request.get(f"/u/{person.username}")).status == 404


async def test_everything_wrong_is_said_in_one_answer(page: Page) -> None:
    await page.goto("/join")
    await fill_join(page, Person("ab", "nobody", "short"))
    sent = posts(page, "/auth/join")
    await press(page)
    for label, words in (("Username", "3 to 30"), ("Email", "name@example"), ("Password", "10")):
        field = page.get_by_label(label, exact=True)
        await expect(field).to_have_accessible_description(re.compile(words))
    assert len(sent) == 1


async def test_ten_megabytes_are_refused_and_stay(page: Page) -> None:
    await page.goto("/join")
    await fill_join(page, somebody())
    await put(page.get_by_label("Name", exact=True), "x", times=10_000_000)
    await press(page)
    await expect(page.get_by_role("alert")).to_contain_text("too large")
    length = "field => field.value.length"
    assert await page.get_by_label("Name", exact=True).evaluate(length) == 10_000_000


async def test_a_double_click_joins_once(open_context: OpenContext) -> None:
    page = await (await open_context()).new_page()
    person = somebody()
    sent = posts(page, "/auth/join")
    await page.goto("/join?next=/wallet")
    await fill_join(page, person)
    await page.get_by_role("button", name="Create account").dblclick()
    await expect(page).to_have_url(re.compile("/wallet$"))
    await expect(page.get_by_role("main")).to_contain_text("$50,000.00")
    assert len(sent) == 1


async def test_names_are_shown_as_text(open_context: OpenContext) -> None:
    page = await (await open_context()).new_page()
    person = somebody()
    await page.goto("/join")
    name = f"<img src=x onerror=alert(1)>{RTL}Mira{NOTHING_SEEN}"
    await page.get_by_label("Name", exact=True).fill(name)
    await join(page, person)
    await page.goto(f"/u/{person.username}")
    shown = page.get_by_role("heading", name="Mira")
    await expect(shown).to_have_text("<img src=x onerror=alert(1)>Mira")


@pytest.mark.parametrize(
    "login", ["nobody-has-this-name", "<script>alert(1)</script>", f"{RTL}lucia", "x" * 250]
)
async def test_a_refused_sign_in_keeps_what_was_typed(page: Page, login: str) -> None:
    await page.goto("/signin")
    await page.get_by_label("Username or email").fill(login)
    await page.get_by_label("Password", exact=True).fill("not the password")
    sent = posts(page, "/auth/sign-in")
    await page.get_by_role("main").get_by_role("button", name="Sign in").dblclick()
    await expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    await expect(page.get_by_label("Username or email")).to_have_value(login)
    await expect(page.get_by_label("Password", exact=True)).to_have_value("not the password")
    assert 1 <= len(sent) <= 2  # the second click may come after the answer, never before it


async def test_guessing_is_slowed_down(page: Page) -> None:
    await page.goto("/signin")
    login = Person("guessed-by-somebody", "")
    await page.get_by_label("Username or email").fill(login.username)
    await page.get_by_label("Password", exact=True).fill("not the password")
    for _ in range(5):
        async with page.expect_response(re.compile("/auth/sign-in")):
            await press(page, "Sign in")
    await expect(page.get_by_role("alert")).to_be_visible()
    await press(page, "Sign in")
    await expect(page.get_by_role("alert")).to_contain_text("Too many tries. Wait")
