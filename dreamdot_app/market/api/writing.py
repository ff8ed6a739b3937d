"""Routes of writers: begin, save, publish, take down, delete."""

from math import ceil
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock, ids, rates
from dreamdot_app.core.allowances import PUBLISHING, SAVED_PIECES, SAVING
from dreamdot_app.core.web.answers import json_body
from dreamdot_app.core.web.documented import body_of, refusals
from dreamdot_app.market import service
from dreamdot_app.market.api import schemas
from dreamdot_app.market.api.schemas import DraftSaved, Moved, Started
from dreamdot_app.market.contract import DraftView, WorkId
from dreamdot_app.market.writing import weight

router = APIRouter(tags=["writing"])
type_member = Annotated[Viewer, Depends(require_viewer)]

# Every save sends the whole text, which is read before anything else is known of it, and so it is
# counted by what that costs: a piece is 64 KiB of text, or a thousand tags.
_PIECE_BYTES, _PIECE_TAGS = 65_536, 1_000


def work_id_of(ref: str) -> WorkId:
    """The work that an address names: its id, alone or after a title.

    Raises:
        NotFound: there is no id in it.
    """
    return WorkId(ids.parse(ref) if len(ref) == 36 else ids.parse_ref(ref))


type_work = Annotated[WorkId, Depends(work_id_of)]


def _pieces(size_bytes: int, html: object) -> int:
    """What a text costs to read. One with more tags than are let in is refused unread."""
    tags = html.count("<") if isinstance(html, str) else 0
    return ceil(size_bytes / _PIECE_BYTES) + min(tags, weight.MOST_TAGS) // _PIECE_TAGS


@router.post("/works", status_code=201, responses=refusals(401, 429))
async def start(viewer: type_member) -> Started:
    """Begin a writing."""
    draft = await service.start_draft(creator_id=viewer.id, now=clock.now())
    return Started(id=draft.id, next=f"/write/{draft.id}")


@router.get("/works/{ref}/draft", responses=refusals(401, 404))
async def open_draft(work_id: type_work, viewer: type_member) -> DraftView:
    """The draft of a work, for its creator."""
    return await service.open_draft(work_id=work_id, creator_id=viewer.id)


@router.put(
    "/works/{ref}/draft",
    openapi_extra=body_of(schemas.DraftToSave),
    responses={
        **refusals(401, 404, 413, 422, 429),
        409: {"model": schemas.DraftDiffers},
    },
)
async def save_draft(request: Request, work_id: type_work, viewer: type_member) -> DraftSaved:
    """Save a draft. What does not fit is named field by field, and then nothing is stored."""
    await rates.spend([(SAVING, str(viewer.id))])
    body = await json_body(request)
    pieces = _pieces(len(await request.body()), body.get("html"))
    await rates.spend([(SAVED_PIECES, str(viewer.id))] * pieces)
    saved = await service.save_draft(
        work_id=work_id,
        creator_id=viewer.id,
        fields=body,
        revision=body.get("revision"),
        now=clock.now(),
    )
    return DraftSaved(revision=saved.revision, saved_at=saved.saved_at, words=saved.words)


@router.post(
    "/works/{ref}/publish",
    openapi_extra=body_of(schemas.DraftToPublish),
    responses={**refusals(401, 404, 422, 429), 409: {"model": schemas.DraftDiffers}},
)
async def publish(request: Request, work_id: type_work, viewer: type_member) -> Moved:
    """Publish a draft, or the changes to a work that is out."""
    await rates.spend([(PUBLISHING, str(viewer.id))])
    body = await json_body(request)
    published = await service.publish(
        work_id=work_id,
        creator_id=viewer.id,
        revision=body.get("revision"),
        now=clock.now(),
    )
    return Moved(next=published.url)


@router.post("/works/{ref}/unpublish", responses=refusals(401, 404))
async def unpublish(work_id: type_work, viewer: type_member) -> Moved:
    """Take a work down; those who have it keep it."""
    await service.unpublish(work_id=work_id, creator_id=viewer.id, now=clock.now())
    return Moved(next="/studio")


@router.delete("/works/{ref}", status_code=204, responses=refusals(401, 404, 409))
async def delete(work_id: type_work, viewer: type_member) -> Response:
    """Delete a work that is not published and that nobody has."""
    await service.delete_draft(work_id=work_id, creator_id=viewer.id)
    return Response(status_code=204)
