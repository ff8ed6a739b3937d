"""Work that media does later: removing files that no row names, or not any more."""

import time
from pathlib import Path
from uuid import UUID

from anyio import to_thread

from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.jobs import JobContext, job
from dreamdot_app.core.schedules import every
from dreamdot_app.media import files, repository
from dreamdot_app.media.service import REMOVE_FILES, RemovedPictures

_A_DAY_S = 86_400
_BATCH = 500


def _old_folders(before_s: float) -> list[Path]:
    folders = [*files.root().glob("incoming-*"), *files.root().glob("??/*")]
    return [folder for folder in folders if _changed_at(folder, gone=before_s) < before_s]


def _changed_at(folder: Path, *, gone: float) -> float:
    """When a folder was changed, in seconds; ``gone`` when somebody has just moved it away."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return gone


def _media_id(folder: Path) -> UUID | None:
    """The id of the medium that lies there; ``None`` where none can."""
    try:
        media_id = UUID(hex=folder.name)
    except ValueError:
        return None
    return media_id if files.folder_of(media_id) == folder else None


async def _unknown(folders: list[Path]) -> list[Path]:
    named = {folder: _media_id(folder) for folder in folders}
    async with reading(Database.ITEMS) as session:
        known = await repository.existing(session, {one for one in named.values() if one})
    return [folder for folder, media_id in named.items() if media_id not in known]


async def sweep(*, older_than_s: int = _A_DAY_S) -> int:
    """Remove what interrupted uploads left behind; say how many folders went."""
    left = await to_thread.run_sync(_old_folders, time.time() - older_than_s)
    removed = 0
    for start in range(0, len(left), _BATCH):
        for folder in await _unknown(left[start : start + _BATCH]):
            await to_thread.run_sync(files.discard, folder)
            removed += 1
    return removed


@every(seconds=_A_DAY_S, name="media.sweep", in_=Database.ITEMS, outside=True)
async def sweep_daily(_context: JobContext) -> None:
    """Once a day, remove folders that are older than a day and have no row."""
    await sweep()


@job(REMOVE_FILES, in_=Database.ITEMS, outside=True)
async def remove_files(_context: JobContext, payload: RemovedPictures) -> None:
    """Remove the files of pictures whose rows are gone."""
    for media_id in payload.pictures:
        await to_thread.run_sync(files.discard, files.folder_of(media_id))
