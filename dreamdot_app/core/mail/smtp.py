"""Letters through a mail server: one connection for each, over TLS unless the server is near."""

import re
from email.message import EmailMessage
from ssl import SSLContext, SSLError

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from dreamdot_app.core.mail.transports import PATIENCE_S, LetterNotSent, LetterRejected
from dreamdot_app.core.mail_settings import SmtpServer, parse_smtp_url

# RFC 3463: class, subject and detail, such as 5.1.1.
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_PERMANENT = range(500, 600)


class SmtpTransport:
    """Hands each letter to one mail server."""

    def __init__(self, server: SmtpServer, *, trust: SSLContext | None = None) -> None:
        """``trust``: whose certificates are believed, by default those that the system knows."""
        self._server, self._trust = server, trust

    @classmethod
    def at(cls, url: str) -> "SmtpTransport":
        """The transport for an SMTP_URL."""
        return cls(parse_smtp_url(url))

    async def send(self, message: EmailMessage, *, mark: str) -> None:
        """Hand a letter over.

        A server that refuses the letter for good (5xx to its sender, recipient or contents) ends
        it. What it says of us (a wrong password, no TLS) is mended by others, so that is tried
        again.

        Raises:
            LetterNotSent: no connection, no TLS, no login, or 4xx.
            LetterRejected: 5xx for the letter.
        """
        del mark  # the Message-ID says it, for mail servers know no other
        sender, to = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        try:
            async with self._client(message["From"].addresses[0].domain) as client:
                await client.sendmail(sender, [to], bytes(message))
        except SMTPRecipientsRefused as refused:
            raise _failure(refused.recipients[0]) from None
        except (SMTPSenderRefused, SMTPDataError) as refused:
            raise _failure(refused) from None
        except SMTPResponseException as refused:
            raise LetterNotSent(_told(refused)) from None
        except (SMTPException, SSLError, OSError) as error:
            # What others say may repeat the letter's address.
            raise LetterNotSent(f"the mail server: {type(error).__name__}") from None

    def _client(self, own_domain: str) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.is_tls,
            start_tls=server.is_upgraded,
            tls_context=self._trust,
            local_hostname=own_domain,  # else it asks the network for this machine's name
            timeout=PATIENCE_S,
        )


def _failure(refused: SMTPResponseException) -> LetterNotSent | LetterRejected:
    is_final = refused.code in _PERMANENT
    return (LetterRejected if is_final else LetterNotSent)(_told(refused))


def _told(refused: SMTPResponseException) -> str:
    """The codes that a server answered; its words repeat addresses."""
    enhanced = _ENHANCED.search(refused.message)
    return f"the mail server answered {refused.code}{f' {enhanced[0]}' if enhanced else ''}"
