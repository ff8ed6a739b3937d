"""Adding money over HTTP. The page posts to the same route as programs do."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock, ids, rates
from dreamdot_app.core.allowances import TOP_UPS, TOP_UPS_DAILY
from dreamdot_app.core.web.answers import json_body
from dreamdot_app.core.web.documented import body_of, refusals
from dreamdot_app.wallet.adding import service

router = APIRouter(tags=["payment"])
type_member = Annotated[Viewer, Depends(require_viewer)]
_UNSTORED = {"cache-control": "no-store"}


class ToAdd(BaseModel):
    """How much, in dollars as one types it, and a name for this click: twice the same is once."""

    amount: str = Field(examples=["25.00"], description="From 5.00 to 2,000.00")
    request_id: str = Field(max_length=64, pattern=r"^[\x21-\x7e]+$")


class CheckoutSession(BaseModel):
    """Where it is paid: ``url`` is the payment page, ``next`` our own way there."""

    id: str
    url: str
    next: str


@router.post(
    "/payment/create-checkout-session",
    response_model=CheckoutSession,
    openapi_extra=body_of(ToAdd),
    responses=refusals(401, 409, 422, 429, 503),
)
async def create_checkout_session(request: Request, viewer: type_member) -> Response:
    """Ask for a payment page. The wallet has the money once Stripe tells us that it came."""
    body = await json_body(request)
    await rates.spend([(TOP_UPS, str(viewer.id)), (TOP_UPS_DAILY, str(viewer.id))])
    asked = await service.begin(
        user_id=viewer.id,
        email=await accounts.confirmed_address(viewer.id),
        amount=body.get("amount", body.get("preset")),  # our form names a given amount so
        request_id=body.get("request_id"),
        now=clock.now(),
    )
    short = ids.short(asked.id)
    made = CheckoutSession(id=short, url=asked.checkout_url, next=f"/wallet/checkout/{short}")
    return JSONResponse(made.model_dump(), headers=_UNSTORED)
