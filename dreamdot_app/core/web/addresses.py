"""Addresses: of the client, and of the page to go to next."""

import re
from urllib.parse import unquote

from starlette.types import Scope

from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.asgi import header

_LONGEST_NEXT = 2_000
_LAYERS = 5
# Browsers drop tabs and line breaks, and read a backslash as a slash; half of a surrogate pair
# cannot be written into an answer.
_TREACHEROUS = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029\ud800-\udfff]")
# Going there after signing in would go in circles or do nothing.
_POINTLESS = re.compile(r"/(auth|api|signin|join|again|_event)(?![^/?#])", re.I)


def safe_next(value: object, *, default: str = "/") -> str:
    """The page to go to next: a path of ours, or ``default``.

    Refused is what a browser, a proxy or a router could read as another site, also when it is
    percent-encoded (several times): ``//host``, ``/\\host``, ``https:…``, control characters.
    """
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_NEXT:
        return default
    decoded = value
    for _ in range(_LAYERS):
        if not _is_path(decoded):
            return default
        if (once_more := unquote(decoded)) == decoded:
            return value
        decoded = once_more
    return default


def _is_path(text: str) -> bool:
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    return (
        path.startswith("/")
        and "//" not in path
        and not _TREACHEROUS.search(text)
        and not _POINTLESS.match(path)
    )


def client_address(scope: Scope, *, proxy_hops: int | None = None) -> str:
    """The client's address: the socket's, or the one that our own proxies saw.

    ``proxy_hops`` is how many proxies of ours stand in front (the settings', unless told).

    Each of our proxies appends the address it was called from to ``X-Forwarded-For``, so with n
    proxies the n-th from the end is true and everything before it is the client's invention.
    """
    hops = settings().proxy_hops if proxy_hops is None else proxy_hops
    if hops:
        seen = [part.strip() for part in header(scope, b"x-forwarded-for").split(",")]
        if len(seen) >= hops and seen[-hops]:
            return seen[-hops]
    client = scope.get("client")
    return str(client[0]) if client else ""
