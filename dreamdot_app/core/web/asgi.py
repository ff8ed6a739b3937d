"""Small readings of an ASGI scope that every layer shares."""

from collections.abc import Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.types import Message, Receive, Scope, Send

type_headers = Iterable[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> str:
    """The last value of a request header (``name`` in small letters), or an empty text."""
    found = ""
    for key, value in scope.get("headers", ()):
        if key == name:
            found = value.decode("latin-1")
    return found


def is_secure(scope: Scope) -> bool:
    """Whether the request itself came over TLS."""
    return scope.get("scheme") in ("https", "wss")


def hostname(authority: str) -> str:
    """The host of ``host[:port]`` in small letters, without brackets; empty when malformed."""
    try:
        return (urlsplit(f"//{authority}").hostname or "").lower()
    except ValueError:
        return ""


def replace_headers(message: Message, changes: MutableMapping[bytes, bytes]) -> Message:
    """A response's start with these headers set, each once."""
    kept = [(key, value) for key, value in message["headers"] if key.lower() not in changes]
    return {**message, "headers": [*kept, *changes.items()]}


def response_header(message: Message, name: bytes) -> bytes:
    """A header of a response's start, or nothing."""
    return next((value for key, value in message["headers"] if key.lower() == name), b"")


async def drain(receive: Receive, *, max_bytes: int) -> None:
    """Read what is left of a request's body, so that the client gets to read the answer."""
    more, left = True, max_bytes
    while more and left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)


async def refuse_websocket(receive: Receive, send: Send) -> None:
    """Close a websocket before it opens; the client sees 403."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})


def answer(status: int, body: bytes, headers: dict[bytes, bytes]) -> tuple[Message, Message]:
    """The two messages of a whole response."""
    start: dict[str, Any] = {
        "type": "http.response.start",
        "status": status,
        "headers": [*headers.items(), (b"content-length", str(len(body)).encode())],
    }
    return start, {"type": "http.response.body", "body": body}
