"""How the API's documentation describes the webhook, which lies outside ``/api``."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from dreamdot_app.core.web.documented import refusals
from dreamdot_app.wallet.stripe.routes import PATH

webhooks = APIRouter(tags=["payment"])


class StripeEvent(BaseModel):
    """An event as Stripe sends it; kinds that are not known are kept and change nothing."""

    id: str = Field(examples=["evt_1R9"])
    type: str = Field(examples=["checkout.session.completed"])
    created: int = Field(description="Seconds since 1970, UTC")
    livemode: bool
    api_version: str
    data: dict[str, Any]


class Received(BaseModel):
    """``first`` is false when the event had come before."""

    received: bool
    first: bool


@webhooks.post(PATH, response_model=Received, responses=refusals(400, 413, 503))
async def stripe_event(event: StripeEvent) -> None:
    """What Stripe tells us, signed over the body in ``Stripe-Signature``. Each event counts once,
    however often it is sent; with 503 it came too early and is to be sent again.
    """
