"""Joining, signing in and out over HTTP: the only way to set a cookie that scripts cannot read."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts import service
from dreamdot_app.accounts.contract import SignedIn, Viewer
from dreamdot_app.accounts.errors import SomebodyElse
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import SignInRequired
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.addresses import client_address, safe_next
from dreamdot_app.core.web.answers import domain_errors, json_body
from dreamdot_app.core.web.cookies import drop_session_cookie, session_token, set_session_cookie
from dreamdot_app.core.web.limits import body_limit

_MAX_BODY_BYTES = 64_000
# Our pages say for whom they were drawn (`ui/backend.js`): what somebody presses on a page with
# one name and one balance must not happen to whoever has signed in since in another tab.
DRAWN_FOR = "x-dreamdot-for"


def auth_routes() -> list[Route]:
    """The routes of this slice. Origins and body sizes are checked by the layers around them."""
    body_limit("/auth/", _MAX_BODY_BYTES)
    return [
        Route("/auth/join", _join, methods=["POST"]),
        Route("/auth/sign-in", _sign_in, methods=["POST"]),
        Route("/auth/sign-out", _sign_out, methods=["POST"]),
    ]


async def viewer_of_request(request: Request) -> Viewer | None:
    """Who sent a request, by the session's cookie.

    Raises:
        SomebodyElse: the page that sent it was drawn for another person.
    """
    viewer = await service.viewer_of_token(_token(request))
    drawn_for = request.headers.get(DRAWN_FOR)
    if viewer and drawn_for and drawn_for != ids.short(viewer.id):
        raise SomebodyElse(viewer.username)
    return viewer


async def require_viewer(request: Request) -> Viewer:
    """Who sent a request.

    Raises:
        SignInRequired: nobody is signed in, or the session has ended.
        SomebodyElse: the page that sent it was drawn for another person.
    """
    viewer = await viewer_of_request(request)
    if viewer is None:
        raise SignInRequired
    return viewer


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
    signed_in = await service.sign_in(
        login=body.get("login"),
        password=body.get("password"),
        address=client_address(request.scope),
        user_agent=request.headers.get("user-agent", ""),
        now=clock.now(),
    )
    return await enter(request, signed_in, body.get("next"))


@domain_errors
async def _sign_out(request: Request) -> Response:
    if token := _token(request):
        await service.sign_out(token=token, now=clock.now())
    response = JSONResponse({"next": "/"}, headers={"cache-control": "no-store"})
    # Pages that the browser keeps for going back would show what was there before.
    response.headers["clear-site-data"] = '"cache"'
    drop_session_cookie(response)
    return response


async def enter(request: Request, signed_in: SignedIn, next_page: object) -> Response:
    """Answer with the cookie of a fresh session; one that the browser still had is ended."""
    if former := _token(request):
        await service.sign_out(token=former, now=clock.now())
    response = JSONResponse({"next": safe_next(next_page)}, headers={"cache-control": "no-store"})
    set_session_cookie(response, signed_in.token, lifetime_s=settings().session_lifetime_s)
    return response


def _token(request: Request) -> str | None:
    return session_token(request.headers.get("cookie", ""))
