"""What a person does in the browser, for tests to tell stories with."""

import asyncio
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import count

import httpx
from playwright.async_api import BrowserContext, Locator, Page, WebSocket, expect

from dreamdot_app.core import ids
from dreamdot_app.core.web.cookies import SESSION_COOKIE

PASSWORD = "a long enough phrase 7"
_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """Somebody who has just thought of a name nobody has."""

    username: str
    email: str
    password: str = PASSWORD


def somebody(prefix: str = "reader") -> Person:
    """A person whose name is free."""
    name = f"{prefix}{next(_numbers)}{ids.short(ids.new())[-6:]}".lower()
    return Person(name, f"{name}@example.org")


def session_in(answer: httpx.Response) -> str:
    """The token of the session that an answer begins; it may set other cookies as well."""
    begun = SimpleCookie()
    for written in answer.headers.get_list("set-cookie"):
        begun.load(written)
    return begun[SESSION_COOKIE].value


async def put(field: Locator, text: str, *, times: int = 1) -> None:
    """Put a text into a field as a script or a clumsy extension does, past its `maxlength`."""
    await field.evaluate(
        """(field, [text, times]) => {
            field.value = text.repeat(times);
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        [text, times],
    )


async def fill_join(page: Page, person: Person) -> None:
    """Fill the form for joining, and do not send it yet."""
    await page.get_by_label("Username").fill(person.username)
    await page.get_by_label("Email").fill(person.email)
    await page.get_by_label("Password", exact=True).fill(person.password)
    await page.get_by_role("checkbox").check()


async def join(page: Page, person: Person) -> None:
    """Join through the form, and be taken to where one wanted to go."""
    if not page.url.partition("?")[0].endswith("/join"):
        await page.goto("/join")
    await fill_join(page, person)
    await page.get_by_role("button", name="Create account").click()
    await expect(page).not_to_have_url(re.compile(r"/join(\?|$)"))


async def arrive(context: BrowserContext, person: Person | None = None) -> Page:
    """A page of somebody who has just joined, without the form."""
    person = person or somebody()
    sent = {
        "username": person.username, "email": person.email, "password": person.password,
        "terms": True,
    }  # fmt: skip
    page = await context.new_page()
    await page.goto("/join")
    # From within the page: the cookie of the session is only for pages of the same origin.
    status = await page.evaluate(
        """async (sent) => (await fetch("/auth/join", {
            method: "POST", body: JSON.stringify(sent),
            headers: { "content-type": "application/json" },
        })).status""",
        sent,
    )
    assert status == 200
    return page


async def sign_in(page: Page, person: Person) -> None:
    """Sign in through the form, and be taken to where one wanted to go."""
    if not page.url.partition("?")[0].endswith("/signin"):
        await page.goto("/signin")
    await page.get_by_label("Username or email").fill(person.username)
    await page.get_by_label("Password", exact=True).fill(person.password)
    await page.get_by_role("main").get_by_role("button", name="Sign in").click()
    await expect(page).not_to_have_url(re.compile(r"/signin(\?|$)"))


async def sign_out(page: Page) -> None:
    """Sign out through the account menu."""
    await page.get_by_role("button", name="Your account").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("link", name="Join").first).to_be_visible()


async def begin_story(page: Page) -> None:
    """Open the writing desk with a new story on it, ready to be written in."""
    await page.goto("/write")
    await expect(page).to_have_url(re.compile(r"/write/\w{22}$"))
    await expect(text_of(page)).to_be_editable()


def text_of(page: Page) -> Locator:
    """The text on the writing desk."""
    return page.locator(".tiptap")


async def saved(page: Page) -> None:
    """Wait until the desk says that the server has everything.

    What was typed last is made known first, as the desk's own buttons do it: for a moment it
    still says "Saved" of what was there before.
    """
    await page.evaluate(
        """async () => {
            document.querySelector("form#draft")?.dispatchEvent(new CustomEvent("draft:flush"));
            await new Promise((drawn) => setTimeout(drawn));
        }"""
    )
    await expect(page.locator("[data-draft=saved]")).to_contain_text("Saved")


_SETTLED = """async () => {
    const inSight = (picture) => {
        const { top, bottom, width } = picture.getBoundingClientRect();
        return width && bottom > 0 && top < innerHeight;
    };
    // The style guide shows for ever what waiting looks like.
    const waits = () => document.querySelector("[aria-busy=true]:not(section[data-theme] *)")
        || document.fonts.status !== "loaded"
        || [...document.images].some((picture) => inSight(picture) && !picture.complete);
    while (waits()) await new Promise(requestAnimationFrame);
}"""


async def settled(page: Page) -> None:
    """Wait until the page has its data: nothing busy, fonts and the pictures in sight loaded."""
    await expect(page.get_by_role("main")).to_be_visible()
    async with asyncio.timeout(15):
        # Not `wait_for_function`: it evaluates a text, which the pages' policy forbids.
        await page.evaluate(_SETTLED)


class Overheard:
    """What passes through a page's websockets, in both directions."""

    def __init__(self, page: Page) -> None:
        self.sent: str = ""
        self.received: str = ""
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        self.sent += str(frame)

    def _received(self, frame: str | bytes) -> None:
        self.received += str(frame)

    def __contains__(self, words: str) -> bool:
        return words in self.sent or words in self.received
