"""Adding money over HTTP: the form's route, which is the API's too, and the way to Checkout."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock, ids, rates
from dreamdot_app.core.allowances import TOP_UPS, TOP_UPS_DAILY
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.answers import domain_errors, json_body
from dreamdot_app.wallet.adding import service

_UNSTORED = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """The routes of this package; the first belongs before the API's own application."""
    return [
        Route("/api/payment/create-checkout-session", _create, methods=["POST"]),
        Route("/wallet/checkout/{payment}", _go, methods=["GET"]),
    ]


@domain_errors
async def _create(request: Request) -> Response:
    """``{amount, request_id}`` → ``{id, url, next}``: ``next`` is our own way to ``url``.

    The form sends a given amount as ``preset``.
    """
    viewer = await require_viewer(request)
    body = await json_body(request)
    await rates.spend([(TOP_UPS, str(viewer.id)), (TOP_UPS_DAILY, str(viewer.id))])
    asked = await service.begin(
        user_id=viewer.id,
        email=await accounts.confirmed_address(viewer.id),
        amount=body.get("amount", body.get("preset")),
        request_id=body.get("request_id"),
        now=clock.now(),
    )
    short = ids.short(asked.id)
    answer = {"id": short, "url": asked.checkout_url, "next": f"/wallet/checkout/{short}"}
    return JSONResponse(answer, headers=_UNSTORED)


@domain_errors
async def _go(request: Request) -> Response:
    """Go where a payment of one's own is paid."""
    viewer = await require_viewer(request)
    wanted = ids.parse(request.path_params["payment"])
    url = await service.checkout_url(user_id=viewer.id, top_up_id=wanted)
    return RedirectResponse(url.removeprefix(settings().public_origin), 303, _UNSTORED)
