"""New passwords over HTTP: weighed, reset with a link, changed by who is signed in."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts import service
from dreamdot_app.accounts.entry import device_of
from dreamdot_app.accounts.new_password import changing, forgotten, weighing
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.accounts.settings_frame import section_path
from dreamdot_app.core import clock
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.addresses import client_address
from dreamdot_app.core.web.answers import domain_errors, json_body
from dreamdot_app.core.web.cookies import drop_session_cookie, session_token, set_session_cookie

_UNKEPT = {"cache-control": "no-store"}
FORGOT_DONE_PATH, RESET_DONE_PATH = "/forgot/sent", "/reset/done"


def routes() -> list[Route]:
    """The routes of this package."""
    return [
        Route("/auth/strength", _strength, methods=["POST"]),
        Route("/auth/forgot", _forgot, methods=["POST"]),
        Route("/auth/reset", _reset, methods=["POST"]),
        Route("/auth/password", _change, methods=["POST"]),
    ]


@domain_errors
async def _strength(request: Request) -> Response:
    body = await json_body(request)
    found = await weighing.weigh(
        password=body.get("password"),
        typed=(body.get("username"), body.get("email"), body.get("display_name")),
        token=body.get("token"),
        viewer=await service.viewer_of_token(_token(request)),
        address=client_address(request.scope),
        now=clock.now(),
    )
    return JSONResponse({"level": found.level, "words": found.words}, headers=_UNKEPT)


@domain_errors
async def _forgot(request: Request) -> Response:
    body = await json_body(request)
    await forgotten.ask_reset(login=body.get("login"), address=client_address(request.scope))
    return JSONResponse({"next": FORGOT_DONE_PATH}, headers=_UNKEPT)


@domain_errors
async def _reset(request: Request) -> Response:
    body = await json_body(request)
    await forgotten.reset(
        token=body.get("token"),
        password=body.get("password"),
        address=client_address(request.scope),
        device=device_of(request),
        now=clock.now(),
    )
    response = JSONResponse({"next": RESET_DONE_PATH}, headers=_UNKEPT)
    if await service.viewer_of_token(_token(request)) is None:
        drop_session_cookie(response)
    return response


@domain_errors
async def _change(request: Request) -> Response:
    viewer = await require_viewer(request)
    body = await json_body(request)
    token = await changing.change_password(
        viewer=viewer, password=body.get("password"), now=clock.now()
    )
    response = JSONResponse({"next": section_path("security")}, headers=_UNKEPT)
    set_session_cookie(response, token, lifetime_s=settings().session_lifetime_s)
    return response


def _token(request: Request) -> str | None:
    return session_token(request.headers.get("cookie", ""))
