"""GET /drawn/<kind>/<key>.svg: drawings over HTTP, drawn once and kept in memory.

An address holds all that its picture is made from, so anybody can ask for pictures that nobody
needs. That must not harm others: few are drawn at a time and for one address (`queue`), and those
that are kept do not wait.
"""

from __future__ import annotations

from collections.abc import Callable

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dreamdot_app.core.web import client_address, domain_errors

from . import gallery, queue
from .covers import DESIGNS
from .kept import Kept
from .keys import parse_key
from .svg import Drawing

_MOST_KEPT = 512  # of each sort, about 20 KB each
_kept = Kept(_MOST_KEPT)
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


def _draw(kind: str, parts: Parts) -> bytes:
    """Draw, in milliseconds; raises ValueError or KeyError for what cannot be drawn."""
    return _DRAW[kind](parts).svg.encode()


async def _drawn(kind: str, key: str, address: str) -> bytes:
    """What is kept, or else drawn when it is its turn, and kept. Raises as `_draw` does."""
    wanted = (kind, key)
    if (body := _kept.get(wanted)) is not None:
        return body
    parts = parse_key(key)
    async with queue.turn(address):
        body = _kept.get(wanted)  # whoever was before us may have asked for the same
        if body is None:
            body = await to_thread.run_sync(_draw, kind, parts)
            _kept.add(wanted, body)
    return body


@domain_errors
async def _show(request: Request) -> Response:
    """Answer with the drawing, with 404, or with 429 or 503 to who asks for too many."""
    kind, key = request.path_params["kind"], request.path_params["key"]
    try:
        body = await _drawn(kind, key, client_address(request.scope))
    except (ValueError, KeyError):
        return PlainTextResponse("No such drawing.", status_code=404)
    return Response(body, media_type="image/svg+xml", headers=_HEADERS)


def drawn_routes() -> list[Route]:
    """Give the routes of all drawings, to be mounted at the root."""
    return [Route("/drawn/{kind}/{key}.svg", _show, methods=["GET", "HEAD"], name="drawn")]
