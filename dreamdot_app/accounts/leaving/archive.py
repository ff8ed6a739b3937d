"""Writing an export: a zip that grows on disk, file by file, and is never whole in memory."""

import os
import stat
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from anyio import to_thread
from pydantic_core import to_json

from dreamdot_app.accounts.leaving.parts import Part
from dreamdot_app.core.ids import UserId

_CHUNK = 256 * 1024
_PRIVATE = 0o600
# What the disk still does after the last part: writing the list of files, and writing it through.
_GATHERED_PERCENT = 98
type_tell = Callable[[int], Awaitable[None]]

_README = """\
Everything of yours on DreamDot, as of {day}.

One folder for each part of DreamDot. Files that end with .json are lists and
records that programs can read; times are UTC, and amounts of money are in the
smallest unit (cents). Works are there as HTML and as plain text, pictures as
you uploaded them.

{parts}

What is not in here: your password, codes and keys, which are kept only in a
form that nobody can read; and what belongs to other people.
"""


class Archive:
    """A zip file that is being written. Each call works in a thread and returns when it is done."""

    def __init__(self, target: Path, now: datetime) -> None:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        self._file = os.fdopen(os.open(target, flags, _PRIVATE), "wb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        self._moment = now.astimezone(UTC).timetuple()[:6]
        self._names: set[str] = set()

    async def add(self, path: str, content: object) -> None:
        """Add a file under a path that no other has.

        Raises:
            ValueError: the path leads out of the archive, or is there already.
        """
        info = self._info(path)
        if isinstance(content, Path):
            info.compress_type = zipfile.ZIP_STORED  # pictures do not become smaller
            await to_thread.run_sync(self._copy, info, content)
        elif isinstance(content, AsyncIterator):
            await self._write_rows(info, cast("AsyncIterator[object]", content))
        else:
            text = content.encode() if isinstance(content, str) else to_json(content, indent=2)
            await to_thread.run_sync(self._zip.writestr, info, text)

    async def close(self) -> None:
        """Write the list of files; when this returns, all of it is on the disk."""
        await to_thread.run_sync(self._close)

    def let_go(self) -> None:
        """Close the file, whether or not the archive was finished."""
        with suppress(OSError, ValueError):  # it is of no use to anybody
            self._zip.close()
        self._file.close()

    def _info(self, path: str) -> zipfile.ZipInfo:
        if path.startswith("/") or ".." in path.split("/") or path in self._names:
            raise ValueError(f"an export cannot hold {path}")
        self._names.add(path)
        info = zipfile.ZipInfo(path, self._moment)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = (stat.S_IFREG | _PRIVATE) << 16
        return info

    def _copy(self, info: zipfile.ZipInfo, source: Path) -> None:
        with source.open("rb") as file, self._zip.open(info, "w", force_zip64=True) as entry:
            while chunk := file.read(_CHUNK):
                entry.write(chunk)

    async def _write_rows(self, info: zipfile.ZipInfo, rows: AsyncIterator[object]) -> None:
        with self._zip.open(info, "w", force_zip64=True) as entry:
            pending, comma = b"[", b"\n"
            async for row in rows:
                pending += comma + to_json(row)
                comma = b",\n"
                if len(pending) >= _CHUNK:
                    pending = await _written(entry, pending)
            await _written(entry, pending + b"\n]\n")

    def _close(self) -> None:
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


async def _written(entry: IO[bytes], content: bytes) -> bytes:
    await to_thread.run_sync(entry.write, content)
    return b""


async def write_archive(
    target: Path, parts: Sequence[Part], user_id: UserId, *, now: datetime, tell: type_tell
) -> int:
    """Write everything of somebody to a file that is not there yet; its size in bytes.

    ``tell`` is told how far it is, in percent, whenever that has grown.
    """
    archive = await to_thread.run_sync(Archive, target, now)
    try:
        await archive.add("README.txt", _readme(parts, now))
        for number, part in enumerate(parts):
            async for entry in part.gather(user_id):
                await archive.add(f"{part.name}/{entry.path}", entry.content)
                await tell(_percent(number + min(entry.done, 1.0), len(parts)))
            await tell(_percent(number + 1, len(parts)))
        await archive.close()
    finally:
        archive.let_go()
    return await to_thread.run_sync(lambda: target.stat().st_size)


def _percent(done: float, of: int) -> int:
    return int(_GATHERED_PERCENT * done / of)


def _readme(parts: Sequence[Part], now: datetime) -> str:
    listed = "\n".join(f"{part.name}/\n    {part.about}" for part in parts)
    return _README.format(day=now.astimezone(UTC).date().isoformat(), parts=listed)
