"""What a letter says, and to whom it may go."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from dreamdot_app.core.errors import BadInput

# Line breaks and other control characters would begin headers of their own; lone surrogates cannot
# be written at all.
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
# These turn what is read around: `moc.elpmaxe` for `example.com`.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


class LetterRefused(BadInput):
    """The letter would not be one letter to one person; ``field`` names the part."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says; rendered as text and as HTML in the brand's look.

    Everything is plain text and is escaped when rendered. ``action`` is a label and where it
    leads: a path of ours (made absolute) or an ``https`` address. ``code`` is something to be
    copied, set large. ``small`` are closing remarks: why one gets this, what to do about it.
    """

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    action: tuple[str, str] | None = None
    code: str = ""
    small: tuple[str, ...] = ()


def require_postable(letter: Letter) -> None:
    """Refuse a letter that could not be sent as it is.

    Raises:
        LetterRefused: a line break stands in the subject, another control character anywhere, or
            the action leads to something else than a path or a web address.
    """
    if not letter.subject.strip():
        raise LetterRefused("A letter needs a subject.", field="subject")
    require_one_line(letter.subject, field="subject")
    for text in (letter.heading, letter.code, *letter.paragraphs, *letter.small):
        require_one_line(text.replace("\n", " ").replace("\t", " "), field="letter")
    if letter.action is not None:
        require_one_line(letter.action[0], field="action")
        _require_address(letter.action[1])


def _require_address(target: str) -> None:
    require_one_line(target, field="action")
    is_path = target.startswith("/") and not target.startswith(("//", "/\\"))
    parts = urlsplit(target)
    if not is_path and not (parts.scheme in ("https", "http") and parts.netloc):
        raise LetterRefused("A letter leads to a path or a web address.", field="action")


def require_one_line(text: str, *, field: str) -> None:
    """Refuse a text that is more than one visible line.

    Raises:
        LetterRefused: it has line breaks, other control characters, or marks that turn the
            direction of reading.
    """
    if _TURNING.search(text) or any(unicodedata.category(letter) in _UNSEEN for letter in text):
        raise LetterRefused("Line breaks and control characters cannot stand here.", field=field)


def mail_address(to: str) -> str:
    """An address as mail servers know it: a domain in another script is written in ASCII (IDNA).

    Raises:
        LetterRefused: it is no address, or has other than ASCII letters before the @: many
            servers still refuse those (RFC 6531), so such a letter would be lost half of the time.
    """
    require_one_line(to, field="to")
    try:
        found = validate_email(to, check_deliverability=False)
    except EmailNotValidError:
        raise LetterRefused("This is no email address.", field="to") from None
    if found.ascii_email is None:
        raise LetterRefused(
            "Mail cannot be sent to this address yet: before the @ it has letters that many mail "
            "servers do not know. Use one with plain letters there.",
            field="to",
        )
    return found.ascii_email
