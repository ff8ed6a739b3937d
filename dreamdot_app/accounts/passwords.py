"""Passwords: what may be one, how it is kept, how it is checked.

bcrypt reads 72 bytes at most and stops at a zero byte, so it gets the base64 of the password's
SHA-256 instead: 44 characters of any password. Hashing is slow on purpose and happens in two
threads of its own, so that a flood of sign-ins slows down sign-ins and nothing else.
"""

import asyncio
import base64
import hashlib
import unicodedata
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import bcrypt

from dreamdot_app.accounts import strength
from dreamdot_app.accounts.errors import WeakPassword

MIN_LENGTH, MAX_LENGTH = strength.SHORTEST, 1_024
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


async def choose(value: object, *, own: Iterable[object] = ()) -> str:
    """Read a password that somebody chose; ``own`` are their names and their address.

    Raises:
        WeakPassword: not text, shorter than 10 or longer than 1,024 characters, or easily guessed.
    """
    password = parse_password(value)
    found = await strength.measured(password, own=strength.own_words(*own))
    if not found.is_enough:
        raise WeakPassword(found.hint)
    return password


def parse_password(value: object) -> str:
    """Read a password, however easily it is guessed.

    Raises:
        WeakPassword: not text, shorter than 10 or longer than 1,024 characters.
    """
    if not isinstance(value, str) or not value:
        raise WeakPassword("A password is needed.")
    if len(value) > MAX_LENGTH:
        raise WeakPassword(f"At most {MAX_LENGTH:,} characters; this has {len(value):,}.")
    if len(value) < MIN_LENGTH:
        raise WeakPassword(f"At least {MIN_LENGTH} characters.")
    return value


def hash_password(password: str, *, cost: int) -> str:
    """A fresh bcrypt hash (``$2b$…``). Blocks for as long as ``cost`` says; see `hashed`."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(cost)).decode()


async def hashed(password: str, *, cost: int) -> str:
    """A fresh hash, made in a thread."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, lambda: hash_password(password, cost=cost))


async def matches(password: str, kept_hash: str | None, *, cost: int) -> bool:
    """Whether this is the password; without a hash the same work is done and the answer is no."""
    loop = asyncio.get_running_loop()

    def compare() -> bool:
        against = kept_hash or _nobodys_hash(cost)
        return bcrypt.checkpw(_digest(password), against.encode()) and kept_hash is not None

    return await loop.run_in_executor(_threads, compare)


def is_outdated(kept_hash: str, *, cost: int) -> bool:
    """Whether a hash was made at a lower cost than today's."""
    return int(kept_hash.split("$")[2]) < cost


@cache
def _nobodys_hash(cost: int) -> str:
    """A hash that no password matches but by chance, to compare with when there is no account."""
    return hash_password(base64.b64encode(bcrypt.gensalt(4)).decode(), cost=cost)


def _digest(password: str) -> bytes:
    # NFKC: the same letters typed on another keyboard are the same password (NIST SP 800-63B).
    text = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    return base64.b64encode(hashlib.sha256(text).digest())
