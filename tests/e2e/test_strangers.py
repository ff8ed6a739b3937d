"""The running product and those who have no business there: other sites, other people's tabs, ended
sessions, addresses that lead away."""

import asyncio
import json
import re
import uuid
from base64 import b64encode
from itertools import cycle
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import socketio
from playwright.async_api import Page, expect

from dreamdot_app.core.web.cookies import SESSION_COOKIE
from tests.e2e.conftest import OpenContext
from tests.e2e.ground import ground
from tests.e2e.people import Person, arrive, begin_story, saved, settled, sign_in, somebody
from tests.e2e.running import DreamDot

pytestmark = [pytest.mark.xdist_group("e2e"), pytest.mark.pure]

EVIL = "https://evil.example"
HYDRATE = "reflex___state____state.hydrate_and_load"
SIGNED_OUT = re.compile(r"/signin\?next=%2Flibrary")
SECRET = "what nobody else may read"
ELSEWHERE = [
    "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example",
    "/\t/evil.example", "/\n/evil.example", "/%2f/evil.example", "/%5cevil.example",
    "/\u2028/evil.example", "\uff0f\uff0fevil.example", "/.//evil.example", "javascript:alert(1)",
]  # fmt: skip


async def cookie_of(page: Page) -> str:
    """The session's cookie of a browser, as it sends it."""
    cookies = await page.context.cookies()
    token = next(one.get("value") for one in cookies if one.get("name") == SESSION_COOKIE)
    return f"{SESSION_COOKIE}={token}"


async def test_other_sites_are_turned_away(dreamdot: DreamDot, open_context: OpenContext) -> None:
    page = await arrive(await open_context())
    theirs = {"cookie": await cookie_of(page)}
    async with httpx.AsyncClient(base_url=dreamdot.address, headers=theirs, timeout=30) as client:
        for path in ("/auth/sign-out", "/api/works", "/_event/?EIO=4&transport=polling"):
            answer = await client.post(path, json={}, headers={"origin": EVIL})
            assert answer.status_code == 403, path
        assert (await client.get("/", headers={"host": "evil.example"})).status_code == 421
        for path in ("/_upload", "/_upload/x.png"):
            answer = await client.post(path, headers={"origin": dreamdot.address})
            assert answer.status_code == 404, path
        seen = await client.get("/wallet", headers={"origin": EVIL})
        assert seen.headers.get("access-control-allow-origin") in (None, "")
    for origin, status in (
        (dreamdot.address, 101), (EVIL, 403), ("null", 403), ("http://localhost:1", 403),
        (f"{dreamdot.address}.evil.example", 403),
    ):  # fmt: skip
        assert await knocked(dreamdot, theirs["cookie"], origin) == status, origin
    await page.goto("/wallet")
    await expect(page.get_by_role("main")).to_contain_text("$50,000.00")


async def knocked(dreamdot: DreamDot, cookie: str, origin: str) -> int:
    """What a page of this origin is answered when it opens a websocket: 101 opens it."""
    upgrade = {
        "connection": "Upgrade", "upgrade": "websocket", "sec-websocket-version": "13",
        "sec-websocket-key": b64encode(b"sixteen letters.").decode(),
    }  # fmt: skip
    async with httpx.AsyncClient(base_url=dreamdot.address) as client:
        query = f"EIO=4&transport=websocket&token={uuid.uuid4()}"
        asked = {**upgrade, "origin": origin, "cookie": cookie}
        async with client.stream("GET", f"/_event/?{query}", headers=asked) as answer:
            return answer.status_code


async def heard_by(dreamdot: DreamDot, token: str, cookie: str, path: str) -> str:
    """Everything that is said to a tab with this token as it loads a page."""
    heard: list[str] = []
    loaded = asyncio.Event()

    async def hear(update: Any) -> None:
        heard.append(json.dumps(update))
        if 'is_hydrated_rx_state_": true' in heard[-1]:
            loaded.set()

    socket = socketio.AsyncClient(reconnection=False)
    socket.on("event", hear, namespace="/_event")
    where = {"pathname": path, "asPath": path, "query": {}}
    await socket.connect(
        f"{dreamdot.address}/?token={quote(token)}",
        headers={"Origin": dreamdot.address, **({"Cookie": cookie} if cookie else {})},
        socketio_path="/_event",
        namespaces=["/_event"],
        transports=["websocket"],
        auth={"event": {"name": HYDRATE, "router_data": where}},
    )
    try:
        await asyncio.wait_for(loaded.wait(), 20)
    finally:
        await socket.disconnect()
    return "".join(heard)


async def test_the_token_of_somebody_elses_tab_opens_nothing(
    dreamdot: DreamDot, open_context: OpenContext
) -> None:
    victim = somebody("victim")
    page = await arrive(await open_context(), victim)
    await begin_story(page)
    await page.get_by_label("Title").fill(SECRET)
    await saved(page)
    await page.reload()
    await expect(page.get_by_label("Title")).to_have_value(SECRET)
    token = await page.evaluate("sessionStorage.getItem('token')")
    assert token
    path = page.url.removeprefix(dreamdot.address)
    stranger = await arrive(await open_context())
    for cookie in ("", await cookie_of(stranger), f"{SESSION_COOKIE}=x"):
        heard = await heard_by(dreamdot, token, cookie, path)
        assert victim.username not in heard
        assert SECRET not in heard
    # The owner's own cookie is what it takes; and their tab goes on as if nothing had been.
    assert SECRET in await heard_by(dreamdot, token, await cookie_of(page), path)
    await page.get_by_label("Title").fill("Still mine")
    await saved(page)


async def press(page: Page, name: str) -> None:
    """Press a filter of the library, if it is still there."""
    button = page.get_by_role("button", name=name, exact=True)
    await button.evaluate_all("buttons => buttons.forEach((button) => button.click())")


async def open_library(page: Page) -> None:
    await page.goto("/library")
    await settled(page)
    await press(page, "Comics")
    await expect(page.get_by_role("button", name="Comics", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


async def test_an_ended_session_does_nothing_more_on_an_open_page(
    dreamdot: DreamDot, open_context: OpenContext
) -> None:
    page = await arrive(await open_context())
    await open_library(page)
    mine = {"cookie": await cookie_of(page), "origin": dreamdot.address}
    async with httpx.AsyncClient(base_url=dreamdot.address, headers=mine) as elsewhere:
        assert (await elsewhere.post("/auth/sign-out", json={})).status_code == 200
    # The browser still has its cookie, and its socket is still open: the next press is refused.
    await press(page, "Art")
    await expect(page).to_have_url(SIGNED_OUT)
    await expect(page.get_by_label("Username or email")).to_be_visible()


async def test_a_session_that_another_process_ended_dies_on_an_open_page(
    dreamdot: DreamDot, open_context: OpenContext
) -> None:
    """This one remembers for less than five seconds whose it was (tests/accounts)."""
    person = somebody()
    page = await arrive(await open_context(), person)
    await open_library(page)
    async with ground(dreamdot) as there:
        await there.end_sessions(person.username)
    async with asyncio.timeout(20):
        for name in cycle(("Art", "Comics")):
            if SIGNED_OUT.search(page.url):
                break
            await press(page, name)
            await asyncio.sleep(0.2)
    await expect(page.get_by_label("Username or email")).to_be_visible()


async def test_no_next_leads_a_member_away(dreamdot: DreamDot, open_context: OpenContext) -> None:
    page = await arrive(await open_context())
    left: list[str] = []
    page.on("request", lambda sent: left.append(sent.url) if "evil" in sent.url[:30] else None)
    for entry in ("/signin", "/join"):
        for target in ELSEWHERE:
            await page.goto(f"{entry}?next={quote(target)}")
            await expect(page, target).to_have_url(f"{dreamdot.address}/")
    assert left == []


async def test_no_next_leads_away_through_the_form(
    dreamdot: DreamDot, open_context: OpenContext
) -> None:
    person = somebody()
    await arrive(await open_context(), person)
    for target in ELSEWHERE[:4]:
        page = await (await open_context()).new_page()
        await page.goto(f"/signin?next={quote(target)}")
        await sign_in(page, Person(person.username, ""))
        await expect(page).to_have_url(f"{dreamdot.address}/")
