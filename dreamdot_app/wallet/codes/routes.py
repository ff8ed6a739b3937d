"""Promo codes over HTTP: redeeming one, and for administrators making and ending them."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock, ids, money, rates
from dreamdot_app.core.allowances import PROMO_CODES, PROMO_CODES_ADDRESS
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.rates import address_group, is_shared
from dreamdot_app.core.web import client_address
from dreamdot_app.core.web.answers import domain_errors, json_body
from dreamdot_app.wallet.codes import service

_UNSTORED = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """The routes of this package."""
    return [
        Route("/api/wallet/code", _redeem, methods=["POST"]),
        Route("/api/admin/promo-codes", _make, methods=["POST"]),
        Route("/api/admin/promo-codes/end", _end, methods=["POST"]),
    ]


@domain_errors
async def _redeem(request: Request) -> Response:
    viewer = await require_viewer(request)
    await _count(viewer.id, client_address(request.scope))
    body = await json_body(request)
    brought = await service.redeem(owner=viewer.id, typed=body.get("code"), now=clock.now())
    words = f"{money.show(brought)} of credit is in your wallet, to spend."
    return JSONResponse({"message": words, "amount_minor": brought}, headers=_UNSTORED)


async def _count(user_id: UserId, address: str) -> None:
    """Count a try, for the account and, as accounts cost nothing, for the address.

    Raises:
        TooManyTries: it is used up.
    """
    counted = [(PROMO_CODES, str(user_id))]
    if not is_shared(address):
        counted.append((PROMO_CODES_ADDRESS, address_group(address)))
    await rates.spend(counted)


@domain_errors
async def _make(request: Request) -> Response:
    viewer = await require_viewer(request)
    body = await json_body(request)
    made = await service.make(
        viewer=viewer, sent=body, zone=await accounts.zone_of(viewer), now=clock.now()
    )
    return JSONResponse(
        {"message": f"{made.code} can be redeemed.", "code": made.code}, 201, _UNSTORED
    )


@domain_errors
async def _end(request: Request) -> Response:
    viewer = await require_viewer(request)
    body = await json_body(request)
    await service.end(viewer=viewer, code_id=ids.parse(body.get("id")), now=clock.now())
    return JSONResponse({"message": "Nobody can redeem it any more."}, headers=_UNSTORED)
