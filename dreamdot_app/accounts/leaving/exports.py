"""Everything of somebody as one file: asked for, made by a job, fetched, and forgotten again."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import policy
from dreamdot_app.accounts.contract import ExportAsked, UserId, Viewer
from dreamdot_app.accounts.leaving import letters, repository
from dreamdot_app.accounts.leaving.archive import write_archive
from dreamdot_app.accounts.leaving.errors import EnoughExports, ExportUnderWay
from dreamdot_app.accounts.leaving.models import DataExport
from dreamdot_app.accounts.leaving.parts import PARTS
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import bus, clock, ids, jobs, outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.secret_keys import key_for
from dreamdot_app.core.settings import settings

MAKE_EXPORT = "accounts.make_export"
MOST_A_DAY = 3
KEPT_FOR = timedelta(days=7)
_A_DAY = timedelta(days=1)
# Longer than all tries of the job together: what is not ready by then, nobody is working on.
_GIVEN_UP_AFTER = timedelta(hours=12)


@dataclass(frozen=True)
class ExportWanted:
    """What the job is told."""

    export_id: UUID


@dataclass(frozen=True, slots=True)
class ExportView:
    """One export as its owner sees it. Neither ready nor failed: it is being made."""

    id: UUID
    asked_at: datetime
    progress_percent: int
    ready_at: datetime | None
    failed_at: datetime | None
    size_bytes: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExportFile:
    """Where an export lies, and what it shall be called by whoever fetches it."""

    path: Path
    name: str


def topic(user_id: UserId) -> str:
    """The bus topic that hears when something about a person's exports has changed."""
    return f"accounts.exports:{user_id}"


def folder() -> Path:
    """Where exports lie; nobody but this account of the machine looks into it."""
    return settings().data_dir / "exports"


def path_of(export_id: UUID) -> Path:
    """Where an export lies once it is whole."""
    return folder() / f"{export_id.hex}.zip"


def download_path(export_id: UUID) -> str:
    """The address of an export."""
    return f"/auth/export/{ids.short(export_id)}"


def link_key(export_id: UUID, account_id: UUID) -> str:
    """What a mailed link carries: it proves the mailbox, as a fresh proof proves the person."""
    named = export_id.bytes + account_id.bytes
    signed = hmac.digest(key_for("dreamdot links to exports"), named, "sha256")
    return urlsafe_b64encode(signed).decode().rstrip("=")


async def ask_for_export(*, viewer: Viewer, now: datetime) -> UUID:
    """Have everything of somebody put together; the export's id.

    Raises:
        ProofNeeded: they have to prove once more who they are.
        ExportUnderWay: one is being made.
        EnoughExports: three were made within a day.
    """
    policy.require_proof(viewer, now=now)
    async with transaction(Database.USER, actor=viewer.id) as session:
        await repository.locked_account(session, viewer.id)
        await _require_room(session, viewer.id, now)
        row = DataExport(account_id=viewer.id, asked_at=now)
        session.add(row)
        await jobs.enqueue(session, MAKE_EXPORT, ExportWanted(row.id))
        outbox.add(session, ExportAsked(viewer.id, row.id))
    bus.publish(topic(viewer.id), None)
    return row.id


async def _require_room(session: AsyncSession, account_id: UUID, now: datetime) -> None:
    known = await repository.exports_of(session, account_id)
    if any(_is_being_made(row) and row.asked_at > now - _GIVEN_UP_AFTER for row in known):
        raise ExportUnderWay
    lately = [row for row in known if row.failed_at is None and row.asked_at > now - _A_DAY]
    if len(lately) >= MOST_A_DAY:
        wait = min(row.asked_at for row in lately) + _A_DAY - now
        raise EnoughExports(retry_after_s=max(1, int(wait.total_seconds())))


def _is_being_made(row: DataExport) -> bool:
    return row.ready_at is None and row.failed_at is None


async def exports_of(user_id: UserId) -> list[ExportView]:
    """Somebody's exports that are being made, failed or can be fetched, the latest first."""
    now = clock.now()
    async with reading(Database.USER) as session:
        rows = await repository.exports_of(session, user_id)
    return [_view(row) for row in rows if row.expires_at is None or row.expires_at > now]


def _view(row: DataExport) -> ExportView:
    return ExportView(
        id=row.id,
        asked_at=row.asked_at,
        progress_percent=row.progress_percent,
        ready_at=row.ready_at,
        failed_at=row.failed_at,
        size_bytes=row.size_bytes or 0,
        expires_at=row.expires_at,
    )


async def open_export(*, viewer: Viewer, export_id: UUID, key: str, now: datetime) -> ExportFile:
    """Somebody's own export, to be sent to them.

    A session alone does not open it, for sessions can be stolen: besides, there is the key of the
    mailed link, or a fresh proof.

    Raises:
        NotFound: there is none, not any more, or it is somebody else's.
        ProofNeeded: no key, or a wrong one, and the last proof is too long ago.
    """
    async with reading(Database.USER) as session:
        row = await session.get(DataExport, export_id)
    if row is None or row.account_id != viewer.id or not _is_there(row, now):
        raise NotFound
    if not hmac.compare_digest(key.encode(), link_key(row.id, row.account_id).encode()):
        policy.require_proof(viewer, now=now)
    return ExportFile(path_of(row.id), f"dreamdot-{row.asked_at.date().isoformat()}.zip")


def _is_there(row: DataExport, now: datetime) -> bool:
    is_ready = row.ready_at is not None and row.expires_at is not None and row.expires_at > now
    return is_ready and path_of(row.id).is_file()


async def make_export(*, export_id: UUID, now: datetime) -> None:
    """Put an export together. Doing it again, after any crash, ends the same."""
    async with reading(Database.USER) as session:
        row = await session.get(DataExport, export_id)
    if row is None or not _is_being_made(row):
        return
    growing = await to_thread.run_sync(_growing, export_id)
    try:
        parts = [PARTS[name] for name in sorted(PARTS)]
        teller = _Teller(row.id, UserId(row.account_id))
        size = await write_archive(
            growing, parts, UserId(row.account_id), now=now, tell=teller.tell
        )
        growing.replace(path_of(export_id))
    finally:
        growing.unlink(missing_ok=True)
    await _note_ready(export_id, size, now)


def _growing(export_id: UUID) -> Path:
    """A name that no other attempt has: one that was taken for dead may still be writing."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder() / f"{export_id.hex}.{uuid4().hex}.part"


class _Teller:
    """Notes progress and tells the open pages of it."""

    def __init__(self, export_id: UUID, owner: UserId) -> None:
        self._export_id, self._owner, self._told = export_id, owner, -1

    async def tell(self, percent: int) -> None:
        if percent <= self._told:
            return
        self._told = percent
        async with transaction(Database.USER, actor=None) as session:
            await repository.note_progress(session, self._export_id, percent)
        bus.publish(topic(self._owner), None)


async def _note_ready(export_id: UUID, size_bytes: int, now: datetime) -> None:
    async with transaction(Database.USER, actor=None) as session:
        row = await session.get(DataExport, export_id, with_for_update=True)
        account = await session.get(Account, row.account_id) if row else None
        if row is not None and account is not None and row.ready_at is None:
            row.progress_percent, row.size_bytes = 100, size_bytes
            row.ready_at, row.expires_at, row.failed_at = now, now + KEPT_FOR, None
            link = f"{download_path(row.id)}?key={link_key(row.id, row.account_id)}"
            await letters.tell_ready(session, account, row, link=link)
    if row is None:  # its owner has left meanwhile
        await to_thread.run_sync(remove_files, [export_id])
        return
    bus.publish(topic(UserId(row.account_id)), None)


async def note_failure(*, export_id: UUID, now: datetime) -> None:
    """Give an export up; its owner may ask for another at once."""
    async with transaction(Database.USER, actor=None) as session:
        row = await session.get(DataExport, export_id, with_for_update=True)
        if row is None or not _is_being_made(row):
            return
        row.failed_at = now
    bus.publish(topic(UserId(row.account_id)), None)


async def forget_old(*, now: datetime) -> int:
    """Remove exports whose time is over, with their files; how many. What nobody works on any more
    is given up.
    """
    async with transaction(Database.USER, actor=None) as session:
        await repository.give_up(session, asked_before=now - _GIVEN_UP_AFTER, now=now)
        gone = await repository.forget_exports(session, now=now, failed_before=now - KEPT_FOR)
    await to_thread.run_sync(remove_files, gone)
    await _sweep()
    return len(gone)


def remove_files(exports: Collection[UUID]) -> None:
    """Remove the files of exports, also those that are still being written."""
    for export_id in exports:
        for path in folder().glob(f"{export_id.hex}.*"):
            path.unlink(missing_ok=True)


async def _sweep() -> None:
    """Remove files that belong to no export: a process died over them, or a row has gone."""
    found = await to_thread.run_sync(_old_files)
    if not found:
        return
    async with reading(Database.USER) as session:
        alive = await repository.existing(session, set(found.values()))
    for path, export_id in found.items():
        if export_id not in alive or path.suffix == ".part":
            path.unlink(missing_ok=True)


def _old_files() -> dict[Path, UUID]:
    """Files that nobody has written to for as long as any export may take."""
    before_s = clock.now().timestamp() - _GIVEN_UP_AFTER.total_seconds()
    found: dict[Path, UUID] = {}
    for path in folder().glob("*.*"):
        if path.stat().st_mtime < before_s:
            found[path] = UUID(hex=path.name[:32])
    return found
