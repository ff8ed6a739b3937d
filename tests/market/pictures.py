"""Uploaded pictures for covers."""

import io
from collections.abc import AsyncIterator

from PIL import Image

from dreamdot_app.core.ids import UserId
from dreamdot_app.media import service as media
from dreamdot_app.media.contract import Picture
from tests.clock import NOON


async def make_picture(owner_id: UserId, *, alt: str = "") -> Picture:
    """A small picture that somebody uploaded."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((300, 400)).convert("RGB").save(file, "PNG")

    async def chunks() -> AsyncIterator[bytes]:
        yield file.getvalue()

    return await media.store_picture(owner_id=owner_id, chunks=chunks(), alt=alt, now=NOON)
