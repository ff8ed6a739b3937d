"""Letters for the tests, as envelopes and as messages."""

from dataclasses import replace
from email.message import EmailMessage
from typing import Any

from dreamdot_app.core import mail
from dreamdot_app.core.mail.envelopes import Envelope
from dreamdot_app.core.mail.writing import message
from dreamdot_app.core.mail_settings import parse_sender
from tests.clock import NOON

LETTER = mail.Letter(
    subject="Confirm your address",
    heading="One step left",
    paragraphs=(
        "Somebody, most likely you, joined DreamDot with this address. Confirm that it is yours, "
        "and everything is ready.",
    ),
    action=("Confirm this address", "/auth/confirm?token=geheim"),
    small=("The link works once, within 24 hours. If it was not you, do nothing.",),
)
SENDER = parse_sender("DreamDot <letters@dreamdot.example>")
ORIGIN = "https://dreamdot.example"


def envelope(*, to: str = "ana@example.org", name: str = "Ana", **changed: Any) -> Envelope:
    """An envelope whose letter differs in what is given."""
    return Envelope(to, name, replace(LETTER, **changed), "confirm ana", NOON)


def written(**changed: Any) -> EmailMessage:
    """The message of such an envelope."""
    return message(envelope(**changed), sender=SENDER, origin=ORIGIN)
