"""Who sends a request, and how an answer gives the browser a session: for every slice's routes."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dreamdot_app.accounts import service, sessions
from dreamdot_app.accounts.api_clients.service import viewer_of_access_token
from dreamdot_app.accounts.contract import FactorNeeded, SignedIn, Viewer
from dreamdot_app.accounts.devices import service as devices
from dreamdot_app.accounts.devices.zones import ZONE_HEADER, parse_zone
from dreamdot_app.accounts.errors import SomebodyElse
from dreamdot_app.accounts.factors.cookies import STEP, give
from dreamdot_app.accounts.tokens import new_token
from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import SignInRequired
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.addresses import safe_next
from dreamdot_app.core.web.cookies import (
    device_token,
    session_token,
    set_device_cookie,
    set_session_cookie,
)

# Our pages say for whom they were drawn (`ui/backend.js`): what somebody presses on a page with
# one name and one balance must not happen to whoever has signed in since in another tab.
DRAWN_FOR = "x-dreamdot-for"
STEP_PATH = "/signin/code"
_UNSTORED = {"cache-control": "no-store"}


async def viewer_of_request(request: Request) -> Viewer | None:
    """Who sent a request, by the session's cookie; for the API also by an access token.

    Where there is a token it alone counts, so that no cookie steps in for one that is too old.

    Raises:
        AccessTokenRefused: the access token is wrong or too old.
        SomebodyElse: the page that sent it was drawn for another person.
    """
    if (bearer := _bearer(request)) is not None:
        return await viewer_of_access_token(bearer, now=clock.now())
    viewer = await service.viewer_of_token(token_of(request))
    drawn_for = request.headers.get(DRAWN_FOR)
    if viewer and drawn_for and drawn_for != ids.short(viewer.id):
        raise SomebodyElse(viewer.username)
    return viewer


async def require_viewer(request: Request) -> Viewer:
    """Who sent a request.

    Raises:
        SignInRequired: nobody is signed in, or the session has ended.
        AccessTokenRefused, SomebodyElse: as `viewer_of_request`.
    """
    viewer = await viewer_of_request(request)
    if viewer is None:
        raise SignInRequired
    return viewer


async def enter(
    request: Request,
    entered: SignedIn | FactorNeeded,
    next_page: object,
    *,
    by_redirect: bool = False,
    time_zone: str = "",
) -> Response:
    """Answer with the cookie of a fresh session; one that the browser still had is ended.

    However somebody signs in, they come through here: so here the browser gets to be known. Where
    a second factor is needed first, the answer leads to the page that asks for it.
    ``by_redirect`` is for a provider that sent the browser here: it is led on instead of answered,
    and its ``time_zone`` was asked before it went, for a page of another site does not say it.
    """
    if isinstance(entered, FactorNeeded):
        response = _onwards(step_path(next_page), by_redirect=by_redirect)
        return give(response, STEP, entered.token)
    if former := token_of(request):
        await service.sign_out(token=former, now=clock.now())
    device = device_of(request) or new_token()
    time_zone = time_zone or parse_zone(request.headers.get(ZONE_HEADER))
    await devices.settle(entered, token=device, time_zone=time_zone, now=clock.now())
    response = _onwards(safe_next(next_page), by_redirect=by_redirect)
    set_device_cookie(response, device)
    return with_session(response, entered.token)


async def prove(
    viewer: Viewer, next_page: object, *, by_redirect: bool = False, by_factor: bool = False
) -> Response:
    """Note that somebody has just proved who they are, and answer with their session's new cookie.

    Whoever calls this has checked the proof. ``by_redirect`` is for a provider that sent the
    browser here: it is led on instead of answered. ``by_factor``: the proof was a second factor.

    Raises:
        SignInRequired: the session has ended, or another tab has renewed it meanwhile.
    """
    now = clock.now()
    async with transaction(Database.USER, actor=viewer.id) as session:
        token = await sessions.renew(session, viewer, proven_at=now, now=now, by_factor=by_factor)
    if token is None:
        raise SignInRequired
    return with_session(_onwards(safe_next(next_page), by_redirect=by_redirect), token)


def _onwards(target: str, *, by_redirect: bool) -> Response:
    if by_redirect:
        return RedirectResponse(target, 303, _UNSTORED)
    return JSONResponse({"next": target}, headers=_UNSTORED)


def step_path(next_page: object) -> str:
    """Where the second factor is asked for, to go to ``next_page`` afterwards."""
    target = safe_next(next_page)
    return STEP_PATH if target == "/" else f"{STEP_PATH}?{urlencode({'next': target})}"


def with_session(response: Response, token: str) -> Response:
    """The answer, with the cookie that carries a session."""
    set_session_cookie(response, token, lifetime_s=settings().session_lifetime_s)
    return response


def token_of(request: Request) -> str | None:
    """The session's token that a request's cookie carries."""
    return session_token(request.headers.get("cookie", ""))


def device_of(request: Request) -> str | None:
    """The token by which accounts know the browser that sends a request."""
    return device_token(request.headers.get("cookie", ""))


def _bearer(request: Request) -> str | None:
    """The access token of a request to the API (RFC 6750); other routes know cookies only."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not request.url.path.startswith("/api/"):
        return None
    return token.strip()
