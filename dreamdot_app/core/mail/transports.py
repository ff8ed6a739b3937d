"""Which way letters go, and how it may fail."""

from email.headerregistry import Address
from email.message import EmailMessage
from typing import Protocol

from dreamdot_app.core.jobs import Hopeless
from dreamdot_app.core.mail_settings import parse_sender
from dreamdot_app.core.settings import Settings

_NOBODY_IN_PARTICULAR = "DreamDot <letters@dreamdot.example>"  # RFC 2606: nobody has it
# How long one answer of a server may take, in seconds.
PATIENCE_S = 20.0


class Transport(Protocol):
    """A way for letters."""

    async def send(self, message: EmailMessage, *, mark: str) -> None:
        """Hand a letter over; ``mark`` is the same in every attempt and tells nothing.

        Raises:
            LetterNotSent: not now, perhaps later.
            LetterRejected: not this letter, ever.
        """
        ...


class LetterNotSent(Exception):
    """The letter did not go now. The message holds no address and no secret: it is logged."""


class LetterRejected(Hopeless):
    """The letter will never be taken. The message holds no address: it is logged."""


def transport_of(settings: Settings) -> Transport:
    """The way that the settings choose: a mail server, Resend, or a maildir on this machine."""
    if settings.smtp_url is not None:
        from dreamdot_app.core.mail.smtp import SmtpTransport

        return SmtpTransport.at(settings.smtp_url.get_secret_value())
    if settings.resend_api_key is not None:
        from dreamdot_app.core.mail.resend import ResendTransport

        return ResendTransport(settings.resend_api_key)
    from dreamdot_app.core.mail.maildir import MaildirTransport, folder

    return MaildirTransport(folder(settings.data_dir))


def sender_of(settings: Settings) -> Address:
    """Whom letters are from."""
    return parse_sender(settings.mail_from or _NOBODY_IN_PARTICULAR)
