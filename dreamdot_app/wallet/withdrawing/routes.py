"""The ways to Stripe's pages and back, followed by browsers; and those to our stand-in for them."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock, ids, rates
from dreamdot_app.core.allowances import ONBOARDING
from dreamdot_app.core.errors import DomainError, NotFound, SignInRequired
from dreamdot_app.core.money import TEST_CURRENCY
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.answers import domain_errors, json_body, refusal
from dreamdot_app.wallet.stripe.outcomes import StripeRefused, StripeUnclear
from dreamdot_app.wallet.withdrawing import onboarding, standin
from dreamdot_app.wallet.withdrawing.errors import OnboardingNeeded
from dreamdot_app.wallet.withdrawing.sides import currency_now

PAGE = "/wallet/withdraw"
ONBOARDING_PATH = onboarding.AGAIN_PATH
_UNSTORED = {"cache-control": "no-store"}


def routes() -> list[BaseRoute]:
    """The routes that are no part of the API. With a key there is no page of the stand-in's."""
    closed = Route(standin.PAGE + "/{account}", _closed, methods=["GET"])
    return [
        *([closed] if settings().stripe_secret_key else []),
        Route(onboarding.AGAIN_PATH, _to_stripe, methods=["GET"]),
        Route(onboarding.BACK_PATH, _back_from_stripe, methods=["GET"]),
        Route("/api/payment/test-onboarding", _choose, methods=["POST"]),
    ]


async def _to_stripe(request: Request) -> Response:
    """Lead to a fresh page of Stripe's; also from one of theirs that was too old."""
    try:
        viewer = await require_viewer(request)
        await rates.spend([(ONBOARDING, str(viewer.id))])
        return _lead_to(await onboarding.onboarding_url(viewer=viewer, now=clock.now()))
    except DomainError as why:
        return _instead(why)


async def _back_from_stripe(request: Request) -> Response:
    """Look how the account stands now, and show it. Coming back says nothing of having finished."""
    try:
        viewer = await require_viewer(request)
        await rates.spend([(ONBOARDING, str(viewer.id))])
    except DomainError as why:
        return _instead(why)
    return await _shown(viewer)


async def _shown(viewer: Viewer) -> Response:
    try:
        await onboarding.look(user_id=viewer.id, currency=currency_now(), now=clock.now())
    except (StripeUnclear, StripeRefused):
        return _lead_to(f"{PAGE}?away=stripe")
    return _lead_to(PAGE)


async def _closed(_request: Request) -> Response:
    return refusal(404, "There is nothing at this address.")


@domain_errors
async def _choose(request: Request) -> Response:
    """What somebody makes of their account for test money; real money knows no such thing."""
    if currency_now() != TEST_CURRENCY:
        raise NotFound
    viewer, body = await require_viewer(request), await json_body(request)
    await standin.choose(
        f"acct_test_{ids.parse(body.get('account')).hex}",
        choice=body.get("choice"),
        user_id=viewer.id,
    )
    return JSONResponse({"next": onboarding.BACK_PATH}, headers=_UNSTORED)


def _instead(why: DomainError) -> Response:
    """Where somebody is led who came by themselves: an answer in JSON would help nobody."""
    if isinstance(why, SignInRequired):
        return _lead_to(f"/signin?{urlencode({'next': PAGE})}")
    if isinstance(why, OnboardingNeeded):
        return _lead_to(PAGE)
    if why.code in ("ProofNeeded", "FactorProofNeeded"):
        factor = {"with": "factor"} if why.code == "FactorProofNeeded" else {}
        return _lead_to(f"/again?{urlencode({**factor, 'next': PAGE})}")
    return _lead_to(f"{PAGE}?away=stripe")


def _lead_to(target: str) -> Response:
    return RedirectResponse(target, 303, {**_UNSTORED, "referrer-policy": "no-referrer"})
