"""Pictures to be uploaded."""

import io
from collections.abc import AsyncIterator

from PIL import Image


async def chunks_of(data: bytes, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def drawn(width: int, height: int, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.save(file, kind, **options)
    return file.getvalue()
