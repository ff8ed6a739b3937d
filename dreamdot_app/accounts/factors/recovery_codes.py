"""Recovery codes: ten at a time, shown once, each used once.

A code has 59 bits, and what is kept of it is an HMAC under a key that is not in the database:
whoever has a copy of the database can try as many as they like and learns nothing.
"""

import hmac
import json
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import ceremonies, policy
from dreamdot_app.accounts.contract import RecoveryCodesMade, RecoveryCodeUsed, UserId, Viewer
from dreamdot_app.accounts.errors import CeremonyOver
from dreamdot_app.accounts.factors import letters, repository
from dreamdot_app.accounts.factors.contract import CODES_MADE
from dreamdot_app.accounts.factors.errors import CodesReadAlready, NothingToRecover
from dreamdot_app.accounts.factors.sealing import CODE_HASHES, SHOWN_ONCE, seal, unseal
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.errors import SignInRequired
from dreamdot_app.core.secret_keys import key_for

# Nothing that is easily taken for something else, neither read nor heard.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH, _GROUP = 12, 4
_SHOWING = "recovery_codes"
# Long enough to find a pen or the printer; a reload in between must not lose them.
_SHOWN_FOR = timedelta(minutes=15)
_LOOKS = 30


async def make(session: AsyncSession, account_id: UUID, *, now: datetime) -> str:
    """Make ten codes in place of all others, in the caller's transaction.

    What is answered is the token of a ceremony that shows them: their page is opened with a
    navigation, for the session's token has changed with them.
    """
    codes = [_new_code() for _ in range(CODES_MADE)]
    hashes = [_hash(account_id, code) for code in codes]
    await repository.replace_codes(session, account_id, hashes, now=now)
    sealed = seal(json.dumps(codes), label=SHOWN_ONCE, owner=account_id)
    return ceremonies.begin(
        session,
        _SHOWING,
        account_id=account_id,
        data={"codes": sealed.hex()},
        lifetime=_SHOWN_FOR,
        now=now,
    )


async def make_new(*, viewer: Viewer, now: datetime) -> str:
    """Make ten new codes for who asks; the token of the ceremony that shows them.

    Raises:
        ProofNeeded: they have to prove once more who they are.
        NothingToRecover: they have no factor that could be lost.
    """
    policy.require_proof(viewer, now=now)
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await repository.account(session, viewer.id)
        if account is None:
            raise SignInRequired
        if not await repository.has_factor(session, viewer.id):
            raise NothingToRecover
        token = await make(session, viewer.id, now=now)
        event_id = outbox.add(session, RecoveryCodesMade(account_id=viewer.id))
        await letters.codes_made(session, account, event_id)
        return token


async def read(*, viewer: Viewer, token: object, now: datetime) -> tuple[str, ...]:
    """The codes that were just made, until their owner says that they are kept.

    Raises:
        CodesReadAlready: they were kept, or too long ago, or are not this person's.
    """
    async with transaction(Database.USER, actor=viewer.id) as session:
        shown = await _showing(session, viewer, token, now=now)
        sealed = bytes.fromhex(shown.data["codes"])
        return tuple(json.loads(unseal(sealed, label=SHOWN_ONCE, owner=viewer.id)))


async def keep(*, viewer: Viewer, token: object, now: datetime) -> None:
    """Their owner has them: show them no more. Saying so again changes nothing."""
    async with transaction(Database.USER, actor=viewer.id) as session:
        try:
            shown = await _showing(session, viewer, token, now=now)
        except CodesReadAlready:
            return
        await ceremonies.finish(session, shown)


async def use(session: AsyncSession, account: Account, typed: object, *, now: datetime) -> bool:
    """Use a code up in the caller's transaction; its owner gets a letter."""
    code = _read(typed)
    if code is None:
        return False
    hashed = _hash(account.id, code)
    if not await repository.use_recovery_code(session, account.id, hashed, now=now):
        return False
    left = await repository.codes_left(session, account.id)
    event = RecoveryCodeUsed(account_id=UserId(account.id), left=left)
    await letters.code_used(session, account, left, outbox.add(session, event))
    return True


async def left(*, account_id: UUID) -> int:
    """How many codes are unused."""
    async with reading(Database.USER) as session:
        return await repository.codes_left(session, account_id)


async def _showing(
    session: AsyncSession, viewer: Viewer, token: object, *, now: datetime
) -> ceremonies.Ceremony:
    try:
        shown = await ceremonies.look(session, _SHOWING, token, now=now, most_tries=_LOOKS)
    except CeremonyOver:
        raise CodesReadAlready from None
    if shown.account_id != viewer.id:
        raise CodesReadAlready
    return shown


def _new_code() -> str:
    letters_ = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters_[i : i + _GROUP] for i in range(0, _LENGTH, _GROUP))


def _read(typed: object) -> str | None:
    """The letters of a code, however its groups and its case were typed."""
    if not isinstance(typed, str) or len(typed) > 60:
        return None
    code = "".join(letter for letter in typed.lower() if letter.isalnum())
    return code if len(code) == _LENGTH and set(code) <= set(_LETTERS) else None


def _hash(account_id: UUID, code: str) -> bytes:
    letters_only = code.replace("-", "").encode()
    return hmac.digest(key_for(CODE_HASHES), account_id.bytes + letters_only, "sha256")
