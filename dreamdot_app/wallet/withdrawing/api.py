"""Withdrawing over HTTP. The pages post to the same routes as programs do.

Money leaves for nobody who has not proved lately who they are: a program has five minutes from
when its person gave it their password and second factor.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock, ids, rates
from dreamdot_app.core.allowances import ONBOARDING, WITHDRAWING
from dreamdot_app.core.web.answers import json_body
from dreamdot_app.core.web.documented import body_of, refusals
from dreamdot_app.wallet.withdrawing import service
from dreamdot_app.wallet.withdrawing.routes import ONBOARDING_PATH

router = APIRouter(tags=["payment"])
type_member = Annotated[Viewer, Depends(require_viewer)]
_UNSTORED = {"cache-control": "no-store"}


class ToRedeem(BaseModel):
    """How much, in dollars as one types it, and a name for this click: twice the same is once."""

    amount: str = Field(examples=["25.00"])
    request_id: str = Field(max_length=64, pattern=r"^[\x21-\x7e]+$")


class Redeemed(BaseModel):
    """A withdrawal that waits for the next daily batch."""

    payout: str
    message: str


class ToGiveBack(BaseModel):
    """Which payment (its id), how much of it in dollars, and a name for this click."""

    top_up: str
    amount: str = Field(examples=["25.00"])
    request_id: str = Field(max_length=64, pattern=r"^[\x21-\x7e]+$")


class GivenBack(BaseModel):
    """Money on its way back to a card."""

    refund: str
    message: str


class Done(BaseModel):
    """It was done, in words."""

    message: str


@router.post(
    "/payment/redeem-balance",
    openapi_extra=body_of(ToRedeem),
    responses=refusals(401, 403, 409, 422, 429),
)
async def redeem_balance(request: Request, viewer: type_member) -> Redeemed:
    """Withdraw earnings to the bank account that was set up with Stripe.

    The amount leaves the earnings at once and waits for the next daily batch.
    """
    body = await _counted(request, viewer)
    payout_id = await service.redeem(
        viewer=viewer,
        amount=body.get("amount"),
        request_id=body.get("request_id"),
        now=clock.now(),
    )
    return Redeemed(payout=ids.short(payout_id), message="Your withdrawal waits for the batch.")


@router.post("/payment/payouts/{payout}/take-back", responses=refusals(401, 404, 409, 429))
async def take_back(request: Request, payout: str, viewer: type_member) -> Done:
    """Take a withdrawal back that still waits."""
    await _counted(request, viewer)
    await service.take_back(user_id=viewer.id, payout_id=ids.parse(payout), now=clock.now())
    return Done(message="It is among your earnings again.")


@router.post(
    "/payment/card-refunds",
    openapi_extra=body_of(ToGiveBack),
    responses=refusals(401, 403, 404, 409, 422, 429),
)
async def give_back(request: Request, viewer: type_member) -> GivenBack:
    """Give money that was added within 30 days and not spent back to the card it came from."""
    body = await _counted(request, viewer)
    refund_id = await service.give_back(
        viewer=viewer,
        top_up_id=ids.parse(body.get("top_up")),
        amount=body.get("amount"),
        request_id=body.get("request_id"),
        now=clock.now(),
    )
    return GivenBack(refund=ids.short(refund_id), message="It is on its way back to your card.")


@router.post("/payment/onboarding", include_in_schema=False)
async def begin_onboarding(request: Request, viewer: type_member) -> Response:
    """Make the account at Stripe if there is none, and lead to where it is set up."""
    await json_body(request)
    await rates.spend([(ONBOARDING, str(viewer.id))])
    await service.open_account(viewer=viewer, now=clock.now())
    return JSONResponse({"next": ONBOARDING_PATH}, headers=_UNSTORED)


async def _counted(request: Request, viewer: Viewer) -> dict[str, Any]:
    await rates.spend([(WITHDRAWING, str(viewer.id))])
    return await json_body(request)
