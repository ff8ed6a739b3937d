"""Secrets that have to be read again, encrypted while they lie in the database.

AES-256-GCM under keys derived from the settings' secret key (HKDF, RFC 5869), one for each purpose.
What is sealed is bound to its owner: a row copied to another account does not open.
"""

import secrets
from functools import cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dreamdot_app.core.settings import settings

_NONCE_BYTES = 12
AUTHENTICATOR = "dreamdot authenticator secrets"
SHOWN_ONCE = "dreamdot recovery codes until they are read"
CODE_HASHES = "dreamdot recovery code hashes"


class SealBroken(Exception):
    """It was sealed with another secret key, for somebody else, or is damaged."""


@cache
def key_for(label: str) -> bytes:
    """32 bytes for one purpose, the same as long as the settings' secret key is."""
    secret = settings().secret_key.get_secret_value().encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=label.encode()).derive(secret)


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
