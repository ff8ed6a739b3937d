"""Routes of media: taking pictures in, handing renditions out."""

import re
from collections.abc import AsyncIterator

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock, ids
from dreamdot_app.core.allowances import PICTURES
from dreamdot_app.core.errors import BadInput, NotFound
from dreamdot_app.core.rates import spend
from dreamdot_app.core.web import body_limit, domain_errors
from dreamdot_app.media import files, service, turns

_WIDTH = re.compile(r"[1-9][0-9]{0,3}")
_CHUNK = 256 * 1024
_FORM_OVERHEAD = 64 * 1024
_CACHED_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}

body_limit("/api/media/pictures", files.MAX_BYTES + _FORM_OVERHEAD)


async def _uploaded(request: Request) -> UploadFile:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise BadInput("Choose a picture.", field="picture")
    parser = MultiPartParser(request.headers, request.stream(), max_files=1, max_fields=4)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise BadInput("The upload arrived broken. Try again.", field="picture") from error
    picture = form.get("picture")
    if not isinstance(picture, UploadFile):
        raise BadInput("Choose a picture.", field="picture")
    return picture


async def _chunks(upload: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await upload.read(_CHUNK):
        yield chunk


@domain_errors
async def add_picture(request: Request) -> Response:
    """``POST /api/media/pictures`` (multipart, field ``picture``): keep a picture, answer 201."""
    viewer = await require_viewer(request)
    with turns.place(viewer.id):
        await spend([(PICTURES, str(viewer.id))])
        try:
            upload = await _uploaded(request)
        except ClientDisconnect:
            return Response(status_code=400)
        try:
            stored = await service.store_picture(
                owner_id=viewer.id, chunks=_chunks(upload), now=clock.now()
            )
        finally:
            await upload.close()
    return JSONResponse(
        {
            "id": ids.short(stored.id),
            "url": stored.url,
            "srcset": stored.srcset,
            "width": stored.width,
            "height": stored.height,
        },
        201,
    )


@domain_errors
async def rendition(request: Request) -> Response:
    """``GET /media/<id>/<width>.webp``: one rendition; its address never changes its picture."""
    media_id = ids.parse(request.path_params["media_id"])
    width = request.path_params["width"]
    path = files.folder_of(media_id) / f"{width}.webp"
    if not _WIDTH.fullmatch(width) or not path.is_file():
        raise NotFound
    return FileResponse(path, media_type="image/webp", headers=_CACHED_FOREVER)


def media_routes() -> list[Route]:
    """The routes of this slice, for the composition root."""
    return [
        Route("/api/media/pictures", add_picture, methods=["POST"]),
        Route("/media/{media_id}/{width}.webp", rendition),
    ]
