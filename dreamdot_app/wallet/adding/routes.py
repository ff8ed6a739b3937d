"""The way from our pages to the one where a payment is made."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import ids
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.answers import domain_errors
from dreamdot_app.wallet.adding import service

_UNSTORED = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """The routes of this package that are not the API's."""
    return [Route("/wallet/checkout/{payment}", _go, methods=["GET"])]


@domain_errors
async def _go(request: Request) -> Response:
    """Go where a payment of one's own is paid."""
    viewer = await require_viewer(request)
    wanted = ids.parse(request.path_params["payment"])
    url = await service.checkout_url(user_id=viewer.id, top_up_id=wanted)
    return RedirectResponse(url.removeprefix(settings().public_origin), 303, _UNSTORED)
