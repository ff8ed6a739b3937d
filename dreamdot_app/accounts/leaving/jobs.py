"""What becomes of exports and of those who leave, later. Importing this registers it."""

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.leaving import departure, exports
from dreamdot_app.accounts.leaving.departure import ExportFiles, Leaving
from dreamdot_app.accounts.leaving.exports import ExportWanted
from dreamdot_app.core import clock
from dreamdot_app.core.db import Database
from dreamdot_app.core.jobs import JobContext, job
from dreamdot_app.core.schedules import every

_TRIES = 4


@job(exports.MAKE_EXPORT, in_=Database.USER, outside=True, attempts=_TRIES, timeout_s=7_200)
async def make_export(context: JobContext, payload: ExportWanted) -> None:
    """Put an export together; after the last try that failed, say so to its owner."""
    try:
        await exports.make_export(export_id=payload.export_id, now=clock.now())
    except Exception:
        if context.is_last:
            await exports.note_failure(export_id=payload.export_id, now=clock.now())
        raise


@every(seconds=3_600, name="accounts.forget_exports", in_=Database.USER, outside=True)
async def forget_exports(_context: JobContext) -> None:
    """Remove exports after their seven days."""
    await exports.forget_old(now=clock.now())


@every(seconds=3_600, name="accounts.find_leaving", in_=Database.USER)
async def find_leaving(session: AsyncSession) -> None:
    """Have the accounts deleted whose thirty days are over."""
    await departure.find_due(session, now=clock.now())


@job(departure.CARRY_OUT, in_=Database.USER)
async def carry_out(session: AsyncSession, payload: Leaving) -> None:
    """Delete one account."""
    await departure.carry_out(session, account_id=payload.account_id, now=clock.now())


@job(departure.REMOVE_EXPORT_FILES, in_=Database.USER, outside=True)
async def remove_export_files(_context: JobContext, payload: ExportFiles) -> None:
    """Remove the files of exports whose owner has left."""
    await to_thread.run_sync(exports.remove_files, payload.exports)
