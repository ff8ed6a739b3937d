"""Store pictures and say how they are shown."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import ids, jobs, text
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import BadInput
from dreamdot_app.core.ids import UserId
from dreamdot_app.media import files, models, repository, turns
from dreamdot_app.media.contract import MediaId, Picture
from dreamdot_app.media.render import render

MOST_PICTURES = 5_000
MOST_BYTES = 5 * 1024**3
REMOVE_FILES = "media.remove_files"


async def store_picture(
    *, owner_id: UserId, chunks: AsyncIterator[bytes], alt: str = "", now: datetime
) -> Picture:
    """Keep an uploaded picture and make its renditions.

    The files come first and the row last: a crash between leaves a folder without a row, which
    `sweep` removes, and never a row without its files.

    Raises:
        BadInput: larger than 25 MB or 50 megapixels, empty, or not a picture of a known kind; or
            its owner has uploaded `MOST_PICTURES` or `MOST_BYTES` already.
    """
    await _require_room(owner_id)
    media_id = MediaId(ids.new())
    alt = text.line(alt, field="alt", max_length=500)
    incoming = await to_thread.run_sync(files.new_folder)
    try:
        original = incoming / "original"
        size = await files.receive(chunks, original)
        mime = await files.sniff(original)
        async with turns.turn(owner_id):
            rendered = await render(original, incoming)
        await to_thread.run_sync(files.place, incoming, media_id)
    except BaseException:
        files.discard(incoming)
        raise
    row = models.Picture(
        id=media_id,
        owner_id=owner_id,
        alt=alt,
        mime=mime,
        original_bytes=size,
        width=rendered.width,
        height=rendered.height,
        widths=rendered.widths,
        blurhash=rendered.blurhash,
        created_at=now,
    )
    async with transaction(Database.ITEMS, actor=owner_id) as session:
        session.add(row)
    return _view(row)


async def _require_room(owner_id: UserId) -> None:
    # Uploads at the same time may each see the last free place: a quota need not be exact.
    async with reading(Database.ITEMS) as session:
        count, size = await repository.kept_by(session, owner_id)
    if count >= MOST_PICTURES or size >= MOST_BYTES:
        raise BadInput(
            f"You have uploaded {count:,} pictures, as much as one account may keep.",
            field="picture",
        )


def _view(row: models.Picture) -> Picture:
    address = f"/media/{ids.short(row.id)}"
    shown = next((width for width in row.widths if width >= 400), row.widths[-1])
    return Picture(
        id=MediaId(row.id),
        url=f"{address}/{shown}.webp",
        srcset=", ".join(f"{address}/{width}.webp {width}w" for width in row.widths),
        width=row.width,
        height=row.height,
        blurhash=row.blurhash,
        alt=row.alt,
    )


async def pictures(wanted: Collection[UUID]) -> dict[MediaId, Picture]:
    """The pictures of these ids, in one query; unknown ids are left out."""
    if not wanted:
        return {}
    async with reading(Database.ITEMS) as session:
        rows = await repository.pictures(session, wanted)
    return {MediaId(row.id): _view(row) for row in rows}


async def picture(media_id: UUID) -> Picture | None:
    """One picture, or nothing."""
    return (await pictures([media_id])).get(MediaId(media_id))


async def owner_of(media_id: UUID) -> UserId | None:
    """Who uploaded a picture, or nobody when there is none."""
    async with reading(Database.ITEMS) as session:
        rows = await repository.pictures(session, [media_id])
    return UserId(rows[0].owner_id) if rows else None


@dataclass(frozen=True)
class RemovedPictures:
    """Pictures whose rows are gone, so that their files can go."""

    pictures: list[UUID]


async def forget_pictures(session: AsyncSession, owner_id: UserId, wanted: Collection[UUID]) -> int:
    """Remove pictures of somebody that nothing shows any more, in the caller's transaction of the
    items database; how many. Their files follow.
    """
    gone = await repository.delete_these(session, owner_id, wanted)
    if gone:
        await jobs.enqueue(session, REMOVE_FILES, RemovedPictures(list(gone)))
    return len(gone)


async def forget_owner(session: AsyncSession, owner_id: UserId, *, but: Collection[UUID]) -> int:
    """Remove what somebody who left had uploaded, but for these, in the caller's transaction of the
    items database; how many. Their files follow. Doing it again removes nothing more.
    """
    gone = await repository.delete_of_owner(session, owner_id, but=but)
    if gone:
        await jobs.enqueue(session, REMOVE_FILES, RemovedPictures(list(gone)))
    return len(gone)
