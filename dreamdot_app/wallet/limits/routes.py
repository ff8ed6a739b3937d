"""One's own spending limit over HTTP."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock, money, rates
from dreamdot_app.core.allowances import SPENDING_LIMIT
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.web.answers import domain_errors, json_body
from dreamdot_app.wallet.limits import service
from dreamdot_app.wallet.limits.policy import MOST_MINOR

_UNSTORED = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """The routes of this package."""
    return [
        Route("/api/wallet/limit", _choose, methods=["POST"]),
        Route("/api/wallet/limit/keep", _keep, methods=["POST"]),
    ]


@domain_errors
async def _choose(request: Request) -> Response:
    """``{"limit": "50.00"}`` sets a limit, ``{"limit": ""}`` asks for none."""
    viewer = await require_viewer(request)
    await rates.spend([(SPENDING_LIMIT, str(viewer.id))])
    wanted = _limit((await json_body(request)).get("limit"))
    holds_at = await service.choose(
        owner=viewer.id,
        limit_minor=wanted,
        zone=await accounts.zone_of(viewer),
        now=clock.now(),
    )
    return JSONResponse({"message": _said(wanted, holds_at)}, headers=_UNSTORED)


def _limit(typed: object) -> int | None:
    """What was typed, as minor units; an empty field is no limit.

    Raises:
        BadInput: it is no amount.
    """
    if not isinstance(typed, str):
        raise BadInput("Write an amount such as 50.00, or leave it empty.", field="limit")
    if not typed.strip():
        return None
    return money.parse_minor(typed, field="limit", maximum_minor=MOST_MINOR)


def _said(wanted: int | None, holds_at: datetime | None) -> str:
    if holds_at is not None:
        return "Noted. It holds in 24 hours."
    return "There is no limit." if wanted is None else f"Your limit is {money.show(wanted)}."


@domain_errors
async def _keep(request: Request) -> Response:
    viewer = await require_viewer(request)
    await rates.spend([(SPENDING_LIMIT, str(viewer.id))])
    await service.keep(owner=viewer.id, now=clock.now())
    return JSONResponse({"message": "Your limit stays as it is."}, headers=_UNSTORED)
