"""Confirming an address over HTTP."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts.confirming import asking, service
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock
from dreamdot_app.core.web.answers import domain_errors, json_body

CONFIRM_DONE_PATH = "/confirm/done"
_UNKEPT = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """The routes of this package."""
    return [
        Route("/auth/confirm", _confirm, methods=["POST"]),
        Route("/auth/confirm/again", _again, methods=["POST"]),
    ]


@domain_errors
async def _confirm(request: Request) -> Response:
    body = await json_body(request)
    await service.confirm(token=body.get("token"), now=clock.now())
    return JSONResponse({"next": CONFIRM_DONE_PATH}, headers=_UNKEPT)


@domain_errors
async def _again(request: Request) -> Response:
    viewer = await require_viewer(request)
    asked = await asking.ask_again(viewer=viewer, now=clock.now())
    return JSONResponse({"message": f"A letter to {asked} is on its way."}, headers=_UNKEPT)
