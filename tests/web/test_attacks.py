"""What strangers try on the routes, through all layers: bytes, lengths, guesses, other sites."""

import asyncio
import inspect
import json
import re
import secrets
import threading
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dreamdot_app import wiring
from dreamdot_app.accounts import passwords
from dreamdot_app.core.settings import Environment, Settings
from dreamdot_app.core.web.limits import limit_of
from dreamdot_app.core.web.stack import transformers
from tests.factories.accounts import PASSWORD, joined, somebody
from tests.web.test_next import ELSEWHERE

ORIGIN = "https://dreamdot.example"
SETTINGS = Settings.model_validate({"env": Environment.PRODUCTION, "origin": ORIGIN})
# Routes that take what pages of other sites post. There is none.
OPEN_TO_OTHER_SITES: set[str] = set()
BAD_TEXTS = ["\x00", f"{PASSWORD}\x00", "\ud800", "a\udfffb@example.org", "\ud83d", "\x1b[2J\x7f"]
BAD_BYTES = ["%00", "%ED%A0%80", "%FF", "a%00b"]
_networks = count(1)


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands where Reflex stands."""
    await PlainTextResponse("page")(scope, receive, send)


@pytest.fixture(scope="module")
def product() -> ASGIApp:
    """Every route of the product behind every layer."""
    app: ASGIApp = page
    for layer in transformers(wiring.routes(), settings=SETTINGS, asking=wiring.asking):
        app = layer(app)
    return app


@asynccontextmanager
async def stranger(product: ASGIApp, *, origin: str = ORIGIN) -> AsyncGenerator[httpx.AsyncClient]:
    """Somebody at an address of their own, so that nobody else's limits answer them."""
    transport = httpx.ASGITransport(product, client=(f"2001:db8:a77a:{next(_networks):x}::1", 1))
    async with httpx.AsyncClient(
        transport=transport, base_url=ORIGIN, headers={"origin": origin}, timeout=60
    ) as client:
        yield client


def every_route(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Methods and paths, with something for each parameter."""
    for route in routes:
        if isinstance(route, Mount):
            api: Any = route.app
            for path, methods in api.openapi()["paths"].items():
                yield from ((method.upper(), _filled(route.path + path)) for method in methods)
        elif isinstance(route, Route):
            yield from ((method, _filled(route.path)) for method in route.methods or {"GET"})


def _filled(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "x", path)


ROUTES = sorted(set(every_route(wiring.routes())))
AUTH = [(method, path) for method, path in ROUTES if path.startswith("/auth/")]


def fields_of_auth() -> list[str]:
    """Every field that a route of `/auth` reads, by its source."""
    modules = {
        inspect.getmodule(route.endpoint)
        for route in wiring.routes()
        if isinstance(route, Route) and route.path.startswith("/auth/")
    }
    found = re.findall(
        r"\.get\(\"(\w+)\"\)", "".join(inspect.getsource(one) for one in modules if one)
    )
    return sorted(set(found))


def form(**changes: Any) -> dict[str, Any]:
    """What any route of `/auth` may want, of somebody whom nobody knows yet."""
    person = somebody()
    known = {"email": person.email, "username": person.username, "password": PASSWORD}
    asked = dict.fromkeys(fields_of_auth(), "x")
    return {**asked, **known, "login": person.username, "terms": True, "next": "/", **changes}


def test_the_fields_and_routes_are_found() -> None:
    assert {"login", "password", "email", "username", "display_name", "next"} <= {*fields_of_auth()}
    assert {("POST", "/auth/sign-in"), ("POST", "/auth/join")} <= {*AUTH}
    assert ("POST", "/api/works/x/purchase") in ROUTES


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://dreamdot.example"])
async def test_no_route_takes_orders_from_another_site(product: ASGIApp, origin: str) -> None:
    member = await joined()
    cookie = {"cookie": f"__Host-dreamdot={member.token}"}
    async with stranger(product, origin=origin) as asking:
        for method, path in ROUTES:
            if method in ("GET", "HEAD", "OPTIONS") or path in OPEN_TO_OTHER_SITES:
                continue
            answer = await asking.request(method, path, json=form(), headers=cookie)
            assert answer.status_code == 403, (method, path)
            assert "set-cookie" not in answer.headers
            assert "access-control-allow-origin" not in answer.headers


async def test_every_route_bounds_what_it_is_sent(product: ASGIApp) -> None:
    async with stranger(product) as asking:
        for method, path in ROUTES:
            too_much = {"content-length": str(limit_of(path) + 1)}
            answer = await asking.request(method, path, headers=too_much)
            assert answer.status_code == 413, (method, path)
    assert limit_of("/auth/sign-in") < 100_000 < limit_of("/api/anything") == 1_000_000
    assert limit_of("/api/media/pictures") < 30_000_000


@pytest.mark.parametrize("field", fields_of_auth())
@pytest.mark.parametrize(("method", "path"), AUTH)
async def test_no_field_breaks_a_route(
    product: ASGIApp, method: str, path: str, field: str
) -> None:
    wrong: list[object] = [*BAD_TEXTS, None, 5, 10**400, [], {}, ["x"], "x" * 60_000]
    for value in wrong:
        async with stranger(product) as asking:
            sent = json.dumps(form(**{field: value}))
            headers = {"content-type": "application/json"}
            answer = await asking.request(method, path, content=sent, headers=headers)
            assert answer.status_code < 500, (value, answer.text)


@pytest.mark.parametrize(("method", "path"), AUTH)
async def test_no_query_and_no_header_breaks_a_route(
    product: ASGIApp, method: str, path: str
) -> None:
    for value in BAD_BYTES:
        query = "&".join(f"{field}={value}" for field in ("token", "code", *fields_of_auth()))
        async with stranger(product) as asking:
            answer = await asking.request(method, f"{path}?{query}", json=form())
            assert answer.status_code < 500, (value, answer.text)
    for name in ("user-agent", "cookie", "x-forwarded-for", "accept-language", "x-dreamdot-for"):
        for raw in (b"\xff\xfe", b"__Host-dreamdot=\xed\xa0\x80", b"__Host-dreamdot=%00; ;=;"):
            async with stranger(product) as asking:
                answer = await asking.request(
                    method, path, json=form(), headers={name.encode(): raw}
                )
                assert answer.status_code < 500, (name, raw, answer.text)


async def test_no_next_leads_away_after_signing_in(product: ASGIApp) -> None:
    for target in ELSEWHERE:
        await joined(person := somebody())
        sent = json.dumps({"login": person.username, "password": PASSWORD, "next": target})
        headers = {"content-type": "application/json"}
        async with stranger(product) as asking:
            answer = await asking.post("/auth/sign-in", content=sent, headers=headers)
        assert (answer.status_code, answer.json()) == (200, {"next": "/"}), target


async def test_a_password_counts_to_its_last_byte(product: ASGIApp) -> None:
    """bcrypt reads 72 bytes: what stands behind them must not be left out."""
    whole = secrets.token_urlsafe(54)
    assert len(whole) == 72
    for password, others in (
        (whole, [whole[:-1], whole + "x", whole[:-1] + "\x00", whole + "\x00"]),
        (whole + "ends", [whole, whole + "end", whole + "else", whole + "\x00nds"]),
    ):
        sent = form(password=password)
        async with stranger(product) as asking:
            made = await asking.post("/auth/join", json=sent)
            assert made.status_code == 200, made.text
            for other in others:
                typed = {"login": sent["username"], "password": other}
                assert (await asking.post("/auth/sign-in", json=typed)).status_code == 422, other
            typed = {"login": sent["username"], "password": password}
            assert (await asking.post("/auth/sign-in", json=typed)).status_code == 200


@pytest.mark.parametrize("path", ["/auth/join", "/auth/sign-in"])
async def test_a_password_of_a_megabyte_is_not_read(product: ASGIApp, path: str) -> None:
    async with stranger(product) as asking:
        answer = await asking.post(path, json=form(password="x" * 1_000_000))
    assert answer.status_code == 413
    assert answer.json() == {"error": "This is too large to send."}


@contextmanager
def no_hash_can_be_made() -> Iterator[None]:
    """As long as this is open both threads that hash are busy."""
    go_on = threading.Event()
    busy = [passwords._threads.submit(go_on.wait) for _ in range(passwords._threads._max_workers)]
    try:
        yield
    finally:
        go_on.set()
        for one in busy:
            one.result()


async def test_a_thousand_wrong_passwords_are_refused_without_a_hash(product: ASGIApp) -> None:
    people = [somebody() for _ in range(10)]
    for person in people[:5]:
        await joined(person)

    async def guess(asking: httpx.AsyncClient, number: int) -> httpx.Response:
        typed = {"login": people[number % 10].username, "password": f"wrong {number}"}
        return await asking.post("/auth/sign-in", json=typed)

    async with stranger(product) as asking, stranger(product) as another:
        answers = await asyncio.gather(*(guess(asking, number) for number in range(1_000)))
        ended = Counter(answer.status_code for answer in answers)
        # Thirty a minute for one address, should it have taken more than one.
        assert set(ended) == {422, 429}
        assert 30 <= ended[422] <= 60
        refused = [answer for answer in answers if answer.status_code == 429]
        assert all(1 <= int(answer.headers["retry-after"]) <= 3_600 for answer in refused)
        assert all("Too many tries. Wait" in answer.json()["error"] for answer in refused)
        await asyncio.gather(*(guess(asking, number) for number in range(100)))
        with no_hash_can_be_made():
            elsewhere = asyncio.create_task(guess(another, 0))
            async with asyncio.timeout(60):
                answers = await asyncio.gather(*(guess(asking, number) for number in range(20)))
            assert {answer.status_code for answer in answers} == {429}
            assert not elsewhere.done()
        assert (await elsewhere).status_code in (422, 429)
