"""A letter with its address, sealed for the time it waits.

Letters carry links that open accounts, and addresses are personal data: rows of jobs stay for days
and are in every backup, so there they are ciphertext.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from pydantic import TypeAdapter

from dreamdot_app.core.jobs import Hopeless
from dreamdot_app.core.mail.letters import Letter
from dreamdot_app.core.secret_keys import key_for

_HEADER = {"alg": "dir", "enc": "A256GCM"}


class EnvelopeUnreadable(Hopeless):
    """It was sealed with another secret key, or by a version that is too old or too new."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One letter to one person. ``to`` is ASCII, ``asked_at`` UTC; ``key`` names it for ever."""

    to: str
    name: str
    letter: Letter
    key: str
    asked_at: datetime

    @property
    def mark(self) -> str:
        """What is the same in every attempt and tells nothing: 64 hexadecimal digits."""
        return sha256(self.key.encode()).hexdigest()


_ENVELOPE = TypeAdapter(Envelope)


def seal(envelope: Envelope) -> str:
    """An envelope as text that only whoever has the settings' secret key opens."""
    return jwe.encrypt_compact(_HEADER, _ENVELOPE.dump_json(envelope), _key())


def open_envelope(sealed: str) -> Envelope:
    """What `seal` made.

    Raises:
        EnvelopeUnreadable: it cannot be opened, or does not hold a letter.
    """
    try:
        opened = jwe.decrypt_compact(sealed, _key()).plaintext
        return _ENVELOPE.validate_json(opened or b"")
    except (JoseError, ValueError):
        raise EnvelopeUnreadable("a waiting letter cannot be opened") from None


def _key() -> OctKey:
    return OctKey.import_key(key_for("dreamdot letters that wait"))
