"""An envelope as an e-mail message."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from textwrap import fill
from urllib.parse import urljoin

from dreamdot_app.core.mail.envelopes import Envelope
from dreamdot_app.core.mail.letters import Letter

_WIDTH = 72
_LONGEST_SUBJECT = 150


def message(envelope: Envelope, *, sender: Address, origin: str) -> EmailMessage:
    """The message: the same, to the byte, in every attempt. ``origin`` is where paths begin."""
    written = EmailMessage(policy=SMTP)
    written["From"] = sender
    written["To"] = Address(display_name=_plain(envelope.name), addr_spec=envelope.to)
    written["Subject"] = _plain(_clipped(envelope.letter.subject))
    written["Date"] = envelope.asked_at
    written["Message-ID"] = f"<{envelope.mark[:40]}@{sender.domain}>"
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(text_of(envelope.letter, origin=origin))
    return written


def _clipped(subject: str) -> str:
    if len(subject) <= _LONGEST_SUBJECT:
        return subject
    return subject[: _LONGEST_SUBJECT - 1].rstrip() + "…"


def _plain(text: str) -> str:
    """A text that is taken as it stands.

    Python's headers read ``=?utf-8?q?…?=`` in what they are given and write what it stands for as
    it is: a line break in it begins a header of whoever chose the text.
    """
    return text.replace("=?", "= ?")


def text_of(letter: Letter, *, origin: str) -> str:
    """The letter as plain text: lines of at most 72 letters, but an address is never broken."""
    blocks = [_wrapped(letter.heading), *map(_wrapped, letter.paragraphs)]
    if letter.code:
        blocks.append(f"    {letter.code}")
    if letter.action:
        label, target = letter.action
        blocks.append(f"{_wrapped(label)}:\n{urljoin(origin, target)}")
    if letter.small:
        blocks.append("-- ")
        blocks += map(_wrapped, letter.small)
    return "\n\n".join(blocks) + "\n"


def _wrapped(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in lines
    )
