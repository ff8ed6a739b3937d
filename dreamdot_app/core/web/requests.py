"""Every request gets an id and a line in the log, and never a bare failure.

The line holds no query string, no header and no body: tokens travel there.
"""

from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreamdot_app.core import log
from dreamdot_app.core.web.answers import refusal
from dreamdot_app.core.web.asgi import header, replace_headers
from dreamdot_app.core.web.failure_page import failure_page

_CLIENT_ERROR = 400


class RequestLog:
    """Numbers requests, logs them when they end, and answers for layers that failed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._log = log.logger(part="web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a websocket under a fresh id."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        reference, began, status = log.new_request_id(), perf_counter(), 0

        async def mark(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = replace_headers(message, {b"x-request-id": reference.encode()})
            elif message["type"] == "websocket.accept":
                status = 101
            await send(message)

        try:
            await self._app(scope, receive, mark)
        except Exception:
            self._log.exception("request_failed", path=scope["path"])
            if status or scope["type"] == "websocket":
                raise
            await _apologise(reference, scope, receive, mark)
        finally:
            self._tell(scope, status, perf_counter() - began)

    def _tell(self, scope: Scope, status: int, took_s: float) -> None:
        is_file = "." in scope["path"].rpartition("/")[2] and scope.get("method") == "GET"
        say = self._log.debug if is_file and 0 < status < _CLIENT_ERROR else self._log.info
        say(
            "request",
            method=scope.get("method", "WEBSOCKET"),
            path=scope["path"][:200],
            status=status or 403,
            took_ms=round(took_s * 1000, 1),
        )


async def _apologise(reference: str, scope: Scope, receive: Receive, send: Send) -> None:
    if "text/html" in header(scope, b"accept"):
        answer = failure_page(reference)
    else:
        answer = refusal(500, f"Something went wrong here. Reference {reference}.")
    await answer(scope, receive, send)
