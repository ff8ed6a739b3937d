"""Where media lies on disk: ``<data>/media/<first two>/<id>/{original,150.webp,…}``."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import magic
from anyio import open_file, to_thread

from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.settings import settings

MAX_BYTES = 25 * 1024 * 1024
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
_SNIFFED_BYTES = 8_192


def root() -> Path:
    """The folder that holds all media."""
    return settings().data_dir / "media"


def folder_of(media_id: UUID) -> Path:
    """The folder of one medium; the last letters of the id spread folders evenly."""
    name = media_id.hex
    return root() / name[-2:] / name


def new_folder() -> Path:
    """An empty folder on the same file system, to be filled and then moved into place."""
    root().mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="incoming-", dir=root()))


async def receive(chunks: AsyncIterator[bytes], target: Path) -> int:
    """Write an upload to disk and say its size in bytes.

    Raises:
        BadInput: it is larger than 25 MB, or empty.
    """
    size = 0
    async with await open_file(target, "wb") as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > MAX_BYTES:
                raise BadInput("At most 25 MB.", field="picture")
            await file.write(chunk)
    if not size:
        raise BadInput("This file is empty.", field="picture")
    return size


async def sniff(path: Path) -> str:
    """The type that the file's first bytes show, whatever its name says.

    Raises:
        BadInput: it is not a JPEG, PNG, WebP, GIF or AVIF picture (SVG can carry scripts).
    """
    async with await open_file(path, "rb") as file:
        head = await file.read(_SNIFFED_BYTES)
    mime = await to_thread.run_sync(lambda: magic.from_buffer(head, mime=True))
    if mime not in _PICTURES:
        raise BadInput("Only JPEG, PNG, WebP, GIF or AVIF pictures.", field="picture")
    return mime


def place(incoming: Path, media_id: UUID) -> None:
    """Move a finished folder to where its id says; all of it appears at once.

    It is on the disk when this returns: the row that is written next outlives a power cut, and so
    must what it names.
    """
    target = folder_of(media_id)
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in (*incoming.iterdir(), incoming):
        _write_through(path)
    incoming.rename(target)
    for folder in (target.parent, root()):
        _write_through(folder)


def _write_through(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def discard(folder: Path) -> None:
    """Remove a folder and everything in it."""
    shutil.rmtree(folder, ignore_errors=True)
