"""Another email address over HTTP."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts.account_settings import addresses
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock
from dreamdot_app.core.web.answers import domain_errors, json_body

_UNKEPT = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """The routes of this package."""
    return [
        Route("/auth/email", _ask, methods=["POST"]),
        Route("/auth/email/keep", _keep, methods=["POST"]),
    ]


@domain_errors
async def _ask(request: Request) -> Response:
    viewer = await require_viewer(request)
    body = await json_body(request)
    asked = await addresses.ask_for_address(viewer=viewer, email=body.get("email"), now=clock.now())
    return JSONResponse({"message": f"A letter to {asked} is on its way."}, headers=_UNKEPT)


@domain_errors
async def _keep(request: Request) -> Response:
    viewer = await require_viewer(request)
    await addresses.keep_address(viewer=viewer)
    return JSONResponse({"message": "Your address stays as it is."}, headers=_UNKEPT)
