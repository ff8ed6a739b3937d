"""Who may talk to us from a browser: the Host we answer to, the Origins we take orders from.

A page of another site can make a browser send requests and open websockets with our cookies. It
cannot hide where it comes from: browsers put ``Origin`` on every websocket and every POST, and
``Sec-Fetch-Site`` on the rest. A client without either is no browser and has no cookies to abuse.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from dreamdot_app.core.settings import Settings
from dreamdot_app.core.web.answers import refusal
from dreamdot_app.core.web.asgi import header, hostname, refuse_websocket

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SAFE = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
# Load balancers ask these two by address.
_HEALTH = frozenset(("/ping", "/_health"))
_from_elsewhere: set[str] = set()


def taken_from_elsewhere(path: str) -> None:
    """Let pages of other sites post to a path, which acts on nothing that comes so."""
    _from_elsewhere.add(path)


def allowed_origins(settings: Settings, *, ports: Collection[int] = ()) -> frozenset[str]:
    """The origins of our own pages: the public one and, while developing, loopback's.

    ``ports`` are further ports of this machine that serve our pages or our backend (``reflex run``
    in development uses two); production ignores them.
    """
    origins = {settings.public_origin}
    if not settings.is_production:
        hosts = ("localhost", "127.0.0.1", "[::1]")
        origins |= {f"http://{host}:{port}" for host in hosts for port in {settings.port, *ports}}
    return frozenset(origins)


def is_from_our_pages(scope: Scope, origins: Collection[str]) -> bool:
    """Whether a request that changes something was sent by our own pages, or by no browser."""
    if origin := header(scope, b"origin"):
        return origin in origins
    return header(scope, b"sec-fetch-site") in ("", "same-origin", "none")


class OriginCheck:
    """Refuses websockets and unsafe requests that another site's page sends."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app = app
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from our pages; answer 403 to the rest."""
        is_socket = scope["type"] == "websocket"
        if not self._is_guarded(scope) or is_from_our_pages(scope, self._origins):
            await self._app(scope, receive, send)
        elif is_socket:
            await refuse_websocket(receive, send)
        else:
            await refusal(403, "This request came from another site.")(scope, receive, send)

    def _is_guarded(self, scope: Scope) -> bool:
        if scope["type"] == "http":
            return scope["method"] not in _SAFE and scope["path"] not in _from_elsewhere
        return scope["type"] == "websocket"


class HostCheck:
    """Refuses requests that were addressed to a name that is not ours (DNS rebinding)."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        ours = urlsplit(settings.public_origin).hostname or ""
        self._hosts = frozenset((ours,) if settings.is_production else (ours, *LOOPBACK))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is addressed to us; answer 421 to the rest."""
        if scope["type"] not in ("http", "websocket") or self._is_ours(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await refuse_websocket(receive, send)
        else:
            await refusal(421, "Nothing is served under this name.")(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        return hostname(header(scope, b"host")) in self._hosts or scope["path"] in _HEALTH
