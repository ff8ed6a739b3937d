"""Joining, signing in and out over HTTP: the only way to set a cookie that scripts cannot read."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts import profile, service, username_settings
from dreamdot_app.accounts.api_clients.routes import api_client_routes
from dreamdot_app.accounts.entry import (
    DRAWN_FOR,
    device_of,
    enter,
    prove,
    require_viewer,
    token_of,
    viewer_of_request,
)
from dreamdot_app.accounts.factors.routes import factor_routes
from dreamdot_app.accounts.leaving.routes import leaving_routes
from dreamdot_app.accounts.profile_settings import routes as profile_routes
from dreamdot_app.accounts.providers.routes import provider_routes
from dreamdot_app.accounts.proving.routes import proving_routes
from dreamdot_app.core import clock
from dreamdot_app.core.web.addresses import client_address
from dreamdot_app.core.web.answers import domain_errors, json_body
from dreamdot_app.core.web.cookies import drop_session_cookie
from dreamdot_app.core.web.limits import body_limit

__all__ = [
    "DRAWN_FOR",
    "auth_routes",
    "enter",
    "prove",
    "require_viewer",
    "viewer_of_request",
]

_MAX_BODY_BYTES = 64_000


def auth_routes() -> list[Route]:
    """The routes of this slice. Origins and body sizes are checked by the layers around them."""
    from dreamdot_app.accounts.account_settings import routes as account_settings
    from dreamdot_app.accounts.confirming import routes as confirming
    from dreamdot_app.accounts.new_password import routes as new_password

    body_limit("/auth/", _MAX_BODY_BYTES)
    return [
        *confirming.routes(),
        *new_password.routes(),
        *account_settings.routes(),
        Route("/auth/join", _join, methods=["POST"]),
        Route("/auth/sign-in", _sign_in, methods=["POST"]),
        Route("/auth/sign-out", _sign_out, methods=["POST"]),
        Route("/auth/look", _look, methods=["POST"]),
        *proving_routes(),
        *leaving_routes(),
        *profile.routes(),
        *profile_routes.routes(),
        *username_settings.routes(),
        *provider_routes(),
        *api_client_routes(),
        *factor_routes(),
    ]


@domain_errors
async def _join(request: Request) -> Response:
    body = await json_body(request)
    signed_in = await service.join(
        email=body.get("email"),
        username=body.get("username"),
        password=body.get("password"),
        display_name=body.get("display_name"),
        accepts_terms=body.get("terms"),
        address=client_address(request.scope),
        user_agent=request.headers.get("user-agent", ""),
        now=clock.now(),
    )
    return await enter(request, signed_in, body.get("next"))


@domain_errors
async def _sign_in(request: Request) -> Response:
    body = await json_body(request)
    entered = await service.sign_in(
        login=body.get("login"),
        password=body.get("password"),
        address=client_address(request.scope),
        user_agent=request.headers.get("user-agent", ""),
        device=device_of(request),
        now=clock.now(),
    )
    return await enter(request, entered, body.get("next"))


@domain_errors
async def _sign_out(request: Request) -> Response:
    if token := token_of(request):
        await service.sign_out(token=token, now=clock.now())
    response = JSONResponse({"next": "/"}, headers={"cache-control": "no-store"})
    # Pages that the browser keeps for going back would show what was there before.
    response.headers["clear-site-data"] = '"cache"'
    drop_session_cookie(response)
    return response


@domain_errors
async def _look(request: Request) -> Response:
    """Whether the browser's cookie stands for somebody now, the cache of viewers left aside.

    Older pages ask, whose sockets have the cookie of before (`ui/session.jsx`).
    """
    token = token_of(request)
    if token:
        service.forget_viewer(token)
    viewer = await service.viewer_of_token(token, is_use=False)
    return JSONResponse({"signed_in": viewer is not None}, headers={"cache-control": "no-store"})
