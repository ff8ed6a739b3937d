"""Reflex's client token bound to the session's cookie.

Reflex keeps a tab's state under a token that the tab makes up (from ``Math.random``), keeps in
sessionStorage and sends in the socket's address: whoever gets to know it gets the state. So the
token that Reflex sees is not the one that the tab sends but a keyed hash of it and of the session
cookie. Replayed with another session, or with none, it names another, empty state. Nothing is
stored, so it holds across reconnects, restarts and workers, and there is nothing to expire.
"""

import hashlib
import hmac
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from starlette.types import ASGIApp, Receive, Scope, Send

from dreamdot_app.core.web.asgi import header
from dreamdot_app.core.web.cookies import session_token

SOCKET_PATH = "/_event"
_LONGEST_TOKEN = 200


def bound_token(token: str, session: str | None, *, secret: bytes) -> str:
    """The token under which Reflex keeps the state of this tab in this session."""
    text = b"\0".join((token.encode(), b"session:" + session.encode() if session else b"visitor"))
    return str(UUID(bytes=hmac.digest(secret, b"client-token\0" + text, hashlib.sha256)[:16]))


class TokenBinding:
    """Rewrites the client token in the address of Reflex's socket."""

    def __init__(self, app: ASGIApp, secret: bytes) -> None:
        self._app = app
        self._secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; the socket with the bound token instead of the sent one."""
        is_http = scope["type"] == "http"
        if scope["type"] == "websocket" or (is_http and scope["path"].startswith(SOCKET_PATH)):
            scope = {**scope, "query_string": self._bound_query(scope)}
        await self._app(scope, receive, send)

    def _bound_query(self, scope: Scope) -> bytes:
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        tokens = [value for key, value in pairs if key == "token"]
        rest = [(key, value) for key, value in pairs if key != "token"]
        if not tokens or not tokens[0]:
            return urlencode(rest).encode()
        session = session_token(header(scope, b"cookie"))
        bound = bound_token(tokens[0][:_LONGEST_TOKEN], session, secret=self._secret)
        return urlencode([*rest, ("token", bound)]).encode()
