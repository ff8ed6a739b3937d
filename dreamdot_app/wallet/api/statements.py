"""Statements as files."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core import rates
from dreamdot_app.core.allowances import STATEMENTS
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.web.documented import refusals
from dreamdot_app.wallet import policy
from dreamdot_app.wallet.api.asking import type_owner
from dreamdot_app.wallet.statements import csv_file, pdf_file, service
from dreamdot_app.wallet.statements.models import month_of

router = APIRouter()
_IN_MEMORY_BYTES = 1_000_000
_PIECE_BYTES = 65_536
# Each holds one moment of the ledger open, and a PDF keeps a thread busy.
_at_once = asyncio.Semaphore(3)


@dataclass(frozen=True, slots=True)
class _Form:
    media_type: str
    most: int
    writing: Callable[[BinaryIO], service.Writing]


_FORMS = {
    "csv": _Form("text/csv; charset=utf-8", csv_file.MOST_MOVEMENTS, csv_file.CsvStatement),
    "pdf": _Form("application/pdf", pdf_file.MOST_MOVEMENTS, pdf_file.PdfStatement),
}


@router.get(
    "/statements/{month}.{form}",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/csv": {}, "application/pdf": {}}, "description": "The statement"},
        **refusals(401, 404, 409, 429),
    },
)
async def statement(month: str, form: str, viewer: type_owner) -> Response:
    """The viewer's statement of a month (`2026-11`) on their own clock, as `csv` or `pdf`.

    Opening and closing balance of each bucket, every movement, the heads of the chains. 404 where
    nothing moved, 409 where more moved than the form holds.
    """
    if form not in _FORMS:
        raise NotFound
    wanted, chosen = month_of(month), _FORMS[form]
    await rates.spend([(STATEMENTS, str(viewer.id))])
    file = cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES))  # noqa: SIM115 sent later
    try:
        async with _at_once:
            await service.write(
                viewer=viewer,
                month=wanted,
                zone=policy.clock_of(await accounts.zone_of(viewer)),
                most=chosen.most,
                into=chosen.writing(file),
            )
    except BaseException:
        file.close()
        raise
    headers = {
        "cache-control": "no-store",
        "content-length": str(file.tell()),
        "content-disposition": f'attachment; filename="dreamdot-{wanted.text}.{form}"',
    }
    return StreamingResponse(_pieces(file), media_type=chosen.media_type, headers=headers)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """The file from its beginning; it is gone afterwards, however that comes about."""
    with file:
        file.seek(0)
        while piece := file.read(_PIECE_BYTES):
            yield piece
