"""Tokens for API clients over HTTP. None of these read or set a cookie."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts.api_clients import service
from dreamdot_app.core import clock
from dreamdot_app.core.web.addresses import client_address
from dreamdot_app.core.web.answers import domain_errors, json_body

_UNSTORED = {"cache-control": "no-store"}


def api_client_routes() -> list[Route]:
    """The routes of this package."""
    return [
        Route("/auth/api/tokens", _tokens, methods=["POST"]),
        Route("/auth/api/refresh", _refresh, methods=["POST"]),
        Route("/auth/api/revoke", _revoke, methods=["POST"]),
    ]


@domain_errors
async def _tokens(request: Request) -> Response:
    body = await json_body(request)
    tokens = await service.sign_in(
        login=body.get("login"),
        password=body.get("password"),
        code=body.get("code"),
        client=body.get("client"),
        time_zone=body.get("time_zone"),
        address=client_address(request.scope),
        now=clock.now(),
    )
    return _answer(tokens)


@domain_errors
async def _refresh(request: Request) -> Response:
    body = await json_body(request)
    tokens = await service.refresh(refresh_token=body.get("refresh_token"), now=clock.now())
    return _answer(tokens)


@domain_errors
async def _revoke(request: Request) -> Response:
    body = await json_body(request)
    await service.revoke(refresh_token=body.get("refresh_token"), now=clock.now())
    return JSONResponse({}, headers=_UNSTORED)


def _answer(tokens: service.ApiTokens) -> Response:
    """As OAuth 2 names them (RFC 6749, 5.1)."""
    body = {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": tokens.lasts_s,
        "refresh_token": tokens.refresh_token,
    }
    return JSONResponse(body, headers=_UNSTORED)
