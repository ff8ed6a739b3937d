"""Opening, sharing, stopping and removing the embedded servers, as seen by their users."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from dreamdot_app.core.embedded.errors import EmbeddedServersError, ServersInUse
from dreamdot_app.core.embedded.layout import Folder, Place
from dreamdot_app.core.embedded.locks import FileLock
from dreamdot_app.core.embedded.patience import Patience
from dreamdot_app.core.embedded.postgres import ADMIN
from dreamdot_app.core.embedded.readiness import DATABASES, OWNER
from dreamdot_app.core.embedded.start import Say, Start

START_S = 90.0
STOP_S = 15.0
_LOOK_EVERY_S, _LONGEST_PAUSE_S = 1.0, 30.0
# What we keep in a data folder. Somebody may have chosen their home, or the project itself.
_OURS = frozenset(("servers", "media"))


def quiet(_line: str) -> None:
    """Say nothing."""


class Servers:
    """A share in running servers; they stop a moment after the last share is closed.

    Closing is letting go of a file lock, so a process that is killed closes its share too.
    """

    def __init__(self, place: Place, share: FileLock) -> None:
        self._place = place
        self._share = share

    @property
    def postgres_urls(self) -> dict[str, str]:
        """SQLAlchemy addresses by database (``user`` … ``audit``), as their owner ``dreamdot``."""
        return {name: self.postgres_url(f"{OWNER}_{name}") for name in DATABASES}

    @property
    def postgres_admin_url(self) -> str:
        """The address of the database ``postgres`` as superuser, to make databases in tests."""
        return self.postgres_url("postgres", role=ADMIN)

    @property
    def mongodb_uri(self) -> str:
        """MongoDB's address; writes are acknowledged by the journal."""
        return self._place.mongodb_uri

    def postgres_url(self, database: str, *, role: str = OWNER) -> str:
        """The SQLAlchemy address of any database of the embedded PostgreSQL."""
        return self._place.postgres_url(database, role)

    def close(self) -> None:
        """Give the share back; harmless when done before."""
        self._share.release()

    def __enter__(self) -> Servers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


async def open_servers(data_dir: Path, *, say: Say = quiet) -> Servers:
    """`open_servers_now` without holding up the event loop; ``say`` is called in a thread."""
    abandoned = threading.Event()
    opening = asyncio.ensure_future(
        asyncio.to_thread(open_servers_now, data_dir, say=say, abandoned=abandoned)
    )
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        abandoned.set()
        with suppress(EmbeddedServersError):
            (await opening).close()
        raise


async def keep_running(data_dir: Path, *, say: Say = quiet) -> None:
    """Start the servers again, where they were, whenever their supervisor has been killed.

    For a process that has a share in them; it goes on until it is cancelled. A folder that was
    removed is not made anew: what was in it is gone, and the app would meet empty databases.

    When they do not start they are tried again with growing pauses; why is said once.
    """
    supervisor = FileLock(Folder.within(data_dir).supervisor_lock)
    pause_s, failure = _LOOK_EVERY_S, ""
    while True:
        await asyncio.sleep(pause_s)
        try:
            if not supervisor.is_held() and supervisor.path.exists():
                (await open_servers(data_dir, say=quiet if failure else say)).close()
                if failure:
                    say("The databases are there again.")
            pause_s, failure = _LOOK_EVERY_S, ""
        except Exception as error:  # short memory, a full disk: who else would start them again?
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            if (told := _without_figures(repr(error))) != failure:
                failure = told
                say(f"The databases went away and do not start again. {error}")


def _without_figures(text: str) -> str:
    """Of the same failure only times and process ids differ."""
    return "".join(letter for letter in text if not letter.isdigit())


def open_servers_now(
    data_dir: Path, *, say: Say = quiet, abandoned: threading.Event | None = None
) -> Servers:
    """Start PostgreSQL and MongoDB in a data folder, or share those that run there.

    The role ``dreamdot`` and its five databases exist when this returns. ``say`` is told in
    short lines what is going on. Setting ``abandoned`` ends the waiting.

    Raises:
        ServersDidNotStart: with the servers' last words.
        StartAbandoned: ``abandoned`` was set.
    """
    folder = Folder.within(data_dir)
    patience = Patience(START_S, abandoned=abandoned)
    share = FileLock(folder.users_lock)
    try:
        _take_share(share, folder, patience, say)
        with FileLock(folder.start_lock) as starting:
            starting.wait_exclusive(patience, "another process that starts the servers")
            place = Start(folder, patience, say).until_ready()
    except (FileNotFoundError, FileExistsError, NotADirectoryError) as error:
        share.release()
        raise EmbeddedServersError(
            f"{folder.root.parent} cannot be made or is no folder: choose another one with"
            " DREAMDOT_DATA_DIR."
        ) from error
    except PermissionError as error:
        share.release()
        raise EmbeddedServersError(
            f"{error.filename or folder.root} belongs to another account: take DreamDot's data"
            " folder over, or choose another one with DREAMDOT_DATA_DIR."
        ) from error
    except BaseException:
        share.release()
        raise
    return Servers(place, share)


def stop(data_dir: Path) -> bool:
    """Stop the servers of a data folder now; False when none were running.

    Raises:
        ServersInUse: another process works with them.
    """
    folder = Folder.within(data_dir)
    if not folder.users_lock.exists():
        return False
    with _alone(folder):
        return _stop(folder)


def reset(data_dir: Path) -> None:
    """Stop the servers and remove the data folder with everything in it.

    Raises:
        ServersInUse: another process works with them; nothing was removed.
        EmbeddedServersError: the folder does not look like a data folder of ours, or holds more.
    """
    folder = Folder.within(data_dir)
    if not folder.root.parent.exists():
        return
    if not folder.users_lock.exists():
        if any(folder.root.parent.iterdir()):
            raise EmbeddedServersError(
                f"{data_dir} holds no servers of DreamDot, so it is not removed: look what it is."
            )
        folder.make()
    if strangers := sorted(
        found.name for found in folder.root.parent.iterdir() if found.name not in _OURS
    ):
        raise EmbeddedServersError(
            f"{data_dir} also holds what is not DreamDot's ({', '.join(strangers[:5])}), so nothing"
            " is removed: move it away, or remove the folders servers and media yourself."
        )
    with _alone(folder):
        _stop(folder)
        shutil.rmtree(folder.root.parent)


def _take_share(share: FileLock, folder: Folder, patience: Patience, say: Say) -> None:
    folder.make()
    if share.try_shared():
        return
    say("Waiting for the last run's servers to stop")
    while not share.try_shared():
        patience.pause("the last run's servers to stop")
        folder.make()


@contextmanager
def _alone(folder: Folder) -> Generator[None]:
    """Hold the users' lock alone; refused at once while another process shares it."""
    patience = Patience(STOP_S)
    with FileLock(folder.users_lock) as users:
        while not users.try_exclusive():
            if users.try_shared():
                raise ServersInUse(
                    f"Another process uses the servers in {folder.root.parent}: stop it first."
                )
            patience.pause("the servers to stop")  # their supervisor holds it to stop them
        yield


def _stop(folder: Folder) -> bool:
    """End the supervisor and with it the servers, while holding the users' lock."""
    patience = Patience(STOP_S)
    with FileLock(folder.supervisor_lock) as supervisor:
        if supervisor.try_exclusive():
            return False
        told = False
        while not supervisor.try_exclusive():
            if not told and (supervisor_id := folder.supervisor_id()):
                with suppress(ProcessLookupError):  # just gone
                    os.kill(supervisor_id, signal.SIGTERM)
                told = True
            patience.pause("the servers to stop")
    return True
