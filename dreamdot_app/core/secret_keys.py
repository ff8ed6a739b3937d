"""Keys derived from the settings' secret key (HKDF, RFC 5869): one for each purpose, so that no use
of the secret can forge what another one made.
"""

from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dreamdot_app.core.settings import settings


def key_for(purpose: str) -> bytes:
    """32 bytes for one purpose, the same as long as the settings' secret key is."""
    return _derived(settings().secret_key.get_secret_value(), purpose)


@cache
def _derived(secret: str, purpose: str) -> bytes:
    info = purpose.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
