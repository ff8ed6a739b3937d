"""Answers of our own routes, smaller: JSON and drawings. Built files come compressed already."""

import gzip

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreamdot_app.core.web.asgi import header, replace_headers, response_header

_WORTH_IT = range(1_000, 2_000_000)
_KINDS = (b"application/json", b"image/svg+xml", b"text/", b"application/atom+xml")
_LEVEL = 5


class Compress:
    """Compresses whole answers of text for clients that can read them so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; its answer is compressed where that is worth it."""
        if scope["type"] == "http" and "gzip" in header(scope, b"accept-encoding"):
            await self._app(scope, receive, _Compressing(send))
        else:
            await self._app(scope, receive, send)


class _Compressing:
    """Stands for ``send``: holds an answer that is worth it back until it is whole."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_worth_it(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
        else:
            # The server is told to send a file by itself, which it does as it is.
            start, self._start = self._start, None
            await self._send(start)
            await self._send(message)

    async def _finish(self, start: Message) -> None:
        # Without a body it is the answer to HEAD: its length is that of what GET would send plain.
        body = gzip.compress(self._body, compresslevel=_LEVEL, mtime=0) if self._body else b""
        if body:
            start = replace_headers(start, _headers_of(start, len(body)))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_worth_it(message: Message) -> bool:
    length = response_header(message, b"content-length")
    return (
        length.isdigit()
        and int(length) in _WORTH_IT
        and message["status"] not in (206, 304)
        and response_header(message, b"content-type").startswith(_KINDS)
        and not response_header(message, b"content-encoding")
    )


def _headers_of(message: Message, length: int) -> dict[bytes, bytes]:
    vary = response_header(message, b"vary")
    headers = {
        b"content-encoding": b"gzip",
        b"content-length": str(length).encode(),
        b"vary": vary + b", Accept-Encoding" if vary else b"Accept-Encoding",
    }
    tag = response_header(message, b"etag")
    if tag and not tag.startswith(b"W/"):
        headers[b"etag"] = b"W/" + tag
    return headers
