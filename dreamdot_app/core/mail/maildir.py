"""Letters kept on this machine, where nothing else was chosen: a maildir (one file a letter)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from mailbox import Maildir
from pathlib import Path

from anyio import to_thread

# As many as anybody looks through; the files stay.
_MOST_SHOWN = 200
_LINK = re.compile(r"(https?://\S+)")


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


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter as it was kept. ``at`` is when it was asked for, in UTC."""

    id: str
    subject: str
    to: str
    sender: str
    at: datetime
    text: str
    html: str

    @property
    def shown_at(self) -> str:
        """The time in few words: ``20 Nov, 12:00``."""
        return f"{self.at.day} {self.at:%b, %H:%M}"

    @property
    def text_parts(self) -> list[tuple[str, bool]]:
        """The text in pieces, and whether each is an address."""
        return [(part, place % 2 == 1) for place, part in enumerate(_LINK.split(self.text))]


def kept(folder: Path) -> list[KeptLetter]:
    """The letters in a maildir, newest first, two hundred at most."""
    arrived = [(path.stat().st_mtime_ns, path) for path in (folder / "new").glob("*")]
    newest = sorted(arrived, reverse=True)[:_MOST_SHOWN]
    return [_read(path) for _, path in newest]


def _read(path: Path) -> KeptLetter:
    letter = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
    return KeptLetter(
        id=path.name,
        subject=str(letter["Subject"]),
        to=str(letter["To"]),
        sender=str(letter["From"]),
        at=letter["Date"].datetime.astimezone(UTC),
        text=_body(letter, "plain"),
        html=_body(letter, "html"),
    )


def _body(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""
