"""GET /drawn/<kind>/<key>.svg: drawings over HTTP, drawn once and kept in memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from . import gallery
from .covers import DESIGNS
from .keys import parse_key
from .svg import Drawing

_KEPT = 512  # about 20 KB each
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}
Parts = tuple[str | int, ...]


def _cover(parts: Parts) -> Drawing:
    design, key, title, author = _words(parts, 4)
    return gallery.cover(design, key, title, author)


def _art(parts: Parts) -> Drawing:
    design, key = _words(parts, 2)
    if design not in DESIGNS:
        raise ValueError("no such design")
    return gallery.art(design, key)


def _page(parts: Parts) -> Drawing:
    if len(parts) != 2 or not isinstance(parts[0], str) or not isinstance(parts[1], int):
        raise ValueError("a page is a comic and a number")
    return gallery.page(parts[0], parts[1])


def _person(parts: Parts) -> Drawing:
    if len(parts) != 2 or not isinstance(parts[0], str) or parts[1] not in (0, 1):
        raise ValueError("a person is a name and 0 or 1")
    return gallery.person(parts[0], face=bool(parts[1]))


def _words(parts: Parts, count: int) -> tuple[str, ...]:
    words = tuple(part for part in parts if isinstance(part, str))
    if len(parts) != count or len(words) != count:
        raise ValueError("wrong parts")
    return words


_DRAW: dict[str, Callable[[Parts], Drawing]] = {
    "cover": _cover,
    "art": _art,
    "page": _page,
    "person": _person,
}


@lru_cache(maxsize=_KEPT)
def _drawn(kind: str, key: str) -> bytes:
    """Draw; raises ValueError or KeyError for what cannot be drawn (and keeps no memory of it)."""
    return _DRAW[kind](parse_key(key)).svg.encode()


def _show(request: Request) -> Response:
    """Answer with the drawing, or 404. Runs in the thread pool, for drawing takes milliseconds."""
    try:
        body = _drawn(request.path_params["kind"], request.path_params["key"])
    except (ValueError, KeyError):
        return PlainTextResponse("No such drawing.", status_code=404)
    return Response(body, media_type="image/svg+xml", headers=_HEADERS)


def drawn_routes() -> list[Route]:
    """Give the routes of all drawings, to be mounted at the root."""
    return [Route("/drawn/{kind}/{key}.svg", _show, methods=["GET", "HEAD"], name="drawn")]
