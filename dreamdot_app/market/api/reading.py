"""Routes of readers: look, buy, read, keep the place."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.routes import viewer_of_request
from dreamdot_app.core import clock, ids, rates
from dreamdot_app.core.allowances import BUYING, SEARCHES
from dreamdot_app.core.clicks import parse_request_id
from dreamdot_app.core.web import client_address
from dreamdot_app.core.web.answers import json_body
from dreamdot_app.core.web.documented import body_of, refusals
from dreamdot_app.market import service
from dreamdot_app.market.api import schemas
from dreamdot_app.market.api.schemas import LibraryAsked, WorksAsked
from dreamdot_app.market.api.writing import type_member, type_work
from dreamdot_app.market.contract import (
    LibraryPage,
    Purchased,
    Reading,
    WorkPage,
    WorkView,
)
from dreamdot_app.social import service as social

router = APIRouter(tags=["reading"])
type_anybody = Annotated[Viewer | None, Depends(viewer_of_request)]


@router.get("/works", responses=refusals(422, 429))
async def works(
    request: Request, viewer: type_anybody, asked: Annotated[WorksAsked, Query()]
) -> WorkPage:
    """Published works: searched, or the popular, or the newest (then only `kind` filters).

    Works of people whom the viewer keeps away are left out.
    """
    account = viewer.id if viewer else None
    if asked.q:
        await SEARCHES.spend(account=account, address=client_address(request.scope))
    unseen = await social.unseen_by(account)
    if asked.order == "newest" and not asked.q:
        return await service.newest(
            kind=asked.kind, besides=unseen, before=asked.before, limit=asked.limit
        )
    return await service.search(
        q=asked.q,
        kind=asked.kind,
        price=asked.price,
        besides=unseen,
        before=asked.before,
        limit=asked.limit,
    )


@router.get("/works/{ref}", responses=refusals(404))
async def work(ref: type_work, viewer: type_anybody) -> WorkView:
    """A work's page, with how it begins and what the viewer may do with it."""
    return await service.work(ref=ids.short(ref), viewer_id=viewer.id if viewer else None)


@router.get("/works/{ref}/content", responses=refusals(403, 404))
async def content(ref: type_work, viewer: type_anybody) -> Reading:
    """All of a work, for those who may read it."""
    return await service.read(ref=ids.short(ref), viewer_id=viewer.id if viewer else None)


@router.put(
    "/works/{ref}/place",
    status_code=204,
    openapi_extra=body_of(schemas.PlaceToKeep),
    responses=refusals(401, 403, 404, 422),
)
async def keep_place(request: Request, work_id: type_work, viewer: type_member) -> Response:
    """Keep where the viewer stopped."""
    place = await json_body(request)
    await service.save_place(work_id=work_id, user_id=viewer.id, place=place, now=clock.now())
    return Response(status_code=204)


@router.post(
    "/works/{ref}/purchase",
    openapi_extra=body_of(schemas.ToBuy),
    responses=refusals(401, 402, 403, 404, 409, 422, 429),
)
async def buy(request: Request, work_id: type_work, viewer: type_member) -> Purchased:
    """Buy a work at the price that was shown, or take a free one into the library."""
    await rates.spend([(BUYING, str(viewer.id))])
    body = await json_body(request)
    request_id = parse_request_id(body.get("request_id") or str(ids.new()))
    return await service.purchase(
        work_id=work_id,
        buyer_id=viewer.id,
        expected_price_minor=body.get("price_minor"),
        now=clock.now(),
        request_id=request_id,
    )


@router.get("/library", responses=refusals(401, 422))
async def library(viewer: type_member, asked: Annotated[LibraryAsked, Query()]) -> LibraryPage:
    """What the viewer has."""
    return await service.library(
        user_id=viewer.id,
        kind=asked.kind,
        progress=asked.progress,
        before=asked.before,
        limit=asked.limit,
    )
