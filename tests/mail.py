"""Letters as the people they were sent to find them."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

_LINK = re.compile(r"^https?://\S+$", re.M)


async def letters_to(data_dir: Path, address: str) -> list[EmailMessage]:
    """The letters to an address that lie in the maildir of a data folder, oldest first."""
    found: list[EmailMessage] = []
    for path in sorted(
        (data_dir / "mail" / "new").glob("*"), key=lambda one: one.stat().st_mtime_ns
    ):
        letter = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        if address.casefold() in {to.addr_spec.casefold() for to in letter["To"].addresses}:
            found.append(letter)
    return found


def text_in(letter: EmailMessage) -> str:
    """The text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def link_in(letter: EmailMessage) -> str:
    """Where the letter leads: the one address that stands on a line of its own."""
    (link,) = _LINK.findall(text_in(letter))
    return str(link)


def html_in(letter: EmailMessage) -> str:
    """The HTML of a letter."""
    body = letter.get_body(("html",))
    assert body is not None
    return str(body.get_content())
