"""The three providers, and a browser that knows them."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.providers.configured import configured
from dreamdot_app.accounts.providers.routes import provider_routes
from dreamdot_app.core.settings import Settings
from dreamdot_app.core.web.cookies import SESSION_COOKIE
from tests.accounts.clients import ORIGIN, client_of
from tests.emulated import Emulated, Face, SentBack, choose, emulated

PROVIDERS = ("google", "github", "apple")


@pytest.fixture(scope="session")
async def outside() -> AsyncGenerator[Emulated]:
    """Google, GitHub and Apple."""
    async with emulated([ORIGIN], people=80) as running:
        yield running


def settings_of(outside: Emulated) -> Settings:
    return Settings.model_validate({"origin": ORIGIN, **outside.variables()})


@dataclass
class Browser:
    """Somebody's browser: its cookies are kept, and no redirect is followed by itself."""

    http: httpx.AsyncClient

    async def begin(self, provider: str, intent: str = "sign-in", **body: object) -> str:
        """Press the button: where it leads."""
        answer = await self.http.post(f"/auth/with/{provider}", json={"intent": intent, **body})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["away"])

    async def return_from(self, back: SentBack) -> httpx.Response:
        """Go where the provider sends us; with what it posts, as browsers do across sites."""
        assert back.address.startswith(f"{ORIGIN}/auth/with/"), back.address
        if back.form is None:
            return await self.http.get(back.address)
        # SameSite=Lax: with a POST from another site a browser sends no cookies along.
        across = {"origin": "https://appleid.example", "cookie": ""}
        posted = await self.http.post(back.address, data=back.form, headers=across)
        assert posted.status_code == 303
        assert "set-cookie" not in posted.headers
        return await self.http.get(posted.headers["location"])

    async def go(
        self, provider: str, face: Face, intent: str = "sign-in", **body: object
    ) -> httpx.Response:
        """There and back."""
        return await self.return_from(
            await choose(await self.begin(provider, intent, **body), face)
        )

    async def join(self, provider: str, face: Face, **typed: object) -> httpx.Response:
        """There, back, and through the form for somebody new."""
        came = await self.go(provider, face)
        assert came.headers["location"] == "/join/with", came.headers["location"]
        form = {"username": face.login, "display_name": "", "terms": True, **typed}
        return await self.http.post("/auth/join/with", json=form)

    async def name(self) -> str:
        """Who is signed in."""
        answer = await self.http.get("/api/whoami")
        return str(answer.json().get("name", ""))

    def token(self) -> str:
        """The session's token."""
        return next(
            (one.value or "" for one in self.http.cookies.jar if one.name == SESSION_COOKIE), ""
        )

    def be(self, signed_in: SignedIn) -> None:
        """Have this session."""
        self.http.cookies.set(SESSION_COOKIE, signed_in.token)


OpenBrowser = Callable[[], Awaitable[Browser]]


@pytest.fixture
async def open_browser(outside: Emulated) -> AsyncGenerator[OpenBrowser]:
    """Browsers, each with cookies and an address of its own, of one app."""
    known, opened = configured(settings_of(outside)), []

    async def make() -> Browser:
        context = client_of(*provider_routes(known))
        opened.append(context)
        return Browser(await context.__aenter__())

    yield make
    for context in opened:
        await context.__aexit__(None, None, None)


@pytest.fixture
async def browser(open_browser: OpenBrowser) -> Browser:
    return await open_browser()


def trouble_in(answer: httpx.Response) -> tuple[str, str]:
    """The page that an answer leads to, and what that page is to say."""
    assert answer.status_code == 303, answer.text
    led = urlsplit(answer.headers["location"])
    return led.path, parse_qs(led.query).get("trouble", [""])[0]
