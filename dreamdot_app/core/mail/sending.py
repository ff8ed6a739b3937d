"""Asking for a letter, and the job that sends it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import clock, jobs
from dreamdot_app.core.db import Database
from dreamdot_app.core.jobs import JobContext, job
from dreamdot_app.core.mail.envelopes import Envelope, open_envelope, seal
from dreamdot_app.core.mail.letters import (
    Letter,
    mail_address,
    require_one_line,
    require_postable,
)
from dreamdot_app.core.mail.transports import sender_of, transport_of
from dreamdot_app.core.mail.writing import message
from dreamdot_app.core.relay import first_time
from dreamdot_app.core.settings import settings

_SEND = "mail.send"
# Nine hours in all: less than the day for which Resend knows that it was told already.
_ATTEMPTS = 16


@dataclass(frozen=True)
class SealedLetter:
    """What the job carries: `envelopes.seal` of the letter."""

    sealed: str


async def post(session: AsyncSession, *, to: str, letter: Letter, key: str, name: str = "") -> None:
    """Ask for a letter with the session's transaction, in whichever database it works.

    ``to`` is one address, ``name`` whose it is. ``key`` makes it once: a second call with the
    same key, in the same database, does nothing, for three months at least. It is sent at least
    once, each time under the same Message-ID.

    Raises:
        LetterRefused: the address, the name or the letter cannot be sent as they are.
    """
    require_postable(letter)
    require_one_line(name, field="name")
    envelope = Envelope(mail_address(to), name, letter, key, clock.now())
    if not await first_time(session, _noted_as(envelope), _SEND):
        return
    await jobs.enqueue(session, _SEND, SealedLetter(seal(envelope)))


def _noted_as(envelope: Envelope) -> UUID:
    # Of the first moment of UUIDv7, so that tidying finds it by what it knows of ids: their order.
    return UUID(int=int(envelope.mark[:20], 16))


@job(_SEND, in_=Database.USER, outside=True, attempts=_ATTEMPTS, timeout_s=60)
async def send(_context: JobContext, payload: SealedLetter) -> None:
    """Write a letter and hand it over.

    Should this process die between the two ends of that, it goes again: under the same Message-ID
    by which mailboxes may know it, and the same key by which Resend does.
    """
    chosen = settings()
    envelope = open_envelope(payload.sealed)
    written = message(envelope, sender=sender_of(chosen), origin=chosen.public_origin)
    await transport_of(chosen).send(written, mark=envelope.mark)
