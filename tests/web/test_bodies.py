"""What routes are sent and what they answer: sizes, JSON, refusals in the words of the domain."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from dreamdot_app.core.errors import BadInput, DomainError, NotFound, SignInRequired, TooManyTries
from dreamdot_app.core.web.answers import domain_errors, json_body
from dreamdot_app.core.web.limits import BodyLimit, body_limit, limit_of
from tests.web.asgi import ask, echo

pytestmark = pytest.mark.pure


async def pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * 10_000


async def test_a_body_above_the_limit_is_refused_told_or_not() -> None:
    body_limit("/small/", 50_000)
    limited = BodyLimit(echo)
    assert (await ask(limited, "POST", "/small/x", content=b"x" * 50_000)).json()["size"] == 50_000
    assert (await ask(limited, "POST", "/small/x", content=b"x" * 50_001)).status_code == 413
    assert (await ask(limited, "POST", "/small/x", content=pieces(5))).json()["size"] == 50_000
    assert (await ask(limited, "POST", "/small/x", content=pieces(6))).status_code == 413
    assert (await ask(limited, "POST", "/elsewhere", content=pieces(101))).status_code == 413


async def test_a_body_that_does_not_arrive_is_given_up() -> None:
    async def dripping() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    body_limit("/tiny/", 1)
    limited = BodyLimit(echo, patience_s=0.1)
    answer = await ask(limited, "POST", "/tiny/x", content=dripping())
    assert answer.status_code == 408
    assert "did not arrive" in answer.json()["error"]


async def test_a_client_that_waits_for_a_long_answer_is_not_hurried() -> None:
    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["more_body"]:
            pass
        leaving = asyncio.ensure_future(receive())
        await asyncio.wait({leaving}, timeout=0.3)
        assert not leaving.done()
        leaving.cancel()
        await echo({**scope, "method": "GET"}, nothing, send)

    async def nothing() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    body_limit("/tiny/", 1)
    limited = BodyLimit(slow, patience_s=0.1)
    assert (await ask(limited, "GET", "/tiny/x")).status_code == 200


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "²"])
async def test_a_length_that_is_none(length: str) -> None:
    headers = {"content-length": length.encode()}
    assert (
        await ask(BodyLimit(echo), "POST", "/x", content=b"", headers=headers)
    ).status_code == 400


def test_the_longest_prefix_counts() -> None:
    limits = {"/api/": 10, "/api/media/": 20}
    assert [limit_of(path, limits) for path in ("/api/x", "/api/media/x", "/x")] == [
        10,
        20,
        1_000_000,
    ]


async def answer_to(body: bytes, kind: str = "application/json") -> tuple[int, object]:
    @domain_errors
    async def endpoint(request: Request) -> Response:
        return JSONResponse(await json_body(request))

    app = Starlette(routes=[Route("/", endpoint, methods=["POST"])])
    answer = await ask(app, "POST", "/", content=body, headers={"content-type": kind})
    return answer.status_code, answer.json()


async def test_an_object_is_read() -> None:
    assert await answer_to(b'{"a": [1]}') == (200, {"a": [1]})
    assert await answer_to(b"{}", "application/json; charset=utf-8") == (200, {})


@pytest.mark.parametrize("body", [b"", b"[]", b'"x"', b"{", b"\xff", b"null", b"[" * 100_000])
async def test_anything_else_is_refused(body: bytes) -> None:
    status, answer = await answer_to(body)
    assert status == 422
    assert isinstance(answer, dict)
    assert answer["error"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_a_type_that_other_sites_may_send_is_refused(kind: str) -> None:
    assert (await answer_to(b"{}", kind))[0] == 422


@pytest.mark.parametrize(
    ("refusal", "status", "body"),
    [
        (BadInput("Too short.", field="name"), 422, {"errors": {"name": "Too short."}}),
        (NotFound("Gone."), 404, {"error": "Gone."}),
        (SignInRequired(), 401, {"error": "Sign in to go on."}),
        (TooManyTries("Wait.", retry_after_s=7), 429, {"error": "Wait."}),
    ],
)
async def test_a_refusal_is_said_in_json(
    refusal: DomainError, status: int, body: dict[str, object]
) -> None:
    @domain_errors
    async def endpoint(_request: Request) -> Response:
        raise refusal

    answer = await ask(Starlette(routes=[Route("/", endpoint)]), "GET", "/")
    assert (answer.status_code, answer.json()) == (status, {**body, "code": refusal.code})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers.get("retry-after") == ("7" if status == 429 else None)
