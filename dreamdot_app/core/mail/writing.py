"""An envelope as an email message: plain text, and HTML in the brand's look beside it."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from textwrap import fill
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dreamdot_app.core.mail.envelopes import Envelope
from dreamdot_app.core.mail.letters import Letter

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
)
_WIDTH = 72
_LONGEST_SUBJECT = 150


def message(envelope: Envelope, *, sender: Address, origin: str) -> EmailMessage:
    """The message: the same, to the byte, in every attempt. ``origin`` is where paths begin."""
    letter = envelope.letter
    written = EmailMessage(policy=SMTP)
    written["From"] = sender
    written["To"] = Address(display_name=_plain(envelope.name), addr_spec=envelope.to)
    written["Subject"] = _plain(_clipped(letter.subject))
    written["Date"] = envelope.asked_at
    written["Message-ID"] = f"<{envelope.mark[:40]}@{sender.domain}>"
    written["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's away-note answers it
    written.set_content(text_of(letter, origin=origin))
    written.add_alternative(html_of(letter, origin=origin), subtype="html")
    written.set_boundary(f"=_{envelope.mark[:32]}")
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


def html_of(letter: Letter, *, origin: str) -> str:
    """The letter as a page of HTML; everything in it is escaped."""
    target = urljoin(origin, letter.action[1]) if letter.action else ""
    page = TEMPLATES.get_template("letter.html")
    return page.render(letter=letter, target=target, origin=origin)


def text_of(letter: Letter, *, origin: str) -> str:
    """The letter as plain text: lines of at most 72 letters, but an address is never broken."""
    blocks = [_wrapped(letter.heading), *map(_wrapped, letter.paragraphs)]
    if letter.code:
        blocks.append(f"    {letter.code}")
    if letter.action:
        label, target = letter.action
        blocks.append(f"{_wrapped(label)}:\n{urljoin(origin, target)}")
    if letter.small:
        # What follows this line is the signature, which mail programs show quietly.
        blocks.append("-- \n" + "\n\n".join(map(_wrapped, letter.small)))
    return "\n\n".join(blocks) + "\n"


def _wrapped(text: str) -> str:
    return "\n".join(
        fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
