"""Letters through Resend's API (https://resend.com/docs/api-reference/emails/send-email)."""

from email.message import EmailMessage
from typing import Any

import httpx
from pydantic import SecretStr

from dreamdot_app.core.log import logger
from dreamdot_app.core.mail.transports import PATIENCE_S, LetterNotSent, LetterRejected

_BASE = "https://api.resend.com"
_CONFLICT = 409
# Not the letter's fault: a wrong key, a domain that is not verified yet, waiting, too many.
_TRY_AGAIN = {401, 403, 408, 425, 429}
# What Resend may be asked to write beside what it knows by fields.
_PASSED_ON = ("Auto-Submitted", "Message-ID")
_log = logger(part="mail")


class ResendTransport:
    """Posts each letter to Resend, which sends it once for an Idempotency-Key (kept for a day)."""

    def __init__(self, key: SecretStr, *, base: str = _BASE) -> None:
        self._key, self._base = key, base

    async def send(self, message: EmailMessage, *, mark: str) -> None:
        """Hand a letter over.

        Raises:
            LetterNotSent: no connection, 5xx, too many requests, or the key is not accepted.
            LetterRejected: any other 4xx.
        """
        headers = {
            "Authorization": f"Bearer {self._key.get_secret_value()}",
            "Idempotency-Key": mark,
        }
        try:
            async with httpx.AsyncClient(base_url=self._base, timeout=PATIENCE_S) as client:
                answer = await client.post("/emails", headers=headers, json=_fields(message))
        except httpx.HTTPError as error:
            raise LetterNotSent(f"Resend: {type(error).__name__}") from None
        if not answer.is_success:
            _refuse(answer)


def _fields(message: EmailMessage) -> dict[str, Any]:
    return {
        "from": str(message["From"]),
        "to": [str(message["To"])],
        "subject": str(message["Subject"]),
        "text": _part(message, "plain"),
        "html": _part(message, "html"),
        "headers": {name: str(message[name]) for name in _PASSED_ON},
    }


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""


def _refuse(answer: httpx.Response) -> None:
    name = _name_of(answer)
    if answer.status_code == _CONFLICT and name == "invalid_idempotent_request":
        # It has a letter under this key, written by the version before this one.
        _log.warning("Resend has this letter already, in other words")
        return
    told = f"Resend answered {answer.status_code} {name}".rstrip()
    is_busy = answer.status_code == _CONFLICT and name == "concurrent_idempotent_requests"
    if is_busy or answer.status_code in _TRY_AGAIN or not answer.is_client_error:
        raise LetterNotSent(told)
    raise LetterRejected(told)


def _name_of(answer: httpx.Response) -> str:
    """What Resend calls the error; its message may repeat addresses."""
    try:
        told: Any = answer.json()
        name = str(told["name"])
    except (ValueError, TypeError, KeyError):
        return ""
    return name if name.isascii() and name.replace("_", "").isalnum() and len(name) < 60 else ""
