"""The HTML pages of the built client: their policy, their metadata, true 404s, no redirects.

Reflex serves pages as files. A page with parameters (``/work/[ref]``) is one generic shell for all
of them (`shells`), so what search engines and link previews need is written into it here.
"""

import gzip
from hashlib import sha256
from urllib.parse import quote, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreamdot_app.core.web.asgi import answer, header, response_header
from dreamdot_app.core.web.metadata import Moved, describe, with_metadata
from dreamdot_app.core.web.policy import PagePolicy
from dreamdot_app.core.web.shells import shell_of

# Large files that are no pages: passed through, so that the server may send them from the disk.
_FILES = ("/assets/", "/fonts/", "/_event")
_OK, _NOT_MODIFIED, _MOVED, _NOT_FOUND = 200, 304, 308, 404
_REDIRECTS = (307, 308)
_WITHOUT = frozenset(
    (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range")
)


class Documents:
    """Rewrites the pages that the application below serves as files."""

    def __init__(self, app: ASGIApp, policy: PagePolicy, origin: str) -> None:
        self._app = app
        self._policy = policy
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a page whole; pass on what is no page."""
        is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not is_read or scope["path"].startswith(_FILES):
            await self._app(scope, receive, send)
            return
        known, described = await describe(scope["path"])
        if isinstance(described, Moved):
            await _lead_to(described.path, scope, send)
            return
        shell = shell_of(scope["path"])
        response = _Captured({**scope, "path": shell} if shell else scope, send)
        await self._app(response.scope, receive, response.take)
        if shell and response.is_page and response.status == _NOT_FOUND:  # it was not prerendered
            response = _Captured(scope, send)
            await self._app(response.scope, receive, response.take)
        if response.leads_to_slash:
            response = _Captured({**scope, "path": response.scope["path"] + "/"}, send)
            await self._app(response.scope, receive, response.take)
        if not response.is_page:
            return
        status, html = response.status, bytes(response.body)
        if known and described is None:
            status = _NOT_FOUND
        elif described is not None and status == _OK:
            path = quote(scope["path"].rstrip("/"))
            page = with_metadata(html.decode(), described, origin=self._origin, path=path)
            html, policy = page.encode(), self._policy.of(html)
            await self._send(scope, send, status, html, policy)
            return
        await self._send(scope, send, status, html, self._policy.of(html))

    async def _send(self, scope: Scope, send: Send, status: int, html: bytes, policy: str) -> None:
        tag = f'W/"{sha256(html + policy.encode()).hexdigest()[:32]}"'.encode()
        headers = {
            b"content-type": b"text/html; charset=utf-8",
            b"content-security-policy": policy.encode(),
            b"etag": tag,
            b"vary": b"Accept-Encoding",
        }
        body = html
        if status == _OK and header(scope, b"if-none-match").encode() == tag:
            status, body = _NOT_MODIFIED, b""
        elif "gzip" in header(scope, b"accept-encoding"):
            body = gzip.compress(html, compresslevel=5, mtime=0)
            headers[b"content-encoding"] = b"gzip"
        start, content = answer(status, body, headers)
        await send(start)
        await send(content if scope["method"] == "GET" else {**content, "body": b""})


async def _lead_to(path: str, scope: Scope, send: Send) -> None:
    """Answer that a page is elsewhere for good, its query kept."""
    query = scope["query_string"].decode("latin-1")
    headers = {
        b"location": (path + (f"?{query}" if query else "")).encode("latin-1"),
        # For good as far as we know: browsers would keep it for ever, and a name may be free again.
        b"cache-control": b"max-age=3600",
    }
    for message in answer(_MOVED, b"", headers):
        await send(message)


class _Captured:
    """The answer to a request: kept when it is a page, passed on as it comes when it is not.

    ``scope`` is the request as the application below should see it: for all of it, and plain.
    """

    def __init__(self, scope: Scope, send: Send) -> None:
        kept = [(key, value) for key, value in scope["headers"] if key not in _WITHOUT]
        # Without extensions the server cannot be told to send a file past us.
        plain: Scope = {"method": "GET", "headers": kept, "extensions": {}}
        self.scope: Scope = {**scope, **plain}
        self._send = send
        self._path = scope["path"]
        self._is_head = scope["method"] == "HEAD"
        self.status = 0
        self.body = bytearray()
        self.is_page = False
        self.leads_to_slash = False

    async def take(self, message: Message) -> None:
        """Keep or pass on a part of the answer."""
        if message["type"] == "http.response.start":
            self._begin(message)
        if self.is_page:
            self.body += message.get("body", b"")
        elif not self.leads_to_slash:
            if self._is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await self._send(message)

    def _begin(self, message: Message) -> None:
        self.status = message["status"]
        self.is_page = response_header(message, b"content-type").startswith(b"text/html")
        target = urlsplit(response_header(message, b"location").decode("latin-1"))
        self.leads_to_slash = self.status in _REDIRECTS and target.path.endswith(
            self._path.rpartition("/")[2] + "/"
        )
