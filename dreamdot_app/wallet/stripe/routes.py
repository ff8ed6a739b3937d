"""``POST /webhook/stripe``: what Stripe tells us, signed."""

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.core import clock
from dreamdot_app.core.allowances import WEBHOOKS_UNSIGNED
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.log import logger
from dreamdot_app.core.rates import spend_by_address
from dreamdot_app.core.web import client_address
from dreamdot_app.core.web.answers import domain_answer, refusal
from dreamdot_app.core.web.limits import body_limit
from dreamdot_app.wallet.standin.signing import sender_in_use
from dreamdot_app.wallet.stripe.receiving import NotForUs, receive
from dreamdot_app.wallet.stripe.signatures import NotSigned
from dreamdot_app.wallet.stripe.told import NotYet

PATH = "/webhook/stripe"
_MAX_BYTES = 1_000_000
_log = logger(slice="wallet")


def routes() -> list[Route]:
    """The webhook. Its bodies are bounded, and read as they came: the signature is over them."""
    body_limit(PATH, _MAX_BYTES)
    return [Route(PATH, _take, methods=["POST"])]


async def _take(request: Request) -> Response:
    try:
        raw = await request.body()
        signature = request.headers.get("stripe-signature", "")
        is_first = await receive(
            raw=raw, signature=signature, sender=sender_in_use(), now=clock.now()
        )
    except ClientDisconnect:
        return refusal(400, "The event did not arrive.")
    except NotSigned as error:
        return await _unsigned(request, str(error))
    except NotForUs as error:
        _log.error("a webhook is not for us", why=str(error))
        return refusal(400, f"This is not for us: {error}.")
    except NotYet as error:
        _log.warning("an event comes too early", why=str(error))
        return refusal(503, "Send this again later.", headers={"retry-after": "60"})
    return JSONResponse({"received": True, "first": is_first})


async def _unsigned(request: Request, why: str) -> Response:
    try:
        await spend_by_address(WEBHOOKS_UNSIGNED, client_address(request.scope))
    except TooManyTries as error:
        return domain_answer(error)
    _log.warning("a webhook is not signed", why=why)
    return refusal(400, "This is not signed by Stripe.")
