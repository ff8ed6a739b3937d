"""What a person does in the browser, for tests to tell stories with."""

from dataclasses import dataclass
from itertools import count

from playwright.async_api import Page, expect

from dreamdot_app.core import ids

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


async def join(page: Page, person: Person, *, path: str = "/join") -> None:
    """Join through the form, and be taken to where one wanted to go."""
    if not page.url.split("?")[0].endswith("/join"):
        await page.goto(path)
    await page.get_by_label("Username").fill(person.username)
    await page.get_by_label("Email").fill(person.email)
    await page.get_by_label("Password", exact=True).fill(person.password)
    await page.get_by_role("checkbox").check()
    await page.get_by_role("button", name="Create account").click()
    await expect(page).not_to_have_url("**/join**")


async def sign_in(page: Page, person: Person) -> None:
    """Sign in through the form."""
    await page.goto("/signin")
    await page.get_by_label("Username or email").fill(person.username)
    await page.get_by_label("Password", exact=True).fill(person.password)
    await page.get_by_role("main").get_by_role("button", name="Sign in").click()
    await expect(page).not_to_have_url("**/signin**")
