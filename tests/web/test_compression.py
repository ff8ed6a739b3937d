"""Which answers are compressed, and that they stay what they were."""

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreamdot_app.core.web.compression import Compress
from tests.web.asgi import ask, knock

pytestmark = pytest.mark.pure

LONG = "a drawing of many lines " * 200
CAN = {"accept-encoding": "gzip, br"}


def answering(response: Response) -> ASGIApp:
    return Compress(response)


@pytest.mark.parametrize("kind", ["application/json", "image/svg+xml", "text/plain; charset=utf-8"])
async def test_text_is_compressed_for_those_who_can(kind: str) -> None:
    response = Response(LONG, media_type=kind, headers={"etag": '"x"', "vary": "Origin"})
    packed = await ask(answering(response), "GET", "/", headers=CAN)
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < 300
    assert packed.headers["vary"] == "Origin, Accept-Encoding"
    assert packed.headers["etag"] == 'W/"x"'
    assert packed.text == LONG
    plain = await ask(answering(response), "GET", "/", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == LONG


@pytest.mark.parametrize(
    "response",
    [
        Response("short", media_type="text/plain"),
        Response(LONG, media_type="image/webp"),
        Response(LONG, media_type="text/plain", headers={"content-encoding": "identity"}),
        Response(LONG, 206, media_type="text/plain"),
        StreamingResponse(iter([LONG]), media_type="text/plain"),
    ],
)
async def test_the_rest_stays_as_it_is(response: Response) -> None:
    answer = await ask(answering(response), "GET", "/", headers=CAN)
    assert answer.headers.get("content-encoding") != "gzip"
    assert answer.text in (LONG, "short")


async def test_a_file_that_the_server_sends_itself_is_left_to_it() -> None:
    sent: list[Message] = []

    async def file(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/css"), (b"content-length", b"5000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.pathsend", "path": "/a.css"})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def note(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "headers": [(b"accept-encoding", b"gzip")]}
    await Compress(file)(scope, receive, note)
    assert [message["type"] for message in sent] == [
        "http.response.start",
        "http.response.pathsend",
    ]
    assert (b"content-length", b"5000") in sent[0]["headers"]


async def test_head_tells_a_length_and_sends_nothing() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        response = JSONResponse({"text": LONG})
        if Request(scope).method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    answer = await ask(Compress(app), "HEAD", "/", headers=CAN)
    assert answer.content == b""
    assert answer.headers["content-length"] == str(len(JSONResponse({"text": LONG}).body))


async def test_sockets_pass() -> None:
    async def socket(_scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})

    assert await knock(Compress(socket), CAN) == "accept"
