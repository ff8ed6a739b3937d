"""Headers that every answer carries, and how long browsers may keep it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dreamdot_app.core.settings import Settings
from dreamdot_app.core.web.answers import refusal
from dreamdot_app.core.web.asgi import is_secure, replace_headers, response_header
from dreamdot_app.core.web.policy import DRAWING, NOTHING

_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": (
        b"accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        b"magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=(), "
        b"publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
}
# Other sites may show a picture of ours (a link with its cover), and load nothing else into theirs.
_LOADED_BY = b"cross-origin-resource-policy"
_HSTS = b"max-age=63072000; includeSubDomains"
_YEAR = b"public, max-age=31536000, immutable"
_HOUR = b"public, max-age=3600"
_REVALIDATE = b"no-cache"
_NEVER = b"no-store"
# Names in these folders change with their content.
_NAMED_BY_CONTENT = ("/assets/", "/fonts/")
_FOUND = (200, 206, 304)
_CLOSED = ("/_upload", "/_all_routes")


def cache_rule(path: str, status: int, kind: bytes) -> bytes:
    """How long an answer may be kept, for answers that do not say so themselves."""
    if status not in _FOUND:
        return _NEVER
    if path.startswith(_NAMED_BY_CONTENT):
        return _YEAR
    if kind.startswith(b"text/html"):
        return _REVALIDATE
    return _NEVER if kind.startswith(b"application/json") else _HOUR


def policy_of(kind: bytes) -> str:
    """The policy of what is no page, by its type; scripts keep that of the page they run in.

    A worker takes the policy that its own script came with, so scripts must come with none.
    """
    if b"javascript" in kind or b"wasm" in kind:
        return ""
    return DRAWING if kind.startswith(b"image/svg") else NOTHING


class SecurityHeaders:
    """Puts the headers on every answer that passes."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._is_https = settings.public_origin.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; its answer gets the headers it lacks."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dress(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = self._dressed(scope, message)
            await send(message)

        await self._app(scope, receive, dress)

    def _dressed(self, scope: Scope, message: Message) -> Message:
        headers = dict(_ALWAYS)
        if self._is_https or is_secure(scope):
            headers[b"strict-transport-security"] = _HSTS
        kind = response_header(message, b"content-type")
        headers[_LOADED_BY] = b"cross-origin" if kind.startswith(b"image/") else b"same-origin"
        if not response_header(message, b"cache-control"):
            headers[b"cache-control"] = cache_rule(scope["path"], message["status"], kind)
        if not response_header(message, b"content-security-policy"):
            headers[b"content-security-policy"] = policy_of(kind).encode()
        return replace_headers(message, {name: value for name, value in headers.items() if value})


class ClosedPaths:
    """Answers 404 for doors that Reflex opens and we do not use (its upload endpoint)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything else."""
        if scope["type"] == "http" and scope["path"].startswith(_CLOSED):
            await refusal(404, "There is nothing here.")(scope, receive, send)
        else:
            await self._app(scope, receive, send)
