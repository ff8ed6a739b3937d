"""Who sends a request, and how an answer gives the browser a session: for every slice's routes."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dreamdot_app.accounts import service, sessions
from dreamdot_app.accounts.contract import FactorNeeded, SignedIn, Viewer
from dreamdot_app.accounts.errors import SomebodyElse
from dreamdot_app.accounts.factors.cookies import STEP, give
from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import SignInRequired
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.addresses import safe_next
from dreamdot_app.core.web.cookies import session_token, set_session_cookie

# Our pages say for whom they were drawn (`ui/backend.js`): what somebody presses on a page with
# one name and one balance must not happen to whoever has signed in since in another tab.
DRAWN_FOR = "x-dreamdot-for"
STEP_PATH = "/signin/code"
_UNSTORED = {"cache-control": "no-store"}


async def viewer_of_request(request: Request) -> Viewer | None:
    """Who sent a request, by the session's cookie.

    Raises:
        SomebodyElse: the page that sent it was drawn for another person.
    """
    viewer = await service.viewer_of_token(token_of(request))
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


async def enter(
    request: Request,
    entered: SignedIn | FactorNeeded,
    next_page: object,
    *,
    by_redirect: bool = False,
) -> Response:
    """Answer with the cookie of a fresh session; one that the browser still had is ended.

    Where a second factor is needed first, the answer leads to the page that asks for it.
    ``by_redirect`` is for a provider that sent the browser here: it is led on instead of answered.
    """
    if isinstance(entered, FactorNeeded):
        response = _onwards(step_path(next_page), by_redirect=by_redirect)
        return give(response, STEP, entered.token)
    if former := token_of(request):
        await service.sign_out(token=former, now=clock.now())
    return with_session(_onwards(safe_next(next_page), by_redirect=by_redirect), entered.token)


async def prove(
    request: Request, viewer: Viewer, next_page: object, *, by_redirect: bool = False
) -> Response:
    """Note that somebody has just proved who they are, and answer with their session's new cookie.

    Whoever calls this has checked the proof. ``by_redirect`` is for a provider that sent the
    browser here: it is led on instead of answered.

    Raises:
        SignInRequired: the session has ended, or another tab has renewed it meanwhile.
    """
    now = clock.now()
    async with transaction(Database.USER, actor=viewer.id) as session:
        token = await sessions.renew(
            session, viewer.session_id, of=token_of(request), proven_at=now, now=now
        )
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
