"""Letters kept on this machine, where nothing else was chosen: a maildir (one file a letter)."""

from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path

from anyio import to_thread


def folder(data_dir: Path) -> Path:
    """Where the letters of a data folder lie."""
    return data_dir / "mail"


class MaildirTransport:
    """Puts each letter into a maildir."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, message: EmailMessage, *, mark: str) -> None:
        """Keep a letter. Sent again it stands there again, under the same Message-ID."""
        del mark
        await to_thread.run_sync(self._put, bytes(message))

    def _put(self, message: bytes) -> None:
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        Maildir(self._folder).add(message)
