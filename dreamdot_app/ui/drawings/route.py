"""GET /drawn/<kind>/<key>.svg: drawings over HTTP, drawn once and kept in memory.

An address holds all that its picture is made from, so anybody can ask for pictures that nobody
needs. That must not harm others: few are drawn at a time and for one address (`queue`), and those
that are kept do not wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.web import client_address, domain_errors

from . import gallery, queue
from .covers import DESIGNS
from .kept import Kept, type_wanted
from .keys import parse_key
from .svg import Drawing

_MOST_KEPT = 512  # of each sort, about 20 KB each
_kept = Kept(_MOST_KEPT)
_being_drawn: dict[type_wanted, asyncio.Task[bytes]] = {}
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


def _sky(parts: Parts) -> Drawing:
    (key,) = _words(parts, 1)
    return gallery.sky(key)


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
    "sky": _sky,
}


def _draw(kind: str, parts: Parts) -> bytes:
    """Draw, in milliseconds; raises ValueError or KeyError for what cannot be drawn."""
    return _DRAW[kind](parts).svg.encode()


async def _drawn(kind: str, key: str, group: str) -> bytes:
    """What is kept, or else drawn when it is its turn, and kept. Raises as `_draw` does.

    Who asks for what is being drawn waits for that: it is counted for the one who asked first.
    """
    wanted = (kind, key)
    while (body := _kept.get(wanted, group)) is None:
        drawing = _being_drawn.get(wanted)
        if drawing is None or drawing.done():  # else this would go round without ever waiting
            return await asyncio.shield(_begin(wanted, group))
        with suppress(TooManyTries):  # that was for who asked first, who may be somebody else
            await asyncio.shield(drawing)
    return body


def _begin(wanted: type_wanted, group: str) -> asyncio.Task[bytes]:
    def forget(ended: asyncio.Task[bytes]) -> None:
        if _being_drawn.get(wanted) is ended:
            del _being_drawn[wanted]

    drawing = _being_drawn[wanted] = asyncio.create_task(_draw_in_turn(wanted, group))
    drawing.add_done_callback(forget)
    return drawing


async def _draw_in_turn(wanted: type_wanted, group: str) -> bytes:
    kind, parts = wanted[0], parse_key(wanted[1])
    async with queue.turn(group):
        body = await to_thread.run_sync(_draw, kind, parts)
    _kept.add(wanted, body, group)
    return body


@domain_errors
async def _show(request: Request) -> Response:
    """Answer with the drawing, with 404, or with 429 or 503 to who asks for too many."""
    kind, key = request.path_params["kind"], request.path_params["key"]
    try:
        body = await _drawn(kind, key, queue.group_of(client_address(request.scope)))
    except (ValueError, KeyError):
        return PlainTextResponse("No such drawing.", status_code=404)
    return Response(body, media_type="image/svg+xml", headers=_HEADERS)


def drawn_routes() -> list[Route]:
    """Give the routes of all drawings, to be mounted at the root."""
    return [Route("/drawn/{kind}/{key}.svg", _show, methods=["GET", "HEAD"], name="drawn")]
