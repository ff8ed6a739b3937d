"""File locks between processes.

The kernel drops a lock with the last descriptor of its holder, so a process that is killed
leaves none behind: who holds a lock is alive. A lock counts only while its file is still the
one at the path, because the folder may be removed and made anew under a waiting process.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from dreamdot_app.core.embedded.patience import Patience


class FileLock:
    """A lock on one file, shared by many holders or held by one alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def try_shared(self) -> bool:
        """Take the lock beside others; False when somebody holds it alone."""
        return self._try(fcntl.LOCK_SH)

    def try_exclusive(self) -> bool:
        """Take the lock alone; False when anybody else holds it."""
        return self._try(fcntl.LOCK_EX)

    def wait_exclusive(self, patience: Patience, waiting_for: str) -> None:
        """Take the lock alone, waiting while anybody else holds it."""
        while not self.try_exclusive():
            patience.pause(waiting_for)

    def is_held(self) -> bool:
        """Tell whether another holder exists. Not to be asked while holding it oneself."""
        if not self.path.exists():
            return False
        if not self.try_exclusive():
            return True
        self.release()
        return False

    def is_in_place(self) -> bool:
        """Tell whether the locked file is still the one at the path."""
        if self._descriptor is None:
            return False
        try:
            there, mine = os.stat(self.path), os.fstat(self._descriptor)
        except FileNotFoundError:
            return False
        return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)

    def write(self, text: str) -> None:
        """Replace the file's content; for the holder to leave word who it is."""
        if self._descriptor is None:
            raise ValueError(f"{self.path.name} is not held")
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def release(self) -> None:
        """Let go; harmless when not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _try(self, mode: int) -> bool:
        self.release()
        try:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:  # the folder went away under us
            return False
        try:
            fcntl.flock(self._descriptor, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        if not self.is_in_place():
            self.release()
            return False
        return True

    def __enter__(self) -> FileLock:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
