"""GET /drawn/<kind>/<key>.svg: drawings over HTTP, drawn once and kept in memory.

An address holds all that its picture is made from, so anybody can ask for pictures that nobody
needs. That must not harm others: few are drawn at a time, and those that are kept do not wait.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from . import gallery
from .covers import DESIGNS
from .keys import parse_key
from .svg import Drawing

_MOST_KEPT = 512  # about 20 KB each
# Drawing is Python, which runs on one core whatever the number of threads.
_AT_ONCE = CapacityLimiter(2)
_kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
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


def _draw(kind: str, key: str) -> bytes:
    """Draw, in milliseconds; raises ValueError or KeyError for what cannot be drawn."""
    return _DRAW[kind](parse_key(key)).svg.encode()


async def _drawn(kind: str, key: str) -> bytes:
    """What is kept, or else drawn when it is its turn, and kept. Raises as `_draw` does."""
    wanted = (kind, key)
    if wanted not in _kept:
        async with _AT_ONCE:
            if wanted not in _kept:  # whoever was before us may have asked for the same
                _kept[wanted] = await to_thread.run_sync(_draw, kind, key)
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(wanted)
    return _kept[wanted]


async def _show(request: Request) -> Response:
    """Answer with the drawing, or 404."""
    try:
        body = await _drawn(request.path_params["kind"], request.path_params["key"])
    except (ValueError, KeyError):
        return PlainTextResponse("No such drawing.", status_code=404)
    return Response(body, media_type="image/svg+xml", headers=_HEADERS)


def drawn_routes() -> list[Route]:
    """Give the routes of all drawings, to be mounted at the root."""
    return [Route("/drawn/{kind}/{key}.svg", _show, methods=["GET", "HEAD"], name="drawn")]
