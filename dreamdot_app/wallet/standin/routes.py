"""The test checkout over HTTP: its buttons. 404 where there is a key, for then money is real."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.core import clock
from dreamdot_app.core.allowances import TEST_CHECKOUT
from dreamdot_app.core.rates import spend_by_address
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web import client_address
from dreamdot_app.core.web.answers import domain_errors, json_body
from dreamdot_app.wallet.standin import checkouts


def routes() -> list[Route]:
    """Where the test checkout's buttons lead."""
    return [Route("/test-checkout/{checkout}/{deed}", _act, methods=["POST"])]


@domain_errors
async def _act(request: Request) -> Response:
    await spend_by_address(TEST_CHECKOUT, client_address(request.scope))
    await json_body(request)  # as all that acts: no page of another site can send it unasked
    url = await checkouts.act(
        checkout_id=request.path_params["checkout"],
        deed=request.path_params["deed"],
        now=clock.now(),
    )
    return JSONResponse({"next": url.removeprefix(settings().public_origin)})
