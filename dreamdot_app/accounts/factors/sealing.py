"""Secrets that have to be read again, encrypted while they lie in the database.

AES-256-GCM under keys derived from the settings' secret key, one for each purpose. What is sealed
is bound to its owner: a row copied to another account does not open.
"""

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dreamdot_app.core.secret_keys import key_for

_NONCE_BYTES = 12
AUTHENTICATOR = "dreamdot authenticator secrets"
SHOWN_ONCE = "dreamdot recovery codes until they are read"
CODE_HASHES = "dreamdot recovery code hashes"


class SealBroken(Exception):
    """It was sealed with another secret key, for somebody else, or is damaged."""


def seal(text: str, *, label: str, owner: UUID) -> bytes:
    """Encrypt a text for one purpose and one owner."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key_for(label)).encrypt(nonce, text.encode(), owner.bytes)


def unseal(sealed: bytes, *, label: str, owner: UUID) -> str:
    """What `seal` was given.

    Raises:
        SealBroken: the key, the purpose or the owner is another one.
    """
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key_for(label)).decrypt(nonce, rest, owner.bytes).decode()
    except (InvalidTag, ValueError):
        raise SealBroken from None
