"""What media adds to an export: the pictures as they were uploaded. Importing this registers it."""

import mimetypes
from collections.abc import AsyncIterator

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.service import Entry
from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.media import files, repository

_SHOWN = ("alt", "mime", "original_bytes", "width", "height", "created_at")


async def _gather(user_id: UserId) -> AsyncIterator[Entry]:
    async with reading(Database.ITEMS) as session:
        pictures = await repository.of_owner(session, user_id)
    names = {
        row.id: f"{ids.short(row.id)}{mimetypes.guess_extension(row.mime) or ''}"
        for row in pictures
    }
    listed = [
        {"file": names[row.id], **{name: getattr(row, name) for name in _SHOWN}} for row in pictures
    ]
    yield Entry("pictures.json", listed)
    for number, row in enumerate(pictures, start=1):
        original = files.folder_of(row.id) / "original"
        if original.is_file():
            yield Entry(names[row.id], original, done=number / len(pictures))


accounts.exports("pictures", _gather, about="The pictures that you uploaded, as you uploaded them.")
