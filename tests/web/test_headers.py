"""What every answer carries, and the whole stack of layers in its order."""

import contextlib
import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dreamdot_app.core.log import open_log
from dreamdot_app.core.settings import Environment, Settings
from dreamdot_app.core.web.headers import cache_rule, policy_of
from dreamdot_app.core.web.stack import transformers
from tests.web.asgi import ask, knock

pytestmark = pytest.mark.pure

PRODUCTION = Settings.model_validate(
    {"env": Environment.PRODUCTION, "origin": "https://dreamdot.example"}
)
DEVELOPMENT = Settings.model_validate({"env": Environment.DEVELOPMENT, "port": 3000})
OURS = {"host": "dreamdot.example", "origin": "https://dreamdot.example"}


async def below(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands where Reflex stands."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
    elif scope["path"] == "/fails":
        raise RuntimeError("cookie=__Host-dreamdot=secret")
    else:
        kind = "image/svg+xml" if scope["path"].endswith(".svg") else "text/plain"
        answer = PlainTextResponse(f"reflex {scope['path']}", media_type=kind)
        await answer(scope, receive, send)


async def ours(_request: Request) -> Response:
    return PlainTextResponse("ours")


def stack(settings: Settings = PRODUCTION) -> ASGIApp:
    app: ASGIApp = below
    for layer in transformers([Route("/api/x", ours, methods=["GET"])], settings=settings):
        app = layer(app)
    return app


async def test_every_answer_is_dressed() -> None:
    for path, status in (("/api/x", 200), ("/x", 200), ("/_upload", 404), ("/fails", 500)):
        answer = await ask(stack(), "GET", path, headers=OURS)
        assert answer.status_code == status
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        allowed = answer.headers["permissions-policy"].split(", ")
        assert {"camera=()", "microphone=()", "publickey-credentials-get=(self)"} <= set(allowed)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
        assert re.fullmatch(r"\w{10}", answer.headers["x-request-id"])
        assert answer.headers["cache-control"]


async def test_http_is_not_promised_https_while_developing() -> None:
    answer = await ask(stack(DEVELOPMENT), "GET", "/")
    assert "strict-transport-security" not in answer.headers


async def test_who_has_an_https_address_keeps_to_it_while_developing_too() -> None:
    behind_a_tunnel = Settings.model_validate({"origin": "https://dreamdot.example"})
    answer = await ask(stack(behind_a_tunnel), "GET", "/", headers=OURS)
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")


async def test_other_sites_may_show_pictures_and_nothing_else() -> None:
    for path, loaded_by in (("/cover.svg", "cross-origin"), ("/app.js", "same-origin")):
        answer = await ask(stack(), "GET", path, headers=OURS)
        assert answer.headers["cross-origin-resource-policy"] == loaded_by


async def test_our_routes_come_first_and_reflex_answers_the_rest() -> None:
    assert (await ask(stack(), "GET", "/api/x", headers=OURS)).text == "ours"
    assert (await ask(stack(), "GET", "/api/y", headers=OURS)).text == "reflex /api/y"
    assert (await ask(stack(), "POST", "/api/x", headers=OURS)).status_code == 405
    assert await knock(stack(), OURS) == "accept"


async def test_refusals_go_through_the_same_layers() -> None:
    evil = {**OURS, "origin": "https://evil.example"}
    assert (await ask(stack(), "POST", "/api/x", headers=evil)).status_code == 403
    assert (await ask(stack(), "GET", "/", headers={"host": "evil.example"})).status_code == 421
    assert await knock(stack(), evil) == "close"
    assert await knock(stack(), {**OURS, "host": "evil.example"}) == "close"


async def test_reflexes_upload_is_closed() -> None:
    for path in ("/_upload", "/_upload/file.png", "/_all_routes"):
        for method in ("GET", "POST"):
            assert (await ask(stack(), method, path, headers=OURS)).status_code == 404


@pytest.fixture
def opened_log() -> Iterator[io.StringIO]:
    """The log as the product opens it, written where the test can read it."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = list(root.handlers), root.level
    with contextlib.redirect_stderr(io.StringIO()) as written:
        open_log(level="info", as_json=True)
        yield written
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


async def test_a_failure_is_told_by_its_reference_only(opened_log: object) -> None:
    for_machines = await ask(stack(), "GET", "/fails", headers=OURS)
    reference = for_machines.headers["x-request-id"]
    assert for_machines.json() == {"error": f"Something went wrong here. Reference {reference}."}
    page = await ask(stack(), "GET", "/fails", headers={**OURS, "accept": "text/html"})
    assert page.headers["x-request-id"] in page.text
    assert "RuntimeError" not in page.text
    assert "style-src 'sha256-" in page.headers["content-security-policy"]
    assert "secret" not in page.text


@pytest.mark.parametrize(
    ("path", "status", "kind", "rule"),
    [
        ("/assets/app-x.js", 200, b"text/javascript", b"public, max-age=31536000, immutable"),
        ("/fonts/x.woff2", 200, b"font/woff2", b"public, max-age=31536000, immutable"),
        ("/assets/gone.js", 404, b"text/html", b"no-store"),
        ("/wallet", 200, b"text/html; charset=utf-8", b"no-cache"),
        ("/api/x", 200, b"application/json", b"no-store"),
        ("/favicon.ico", 200, b"image/x-icon", b"public, max-age=3600"),
        ("/wallet", 500, b"text/html", b"no-store"),
    ],
)
def test_how_long_answers_are_kept(path: str, status: int, kind: bytes, rule: bytes) -> None:
    assert cache_rule(path, status, kind) == rule


def test_what_is_no_page_may_do_nothing() -> None:
    assert policy_of(b"application/json").startswith("default-src 'none'")
    assert "script-src" not in policy_of(b"image/svg+xml")
    assert policy_of(b"image/svg+xml").endswith("sandbox")
    assert policy_of(b"text/javascript; charset=utf-8") == ""


async def test_the_log_names_the_request_and_hides_its_secrets(
    opened_log: io.StringIO,
) -> None:
    headers = {**OURS, "cookie": "__Host-dreamdot=very-secret-token"}
    answer = await ask(stack(), "GET", "/x?token=also-secret", headers=headers)
    failed = await ask(stack(), "GET", "/fails?token=also-secret", headers=headers)
    written = opened_log.getvalue().splitlines()
    lines = [json.loads(line) for line in written if line.startswith("{")]
    assert [(line["event"], line["path"], line["request"]) for line in lines] == [
        ("request", "/x", answer.headers["x-request-id"]),
        ("request_failed", "/fails", failed.headers["x-request-id"]),
        ("request", "/fails", failed.headers["x-request-id"]),
    ]
    assert "RuntimeError" in lines[1]["exception"]
    assert "secret" not in opened_log.getvalue()
