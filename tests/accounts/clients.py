"""A browser's requests to the routes of accounts, through all layers of the real stack."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from itertools import count

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from dreamdot_app.accounts import routes
from dreamdot_app.core.settings import Environment, Settings
from dreamdot_app.core.web.answers import domain_errors
from dreamdot_app.core.web.cookies import SESSION_COOKIE
from dreamdot_app.core.web.stack import transformers

ORIGIN = "https://dreamdot.example"
SETTINGS = Settings.model_validate({"env": Environment.PRODUCTION, "origin": ORIGIN})
_hosts = count(1)


@domain_errors
async def _whoami(request: Request) -> Response:
    return JSONResponse({"name": (await routes.require_viewer(request)).username})


@asynccontextmanager
async def client_of(
    *more: BaseRoute, headers: Sequence[tuple[str, str]] = (("origin", ORIGIN),)
) -> AsyncGenerator[httpx.AsyncClient]:
    """A client with an address of its own, so that nobody else's tries count for it."""
    app: ASGIApp = Starlette(routes=[Route("/{path:path}", lambda _: PlainTextResponse("page"))])
    who = Route("/api/whoami", _whoami, methods=["GET", "POST"])
    for layer in transformers([who, *more, *routes.auth_routes()], settings=SETTINGS):
        app = layer(app)
    number = next(_hosts)
    address = f"203.0.{113 + number // 250}.{number % 250}"
    transport = httpx.ASGITransport(app, client=(address, 1))
    async with httpx.AsyncClient(
        transport=transport, base_url=ORIGIN, headers=list(headers)
    ) as opened:
        yield opened


def cookie_of(answer: httpx.Response) -> SimpleCookie:
    """The cookies that an answer sets."""
    found = SimpleCookie()
    for written in answer.headers.get_list("set-cookie"):
        found.load(written)
    return found


def with_token(token: str) -> dict[str, str]:
    """The header of a browser that has this session."""
    return {"cookie": f"{SESSION_COOKIE}={token}"}
