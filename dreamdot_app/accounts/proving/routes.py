"""The proof by password over HTTP; other proofs have routes in packages of their own."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dreamdot_app.accounts.entry import prove, require_viewer
from dreamdot_app.accounts.proving import service
from dreamdot_app.core.web.addresses import client_address
from dreamdot_app.core.web.answers import domain_errors, json_body


def proving_routes() -> list[Route]:
    """The routes of this package."""
    return [Route("/auth/again", _again, methods=["POST"])]


@domain_errors
async def _again(request: Request) -> Response:
    viewer = await require_viewer(request)
    body = await json_body(request)
    await service.check_password(
        viewer=viewer, password=body.get("password"), address=client_address(request.scope)
    )
    return await prove(viewer, body.get("next"))
