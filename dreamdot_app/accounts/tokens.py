"""Tokens that nobody can guess: the one who was given one has it, the database its hash."""

import hashlib
import secrets


def new_token() -> str:
    """A fresh token of 256 bits, fit for addresses and cookies."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What the database keeps of a token. A fast hash is right: tokens cannot be guessed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
